"""Inputs to try, made from the types of the variables alone: a few for the search, several hundred for the proof."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from graders.answers.format import Type

Environment = Mapping[int, np.ndarray]
"""Values of the variables, by number."""

SEARCHED = 24
"""Scalars for the search, a vector of them each variable: the first half positive, where logarithms are numbers."""

LENGTHS = (2, 3, 5)
"""Lengths that stand for different ones while it is found out which must be equal."""

SHAPES = ((1, 1, 1), (1, 3, 2), (3, 1, 2), (2, 3, 4), (3, 2, 4), (2, 2, 3), (5, 4, 2), (4, 6, 3), (2, 3, 1))
WIDE = ((17, 33, 5), (300, 2, 3), (2, 300, 3), (45, 50, 3))
SCALES = (1.0, 0.01, 30.0, 1e4)
REALS = (0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, -3.0, 10.0, 0.1, -0.7, 1 / 3, -2 / 7, 0.123456, -2.5, 7.0, 1e3, -999.5)
FAR = (2.0**31, 1e9, 1e10 + 4096, 1e12, 1e15, 1e18, 1e26, 2e38)
WHOLE = (0, 1, -1, 2, 3, -2, -4, 5, 7, -12, 100)
COMPARED, COMPARED_ARRAYS, SMALL, LONG, WIDEST = 120, 60, 40, 40, 2400
"""How many inputs answers are compared at; of how many numbers the arrays consist of which there are many, and a few."""
BITS = (8, 16, 24, 31, 32, 40, 53, 57, 60)


def alike(types: Sequence[Type], fits: Callable[[list[np.ndarray]], bool]) -> tuple[tuple[int, ...], ...]:
    """Which axes of the variables have equal lengths, as a number for each axis. Found out by trying: ``fits`` says whether
    arrays of these shapes can be given. The most different lengths that fit.
    """
    axes = [len(type_.broadcastable) for type_ in types]
    found: list[tuple[int, tuple[int, ...]]] = []
    for numbers in itertools.product(range(len(LENGTHS)), repeat=min(sum(axes), 6)):
        if all(number <= max(numbers[:place], default=-1) + 1 for place, number in enumerate(numbers)):
            filled = (*numbers, *[0] * (sum(axes) - len(numbers)))
            if fits([np.ones(shape, type_.dtype) for shape, type_ in zip(_shapes(_split(filled, axes), LENGTHS), types)]):
                found.append((len(set(numbers)), filled))
    return tuple(_split(max(found, key=lambda pair: pair[0])[1], axes)) if found else ()


def _split(numbers: Sequence[int], axes: Sequence[int]) -> list[tuple[int, ...]]:
    left = iter(numbers)
    return [tuple(next(left) for _ in range(count)) for count in axes]


def _shapes(pattern: Sequence[tuple[int, ...]], lengths: Sequence[int]) -> list[tuple[int, ...]]:
    return [tuple(lengths[axis] for axis in axes) for axes in pattern]


def searched(types: Sequence[Type], pattern: Sequence[tuple[int, ...]], lifted: bool) -> list[list[np.ndarray]]:
    """What the search goes by: numbers without a relation to each other, as float64."""
    random = np.random.RandomState(3)
    if not any(pattern):
        columns = []
        for type_ in types:
            whole = np.dtype(type_.dtype).kind in "iub"
            drawn = (
                random.permutation(np.arange(2, 2 + SEARCHED * 3))[:SEARCHED] if whole else random.uniform(0.2, 9, SEARCHED)
            )
            signs = np.where(np.arange(SEARCHED) < SEARCHED // 2, 1.0, random.choice((-1.0, 1.0), SEARCHED))
            columns.append(np.asarray(drawn * signs, "float64"))
        rows = [[column[place] for column in columns] for place in range(0, SEARCHED, 2)]
        return [columns] if lifted else [[np.asarray(value) for value in row] for row in rows]
    lengths = ((3, 2, 4), (2, 4, 3), (3, 3, 3), (4, 2, 5), (2, 2, 2))
    return [[np.asarray(random.uniform(0.3, 1.7, shape) * random.choice((-1, 1), shape)) for shape in _shapes(pattern, n)]
            for n in lengths]  # fmt: skip


def proved(types: Sequence[Type], pattern: Sequence[tuple[int, ...]]) -> Iterator[list[np.ndarray]]:
    """What a proof goes through, in the dtypes of ``types``: all sizes and signs, simple ones and far ones among them."""
    if any(pattern):
        yield from _arrays(types, pattern)
    else:
        yield from _scalars(types)


def compared(types: Sequence[Type], pattern: Sequence[tuple[int, ...]]) -> list[list[np.ndarray]]:
    """The fixed inputs at which answers are compared with each other, in the dtypes of ``types``: some of each kind."""
    rows = list(proved(types, pattern))
    if not any(pattern):
        return _some(rows, COMPARED) + rows[-4 * len(FAR) :: 3]
    sizes = [sum(value.size for value in row) for row in rows]
    small = [row for row, size in zip(rows, sizes) if size <= SMALL]
    wide = [row for row, size in zip(rows, sizes) if size <= WIDEST and row[0].shape[:1] > (LONG,)]
    return _some(small, COMPARED_ARRAYS) + wide[1::2]


def _some(rows: list[list[np.ndarray]], count: int) -> list[list[np.ndarray]]:
    """Some of them, the first ones among them, in no order of theirs."""
    chosen = np.random.RandomState(11).permutation(np.arange(count // 4, len(rows)))[: count - count // 4]
    return rows[: count // 4] + [rows[place] for place in chosen]


def _scalars(types: Sequence[Type]) -> Iterator[list[np.ndarray]]:
    random = np.random.RandomState(5)
    pools = [_numbers(np.dtype(type_.dtype)) for type_ in types]
    rows = []
    for turn in range(max(map(len, pools), default=0)):
        for shift in range(9):
            rows.append(
                [pool[(turn + place * (shift * shift + turn // len(pool))) % len(pool)] for place, pool in enumerate(pools)]
            )
    for size in (1.0, 30.0, 1e4, 2.0**31):
        rows += [[_drawn(type_, size, random) for type_ in types] for _ in range(30)]
    for size in FAR:
        for signs in itertools.product((1, -1), repeat=min(len(types), 4)):
            both = [_fitting(sign * size / (1 + place), type_) for place, (sign, type_) in enumerate(zip(signs, types))]
            rows.append(both)
    for row in rows:
        yield [np.asarray(value, type_.dtype) for value, type_ in zip(row, types)]


def _numbers(dtype: np.dtype) -> list[float]:
    if dtype.kind == "b":
        return [0, 1]
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        ends = [sign * (2**bits + one) for bits in BITS for one in (0, 1) for sign in (1, -1)]
        ends += [info.max // 2, -(info.max // 2), info.max // 2 - 4]
        return [*WHOLE, *(number for number in ends if info.min // 2 <= number <= info.max // 2)]
    far = [sign * size for size in FAR for sign in (1, -1)]
    return [*REALS, *(number for number in far if abs(number) < float(np.finfo(dtype).max) ** 0.48)]


def _drawn(type_: Type, size: float, random: np.random.RandomState) -> float:
    return _fitting(size * random.uniform(-1, 1), type_)


def _fitting(number: float, type_: Type) -> float:
    dtype = np.dtype(type_.dtype)
    if dtype.kind == "b":
        return float(number > 0)
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        return int(min(max(int(number), info.min // 2), info.max // 2))
    limit = float(np.finfo(dtype).max) ** 0.48
    return min(max(number, -limit), limit)


def _arrays(types: Sequence[Type], pattern: Sequence[tuple[int, ...]]) -> Iterator[list[np.ndarray]]:
    random = np.random.RandomState(5)

    def cast(values: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [np.asarray(value).astype(type_.dtype) for value, type_ in zip(values, types)]

    def drawn(lengths: Sequence[int], scale: float, digits: int | None) -> list[np.ndarray]:
        made = [scale * random.uniform(-1, 1, shape) for shape in _shapes(pattern, lengths)]
        return cast(made if digits is None else [value.round(digits) for value in made])

    yield cast([np.zeros(shape) for shape in _shapes(pattern, SHAPES[3])])
    for lengths in SHAPES:
        shapes = _shapes(pattern, lengths)
        for scale in SCALES:
            yield from (drawn(lengths, scale, digits) for digits in (2, None, None))
        for scale in (1.0, -1.0, 20.0, -20.0, 50.0, -50.0, 1e3, -1e3):
            yield cast([np.ones(shape) if place == 0 else np.full(shape, scale) for place, shape in enumerate(shapes)])
        for large in range(len(types)):  # one decides, being large
            for scale in (2e6, -2e6, 1e11):
                yield cast([np.full(s, scale) if p == large else random.randint(-1, 2, s) for p, s in enumerate(shapes)])
        yield cast([random.randint(-1, 2, shape) for shape in shapes])
    for lengths in WIDE:
        yield cast([np.full(shape, 2.0**-9) for shape in _shapes(pattern, lengths)])
        yield from (drawn(lengths, scale, None) for scale in (0.3, 1e4))
    for scale in (1e18, -1e18):
        yield cast([np.full(shape, scale) for shape in _shapes(pattern, SHAPES[1])])

"""Values to call functions with: of every shape that fits together, and of many sizes."""

import itertools
import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from graders.answers.format import Type

LENGTHS = (1, 2, 3, 4, 5, 7, 50)
SYMBOLS = (2, 3, 5)
"""Lengths that stand for different ones while it is found out which must be equal."""
MAX_AXES = 6
SIZES = (1.0, 0.01, 30.0, 1e3, 1e12)
Shape = tuple[int, ...]


def shapes(types: Sequence[Type], fits: Callable[[list[np.ndarray]], bool]) -> list[list[Shape]]:
    """Which axes of the arguments must have equal lengths, as numbers in place of lengths: ``[(0,), (0, 1), (1,)]``.

    -1 is an axis of length 1. Found out by trying: ``fits`` says whether a call with such arguments works. Of those that
    work, the ones with the most different lengths are returned.
    """
    axes = sum(type_.broadcastable.count(False) for type_ in types)
    works: dict[int, list[list[Shape]]] = {}
    for numbers in itertools.product(range(len(SYMBOLS)), repeat=min(axes, MAX_AXES)):
        if any(number > max(numbers[:place], default=-1) + 1 for place, number in enumerate(numbers)):
            continue  # the same with other numbers came before
        left = iter([*numbers, *[0] * (axes - len(numbers))])
        pattern = [tuple(-1 if one else next(left) for one in type_.broadcastable) for type_ in types]
        if fits([np.ones(_lengths(shape, SYMBOLS), type_.dtype) for shape, type_ in zip(pattern, types)]):
            works.setdefault(len(set(numbers)), []).append(pattern)
    return works[max(works)] if works else []


def _lengths(shape: Shape, lengths: Sequence[int]) -> tuple[int, ...]:
    return tuple(1 if number < 0 else lengths[number] for number in shape)


def arguments(types: Sequence[Type], patterns: Sequence[list[Shape]], count: int, seed: int) -> Iterator[list[np.ndarray]]:
    """``count`` sets of arguments; simple ones first, then of all sizes and signs, each argument by itself or all alike."""
    chance = random.Random(seed)
    numbers = np.random.RandomState(seed)
    for turn in range(count if patterns else 0):
        pattern = patterns[turn % len(patterns)]
        lengths = [chance.choice(LENGTHS[: 2 + turn // 6]) for _ in SYMBOLS]
        alike = chance.choice(SIZES)
        sizes = [alike if chance.random() < 0.5 else chance.choice(SIZES) for _ in types]
        yield [
            _numbers(type_, _lengths(shape, lengths), size, turn, numbers, chance)
            for type_, shape, size in zip(types, pattern, sizes)
        ]


def _numbers(
    type_: Type, shape: tuple[int, ...], size: float, turn: int, numbers: np.random.RandomState, chance: random.Random
) -> np.ndarray:
    """Numbers of one type: the first turns are whole and small, -1, 0 and 1 among them."""
    dtype = np.dtype(type_.dtype)
    small = turn < 8 or chance.random() < 0.2
    if dtype.kind == "b":
        return numbers.randint(0, 2, shape).astype(dtype)
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        low, high = max(int(info.min), -5), 5
        if not small:
            # Half of what there is, so that a sum of two does not overflow; and numbers that smaller types lose.
            bits = chance.randrange(2, 8 * dtype.itemsize - 2)
            high = 2**bits + 1
            low = 0 if dtype.kind == "u" else -high
            if chance.random() < 0.3:
                return np.full(shape, chance.choice((low, high)), dtype)
        return numbers.randint(low, high, shape, dtype="int64").astype(dtype)
    if dtype.kind == "c":
        return (numbers.uniform(-1, 1, shape) + 1j * numbers.uniform(-1, 1, shape)).astype(dtype)
    drawn = numbers.randint(-3, 4, shape) / chance.choice((1, 2)) if small else size * numbers.uniform(-1, 1, shape)
    return np.asarray(drawn).astype(dtype)

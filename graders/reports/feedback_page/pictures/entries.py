"""The entries of an output beside what they should be: as bars, on the curve of the function, or as shapes that differ."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from exercises.words import joined, say, say_several
from graders.records.evidence import Entries
from graders.reports.feedback_page.pictures.numbers import EDGE, TOP, differ, exact, short
from graders.reports.words import ordinal

MOST_BARS = 8
HEIGHT, WIDE = 150.0, 300.0
"""Of what is drawn, in pixels."""
SEEN = 5.0
"""A difference that can be seen, in pixels; smaller ones would only mislead."""


@dataclass(frozen=True)
class Bar:
    """An entry: what was expected and what came, with the heights of both from ``zero``."""

    label: str
    expected: str
    got: str
    expected_top: float
    got_top: float
    wrong: bool


@dataclass(frozen=True)
class BarsView:
    """The entries of an output side by side; ``zero`` is the height of the line of 0."""

    kind = "bars"
    title: str
    sentence: str
    bars: tuple[Bar, ...]
    zero: float


@dataclass(frozen=True)
class ShapesView:
    """Two shapes that differ, as grids: rows and columns of what was expected, and of what came."""

    kind = "shapes"
    title: str
    sentence: str
    expected: tuple[int, int]
    got: tuple[int, int]


@dataclass(frozen=True)
class CurveView:
    """The curve of a function with the entries on it: where, what is right and what came; ``flat`` are the parts in which it
    hardly changes."""

    kind = "curve"
    title: str
    sentence: str
    function: str
    path: str
    points: tuple[tuple[float, float, float], ...]
    flat: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]


def entries(picture: Entries) -> BarsView | CurveView | ShapesView | None:
    """The view that shows most; None where nothing differs, or it is too large."""
    if picture.shape != picture.got_shape:
        return _shapes(picture)
    return (_curve(picture) if picture.curve else None) or _bars(picture)


def _which(picture: Entries) -> str:
    return say("the {which} output", which=ordinal(picture.output)) if picture.of > 1 else say("the output")


def _bars(picture: Entries) -> BarsView | None:
    pairs = list(zip(picture.got, picture.expected))
    if not any(differ(*pair) for pair in pairs) or not pairs:
        return None
    first = next(place for place, pair in enumerate(pairs) if differ(*pair))
    start = max(0, min(first - 1, len(pairs) - MOST_BARS))
    kept = pairs[start : start + MOST_BARS]
    numbers = [0.0, *(float(n) for pair in kept for n in pair if n is not None)]
    low, high = min(numbers), max(numbers)
    scale = HEIGHT / ((high - low) or 1.0)
    height = lambda n: TOP + (high - (n or 0.0)) * scale
    bars = tuple(
        Bar(_index(start + place, picture.shape), exact(right), exact(got), height(right), height(got), differ(got, right))
        for place, (got, right) in enumerate(kept)
    )
    if not any(bar.wrong and (abs(bar.expected_top - bar.got_top) >= SEEN or None in pair) for bar, pair in zip(bars, kept)):
        return None
    wrong = sum(differ(*pair) for pair in pairs)
    which = _which(picture)
    sentence = say_several(
        "{wrong} of {count} entry of {which} differs.", "{wrong} of {count} entries of {which} differ.", len(pairs),
        wrong=wrong, which=which,
    )  # fmt: skip
    return BarsView(say("Entries of {which}: expected and got", which=which), sentence, bars, height(0.0))


def _index(place: int, shape: Sequence[int]) -> str:
    index = []
    for length in reversed(shape):
        place, rest = divmod(place, length)
        index.append(rest)
    return f"[{', '.join(map(str, reversed(index)))}]"


def _shapes(picture: Entries) -> ShapesView | None:
    if max(len(picture.shape), len(picture.got_shape)) > 2 or max((*picture.shape, *picture.got_shape, 0)) > 12:
        return None
    which = _which(picture)
    sentence = say(
        "The shape of {which} must be {expected}; it is {got}.", which=which, expected=picture.shape, got=picture.got_shape
    )
    return ShapesView(say("Shapes of {which}", which=which), sentence, _grid(picture.shape), _grid(picture.got_shape))


def _grid(shape: Sequence[int]) -> tuple[int, int]:
    """Rows and columns: a vector is a row, a number one square."""
    rows, columns = (1, 1, *shape)[-2:]
    return rows, columns


def _curve(picture: Entries) -> CurveView | None:
    met = zip(picture.along, picture.expected, picture.got)
    known = [(u, right, got) for u, right, got in met if u is not None and right is not None and got is not None]
    kept = [each for each in known if differ(each[2], each[1])][:MOST_BARS]
    if not kept:
        return None
    xs = [x for x, _ in picture.curve]
    ys = [y for _, y in picture.curve] + [number for _, right, got in kept for number in (right, got)]
    low, high = min(ys), max(ys)
    across = lambda x: EDGE + (x - xs[0]) / (xs[-1] - xs[0]) * WIDE
    up = lambda y: TOP + (high - y) / ((high - low) or 1.0) * HEIGHT
    path = " ".join(f"{'L' if place else 'M'}{across(x):.1f} {up(y):.1f}" for place, (x, y) in enumerate(picture.curve))
    points = tuple((across(u), up(right), up(got)) for u, right, got in kept)
    if max(abs(right - got) for _, right, got in points) < SEEN:
        return None
    flat = tuple((across(a), across(b)) for a, b in _flat(picture.curve))
    inside = any(a <= x <= b for x, _, _ in points for a, b in flat)
    parts: list[str] = [
        say("The line is {function}; a circle is what is right, a cross what came.", function=picture.function)
    ]
    if inside:
        parts.append(say("In the shaded part the function hardly changes any more."))
    ticks = tuple((across(x), short(x)) for x in (xs[0], 0.0, xs[-1]))
    levels = tuple((up(y), short(y)) for y in dict.fromkeys((low, high)))
    title = say("{function} and what {which} gives", function=picture.function, which=_which(picture))
    return CurveView(title, joined(parts), picture.function, path, points, flat if inside else (), ticks, levels)


def _flat(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where the curve has less than a hundredth of its steepest slope: from, to."""
    slopes = [abs((b[1] - a[1]) / (b[0] - a[0])) for a, b in itertools.pairwise(curve)]
    steepest, found = max(slopes, default=0.0), list[tuple[float, float]]()
    for slope, (a, _), (b, _) in zip(slopes, curve, curve[1:]):
        if slope < steepest / 100:
            if found and found[-1][1] == a:
                found[-1] = found[-1][0], b
            else:
                found.append((a, b))
    return found

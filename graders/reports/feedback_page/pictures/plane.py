"""The error of a function over the plane of its two inputs."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.words import say
from graders.records.evidence import Number, Plane
from graders.reports.feedback_page.pictures.numbers import EDGE, differ, short

SIDE = 300.0
"""The side of the plane, in pixels."""
MOST_POINTS = 24


@dataclass(frozen=True)
class Square:
    """A part of the plane: ``sign`` says whether the result is too large ("+"), too small ("−"), right ("") or no number
    ("×"); ``strength`` by how much, from 0 to 1."""

    x: float
    y: float
    size: float
    sign: str
    strength: float


@dataclass(frozen=True)
class PlaneView:
    """The error of a function over the plane; ``points`` were tried: where, and whether it is right there."""

    kind = "plane"
    title: str
    sentence: str
    names: tuple[str, str]
    squares: tuple[Square, ...]
    points: tuple[tuple[float, float, bool], ...]
    at: tuple[float, float] | None
    ticks: tuple[tuple[float, str], ...]


def plane(picture: Plane) -> PlaneView | None:
    """The view of a plane; None where the grid shows nothing wrong."""
    reach, count = picture.axis[-1], len(picture.axis)
    size = SIDE / count
    rows = list(zip(picture.got, picture.expected))
    largest = max(
        (abs(g - e) for got, right in rows for g, e in zip(got, right) if g is not None and e is not None), default=0
    )
    squares = []
    for row, (got, right) in enumerate(rows):
        for column, (mine, wanted) in enumerate(zip(got, right)):
            sign, strength = _sign(mine, wanted, largest)
            squares.append(Square(EDGE + column * size, EDGE + (count - 1 - row) * size, size, sign, strength))
    place = lambda x, y: (_along(x, reach, size), SIDE + 2 * EDGE - _along(y, reach, size))
    points = [(*place(x, y), right) for x, y, right in picture.tried[:MOST_POINTS]]
    over, under = (sum(square.sign == sign for square in squares) for sign in "+−")
    wrong = sum(square.sign != "" for square in squares)
    if not wrong:
        return None
    names = {"x": picture.names[0], "y": picture.names[1], "low": short(-reach), "high": short(reach)}
    sentence = say(
        "Of {count} points of a grid, {x} and {y} from {low} to {high}, the result is wrong at {wrong}: "
        "too large (+) at {over}, too small (−) at {under}.",
        count=len(squares), wrong=wrong, over=over, under=under, **names,
    )  # fmt: skip
    ticks = tuple((_along(value, reach, size), short(value)) for value in (-reach, 0, reach))
    at = None if picture.at is None else place(*picture.at)
    title = say("Where the result is wrong, over {x} and {y}", x=picture.names[0], y=picture.names[1])
    return PlaneView(title, sentence, picture.names, tuple(squares), tuple(points), at, ticks)


def _along(value: float, reach: float, size: float) -> float:
    """The place on an axis whose ends are the middles of the outermost squares."""
    return EDGE + size / 2 + (value + reach) / (2 * reach) * (SIDE - size)


def _sign(got: Number, expected: Number, largest: float) -> tuple[str, float]:
    if not differ(got, expected):
        return "", 0.0
    if got is None or expected is None:
        return "×", 1.0
    return "+" if got > expected else "−", 0.25 + 0.75 * (abs(got - expected) / largest) ** 0.5

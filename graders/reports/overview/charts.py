"""Where everything of an overview's charts stands: across in per cent of the width, down in pixels."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from graders.reports.overview.overview import KINDS, Check

HEIGHT, MOST_BARS = 120.0, 21
"""Of the highest bar, in pixels; how many bars there may be."""


@dataclass(frozen=True)
class Bar:
    """How many have so many points: the ``label`` says how many points, ``count`` how many people."""

    label: str
    count: int
    x: float
    width: float
    height: float


@dataclass(frozen=True)
class Distribution:
    """The bars, and where the median of the points stands among them."""

    bars: tuple[Bar, ...]
    median: float


@dataclass(frozen=True)
class Part:
    """A part of a bar: what became of so many answers."""

    kind: str
    count: int
    x: float
    width: float


def distribution(points: Sequence[float], most: float) -> Distribution:
    """A bar for each whole number of points, or for several in a row; what is between two counts for the lower one.

    ``points`` are those of at least one; ``most`` can be had.
    """
    low, high = math.floor(min(0.0, *points, 0.0)), math.ceil(max(most, *points, most))
    step = max(1, math.ceil((high - low + 1) / MOST_BARS))
    found = [0] * ((high - low) // step + 1)
    for value in points:
        found[int((value - low) // step)] += 1
    width, middle = 100 / len(found), statistics.median(points)
    bars = [
        Bar(_label(low + place * step, step), people, place * width, width, HEIGHT * people / max(found))
        for place, people in enumerate(found)
    ]
    return Distribution(tuple(bars), (middle - low + 0.5) / step * width)


def _label(first: int, step: int) -> str:
    return str(first) if step == 1 else f"{first}–{first + step - 1}"


def parts(check: Check) -> list[Part]:
    """What became of a check, side by side."""
    found, x = [], 0.0
    for kind, count in ((kind, check.counts[kind]) for kind in KINDS if kind in check.counts):
        width = 100 * count / check.count
        found.append(Part(kind, count, x, width))
        x += width
    return found

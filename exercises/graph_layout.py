"""Where the boxes and the curves of a graph go, as Graphviz's ``dot`` says.

``dot`` is told sizes and numbers only. No text reaches it: none needs to be quoted, and no font of the machine matters.
"""

import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

POINTS = 72.0
"""``dot`` counts in inches; a point is drawn as a pixel."""
SECONDS = 5.0
REACH = 40.0
"""How far from the end of an edge its text may be."""

Point = tuple[float, float]
_Placed = tuple[float, float, float, float]
"""The centre of something, its width and height."""


@dataclass(frozen=True)
class Box:
    """What is to be placed: its size in pixels, whether it is an ellipse, and whether its edges keep their order."""

    width: float
    height: float
    is_round: bool = False
    is_ordered: bool = False


@dataclass(frozen=True)
class Layout:
    """The size of the whole, the centre of every box, and the points of every edge's Bézier curve; y counts downwards."""

    width: float
    height: float
    centres: tuple[Point, ...]
    curves: tuple[tuple[Point, ...], ...]


def laid_out(boxes: Sequence[Box], edges: Sequence[tuple[int, int]]) -> Layout | None:
    """Place ``boxes``, and ``edges`` (from one box's number to another's) from top to bottom.

    None where Graphviz is missing, fails, or takes more than ``SECONDS``.
    """
    command = ["dot", "-Tplain"]
    try:
        # What Graphviz has to say goes nowhere: whoever asks says in one line that there is no picture.
        ran = subprocess.run(command, input=_dot(boxes, edges), capture_output=True, text=True, timeout=SECONDS, check=True)
        return _read(ran.stdout, len(boxes), edges)
    except (OSError, ValueError, LookupError, subprocess.SubprocessError):  # not there, not its format, failed or too slow
        return None


def _dot(boxes: Sequence[Box], edges: Sequence[tuple[int, int]]) -> str:
    lines = ["digraph {", "graph [nodesep=0.2 ranksep=0.3 margin=0]", 'node [label="" fixedsize=true]', "edge [dir=none]"]
    for number, box in enumerate(boxes):
        size = f"width={box.width / POINTS:.3f} height={box.height / POINTS:.3f}"
        order = " ordering=in" if box.is_ordered else ""
        lines.append(f"{number} [shape={'ellipse' if box.is_round else 'box'} {size}{order}]")
    return "\n".join([*lines, *(f"{source} -> {target}" for source, target in edges), "}"])


def _read(plain: str, count: int, edges: Sequence[tuple[int, int]]) -> Layout:
    """Raises ``ValueError`` or ``LookupError`` for what is not the output of ``dot -Tplain`` for this graph."""
    rows = [line.split() for line in plain.splitlines()]
    width, height = (float(number) * POINTS for number in rows[0][2:4])

    def points(numbers: Sequence[str]) -> Iterator[Point]:
        values = [float(number) * POINTS for number in numbers]
        return ((x, height - y) for x, y in zip(values[::2], values[1::2]))

    centres = {int(row[1]): next(points(row[2:4])) for row in rows if row[0] == "node"}
    found: dict[tuple[int, int], list[tuple[Point, ...]]] = {}
    for row in rows:
        if row[0] == "edge":
            curve = tuple(points(row[4 : 4 + 2 * int(row[3])]))
            found.setdefault((int(row[1]), int(row[2])), []).append(curve)
    for several in found.values():  # between the same two boxes: from left to right
        several.sort(key=lambda curve: curve[-1], reverse=True)
    return Layout(width, height, tuple(centres[i] for i in range(count)), tuple(found[edge].pop() for edge in edges))


def beside(layout: Layout, boxes: Sequence[Box], sizes: Mapping[int, tuple[float, float]]) -> dict[int, Point]:
    """The centres of texts of these ``sizes`` beside the ends of edges, by the edges' numbers: where they cover least."""
    taken = [(x, y, box.width, box.height) for (x, y), box in zip(layout.centres, boxes)]
    lines = [point for curve in layout.curves for point in _along(curve)]
    found: dict[int, Point] = {}
    for number, size in sizes.items():
        centres = _candidates(layout.curves[number], size[0])
        end_x, end_y = layout.curves[number][-1]
        far = 2 * REACH + size[0]  # what is farther away is in no candidate's way
        near = [box for box in taken if abs(box[0] - end_x) < far + box[2] and abs(box[1] - end_y) < far]
        points = [(x, y) for x, y in lines if abs(x - end_x) < far and abs(y - end_y) < far]
        costs = [_covered(centre, size, near, points, layout.width) for centre in centres]
        found[number] = centres[costs.index(min(costs))]
        taken.append((*found[number], *size))
    return found


def _candidates(curve: Sequence[Point], width: float) -> list[Point]:
    """Places for a text on both sides of the end of a curve, the nicest first."""
    x, y = curve[-1]
    ends = [end for end in _along(curve) if 8 < abs(end[1] - y) < REACH and abs(end[0] - x) < REACH] or [curve[-2]]
    side = -1 if curve[0][0] < x else 1  # where the edge comes from
    return [(a + way * (width / 2 + 4), b) for a, b in reversed(ends) for way in (side, -side)]


def _covered(centre: Point, size: Point, boxes: Iterable[_Placed], points: Iterable[Point], right: float) -> int:
    """How much a text there would cover, or stand beyond the picture."""
    (x, y), (width, height) = centre, size
    over = sum(2 * abs(x - a) < width + w and 2 * abs(y - b) < height + h for a, b, w, h in boxes)
    over += 2 * x < width or 2 * (right - x) < width
    return 20 * over + sum(2 * abs(x - a) < width + 4 and 2 * abs(y - b) < height + 2 for a, b in points)


def _along(curve: Sequence[Point], steps: int = 12) -> list[Point]:
    """Points on a curve, from its start to its end."""
    points = [curve[0]]
    for start in range(0, len(curve) - 3, 3):
        for step in range(1, steps + 1):
            t = step / steps
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            part = curve[start : start + 4]
            points.append((sum(w * x for w, (x, _) in zip(weights, part)), sum(w * y for w, (_, y) in zip(weights, part))))
    return points

"""A drawing of a compute graph as SVG, from a plain description of the graph.

Nothing here knows Theano. Colours are the text's own (``currentColor``) on no ground, for a page whose style sheet may
choose others by the classes ``graph``, ``gedge``, ``ghead``, ``gorder``, ``gnode`` with ``g`` and its kind (``ginput``,
``goperation``, ...), ``gsmall``, ``gmark`` and ``gword``; or dark on a white card, which needs no style sheet.
"""

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from exercises.graph_layout import Box, Layout, Point, beside, laid_out

KINDS = ("input", "shared", "constant", "operation", "output", "update")

MAX_NODES, MAX_EDGES = 150, 300
MAX_LABEL, MAX_SMALL, MAX_TITLE = 24, 48, 300
"""Characters of a label, of the small text below it, and of the text for those who can't see the picture."""

SIZE, SIGN, SMALL, TINY = 13.0, 16.0, 10.5, 9.5
"""Of letters, in pixels; a ``SIGN`` is a label of one character."""
LINE, SMALL_LINE = 20.0, 12.0
MARGIN = 5.0
HEAD = 7.0
"""The length of an arrow's head."""
FRAME = 8.0
"""Between what is marked and the frame around it."""
CARD = ' color="#1b1f24"'
"""On white: a contrast of 16 to 1."""


@dataclass(frozen=True)
class Node:
    """One node of a graph: ``kind`` is one of ``KINDS``, ``small`` what is written below its label (a type, an axis).

    ``operands`` are numbers of other nodes; ``is_ordered``: they may not change places. ``word``: what is written beside a
    node that is marked.
    """

    label: str
    kind: str = "operation"
    small: str = ""
    operands: tuple[int, ...] = ()
    is_ordered: bool = False
    is_marked: bool = False
    word: str = ""


def is_too_large(graph: Sequence[Node]) -> bool:
    """Whether a graph has so many nodes or edges that nobody could read a picture of it."""
    return len(graph) > MAX_NODES or sum(len(node.operands) for node in graph) > MAX_EDGES


def svg(
    graph: Sequence[Node], title: str, identifier: str, on_card: bool = False, said: Callable[[str], str] = str
) -> str | None:
    """The drawing as an ``<svg>`` element; None if it is too large, or Graphviz is missing or fails.

    ``title`` is what those are told who can't see it, and ``identifier`` the id of that text, which nothing else in the page
    may have. ``on_card``: dark on white, wherever it is shown.
    """
    if not graph or is_too_large(graph):
        return None
    shapes = [_Shape(node, said) for node in graph]
    edges = [(source, target) for target, node in enumerate(graph) for source in node.operands]
    layout = laid_out([shape.box for shape in shapes], edges)
    return None if layout is None else _drawn(shapes, layout, said(title), identifier, on_card)


def plain(text: str, most: int) -> str:
    """A text on one line, without characters that control anything, cut to ``most`` characters."""
    seen = "".join(" " if c.isspace() else c for c in text[: 20 * most] if c.isspace() or unicodedata.category(c)[0] != "C")
    seen = " ".join(seen.split())
    return seen if len(seen) <= most else seen[: most - 1] + "…"


def _width(text: str, size: float) -> float:
    """About how wide a text is, in the widest of the usual fonts."""
    return size * sum(_character(c) for c in text)


def _character(c: str) -> float:
    if unicodedata.east_asian_width(c) in "WF":
        return 1.0
    if unicodedata.combining(c):
        return 0.0
    return 0.36 if c in "iljI.,:;'|![]() " else 0.95 if c in "mwMW@%…" else 0.74 if c.isupper() else 0.61


class _Shape:
    """A node with its cleaned texts and its size."""

    def __init__(self, node: Node, said: Callable[[str], str]) -> None:
        self.node = node
        self.label, self.small = plain(said(node.label), MAX_LABEL), plain(said(node.small), MAX_SMALL)
        self.word = plain(said(node.word), MAX_LABEL)
        text = max(_width(self.label, SIZE), _width(self.small, SMALL))
        self.is_round = node.kind == "operation" and not self.small
        # A number is plain text; an ellipse has less room in its corners.
        self.width = max(28.0, 1.15 * text + 16 if self.is_round else text + (6 if node.kind == "constant" else 18))
        self.height = (LINE if node.kind == "constant" else LINE + 7) + (SMALL_LINE if self.small else 0)
        if node.kind == "shared":
            self.height += 6
        beside = _width(self.word, SMALL) + FRAME if self.word else 0.0
        self.outer = (
            (self.width + 2 * FRAME + beside, self.height + 2 * FRAME) if node.is_marked else (self.width, self.height)
        )
        is_ordered = node.is_ordered and len(node.operands) > 1
        self.box = Box(*self.outer, self.is_round and not node.is_marked, is_ordered)

    def drawn(self, centre: Point) -> Iterator[str]:
        """The elements of the node at this place."""
        x, y = centre
        yield f'<g class="gnode g{self.node.kind}{" gmarked" if self.node.is_marked else ""}">'
        if self.node.is_marked:
            left = x - self.outer[0] / 2
            yield _octagon(centre, *self.outer, 2.6)
            yield _octagon(centre, self.outer[0] - 8, self.outer[1] - 8, 0.9)
            x = left + FRAME + self.width / 2
            if self.word:
                beside = f'font-size="{SMALL:g}" font-weight="bold" text-anchor="start"'
                yield _text(self.word, (x + self.width / 2 + 4, y + 0.35 * SMALL), "gword", beside)
        yield self._outline(x, y)
        down = 2.0 if self.node.kind == "shared" else 0.0
        up = SMALL_LINE / 2 if self.small else 0.0
        bold = 'font-weight="bold"' if self.node.kind in ("output", "update") else ""
        size = SIGN if self.node.kind == "operation" and len(self.label) == 1 else SIZE
        sized = f'font-size="{size:g}"' if size != SIZE else ""
        yield _text(self.label, (x, y + down - up + 0.35 * size), "glabel", sized + bold)
        if self.small:
            yield _text(self.small, (x, y + down + 11), "gsmall", f'font-size="{SMALL:g}"')
        yield "</g>"

    def _outline(self, x: float, y: float) -> str:
        w, h, kind = self.width, self.height, self.node.kind
        left, top = x - w / 2, y - h / 2
        if kind == "constant":
            return ""
        if self.is_round:
            return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{w / 2:.1f}" ry="{h / 2:.1f}"/>'
        if kind == "shared":  # a store is drawn as a drum
            arc = f"a{w / 2:.1f} 4 0 0"
            return (
                f'<path d="M{left:.1f} {top + 4:.1f}{arc} 1 {w:.1f} 0v{h - 8:.1f}{arc} 1 {-w:.1f} 0zm0 0{arc} 0 {w:.1f} 0"/>'
            )
        style = {
            "input": 'rx="5"',
            "operation": 'rx="13"',
            "output": 'stroke-width="2"',
            "update": 'stroke-width="2" stroke-dasharray="5 3"',
        }
        return f'<rect x="{left:.1f}" y="{top:.1f}" width="{w:.1f}" height="{h:.1f}" {style[kind]}/>'


def _octagon(centre: Point, width: float, height: float, stroke: float) -> str:
    (x, y), cut = (centre[0] - width / 2, centre[1] - height / 2), 7.0
    right, down = width - 2 * cut, height - 2 * cut
    there = f"M{x + cut:.1f} {y:.1f}h{right:.1f}l{cut:g} {cut:g}v{down:.1f}l{-cut:g} {cut:g}"
    path = f"{there}h{-right:.1f}l{-cut:g} {-cut:g}v{-down:.1f}z"
    return f'<path class="gmark" stroke-width="{stroke:g}" d="{path}"/>'


def _text(text: str, at: Point, name: str, style: str = "") -> str:
    where = f'x="{at[0]:.1f}" y="{at[1]:.1f}"'
    return f'<text class="{name}" {where} fill="currentColor" stroke="none" {style}>{escape(text)}</text>'


def _drawn(shapes: Sequence[_Shape], layout: Layout, title: str, identifier: str, on_card: bool) -> str:
    width, height = math.ceil(layout.width + 2 * MARGIN), math.ceil(layout.height + 2 * MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" aria-labelledby="{escape(identifier)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"{CARD if on_card else ""}>',
        f'<title id="{escape(identifier)}">{escape(plain(title, MAX_TITLE))}</title>',
        f'<rect width="{width}" height="{height}" rx="4" fill="#ffffff"/>' if on_card else "",
        f'<g transform="translate({MARGIN:g} {MARGIN:g})" fill="none" stroke="currentColor" stroke-width="1.2" '
        f'font-family="system-ui, sans-serif" font-size="{SIZE:g}" text-anchor="middle">',
    ]
    if layout.curves:  # in one path each: a page gets many edges
        parts.append(f'<path class="gedge" d="{"".join(map(_line, layout.curves))}"/>')
        parts.append(f'<path class="ghead" fill="currentColor" stroke="none" d="{"".join(map(_head, layout.curves))}"/>')
    parts += _ordinals(shapes, layout)
    for shape, centre in zip(shapes, layout.centres):
        parts += shape.drawn(centre)
    return "".join([*parts, "</g></svg>"])


def _line(curve: Sequence[Point]) -> str:
    (x0, y0), *rest = curve
    return f"M{x0:.1f} {y0:.1f}C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest)


def _head(curve: Sequence[Point]) -> str:
    """The head of an arrow, at the end of its line."""
    (x1, y1), (x, y) = curve[-2:]
    length = math.hypot(x - x1, y - y1) or 1.0
    dx, dy = HEAD * (x - x1) / length, HEAD * (y - y1) / length
    wings = [(x - dx - 0.4 * dy, y - dy + 0.4 * dx), (x - dx + 0.4 * dy, y - dy - 0.4 * dx)]
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in [(x, y), *wings]) + "z"


def _ordinals(shapes: Sequence[_Shape], layout: Layout) -> Iterator[str]:
    """Beside the edges into an operation with an order: which operand each is."""
    boxes = [shape.box for shape in shapes]
    places = [(shape.box.is_ordered, place) for shape in shapes for place, _ in enumerate(shape.node.operands)]
    labels = {number: _ordinal(place) for number, (is_ordered, place) in enumerate(places) if is_ordered}
    sizes = {number: (_width(label, TINY), TINY) for number, label in labels.items()}
    if not labels:
        return
    yield f'<g class="gorder" font-size="{TINY:g}" fill="currentColor" stroke="none">'
    for number, (x, y) in beside(layout, boxes, sizes).items():
        yield f'<text x="{x:.1f}" y="{y + 0.35 * TINY:.1f}">{labels[number]}</text>'
    yield "</g>"


def _ordinal(place: int) -> str:
    """The number of an operand in a circle, in any language."""
    return chr(ord("①") + place) if place < 20 else str(place + 1)

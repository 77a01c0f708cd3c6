"""The operands of sums and products, however deep, and what it is called and costs to leave one out."""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.trees import Path, Tree, at, parts_of
from graders.judge.inside.explain.weights import EXTRA, SLIP

GROUPS = {"add": ("add", "sub", "neg"), "mul": ("mul", "true_div", "inv")}
"""Operations whose operands have no order, with those that stand for them with the opposite sign."""
NOUN = {"add": "term", "mul": "factor"}
DIFFERENT = {"round_half_to_even": "rounding", "round_half_away_from_zero": "rounding", "floor": "rounding",
             "ceil": "rounding", "trunc": "rounding", "clip": "limit", "maximum": "limit", "minimum": "limit",
             "relu": "limit", "switch": "special case", "if_else": "special case",
             "inc_subtensor": "special case", "subtensor": "part"}  # fmt: skip
"""What it is called when such an operation is too much."""


CHEAP = {*DIFFERENT.values(), "shape", "operation"}
"""Kinds of which it does not matter how many operations they take."""


def extra(s: Tree, place: int = 0) -> str:
    """The kind of change that leaves of an operation only the operand ``place``."""
    if s.op == "cast":
        return "rounding" if np.dtype(s.params["dtype"]).kind in "iub" else "type"
    if s.op == "dimshuffle":
        order = s.params["new_order"]
        return "transposed" if len(order) > 1 and sorted(order, key=str) == list(range(len(order))) else "shape"
    if _is_mean(s):
        return "operation"
    if s.op in ("sub", "true_div") and place == 1:
        return "expression"  # what is left has another sign, too, or is upside down
    group = next((group for group in GROUPS if s.op in GROUPS[group]), "")
    if len(s.kids) == 1:
        return "sign" if s.op == "neg" else DIFFERENT.get(s.op, "extra function")
    return f"extra {NOUN[group]}" if group else DIFFERENT.get(s.op, "extra function")


def _is_mean(s: Tree) -> bool:
    """Whether it is a sum divided by how many there are."""
    if s.op != "true_div" or s.kids[0].op != "sum":
        return False
    return any(part.op in ("shape", "shape_i") for part in itertools.islice(parts_of(s.kids[1]), 30))


def left_out(s: Tree, path: Path) -> tuple[float, tuple[Edit, ...]]:
    """What it costs and takes to leave of ``s`` only what is below at ``path``: an edit for all that is of one kind."""
    kinds: list[str] = []
    places: list[Path] = [()]
    kept = s
    while len(places[-1]) < len(path):
        rest = path[len(places[-1]) :]
        place = next(i for i, step in enumerate(kept.steps) if rest[: len(step)] == step)
        kinds.append(extra(kept, place))
        places.append((*places[-1], *kept.steps[place]))
        kept = kept.kids[place]
    kinds = _joined(kinds)
    each = 0.01 if set(kinds) & CHEAP else EXTRA
    cost = SLIP + min(each * (s.size - kept.size), 2.0)
    starts = [n for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] != kind]
    if len(starts) > 2 or "expression" in kinds:
        return cost + SLIP, (Edit((), "expression", at(*path), cost + SLIP),)
    ends = [*starts[1:], len(kinds)]
    cost += SLIP * (len(starts) - 1)
    way = [(places[start], places[end][len(places[start]) :], kinds[start]) for start, end in zip(starts, ends)]
    return cost, tuple(Edit(start, kind, at(*rel), cost / len(starts)) for start, rel, kind in reversed(way))


def _joined(kinds: list[str]) -> list[str]:
    """Kinds of operations from the outer to the inner one, where those that belong together are of one kind."""
    main = next((kind for kind in kinds if kind in DIFFERENT.values()), None)
    inner = [kind for kind in kinds if kind not in ("type", "shape")] or kinds
    if main == "rounding" and inner[0] == inner[-1] == "extra factor":  # to two digits: times 100, rounded, by 100
        return ["rounding" if kind == "extra factor" else kind for kind in kinds]
    filler = main or inner[0]
    return [filler if kind in ("type", "shape") and len(kinds) > 1 else kind for kind in kinds]


@dataclass(frozen=True)
class Term:
    """An operand of a sum or product however deep: its ``sign``, its place, and the operations above it, from the root."""

    sign: int
    tree: Tree
    path: Path
    above: tuple[tuple[Tree, Path, int], ...]


def is_stacked_sum(tree: Tree) -> bool:
    """Whether it is a sum of single numbers that were stacked for it."""
    kids = tree.kids[0].kids if tree.op == "sum" and tree.kids[0].op == "make_vector" else ()
    return bool(kids) and all(value is not None for kid in kids for value in kid.values)


def is_of(tree: Tree, group: str) -> bool:
    """Whether an expression is a sum, or a product, or something that is written as one."""
    return tree.op in GROUPS[group] or (group == "add" and is_stacked_sum(tree))


def terms(tree: Tree, group: str) -> list[Term]:
    """The operands of a sum or product, however deep."""
    _, minus, negative = GROUPS[group]
    found: list[Term] = []

    def walk(tree: Tree, sign: int, path: Path, above: tuple[tuple[Tree, Path, int], ...]) -> None:
        if not is_of(tree, group) or len(found) > 12:
            found.append(Term(sign, tree, path, above))
            return
        if tree.op == "sum":
            path, tree = (*path, *tree.steps[0]), tree.kids[0]
        steps: Any = tree.steps or [(place,) for place in range(len(tree.kids))]
        for place, (kid, step) in enumerate(zip(tree.kids, steps)):
            turned = -sign if tree.op == negative or (tree.op == minus and place == 1) else sign
            walk(kid, turned, (*path, *step), (*above, (tree, path, place)))

    walk(tree, 1, (), ())
    return found


def dropped(term: Term, group: str) -> Edit | None:
    """The edit that leaves a term out; None where it is all there is."""
    above = list(term.above)
    while above and above[-1][0].op == GROUPS[group][2]:  # its opposite goes with it
        above.pop()
    if not above:
        return None
    parent, path, place = above[-1]
    kids = [at(*step) for number, step in enumerate(parent.steps) if number != place]
    new = kids[0] if len(kids) == 1 and parent.op != "make_vector" else Tree(parent.op, tuple(kids), parent.params)
    if parent.op == GROUPS[group][1] and place == 0:
        new = Tree(GROUPS[group][2], (new,))
    return Edit(path, f"extra {NOUN[group]}", new, SLIP + EXTRA * term.tree.size)


def sign_turned(term: Term, group: str) -> Edit:
    """The edit that gives a term the opposite sign."""
    plus, minus, negative = GROUPS[group]
    if term.above:
        parent, path, place = term.above[-1]
        if parent.op == negative:
            return Edit(path, "sign", at(*parent.steps[0]), SLIP)
        if parent.op in (plus, minus) and place == 1 and len(parent.kids) == 2:
            other = minus if parent.op == plus else plus
            return Edit(path, "operation", Tree(other, (at(*parent.steps[0]), at(*parent.steps[1]))), SLIP)
    return Edit(term.path, "sign", Tree(negative, (at(),)), SLIP + 0.05)

"""The operands of sums and products, however deep, and what it is called and costs to leave one out."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from graders.answers.format import Node
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.trees import Path, Tree, at, only_adds_in_front
from graders.judge.inside.explain.weights import EXTRA, SLIP

GROUPS = {"add": ("add", "sub", "neg"), "mul": ("mul", "true_div", "inv")}
"""Operations whose operands have no order, with those that stand for them with the opposite sign."""
NOUN = {"add": "term", "mul": "factor"}
DIFFERENT = {"round_half_to_even": "rounding", "round_half_away_from_zero": "rounding", "floor": "rounding",
             "ceil": "rounding", "trunc": "rounding", "clip": "limit", "maximum": "limit", "minimum": "limit",
             "relu": "limit", "switch": "special case", "if_else": "special case",
             "inc_subtensor": "special case", "subtensor": "part"}  # fmt: skip
"""What it is called when such an operation is too much."""


def extra(s: Tree, path: Path = ()) -> str:
    """The kind of change that leaves out the operation of ``s``, and others on the way to ``path``."""
    while len(path) > 1:
        place = next((i for i, step in enumerate(s.steps) if path[: len(step)] == step), None)
        if place is None or len(path) <= len(s.steps[place]):
            break
        if DIFFERENT.get(s.op) is None and DIFFERENT.get(s.kids[place].op) is None:
            break
        if DIFFERENT.get(s.op) is not None:
            return DIFFERENT[s.op]
        s, path = s.kids[place], path[len(s.steps[place]) :]
    if s.op == "cast":
        return "rounding" if np.dtype(s.params["dtype"]).kind in "iub" else "type"
    if s.op == "dimshuffle":
        return "shape" if only_adds_in_front(Node(s.op, s.params)) else "transposed"
    group = next((group for group in GROUPS if s.op in GROUPS[group]), "")
    if len(s.kids) == 1:
        return "sign" if s.op == "neg" else DIFFERENT.get(s.op, "extra function")
    return f"extra {NOUN[group]}" if group else DIFFERENT.get(s.op, "extra function")


def left_out(s: Tree, path: Path, kept: Tree) -> Edit:
    """The edit that leaves of ``s`` only what is below at ``path``."""
    kind = extra(s, path)
    each = 0.01 if kind in DIFFERENT.values() else EXTRA
    return Edit((), kind, at(*path), SLIP + min(each * (s.size - kept.size), 2.0))


@dataclass(frozen=True)
class Term:
    """An operand of a sum or product however deep: its ``sign``, its place, and the operations above it, from the root."""

    sign: int
    tree: Tree
    path: Path
    above: tuple[tuple[Tree, Path, int], ...]


def terms(tree: Tree, group: str) -> list[Term]:
    """The operands of a sum or product, however deep."""
    _, minus, negative = GROUPS[group]
    found: list[Term] = []

    def walk(tree: Tree, sign: int, path: Path, above: tuple[tuple[Tree, Path, int], ...]) -> None:
        if tree.op not in GROUPS[group] or len(found) > 12:
            found.append(Term(sign, tree, path, above))
            return
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
    new = kids[0] if len(kids) == 1 else Tree(parent.op, tuple(kids))
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

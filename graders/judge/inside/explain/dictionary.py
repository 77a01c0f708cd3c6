"""Small expressions by their values: what a place may have to be."""

import itertools
from collections.abc import Sequence

import numpy as np

from graders.judge.inside.explain.trees import Space, Tree, parts_of

COMMON = (0, 1, 2, -1)


class Dictionary:
    """Small expressions by their values, the likeliest for each."""

    def __init__(self, space: Space, roots: Sequence[Tree], leaves: int) -> None:
        self.space = space
        self.entries: dict[int, tuple[float, Tree]] = {}
        parts = [part for root in roots for part in parts_of(root)]
        self.parts: dict[str, set[int | None]] = {"add": set(), "mul": set()}
        for part in parts:
            self._enter(part, 0.0)
            self._sums(part)
            if part.op in self.parts:
                self.parts[part.op].update(kid.number for kid in part.kids)
        variables = [space.leaf(number) for number in range(leaves)]
        constants = [part for part in parts if part.op == "constant"] + [space.constant(np.int64(n)) for n in COMMON]
        first = self._distinct([*variables, *constants])
        second = self._combined(first, first, 0.1)
        inner = [part for part in self._distinct(parts) if part.kids]
        self._combined(self._distinct([*second, *inner])[:30], first, 0.2)
        self._combined(first, inner, 0.2)

    def _distinct(self, trees: Sequence[Tree]) -> list[Tree]:
        return list({tree.number: tree for tree in reversed(trees) if tree.number is not None}.values())[::-1]

    def _enter(self, tree: Tree, penalty: float) -> bool:
        if tree.number is None or any(value is None for value in tree.values):
            return False
        cost = penalty + (0.1 if penalty else 0.02) * tree.size
        if tree.number in self.entries and self.entries[tree.number][0] <= cost:
            return False
        self.entries[tree.number] = cost, tree
        return True

    def _sums(self, part: Tree) -> None:
        """The sums of some of three or more terms."""
        if part.op == "add":
            terms = _flat(part)
            for count in range(2, len(terms)):
                for some in itertools.combinations(terms, count):
                    total = some[0]
                    for term in some[1:]:
                        total = self.space.apply("add", total, term)
                    self._enter(total, 0.0)
                    self.parts["add"].add(total.number)

    def _combined(self, ones: Sequence[Tree], others: Sequence[Tree], penalty: float) -> list[Tree]:
        made = []
        for one, other in itertools.product(ones, others):
            if one.op == other.op == "constant":
                continue
            for op in ("add", "sub", "mul", "dot", "true_div", "pow"):
                if op == "dot" and not (np.ndim(one.values[0]) and np.ndim(other.values[0]) and not self.space.lifted):
                    continue
                if op in ("true_div", "pow") and penalty > 0.1:
                    continue
                tree = self.space.apply(op, one, other)
                if self._enter(tree, penalty):
                    made.append(tree)
        for one in ones if penalty <= 0.1 else ():
            for op in ("sqr", "neg", "abs", "tanh", "exp"):
                tree = self.space.apply(op, one)
                if self._enter(tree, penalty):
                    made.append(tree)
            if not self.space.lifted and np.ndim(one.values[0]) == 2:
                self._enter(self.space.apply("dimshuffle", one, params={"new_order": [1, 0]}), penalty)
        return made

    def find(self, number: int | None) -> Tree | None:
        """The expression of this number."""
        return None if number is None or number not in self.entries else self.entries[number][1]


def _flat(tree: Tree) -> list[Tree]:
    return [term for kid in tree.kids for term in _flat(kid)] if tree.op == "add" else [tree]

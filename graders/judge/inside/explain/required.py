"""Required values: what each place of the student's expression would have to be for the whole to be right.

The operations above a place are inverted at the probes. What comes out is looked up among small expressions of the
variables, constants and the parts of the reference, and among what the student has.
"""

import itertools
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy import special

from graders.answers.numpy_engine.elementwise import TABLE
from graders.judge.inside.explain.alignment import MOST_KIDS, Aligner, below
from graders.judge.inside.explain.dictionary import Dictionary
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.terms import is_stacked_sum, left_out
from graders.judge.inside.explain.trees import Tree, Values, at
from graders.judge.inside.explain.weights import MISSING, SLIP, UNLIKELY, UNUSUAL

INVERSES: dict[str, Any] = {
    "neg": np.negative, "sqrt": np.square, "exp": np.log, "log": np.exp, "exp2": np.log2, "log2": np.exp2,
    "log10": lambda y: 10.0**y, "log1p": np.expm1, "expm1": np.log1p, "tanh": np.arctanh, "arctanh": np.tanh,
    "sigmoid": special.logit, "inv": np.reciprocal, "sinh": np.arcsinh, "arcsinh": np.sinh, "arctan": np.tan,
    "softplus": lambda y: np.log(np.expm1(y)),
    **dict.fromkeys(("cast", "identity", "view", "deep_copy", "assert"), lambda y: y),
}  # fmt: skip
"""Functions of one number that can be inverted."""

UNARY = (
    "neg",
    "abs",
    "sqr",
    "sqrt",
    "exp",
    "log",
    "inv",
    "tanh",
    "sigmoid",
    "sin",
    "cos",
    "tan",
    "arctan",
    "softplus",
    "floor",
)
BINARY = ("add", "sub", "mul", "true_div", "pow", "dot", "maximum", "minimum", "int_div", "mod")


REDUCTIONS = ("sum", "prod", "reduce_max", "reduce_min")


def _is_odd(number: float | None) -> bool:
    """Whether a number is neither whole nor a half."""
    return number is not None and bool((2 * number) % 1)


Candidate = tuple[float, tuple[Edit, ...]]


class Search:
    """The changes of one place of ``root`` after which it has the values of ``wanted``."""

    def __init__(self, aligner: Aligner, dictionary: Dictionary, deadline: float) -> None:
        self.space, self.aligner, self.dictionary, self.deadline = aligner.space, aligner, dictionary, deadline
        self.found: list[Candidate] = []
        self.visits = 0

    def run(self, root: Tree, wanted: Values) -> list[Candidate]:
        """The candidates, the likeliest first."""
        self._visit(root, wanted, (), 0)
        return sorted(self.found, key=lambda found: found[0])

    def _note(self, cost: float, path: tuple[int, ...], edits: Sequence[Edit]) -> None:
        self.found.append((cost + 0.02 * len(path), tuple(edit.below(*path) for edit in edits)))

    def _visit(self, s: Tree, needed: Values, path: tuple[int, ...], depth: int) -> None:
        self.visits += 1
        if depth > 14 or self.visits > 400 or time.process_time() > self.deadline:
            return
        number = self.space.number(needed)
        if number is None or number == s.number:
            return
        self._look_up(s, needed, number, path)
        for kid, step, wanted in self._inverted(s, needed):
            self._visit(kid, wanted, (*path, *step), depth + 1)

    def _look_up(self, s: Tree, needed: Values, number: int, path: tuple[int, ...]) -> None:
        entry, fixed = self.dictionary.entries.get(number), self.space.fixed(needed)
        if entry is not None and fixed is None:
            cost, edits = self.aligner.best(s, entry[1])
            self._note(cost + 0.9 * entry[0] * (entry[1].size > 1), path, edits)
        if fixed is not None:
            cost = SLIP if s.op == "constant" else 1.6 + 0.1 * s.size + UNUSUAL * _is_odd(fixed)
            self._note(cost, path, [Edit((), "constant" if s.op == "constant" else "expression", self._number(fixed), cost)])
        for rel, kid in below(s):
            if kid.number == number and kid.op != "constant":
                cost, edits = left_out(s, rel)
                self._note(cost, path, edits)
        self._operations(s, needed, number, path)
        if all(value is not None for value in s.values) and (s.op == "constant" or self.space.fixed(s.values) is None):
            self._more(s, needed, path)

    def _number(self, value: float) -> Tree:
        return self.space.constant(np.int64(value) if value == round(value) and abs(value) < 2**53 else np.float64(value))

    def _operations(self, s: Tree, needed: Values, number: int, path: tuple[int, ...]) -> None:
        """Other operations on the same operands, and functions of what is here."""
        if len(s.kids) == 2:
            for op, (i, j) in itertools.product(BINARY, ((0, 1), (1, 0))):
                if self._gives(op, needed, number, s.kids[i], s.kids[j]):
                    kind = "swapped operands" if op == s.op else "operation"
                    cost = SLIP + 0.2 * (i > j and op != s.op)
                    self._note(cost, path, [Edit((), kind, Tree(op, (at(*s.steps[i]), at(*s.steps[j]))), cost)])
        if len(s.kids) == 1 and s.op != "cast":
            for op in UNARY:
                if op != s.op and self._gives(op, needed, number, s.kids[0]):
                    self._note(SLIP, path, [Edit((), "operation", Tree(op, (at(*s.steps[0]),)), SLIP)])
        if s.op in REDUCTIONS:
            self._reductions(s, number, path)
        if s.number is not None and self.space.fixed(s.values) is None:
            for op in UNARY:
                if self._gives(op, needed, number, s):
                    kind = "sign" if op == "neg" else "missing function"
                    self._note(1.05, path, [Edit((), kind, Tree(op, (at(),)), 1.05)])
        elif self.space.lifted:
            return
        for axis in (None, *([axis] for axis in range(np.ndim(s.values[0])))) if np.ndim(s.values[0]) else ():
            params = {"axis": axis, "dtype": None, "acc_dtype": None}
            if self.space.apply("sum", s, params=params).number == number:
                self._note(1.05, path, [Edit((), "missing function", Tree("sum", (at(),), params), 1.05)])

    def _reductions(self, s: Tree, number: int, path: tuple[int, ...]) -> None:
        """Another operation over a dimension, or the same one over another."""
        axes = [None, *([axis] for axis in range(np.ndim(s.kids[0].values[0])))]
        for op, axis in itertools.product(REDUCTIONS, axes):
            params = {**s.params, "axis": axis} if op == s.op else {"axis": axis, "dtype": None, "acc_dtype": None}
            if (op == s.op) != (axis == s.params["axis"]) and self.space.apply(
                op, s.kids[0], params=params
            ).number == number:
                kind = "parameters" if op == s.op else "operation"
                self._note(SLIP, path, [Edit((), kind, Tree(op, (at(*s.steps[0]),), params), SLIP)])

    def _gives(self, op: str, needed: Values, number: int, *kids: Tree) -> bool:
        """Whether an operation on ``kids`` has the values of ``number``; a look at a few of them mostly says no."""
        if any(kid.values[0] is None for kid in kids) or (op == "dot" and self.space.lifted):
            return False
        if self.space.lifted:
            try:
                few = np.asarray(TABLE[op][1](*(kid.values[0][-3:] for kid in kids)))
                if not (np.abs(few - needed[0][-3:]) <= 1e-5 * np.abs(few) + 1e-9).all():
                    return False
            except (ArithmeticError, TypeError, ValueError):
                return False
        return self.space.apply(op, *kids).number == number

    def _more(self, s: Tree, needed: Values, path: tuple[int, ...]) -> None:
        """A term or a factor that is missing here."""
        for op, noun, invert in (("add", "term", np.subtract), ("mul", "factor", np.divide)):
            if s.number == self.space.constant(np.int64(op == "mul")).number:
                continue  # one times what is right is what is right
            try:
                rest = [invert(want, have) for want, have in zip(needed, s.values)]
            except ValueError:
                return
            fixed = self.space.fixed(rest)
            tree = (
                self.dictionary.find(self.space.number(rest))
                if fixed is None
                else self._number(abs(fixed) if op == "add" else fixed)
            )
            if tree is None or s.op == "constant" == tree.op or (op == "add" and tree.number == s.number) or fixed == 0:
                continue
            part = tree.number in self.dictionary.parts[op]
            cost = SLIP + (
                0.05 if part else 0.15 + MISSING * tree.size + UNUSUAL * (tree.size > 1) + 0.2 * (tree.op == "sub")
            )
            cost += UNLIKELY * (s.op == "constant" and (op == "add" or tree.size > 1)) + UNUSUAL * _is_odd(fixed)
            sign = "sub" if op == "add" and fixed is not None and fixed < 0 else op
            self._note(cost, path, [Edit((), f"missing {noun}", Tree(sign, (at(), tree)), cost)])

    def _inverted(self, s: Tree, needed: Values) -> Iterator[tuple[Tree, tuple[int, ...], Values]]:
        if len(s.kids) > MOST_KIDS:
            return
        if is_stacked_sum(s):
            (stack,) = s.kids
            for place, kid in enumerate(stack.kids):
                rest = [sum(other.values[i] for other in stack.kids if other is not kid) for i in range(len(needed))]
                yield kid, (*s.steps[0], *stack.steps[place]), [want - less for want, less in zip(needed, rest)]
            return
        for place, (kid, step) in enumerate(zip(s.kids, s.steps)):
            others = [other for number, other in enumerate(s.kids) if number != place]
            if any(value is None for other in others for value in other.values):
                continue
            try:
                wanted = [
                    _unbroadcast(_inverse(s, place, want, [other.values[i] for other in others]), kid.values[i])
                    for i, want in enumerate(needed)
                ]
            except (ValueError, TypeError, IndexError, KeyError, np.linalg.LinAlgError):
                continue
            if all(value is not None for value in wanted):
                yield kid, step, wanted


def _inverse(s: Tree, place: int, want: Any, others: list[Any]) -> Any:
    """What operand ``place`` must be for the operation to give ``want``; None if that can't be told."""
    if s.op in ("add", "mul"):
        for other in others:
            want = want - other if s.op == "add" else want / other
        return want
    if s.op in INVERSES:
        return INVERSES[s.op](want)
    if s.op == "sub":
        return want + others[0] if place == 0 else others[0] - want
    if s.op == "true_div":
        return want * others[0] if place == 0 else others[0] / want
    if s.op == "pow":
        return np.power(want, 1 / others[0]) if place == 0 else np.log(want) / np.log(others[0])
    if s.op == "sqr":
        return np.sqrt(want)
    if s.op == "second" and place == 1:
        return want
    if s.op == "dimshuffle":
        order = s.params["new_order"]
        kept = [axis for axis in order if axis != "x"]
        flat = np.reshape(want, [n for n, axis in zip(np.shape(want), order) if axis != "x"])
        return np.transpose(flat, np.argsort(kept)) if sorted(kept) == list(range(len(kept))) else None
    if s.op == "dot":
        return _factor(place, want, others[0])
    return None


def _factor(place: int, want: Any, other: Any) -> Any:
    """A factor of a product; None unless the other one determines it."""
    if place == 0 and np.ndim(other) == 2 and np.ndim(want) in (1, 2):
        found = np.linalg.lstsq(other.T, np.asarray(want).T, rcond=None)[0].T
        return found if np.linalg.matrix_rank(other) == len(other) and np.allclose(found @ other, want) else None
    if place == 1 and np.ndim(other) == 2 and np.ndim(want) in (1, 2):
        found = np.linalg.lstsq(other, want, rcond=None)[0]
        return found if np.linalg.matrix_rank(other) == other.shape[1] and np.allclose(other @ found, want) else None
    return None


def _unbroadcast(want: Any, have: Any) -> Any:
    """``want`` in the shape of ``have``, along which it was spread; as it is if that can't be."""
    if want is None or have is None or np.shape(want) == np.shape(have):
        return want
    result = np.asarray(want)
    shape = np.shape(have)
    while result.ndim > len(shape) and np.allclose(result, result[:1], rtol=1e-6):
        result = result[0]
    if result.ndim != len(shape):
        return want
    for axis, length in enumerate(shape):
        if result.shape[axis] != length:
            if length != 1 or not np.allclose(result, result.take([0], axis), rtol=1e-6):
                return want
            result = result.take([0], axis)
    return result

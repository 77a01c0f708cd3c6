"""The right answer, as the master solution of an exercise gives it, and what it gives at the probes."""

from __future__ import annotations

import contextlib
import functools
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from exercises.checking.rounding import FEW_DIGITS, LARGE
from graders.answers.arrays import array_in
from graders.answers.format import Answers, Node, Ref, Type
from graders.answers.theano_engine import quirks
from graders.answers.theano_engine.dump import dump
from graders.checkout import CHECKOUT
from graders.judge.inside.explain import probes
from graders.judge.inside.explain.dictionary import Dictionary
from graders.judge.inside.explain.graphs import Graph, constant
from graders.judge.inside.explain.trees import Space, Tree
from graders.judge.request import names_needed

Result = TypeVar("Result")

KEPT = 8
"""Results of a kind that a reference keeps."""

RELATIVE = 4e-7
"""By how much arguments are moved to find out how far rounding in float32 may move a result."""


@functools.cache
def of_exercise(exercise: str) -> Reference:
    """The reference of an exercise, from ``source/<exercise>/<exercise>.ipynb``: its own code, up to the solution cell.

    Raises whatever the solution raises, and ``OSError`` where there is no such notebook.
    """
    notebook = json.loads((CHECKOUT / "source" / exercise / f"{exercise}.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    marks = [cell["metadata"].get("nbgrader", {}) for cell in code]
    last = max(place for place, mark in enumerate(marks) if mark.get("solution") and not mark.get("grade"))
    sources = ["".join(cell["source"]) for cell in code]
    needed = [name for source, mark in zip(sources, marks) if mark.get("grade") for name in names_needed(source)]
    return of_source("\n".join(sources[: last + 1]), list(dict.fromkeys(needed)))


def of_source(source: str, names: Sequence[str]) -> Reference:
    """The reference that a solution defines under ``names``. Nobody calls its functions."""
    namespace: dict[str, Any] = {"__name__": "solution"}
    with quirks.functions_to_look_at(), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, "<solution>", "exec"), namespace)
        return Reference(dump(namespace, names))


def _once(make: Callable[..., Result]) -> Callable[..., Result]:
    """A method whose last results the object itself keeps: types come from students, and there may be many."""

    @functools.wraps(make)
    def known(self: Reference, *key: Any) -> Result:
        kept = self.kept.setdefault(make.__name__, {})
        if key not in kept:
            if len(kept) >= KEPT:
                kept.clear()
            kept[key] = make(self, *key)
        return kept[key]

    return known


@dataclass(frozen=True)
class Expected:
    """The right values of the roots in each environment, how far one may be off, and where float32 may overflow.

    ``lifted``: all environments in one, single numbers as vectors. ``count`` is how many there are.
    """

    environments: list[dict[int, np.ndarray]]
    values: list[list[Any]]
    allowed: list[list[Any]]
    far: list[Any]
    count: int
    lifted: bool


class Reference:
    """The right answers; ``leaves`` are the nodes of their variables, in the order in which they are numbered."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.kept: dict[str, dict[Any, Any]] = {}
        given = [i.variable for function in answers.functions for i in function.inputs if not i.implicit]
        named = [v.content for v in answers.names.values() if v.kind == "variable"]
        shared = [ref for ref in named if answers.nodes[ref[0]].op == "shared"]
        free = [(n, 0) for n, node in enumerate(answers.nodes) if node.op == "input"]
        self.leaves: list[Ref] = list(dict.fromkeys([*given, *shared, *free]))
        self.types = [answers.nodes[ref[0]].types[0] for ref in self.leaves]
        updates = [i.update for f in answers.functions for i in f.inputs if i.update is not None]
        outputs = [ref for f in answers.functions for ref in f.outputs]
        self.roots: list[Ref] = list(dict.fromkeys([*outputs, *updates, *(r for r in named if r not in self.leaves)]))
        self.scalar = Graph(answers.nodes).is_liftable(self.roots)
        with np.errstate(all="ignore"):
            self.pattern = probes.alike(self.types, self._fits)
            drawn = probes.compared(self.types, self.pattern)
        self.compared = [row for row, held in zip(drawn, self._held(drawn, self.types)) if held]

    def _fits(self, values: list[np.ndarray]) -> bool:
        graph = Graph(self.answers.nodes)
        return next(graph.values(self.roots, [dict(zip(self.leaves, values))], False)) is not None

    @_once
    def space(self, lifted: bool) -> Space:
        """The probes of the search."""
        drawn = probes.searched(self.types, self.pattern, lifted)
        return Space([dict(enumerate(values)) for values in drawn], lifted)

    @_once
    def trees(self, lifted: bool) -> dict[Ref, Tree]:
        """The expression of each root, of the reference's variables."""
        space = self.space(lifted)
        leaves = {ref: space.leaf(number) for number, ref in enumerate(self.leaves)}
        return {root: space.grown(self.answers.nodes, leaves, root, own=False) for root in self.roots}

    @_once
    def expected(self, types: tuple[Type, ...], lifted: bool) -> Expected:
        """The right values of all roots for variables of these ``types``, computed in float64 where they are real."""
        drawn = list(probes.proved(types, self.pattern))
        drawn = [row for row, held in zip(drawn, self._held(drawn, types)) if held]
        count = len(drawn)
        if lifted:
            drawn = [[np.stack(column) for column in zip(*drawn)]]
        graph, leaves, roots = self._precise(types)
        precise = [graph.type(ref).dtype for ref in leaves]
        exact = [[value.astype(dtype) for value, dtype in zip(row, precise)] for row in drawn]
        values, *others = (
            list(self._evaluated(graph, roots, leaves, [_moved(row, turn) if turn else row for row in exact], lifted))
            for turn in range(4)
        )
        sizes = [np.maximum.reduce([np.abs(v) if lifted else np.abs(v).max(initial=0) for v in row]) for row in exact]
        allowed = [
            [_allowed(size, *each) for each in zip(*rows)] for size, *rows in zip(sizes, values, *others)
        ]  # fmt: skip
        far = [size > LARGE for size in sizes]
        return Expected([dict(enumerate(row)) for row in drawn], values, allowed, far, count, lifted)

    def _held(self, drawn: Sequence[Sequence[np.ndarray]], types: Sequence[Type]) -> list[bool]:
        """In which environments what is whole leaves room for twice its size in every shared variable that is updated."""
        ends = {
            i.update: int(np.iinfo(types[self.leaves.index(i.variable)].dtype).max) // 2
            for f in self.answers.functions for i in f.inputs if i.update is not None and i.variable in self.leaves
            and np.dtype(types[self.leaves.index(i.variable)].dtype).kind in "iu"
        }  # fmt: skip
        if not ends:
            return [True] * len(drawn)
        graph, leaves, roots = retyped(self.answers.nodes, self.leaves, ["float64"] * len(self.leaves), list(ends))
        rows = [[value.astype("float64") for value in row] for row in drawn]
        return [
            all(bool(np.all(np.abs(value) < end * (1 - 2.0**-50))) for value, end in zip(values, ends.values()))
            for values in self._evaluated(graph, roots, leaves, rows, False)
        ]

    def _evaluated(self, graph: Graph, roots: Any, leaves: Any, rows: Any, lifted: bool) -> Iterator[list[Any]]:
        for found in graph.values(roots, [dict(zip(leaves, row)) for row in rows], lifted):
            assert found is not None, "the reference takes every probe"
            yield found

    def _precise(self, types: Sequence[Type]) -> tuple[Graph, list[Ref], list[Ref]]:
        """The reference with variables of float64 where ``types`` are real numbers, and of ``types`` otherwise."""
        wide = ["float64" if np.dtype(own.dtype).kind == "f" else given.dtype for own, given in zip(self.types, types)]
        return retyped(self.answers.nodes, self.leaves, wide, self.roots)

    @_once
    def results(self, root: Ref) -> list[Any]:
        """What is right for a root at each of the inputs at which answers are compared."""
        rows = [[value.astype(type_.dtype) for value, type_ in zip(row, self.types)] for row in self.compared]
        return [values[0] for values in self._evaluated(Graph(self.answers.nodes), [root], self.leaves, rows, False)]

    @_once
    def dtypes(self, types: tuple[Type, ...]) -> list[str]:
        """The dtypes of the roots for variables of these ``types``."""
        graph, _, roots = retyped(self.answers.nodes, self.leaves, [type_.dtype for type_ in types], self.roots)
        return [graph.type(root).dtype for root in roots]

    @_once
    def dictionary(self, lifted: bool) -> Dictionary:
        """The small expressions that a place may have to be."""
        return Dictionary(self.space(lifted), list(self.trees(lifted).values()), len(self.leaves))


def retyped(
    nodes: Sequence[Node], leaves: Sequence[Ref], dtypes: Sequence[str], roots: Sequence[Ref]
) -> tuple[Graph, list[Ref], list[Ref]]:
    """A graph with variables of other dtypes, these, and its roots. Raises :class:`AnswersError` if Theano refuses it."""
    graph = Graph(nodes)
    moved: dict[Ref, Ref] = {}
    for ref, dtype in zip(leaves, dtypes):
        node = nodes[ref[0]]
        kept = None if node.value is None else constant(array_in(node.value), dtype).value
        moved[ref] = graph.add(replace(node, types=(replace(node.types[0], dtype=dtype),), value=kept))
    for index, node in enumerate(nodes):
        if any(ref in moved for ref in node.inputs):
            new = graph.again(index, [moved.get(ref, ref) for ref in node.inputs])
            moved.update({(index, output): (new, output) for output in range(len(node.types))})
    return graph, [moved[ref] for ref in leaves], [moved.get(ref, ref) for ref in roots]


SIGNS = np.random.RandomState(0).choice((-1, 1), 1 << 16)


def _moved(row: Sequence[np.ndarray], turn: int) -> list[np.ndarray]:
    """The arguments, each number of them a little more or less."""
    moved = []
    for place, value in enumerate(row):
        start = 7919 * (turn + 1) + 31 * place
        signs = SIGNS[start : start + value.size].reshape(value.shape)
        moved.append(value * (1 + RELATIVE * signs) if value.dtype.kind == "f" else value)
    return moved


def _allowed(size: Any, value: np.ndarray, *moved: np.ndarray) -> np.ndarray:
    """How far a result may be off, given the ``size`` of the arguments and the results for arguments a little off.

    As in the checks: few digits where float32 is at its end, and squares may stand for a product, in float64.
    """
    if value.dtype.kind in "iub":
        return np.zeros(value.shape)
    shift = np.maximum.reduce([np.abs(other - value) for other in moved])
    digits = np.where(size > LARGE, FEW_DIGITS / RELATIVE, 6.0)
    return digits * shift + 8 * RELATIVE * np.abs(value) + 4e-6 + 64 * float(np.finfo("float64").eps) * size**2

"""Expressions as trees with their values at the probes: the student's, the reference's, and small ones made of its parts.

Values are loose: numbers are float64, whatever the types say, and dimensions are added in front as NumPy does it. What is
found by them is proved afterwards with exact types.
"""

from __future__ import annotations

import bisect
import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graders.answers.arrays import array_in
from graders.answers.format import Node, Ref, Type
from graders.answers.formulas import rectified
from graders.answers.numpy_engine.elementwise import TABLE
from graders.answers.numpy_engine.ops import ARRAYS

Values = list[Any]
"""An array for each environment; None where it can't be evaluated."""

Path = tuple[int, ...]

CLOSE = 3e-7

MOST_ENTRIES = 1 << 23
GROWING = ("alloc", "alloc_empty", "arange", "eye", "tri", "repeat", "tile", "reshape")
"""Ops that make arrays of the sizes that they are given."""

WEIGHTS = np.random.RandomState(7).uniform(0.5, 1.5, 4096) * np.random.RandomState(8).choice((-1, 1), 4096)


@dataclass(eq=False)
class Tree:
    """An expression. ``steps`` are the ways to the ``kids``: operands of operands, where dimensions are added between.

    Three ops are leaves: ``leaf`` (a variable of the reference, number ``params["leaf"]``), ``constant`` and ``other`` (a
    student's variable that stands for none of these). ``ref`` is the student's node; a tree without one is to be made.
    ``at`` stands for what is at the place of an edit, or below it at ``params["path"]``.
    """

    op: str
    kids: tuple[Tree, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    values: Values = field(default_factory=list)
    ref: Ref | None = None
    steps: tuple[Path, ...] = ()
    number: int | None = None

    def __post_init__(self) -> None:
        self.size: int = 1 + sum(kid.size for kid in self.kids)


def at(*path: int) -> Tree:
    """What is below the place of an edit at ``path``."""
    return Tree("at", params={"path": path})


def parts_of(tree: Tree) -> Iterator[Tree]:
    """The expression and all that it is made of."""
    yield tree
    for kid in tree.kids:
        yield from parts_of(kid)


class Space:
    """The probes, and numbers for values: equal values have the same number."""

    def __init__(self, environments: Sequence[Mapping[int, np.ndarray]], lifted: bool) -> None:
        self.environments = environments
        self.lifted = lifted
        self._known: dict[Any, list[tuple[float, int]]] = {}
        self._flat: list[np.ndarray] = []

    def fork(self) -> Space:
        """The same probes and numbers, to which others can be added."""
        space = Space(self.environments, self.lifted)
        space._known = {shapes: list(known) for shapes, known in self._known.items()}
        space._flat = list(self._flat)
        return space

    def leaf(self, number: int) -> Tree:
        return self.numbered(Tree("leaf", (), {"leaf": number}, [env[number] for env in self.environments]))

    def constant(self, value: Any, ref: Ref | None = None) -> Tree:
        array = np.asarray(value)
        array = array.astype("int64") if array.dtype.kind in "iub" else array.astype("float64")
        shown = array
        if self.lifted:
            shown = np.broadcast_to(array.reshape(()), next(iter(self.environments[0].values())).shape)
        return self.numbered(Tree("constant", (), {"value": array}, [shown] * len(self.environments), ref))

    def apply(self, op: str, *kids: Tree, params: Mapping[str, Any] | None = None) -> Tree:
        """A new expression."""
        fake = loosened(Node(op, params)) if params else _plain(op)
        columns = list(zip(*(kid.values for kid in kids))) if kids else [()] * len(self.environments)
        tree = Tree(op, kids, params or {}, [evaluate(fake, column) for column in columns])
        return self.numbered(tree)

    def numbered(self, tree: Tree) -> Tree:
        tree.number = self.number(tree.values)
        return tree

    def number(self, values: Values) -> int | None:
        """The number of these values, the same for values that are close; None if one is missing or not finite."""
        if any(value is None for value in values):
            return None
        shapes = tuple(_shape(value) for value in values)
        flat = np.ravel(values[0]) if len(values) == 1 else np.concatenate([np.ravel(value) for value in values])
        flat = flat.astype("float64", copy=False)
        if flat.size > len(WEIGHTS) or not np.isfinite(flat).all():
            return None
        terms = WEIGHTS[: flat.size] * flat
        sum_, margin = float(terms.sum()), CLOSE * float(np.abs(terms).sum()) + 1e-12
        known = self._known.setdefault(shapes, [])
        place = bisect.bisect_left(known, (sum_ - margin, -1))
        while place < len(known) and known[place][0] <= sum_ + margin:
            other = self._flat[known[place][1]]
            if (np.abs(other - flat) <= CLOSE * (np.abs(flat) + np.abs(flat).max(initial=0.0) * 0.1) + 1e-12).all():
                return known[place][1]
            place += 1
        bisect.insort(known, (sum_, len(self._flat)))
        self._flat.append(flat)
        return len(self._flat) - 1

    def fixed(self, values: Values) -> float | None:
        """The one number that all ``values`` are; None if they are several."""
        if any(value is None or not np.size(value) for value in values):
            return None
        flat = np.concatenate([np.ravel(value) for value in values])
        if not np.isfinite(flat).all() or np.ptp(flat) > 1e-6 * max(1e-3, float(np.abs(flat).max())):
            return None
        middle = float(np.median(flat))
        return float(round(middle)) if abs(middle - round(middle)) < 1e-7 * max(1.0, abs(middle)) else float(f"{middle:.7g}")

    def grown(self, nodes: Sequence[Node], leaves: Mapping[Ref, Tree], root: Ref, own: bool = True) -> Tree:
        """The expression ``root`` of a graph; ``own`` says whether it is the student's."""
        made: dict[Ref, Tree] = {}
        stack = [root]
        while stack:
            ref = stack[-1]
            node = nodes[ref[0]]
            pending = [source for source in node.inputs if source not in made and ref not in leaves]
            if ref in made or not pending:
                stack.pop()
                if ref not in made:
                    made[ref] = self._grown(nodes, node, ref, leaves, made, own)
            else:
                stack += pending
        return made[root]

    def _grown(
        self, nodes: Sequence[Node], node: Node, ref: Ref, leaves: Mapping[Ref, Tree], made: dict[Ref, Tree], own: bool
    ) -> Tree:
        kept = ref if own else None
        if ref in leaves:
            like = leaves[ref]
            return Tree(like.op, (), like.params, like.values, kept, (), like.number)
        if node.op in ("constant", "shared"):
            if node.value is None:
                return Tree("constant", (), {"value": None}, [None] * len(self.environments), kept)
            scalar = node.types[0].kind != "tensor"
            tree = self.constant(array_in(node.value), kept)
            if scalar:
                tree.values = [array_in(node.value)] * len(self.environments)
            tree.op = "other" if node.op == "shared" else "constant"
            return tree
        way = rectified(nodes, ref)
        kids, steps = [], []
        for place, source in enumerate(node.inputs):
            inner = nodes[source[0]]
            through = node.op in TABLE and only_adds_in_front(inner)
            kids.append(made[inner.inputs[0] if through else source])
            steps.append((place, 0) if through else (place,))
        columns = list(zip(*(kid.values for kid in kids))) if kids else [()] * len(self.environments)
        values = [_output(evaluate(loosened(node), column), ref[1]) for column in columns]
        if way is not None:
            bent = made[nodes[node.inputs[way[0]][0]].inputs[way[1]]]
            return self.numbered(Tree("relu", (bent,), {}, values, kept, (way,)))
        return self.numbered(Tree(node.op, tuple(kids), node.params, values, kept, tuple(steps)))


def _output(value: Any, place: int) -> Any:
    return value[place] if isinstance(value, (tuple, list)) and len(value) > place else value


def _shape(value: Any) -> tuple[int, ...]:
    """The shape without ones in front."""
    shape = np.shape(value)
    while shape and shape[0] == 1:
        shape = shape[1:]
    return shape


def only_adds_in_front(node: Node) -> bool:
    """Whether a node does no more than NumPy does by itself where arrays of several dimensions meet."""
    if node.op != "dimshuffle":
        return False
    order = node.params["new_order"]
    kept = [axis for axis in order if axis != "x"]
    return kept == list(range(len(kept))) and order[len(order) - len(kept) :] == kept


def require_small(node: Node, inputs: Sequence[Any]) -> None:
    """Raise ``ValueError`` where an op makes a large array of small ones: there is no time for it."""
    if node.op in GROWING:
        numbers = [int(value) for value in inputs if np.ndim(value) == 0 and np.asarray(value).dtype.kind in "iu"]
    elif math.prod(getattr(value, "size", 1) for value in inputs) <= MOST_ENTRIES:
        return
    else:
        shapes = {np.shape(value) for value in inputs}
        numbers = list(np.broadcast_shapes(*shapes)) if node.op in TABLE and len(shapes) > 1 else []
    size = 1
    for number in numbers:
        size *= max(1, abs(number))
    if size > MOST_ENTRIES:
        raise ValueError(f"more than {MOST_ENTRIES} entries")


@functools.cache
def _plain(op: str) -> Node:
    """A node of an op without parameters."""
    return loosened(Node(op))


def loosened(node: Node) -> Node:
    """The node with float64 for every type of numbers that it names."""
    params = {key: "float64" if key in ("dtype", "acc_dtype") and value and node.op != "cast" else value
              for key, value in node.params.items()}  # fmt: skip
    types = tuple(Type(t.kind, "float64", t.broadcastable) for t in node.types) or (Type("tensor", "float64"),)
    return Node(node.op, params, (), types)


def _bitwise(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *values: function(*(np.asarray(value).astype("int64") for value in values)).astype("float64")


def evaluate(node: Node, inputs: Sequence[Any]) -> Any:
    """The loose value of one op; None if it can't be had."""
    if any(value is None for value in inputs) or (node.op not in TABLE and node.op not in ARRAYS):
        return None
    try:
        require_small(node, inputs)
        if node.op == "cast":
            kind = np.dtype(node.params["dtype"]).kind
            if kind == "b":
                return np.asarray(inputs[0] != 0, "float64")
            return np.trunc(inputs[0]) if kind in "iu" else inputs[0]
        if node.op in TABLE:
            function = TABLE[node.op][1]
            if node.op in ("and", "or", "xor", "invert"):
                function = _bitwise(function)
            result = np.asarray(function(*inputs))
            if result.dtype.kind == "c":
                return None
            shapes = {np.shape(value) for value in inputs}
            if len(shapes) > 1 or result.shape not in shapes:
                result = np.broadcast_to(result, np.broadcast_shapes(*shapes))
            return result.astype("float64", copy=False)
        result = ARRAYS[node.op](node, *(_whole(value) if place else value for place, value in enumerate(inputs)))
        return [_real(each) for each in result] if isinstance(result, (tuple, list)) else _real(result)
    except Exception:  # whatever NumPy says of a graph that Theano would refuse too
        return None


def _real(value: Any) -> Any:
    """An array of real numbers; None for complex ones."""
    array = np.asarray(value)
    return None if array.dtype.kind == "c" else array.astype("float64") if array.dtype.kind == "b" else array


def _whole(value: Any) -> Any:
    """A number that counts something, as it was before it became float64."""
    counts = isinstance(value, np.ndarray) and not value.ndim and value.dtype.kind == "f" and value == np.floor(value)
    return value.astype("int64") if counts else value

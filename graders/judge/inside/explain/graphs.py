"""A student's graph, changed: new nodes with their types, and its exact values."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graders.answers.arrays import array_in, array_out
from graders.answers.format import LEAVES, Answers, AnswersError, Array, Node, Ref, Type
from graders.answers.numpy_engine import elementwise
from graders.answers.numpy_engine.load import EvaluationError, Interpreter, NotInterpreted, conform
from graders.answers.numpy_engine.ops import ARRAYS
from graders.answers.theano_engine.dump import type_of
from graders.answers.theano_engine.load import leaf
from graders.answers.theano_engine.ops import FLOATX, apply
from graders.judge.inside.explain.trees import Path, Tree, only_adds_in_front, require_small


@dataclass(frozen=True)
class Edit:
    """Put ``new`` in the place at ``path`` from the root; what ``kind`` of change it is, and what it ``cost``s.

    ``told`` are the two expressions to tell, where these are not what stands there and what is put there.
    """

    path: Path
    kind: str
    new: Tree
    cost: float = 1.0
    told: tuple[Tree, Tree] | None = None

    def below(self, *path: int) -> Edit:
        return replace(self, path=(*path, *self.path))


def constant(number: Any, dtype: str = "") -> Node:
    """A constant: a whole number as int8, int32 or int64, as Theano makes it, any other as float32."""
    value = np.asarray(number)
    if not dtype and value.ndim == 0 and np.isfinite(value) and value == np.floor(value) and abs(float(value)) < 2**62:
        dtype = next(t for t in ("int8", "int16", "int32", "int64") if np.iinfo(t).max >= abs(int(value)))
    array = value.astype(dtype or "float32")
    type_ = Type("tensor", array.dtype.name, tuple(n == 1 for n in array.shape))
    return Node("constant", {}, (), (type_,), None, array_out(array))


class Graph:
    """The nodes of answers, to which new ones are added; none is changed."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = list(nodes)
        self._identities: list[int] = []
        self._numbers: dict[Any, int] = {}

    def identity(self, ref: Ref) -> tuple[int, int]:
        """The same for expressions that are the same operation for operation, of the same variables."""
        for index in range(len(self._identities), ref[0] + 1):
            node = self.nodes[index]
            inputs = tuple((self._identities[source], output) for source, output in node.inputs)
            own = index if node.op in ("input", "shared") else node.value
            key = node.op, json.dumps(dict(node.params), sort_keys=True), node.types, inputs, own
            self._identities.append(self._numbers.setdefault(key, len(self._numbers)))
        return self._identities[ref[0]], ref[1]

    def cut(self, count: int) -> None:
        """Leave out all nodes but the first ones."""
        del self.nodes[count:], self._identities[count:]

    def type(self, ref: Ref) -> Type:
        return self.nodes[ref[0]].types[ref[1]]

    def _rank(self, ref: Ref) -> int:
        return len(self.type(ref).broadcastable)

    def add(self, node: Node) -> Ref:
        self.nodes.append(node)
        return len(self.nodes) - 1, 0

    def apply(self, op: str, params: Mapping[str, Any], inputs: Sequence[Ref]) -> Ref:
        """A new operation. Raises :class:`AnswersError` where Theano refuses it."""
        inputs = self._of_one_rank(op, inputs)
        return self.add(Node(op, params, tuple(inputs), self._types(op, params, inputs)))

    def again(self, index: int, inputs: Sequence[Ref]) -> int:
        """The operation of a node on other inputs."""
        node = self.nodes[index]
        if [self.type(ref) for ref in inputs] == [self.type(ref) for ref in node.inputs]:
            return self.add(replace(node, inputs=tuple(inputs)))[0]
        if node.op in elementwise.TABLE:  # Theano's own added dimensions may not be needed any more
            inputs = [self.nodes[i].inputs[0] if only_adds_in_front(self.nodes[i]) else (i, out) for i, out in inputs]
        elif only_adds_in_front(node) and self._rank(inputs[0]) != self._rank(node.inputs[0]):
            return inputs[0][0]
        return self.apply(node.op, node.params, inputs)[0]

    def _of_one_rank(self, op: str, inputs: Sequence[Ref]) -> list[Ref]:
        if op not in elementwise.TABLE or len({len(self.type(ref).broadcastable) for ref in inputs}) <= 1:
            return list(inputs)
        ranks = [len(self.type(ref).broadcastable) for ref in inputs]
        padded = []
        for ref, rank in zip(inputs, ranks):
            order = ["x"] * (max(ranks) - rank) + list(range(rank))
            padded.append(ref if rank == max(ranks) else self.apply("dimshuffle", {"new_order": order}, [ref]))
        return padded

    def _types(self, op: str, params: Mapping[str, Any], inputs: Sequence[Ref]) -> tuple[Type, ...]:
        given = [self.nodes[index] for index, _ in inputs]
        small = [n.value if n.op == "constant" and n.value is not None and len(n.value.data) < 64 else None for n in given]
        return _inferred(op, json.dumps(dict(params), sort_keys=True), tuple(map(self.type, inputs)), tuple(small))

    def put(self, tree: Tree, here: Callable[[Path], Ref], leaves: Mapping[int, Ref]) -> Ref:
        """The expression ``tree`` as nodes; ``here`` gives what is at or below the place of an edit."""
        if tree.ref is not None:
            return tree.ref
        if tree.op == "at":
            return here(tree.params["path"])
        if tree.op == "leaf":
            return leaves[tree.params["leaf"]]
        if tree.op == "constant":
            return self.add(constant(tree.params["value"], tree.params.get("dtype", "")))
        return self.apply(tree.op, tree.params, [self.put(kid, here, leaves) for kid in tree.kids])

    def mended(self, root: Ref, edits: Sequence[Edit], leaves: Mapping[int, Ref]) -> Ref:
        """The expression ``root`` after ``edits``, those inside a place before those of the place itself."""
        changed = {edit.path[:length] for edit in edits for length in range(len(edit.path) + 1)}

        def built(ref: Ref, path: Path) -> Ref:
            if path not in changed:
                return ref
            old = self.nodes[ref[0]].inputs
            inputs = [built(source, (*path, place)) for place, source in enumerate(old)]
            new = ref if inputs == list(old) else (self.again(ref[0], inputs), ref[1])
            for edit in edits:
                if edit.path == path:
                    new = self.put(edit.new, functools.partial(below, ref, path, new), leaves)
            return new

        def below(ref: Ref, path: Path, here: Ref, further: Path) -> Ref:
            return built(self.follow(ref, further), (*path, *further)) if further else here

        return built(root, ())

    def follow(self, ref: Ref, path: Path) -> Ref:
        for place in path:
            ref = self.nodes[ref[0]].inputs[place]
        return ref

    def goes_through(self, ref: Ref, path: Path, index: int) -> bool:
        """Whether the way from ``ref`` along ``path`` meets a node."""
        return any(self.follow(ref, path[:length])[0] == index for length in range(len(path) + 1))

    def values(self, roots: Sequence[Ref], environments: Any, lifted: bool) -> Iterator[list[Any] | None]:
        """The exact values of ``roots`` in each environment (values by reference); None where it can't be had.

        ``lifted``: all are in one, scalars are vectors and constants vectors of one.
        """
        order = self.needed(roots, environments[0])
        held: dict[Ref, Any] = {
            (index, 0): array_in(node.value).reshape(1) if lifted else array_in(node.value)
            for index in order if (node := self.nodes[index]).op in ("constant", "shared") and node.value is not None
        }  # fmt: skip
        held |= {(index, 0): None for index in order if self.nodes[index].op == "constant" and (index, 0) not in held}
        steps = [(index, self.nodes[index], self._types_of(self.nodes[index])) for index in order if (index, 0) not in held]
        interpreter = Interpreter(Answers(tuple(self.nodes))) if any(n.op == "scan" for _, n, _ in steps) else None
        for env in environments:
            known = {**held, **env}
            try:
                if interpreter is not None:
                    known.update(zip(roots, interpreter.evaluate(roots, {**interpreter.state, **env})))
                else:
                    for index, node, types in steps:
                        _step(index, node, types, known, lifted)
                yield [known[ref] for ref in roots]
            except FAULTS:
                yield None

    def _types_of(self, node: Node) -> list[Type]:
        return [self.type(ref) for ref in node.inputs]

    def needed(self, roots: Sequence[Ref], known: Mapping[Ref, Any]) -> list[int]:
        """The nodes that ``roots`` are computed from, beyond what is ``known``, in order."""
        found: set[int] = set()
        stack = [ref for ref in roots if ref not in known]
        while stack:
            index, _ = stack.pop()
            if index not in found:
                found.add(index)
                stack += [ref for ref in self.nodes[index].inputs if ref not in known]
        return sorted(found)

    def is_liftable(self, roots: Sequence[Ref]) -> bool:
        """Whether all is elementwise and of single numbers."""
        needed = [self.nodes[index] for index in self.needed(roots, {})]
        return all(
            (node.op in LEAVES or node.op in elementwise.TABLE or node.op in SAME) and not node.types[0].broadcastable
            and node.types[0].kind in ("tensor", "scalar")
            for node in needed
        )  # fmt: skip


FAULTS = (
    EvaluationError, NotInterpreted, MemoryError, ArithmeticError, ValueError, IndexError, AssertionError, TypeError,
    KeyError, np.linalg.LinAlgError,
)  # fmt: skip
"""What NumPy raises where Theano's function would raise too."""

SAME = ("dimshuffle", "tensor_from_scalar", "scalar_from_tensor")
"""What changes nothing of a single number."""


def _step(index: int, node: Node, types: Sequence[Type], known: dict[Ref, Any], lifted: bool) -> None:
    """Compute one node, as ``Interpreter`` does, with less ado."""
    inputs = [known[ref] for ref in node.inputs]
    require_small(node, inputs)
    if node.op in elementwise.TABLE:
        how, function = elementwise.TABLE[node.op]
        dtype = node.types[0].dtype
        shapes = {value.shape for value in inputs}
        if len(shapes) > 1 and not lifted:
            elementwise.shape(inputs, types)  # raises where NumPy would repeat what Theano does not
        if node.op == "cast":
            result = elementwise.apply(node.op, inputs, [Type("tensor", "", (False,) * inputs[0].ndim)], node.types[0])
        elif how == "out":
            result = function(*(value.astype(dtype, copy=False) for value in inputs))
        else:
            result = function(*(elementwise.prepared(value, how, inputs, dtype) for value in inputs))
        if (len(shapes) > 1 and np.shape(result) not in shapes) or node.op == "second":
            result = np.broadcast_to(result, np.broadcast_shapes(*shapes))
        known[index, 0] = np.asarray(result).astype(dtype, copy=False)
    elif lifted:
        known[index, 0] = inputs[0]
    else:
        result = ARRAYS[node.op](node, *inputs) if node.op in ARRAYS else None
        if result is None:
            raise NotInterpreted(node.op)
        several = result if isinstance(result, (tuple, list)) else [result]
        for place, (value, type_) in enumerate(zip(several, node.types, strict=True)):
            known[index, place] = conform(value, type_)


@functools.lru_cache(20_000)
def _inferred(op: str, params: str, types: tuple[Type, ...], constants: tuple[Array | None, ...]) -> tuple[Type, ...]:
    from theano.configparser import change_flags

    inputs = [
        leaf(Node("input", types=(type_,)) if value is None and type_.kind in ("tensor", "scalar")
             else Node("constant", types=(type_,), value=value), op)
        for type_, value in zip(types, constants)
    ]  # fmt: skip
    try:
        with change_flags(floatX=FLOATX[0], compute_test_value="off"):
            return tuple(map(type_of, apply(op, json.loads(params), inputs, op)))
    except AnswersError:
        raise
    except Exception as error:
        raise AnswersError(f"{op}: Theano refuses it: {error}") from error

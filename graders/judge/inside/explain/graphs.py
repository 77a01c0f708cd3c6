"""A student's graph, changed: new nodes with their types, and its exact values."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graders.answers.format import LEAVES, Answers, AnswersError, Array, Node, Ref, Type
from graders.answers.numpy_engine import elementwise
from graders.answers.numpy_engine.load import EvaluationError, Interpreter, NotInterpreted
from graders.answers.theano_engine.dump import type_of
from graders.answers.theano_engine.load import array_in, leaf
from graders.answers.theano_engine.ops import FLOATX, apply
from graders.judge.inside.explain.trees import Path, Tree


@dataclass(frozen=True)
class Edit:
    """Put ``new`` in the place at ``path`` from the root; what ``kind`` of change it is, and what it ``costs``."""

    path: Path
    kind: str
    new: Tree
    cost: float = 1.0

    def below(self, *path: int) -> Edit:
        return replace(self, path=(*path, *self.path))


def constant(number: Any, dtype: str = "") -> Node:
    """A constant: a whole number as int8, int32 or int64, as Theano makes it, any other as float32."""
    value = np.asarray(number)
    if not dtype and value.ndim == 0 and np.isfinite(value) and value == np.floor(value) and abs(float(value)) < 2**62:
        dtype = next(t for t in ("int8", "int16", "int32", "int64") if np.iinfo(t).max >= abs(int(value)))
    array = value.astype(dtype or "float32")
    packed = Array(array.dtype.name, array.shape, array.astype(array.dtype.newbyteorder("<")).tobytes())
    return Node("constant", {}, (), (Type("tensor", array.dtype.name, tuple(n == 1 for n in array.shape)),), None, packed)


class Graph:
    """The nodes of answers, to which new ones are added; none is changed."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = list(nodes)

    def type(self, ref: Ref) -> Type:
        return self.nodes[ref[0]].types[ref[1]]

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
        if node.op == "dimshuffle":  # what stands there now may have other dimensions
            added = len(node.params["new_order"]) - len(self.type(node.inputs[0]).broadcastable)
            if len(self.type(inputs[0]).broadcastable) != len(self.type(node.inputs[0]).broadcastable) and added >= 0:
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
                    current = new
                    new = self.put(edit.new, lambda rel: built(self.follow(ref, rel), (*path, *rel)) if rel else current, leaves)
            return new

        return built(root, ())

    def follow(self, ref: Ref, path: Path) -> Ref:
        for place in path:
            ref = self.nodes[ref[0]].inputs[place]
        return ref

    def values(self, roots: Sequence[Ref], environments: Any, lifted: bool) -> Iterator[list[Any] | None]:
        """The exact values of ``roots`` in each environment (values by reference); None where it can't be had."""
        interpreter = Interpreter(Answers(tuple(self.nodes)))
        order = self._needed(roots, environments[0]) if lifted and environments else []
        for env in environments:
            try:
                yield self._lifted(roots, env, order) if lifted else interpreter.evaluate(roots, {**interpreter.state, **env})
            except (EvaluationError, NotInterpreted, MemoryError, ArithmeticError):
                yield None

    def _needed(self, roots: Sequence[Ref], known: Mapping[Ref, Any]) -> list[int]:
        found: set[int] = set()
        stack = [ref for ref in roots if ref not in known]
        while stack:
            index, _ = stack.pop()
            if index not in found:
                found.add(index)
                stack += [ref for ref in self.nodes[index].inputs if ref not in known]
        return sorted(found)

    def _lifted(self, roots: Sequence[Ref], env: Mapping[Ref, Any], order: Sequence[int]) -> list[Any]:
        """All environments at once: scalars are vectors, constants vectors of one."""
        values = dict(env)
        for index in order:
            node = self.nodes[index]
            if node.op in ("constant", "shared"):
                assert node.value is not None
                values[index, 0] = array_in(node.value).reshape(1)
                continue
            inputs = [values[ref] for ref in node.inputs]
            if node.op == "dimshuffle":
                values[index, 0] = inputs[0]
                continue
            types = [Type("tensor", value.dtype.name, (len(value) == 1,)) for value in inputs]
            try:
                values[index, 0] = elementwise.apply(node.op, inputs, types, node.types[0])
            except (TypeError, ValueError) as error:
                raise EvaluationError(str(error)) from error
        return [values[ref] for ref in roots]

    def is_liftable(self, roots: Sequence[Ref]) -> bool:
        """Whether all is elementwise and of single numbers."""
        needed = [self.nodes[index] for index in self._needed(roots, {})]
        return all(
            (node.op in LEAVES or node.op in elementwise.TABLE or node.op == "dimshuffle")
            and node.types[0].kind == "tensor" and not node.types[0].broadcastable
            for node in needed
        )  # fmt: skip


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

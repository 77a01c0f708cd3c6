"""A second opinion: the format's functions evaluated by NumPy, node by node, without Theano. Small, slow and obvious.

What the judge says rests on Theano's optimiser and C compiler. This says the same thing in another way, for tests to
compare: one environment, one pass over the nodes in the order in which they stand.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..arrays import array_in
from ..engine import CompileError
from ..format import Answers, Function, Node, Ref, Type
from . import elementwise, ops
from .scan import Loop


class NotInterpreted(CompileError):
    """The graph uses an op that the interpreter does not know; the text names it."""


class EvaluationError(Exception):
    """The values don't suit an op, where Theano's function would raise too. The text names the node and says why."""


class Interpreter:
    """The functions of ``answers`` and their state: the current value of every shared variable.

    ``state`` maps the reference of a shared variable to its array; it may be changed between calls.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        shared = [(n, node.value) for n, node in enumerate(answers.nodes) if node.op == "shared"]
        self.state = {(n, 0): array_in(value) for n, value in shared if value is not None}
        self._defaults = {
            (number, given.variable): array_in(given.default)
            for number, function in enumerate(answers.functions)
            for given in function.inputs
            if given.default is not None
        }

    def call(self, number: int, *arguments: np.ndarray) -> Any:
        """What function ``number`` returns for ``arguments`` (exact dtypes and numbers of dimensions), updates done.

        Raises :class:`NotInterpreted`, :class:`EvaluationError`, and ``TypeError`` for arguments that don't fit.
        """
        function = self.answers.functions[number]
        explicit = [given for given in function.inputs if not given.implicit]
        if len(arguments) > len(explicit):
            raise TypeError(f"expected at most {len(explicit)} arguments, got {len(arguments)}")
        bound: dict[Ref, Any] = dict(self.state)
        for place, given in enumerate(explicit):
            default = self._defaults.get((number, given.variable))
            if place >= len(arguments) and default is None:
                raise TypeError(f"expected {len(explicit)} arguments, got {len(arguments)}")
            value = arguments[place] if place < len(arguments) else default
            bound[given.variable] = _argument(value, self._type(given.variable))
        updated = [given for given in function.inputs if given.update is not None]
        news = [given.update for given in updated if given.update is not None]
        # Everything is computed before anything is changed.
        values = self.evaluate([*function.outputs, *news], bound)
        for given, value in zip(updated, values[len(function.outputs) :]):
            if given.implicit:
                self.state[given.variable] = value
            else:
                self._defaults[number, given.variable] = value
        return _packed(function, values[: len(function.outputs)])

    def evaluate(self, wanted: Sequence[Ref], bound: Mapping[Ref, Any]) -> list[Any]:
        """The values of ``wanted``, where ``bound`` holds those of the leaves (and of whatever else is known)."""
        environment = dict(bound)
        needed = self._needed(wanted, bound)
        for index, node in enumerate(self.answers.nodes):
            if index not in needed:
                continue
            if node.op == "input":
                raise EvaluationError(f"node {index} (input): expected a value for {node.name or 'the variable'}")
            results = self._apply(index, node, [environment.get(ref) for ref in self._operands(node)])
            environment.update({(index, place): result for place, result in enumerate(results)})
        # Copies: an output may be an input, a constant or a part of either.
        values = [environment[ref] for ref in wanted]
        return [value.copy() if isinstance(value, np.ndarray) else value for value in values]

    def _type(self, ref: Ref) -> Type:
        return self.answers.nodes[ref[0]].types[ref[1]]

    def _operands(self, node: Node) -> tuple[Ref, ...]:
        """The inputs that a node computes with: of a loop, without the graph inside it."""
        return node.inputs[: node.params["outer"]] if node.op == "scan" else node.inputs

    def _needed(self, wanted: Sequence[Ref], bound: Mapping[Ref, Any]) -> set[int]:
        needed: set[int] = set()
        stack = [ref for ref in wanted if ref not in bound]
        while stack:
            index, _ = stack.pop()
            if index not in needed:
                needed.add(index)
                stack.extend(ref for ref in self._operands(self.answers.nodes[index]) if ref not in bound)
        return needed

    def _apply(self, index: int, node: Node, inputs: list[Any]) -> list[Any]:
        if node.op in ("constant", "shared"):
            return [None if node.value is None else array_in(node.value)]
        try:
            with np.errstate(all="ignore"):
                return [conform(value, type_) for value, type_ in zip(self._results(node, inputs), node.types, strict=True)]
        except (ValueError, IndexError, ArithmeticError, AssertionError, TypeError, np.linalg.LinAlgError) as error:
            raise EvaluationError(f"node {index} ({node.op}): {type(error).__name__}: {error}") from error

    def _results(self, node: Node, inputs: list[Any]) -> Sequence[Any]:
        if node.op in elementwise.TABLE:
            types = [self._type(ref) for ref in node.inputs]
            return [elementwise.apply(node.op, inputs, types, node.types[0])]
        if node.op == "scan":
            return Loop(self.evaluate, node, inputs).run()
        if node.op not in ops.ARRAYS:
            raise NotInterpreted(f"expected an op that the interpreter knows, got {node.op!r}")
        result = ops.ARRAYS[node.op](node, *inputs)
        return result if isinstance(result, (tuple, list)) else [result]


load = Interpreter


def _argument(value: Any, type_: Type) -> Any:
    fits = isinstance(value, np.ndarray) and (value.dtype.name, value.ndim) == (type_.dtype, len(type_.broadcastable))
    if not fits:
        raise TypeError(f"expected an array of {type_.dtype} with {len(type_.broadcastable)} dimensions, got {value!r:.80}")
    return conform(value, type_)


def conform(value: Any, type_: Type) -> Any:
    """``value`` with exactly the dtype of ``type_``; ``ValueError`` unless it has its shape."""
    if type_.kind in ("slice", "none") or value is None:
        return value
    array = np.asarray(value)
    expected = len(type_.broadcastable)
    if array.ndim != expected:
        raise ValueError(f"expected {expected} dimensions, got {array.ndim}")
    if any(size != 1 for size, one in zip(array.shape, type_.broadcastable) if one):
        raise ValueError(f"expected length 1 where {type_.broadcastable} says so, got {array.shape}")
    return array.astype(type_.dtype)


def _packed(function: Function, outputs: list[Any]) -> Any:
    if function.returns == "one":
        return outputs[0]
    if function.returns == "none":
        return None
    return dict(zip(function.keys, outputs)) if function.returns == "dict" else outputs

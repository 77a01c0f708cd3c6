"""Answers while they are changed: nodes in any order, put back into the legal order at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from theano.configparser import change_flags

from graders.answers.arrays import array_out
from graders.answers.format import LEAVES, Answers, AnswersError, Function, FunctionInput, Node, Place, Ref, Type, Value
from graders.answers.theano_engine.dump import type_of
from graders.answers.theano_engine.load import leaf
from graders.answers.theano_engine.ops import FLOATX, apply

UNKNOWN = Type("tensor", "bool")
"""Stands for the type of a new operation until :func:`retyped` finds it."""
VARIABLES = ("input", "shared")
"""The leaves that keep their place: the same index is the same variable before and after a change."""


@dataclass(frozen=True)
class Term:
    """An expression to make: an op, its operands (references, numbers or terms) and its parameters."""

    op: str
    operands: tuple[Any, ...]
    params: Mapping[str, Any] = field(default_factory=dict)


class Draft:
    """A copy of answers that can be changed; :meth:`done` makes answers of it again."""

    def __init__(self, answers: Answers) -> None:
        self.nodes = list(answers.nodes)
        self.functions = list(answers.functions)
        self.names = dict(answers.names)

    def put(self, term: Any) -> Ref:
        """Add a term, a number or a node; return the reference to it."""
        if isinstance(term, tuple):
            return term
        if isinstance(term, Term):
            inputs = tuple(self.put(operand) for operand in term.operands)
            term = Node(term.op, term.params, inputs, (UNKNOWN,))
        elif not isinstance(term, Node):
            term = constant(term)
        self.nodes.append(term)
        return len(self.nodes) - 1, 0

    def redirect(self, old: Ref, new: Ref, since: int) -> None:
        """Let every use of ``old`` use ``new`` instead, but for the nodes from index ``since`` on."""
        for index in range(since):
            node = self.nodes[index]
            if old in node.inputs:
                inputs = tuple(new if ref == old else ref for ref in node.inputs)
                self.nodes[index] = replace(node, inputs=inputs)
        for place, ref in roots(self.functions, self.names):
            if ref == old:
                self.set(place, new)

    def set(self, place: Place, ref: Ref) -> None:
        """Let one root stand for another expression."""
        kind, number, position = place
        if kind == "name":
            self.names[number] = Value("variable", ref)
            return
        function = self.functions[number]
        if kind == "output":
            outputs = (*function.outputs[:position], ref, *function.outputs[position + 1 :])
            self.functions[number] = replace(function, outputs=outputs)
        else:
            self.functions[number] = with_input(function, position, replace(function.inputs[position], update=ref))

    def done(self) -> Answers:
        """The answers: variables first and in their order, then what is used, each node behind its inputs.

        Nodes of the op ``identity`` are left out. Types of new nodes are unknown until :func:`retyped`.
        """
        order = [index for index, node in enumerate(self.nodes) if node.op in VARIABLES]
        places = {index: place for place, index in enumerate(order)}
        stack = [ref[0] for ref in reversed([ref for _, ref in roots(self.functions, self.names)])]
        while stack:
            index = self._through((stack[-1], 0))[0]
            inputs = [self._through(ref)[0] for ref in self.nodes[index].inputs]
            pending = [source for source in inputs if source not in places]
            if index in places or not pending:
                stack.pop()
                if index not in places:
                    places[index] = len(order)
                    order.append(index)
            else:
                stack += reversed(pending)
        return self._renumbered(order, places)

    def _renumbered(self, order: Sequence[int], places: Mapping[int, int]) -> Answers:
        def moved(ref: Ref) -> Ref:
            index, output = self._through(ref)
            return places[index], output

        nodes = tuple(replace(self.nodes[i], inputs=tuple(map(moved, self.nodes[i].inputs))) for i in order)
        functions = []
        for function in self.functions:
            inputs = tuple(
                replace(given, variable=moved(given.variable), update=given.update and moved(given.update))
                for given in function.inputs
            )
            functions.append(replace(function, inputs=inputs, outputs=tuple(map(moved, function.outputs))))
        names = {
            name: Value("variable", moved(value.content)) if value.kind == "variable" else value
            for name, value in self.names.items()
        }
        return Answers(nodes, tuple(functions), names)

    def _through(self, ref: Ref) -> Ref:
        while self.nodes[ref[0]].op == "identity":
            (ref,) = self.nodes[ref[0]].inputs
        return ref


def roots(functions: Sequence[Any], names: Mapping[str, Value]) -> Iterator[tuple[Place, Ref]]:
    """Every place from which answers refer to an expression, and the reference."""
    for number, function in enumerate(functions):
        for position, ref in enumerate(function.outputs):
            yield ("output", number, position), ref
        for position, given in enumerate(function.inputs):
            if given.update is not None:
                yield ("update", number, position), given.update
    for name, value in names.items():
        if value.kind == "variable":
            yield ("name", name, 0), value.content


def with_input(function: Function, position: int, given: FunctionInput | None) -> Function:
    """The function with another input in one place, or without it."""
    kept = [] if given is None else [given]
    return replace(function, inputs=(*function.inputs[:position], *kept, *function.inputs[position + 1 :]))


def constant(number: Any) -> Node:
    """A constant: a whole number as int8, int32 or int64, as Theano makes it, any other as float32; or a NumPy value."""
    if isinstance(number, (np.ndarray, np.generic)):
        array = np.asarray(number)
    elif isinstance(number, float):
        array = np.asarray(number, "float32")
    else:
        array = np.asarray(number, next(t for t in ("int8", "int32", "int64") if np.iinfo(t).max >= abs(number)))
    type_ = Type("tensor", array.dtype.name, tuple(size == 1 for size in array.shape))
    return Node("constant", types=(type_,), value=array_out(array))


def apart(answers: Answers) -> tuple[Answers, dict[int, Place]]:
    """Answers in which no two roots share an operation, and the root of each node; every use of a variable is a node.

    These nodes (of the op ``identity``) make a use a place of its own, where something else can be put.
    """
    draft, owners = Draft(answers), {}
    for place, ref in list(roots(draft.functions, draft.names)):
        if place[0] == "name" and answers.nodes[ref[0]].op in VARIABLES:
            continue  # the name of a variable is that variable
        copies: dict[int, int] = {}
        for index in _cone(answers, ref[0]):
            node = answers.nodes[index]
            inputs = []
            for source, output in node.inputs:
                if answers.nodes[source].op in VARIABLES:
                    inputs.append(draft.put(_use(answers, source)))
                    owners[inputs[-1][0]] = place
                else:
                    inputs.append((copies[source], output))
            copies[index] = draft.put(replace(node, inputs=tuple(inputs)))[0]
            owners[copies[index]] = place
        if ref[0] not in copies:
            copies[ref[0]] = draft.put(_use(answers, ref[0]))[0]
            owners[copies[ref[0]]] = place
        draft.set(place, (copies[ref[0]], ref[1]))
    return Answers(tuple(draft.nodes), tuple(draft.functions), draft.names), owners


def _use(answers: Answers, index: int) -> Node:
    return Node("identity", {}, ((index, 0),), answers.nodes[index].types)


def _cone(answers: Answers, root: int) -> list[int]:
    """What ``root`` is computed from and itself, in order, without variables."""
    found, stack = set(), [root]
    while stack:
        index = stack.pop()
        if index not in found and answers.nodes[index].op not in VARIABLES:
            found.add(index)
            stack += [source for source, _ in answers.nodes[index].inputs]
    return sorted(found)


def retyped(answers: Answers) -> Answers:
    """The answers with the types that follow from the ops. Raises :class:`AnswersError` if Theano refuses an op."""
    built: list[list[Any]] = []
    nodes = []
    for index, node in enumerate(answers.nodes):
        where = f"node {index} ({node.op})"
        if node.op in LEAVES:
            built.append([leaf(node, where)])
            nodes.append(node)
            continue
        inputs = [built[source][output] for source, output in node.inputs]
        try:
            with change_flags(floatX=FLOATX[0], compute_test_value="off"):
                outputs = apply(node.op, node.params, inputs, where)
            types = tuple(map(type_of, outputs))
        except AnswersError:
            raise
        except Exception as error:
            raise AnswersError(f"{where}: Theano refuses it: {error}") from error
        built.append(outputs)
        nodes.append(replace(node, types=types))
    return replace(answers, nodes=tuple(nodes))

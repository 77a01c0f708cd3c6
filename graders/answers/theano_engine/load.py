"""Answers to Theano objects. Trusted side only: every variable is built anew, every function compiled here."""

from dataclasses import dataclass
from typing import Any

import theano
from theano.compile.function_module import Function as TheanoFunction
from theano.configparser import change_flags
from theano.gof import graph
from theano.scalar import ScalarConstant, get_scalar_type
from theano.tensor import TensorConstant, TensorType
from theano.tensor.blas import BatchedDot
from theano.tensor.type_other import NoneConst, NoneTypeT, SliceType

from exercises.checking.calls import unfolds_too_far
from exercises.checking.description import Placeholder

from ..arrays import array_in
from ..engine import CompileError
from ..format import LEAVES, Answers, AnswersError, Function, Node, Type, Value, check_answers
from ..phrases import UNKNOWN, WHAT, decode
from . import ops, scan
from .quirks import refuse_unsafe_c

NOT_IN_C = (scan.Scan, BatchedDot)
"""Ops that Theano can't compile in C on Python 3.11, and only finds out after seconds."""

refuse_unsafe_c()


@dataclass(frozen=True)
class Loaded:
    """Answers, and the Theano objects that were made of their nodes and functions."""

    answers: Answers
    built: list[list[Any]]
    functions: list[TheanoFunction]

    def names(self) -> dict[str, Any]:
        """The objects that the names stand for: functions, variables, arrays, numbers, placeholders."""
        return {name: _value(value, self.built, self.functions) for name, value in self.answers.names.items()}


def load(answers: Answers, before: Loaded | None = None) -> Loaded:
    """Make the Theano objects of ``answers``.

    Equal references become the same object, so a function's shared variable is the one that a name stands for.
    ``before``: answers whose functions are the same, and whose nodes are the first of these. What was made of them is
    taken, which saves compiling the functions again; its shared variables are as they were left.

    Raises :class:`AnswersError` for a graph that Theano's own type rules refuse, :class:`CompileError` when
    Theano can't compile it.
    """
    check_answers(answers)
    built: list[list[Any]] = [] if before is None else list(before.built)
    for index, node in enumerate(answers.nodes[len(built) :], len(built)):
        built.append(_node(node, built, f"node {index} ({node.op})"))
    if before is not None:
        return Loaded(answers, built, before.functions)
    names = {value.content: name for name, value in answers.names.items() if value.kind == "function"}
    functions = [
        _function(function, built, f"function {n}", names.get(n, "function")) for n, function in enumerate(answers.functions)
    ]
    return Loaded(answers, built, functions)


def _type(type_: Type) -> Any:
    if type_.kind == "tensor":
        return TensorType(type_.dtype, type_.broadcastable)
    if type_.kind == "scalar":
        return get_scalar_type(type_.dtype)
    return NoneTypeT() if type_.kind == "none" else SliceType()


def _node(node: Node, built: list[list[Any]], where: str) -> list[Any]:
    if node.op in LEAVES:
        return [leaf(node, where)]
    wanted = [_type(type_) for type_ in node.types]
    inputs = [built[source][output] for source, output in node.inputs]
    found: list[Any] = []
    for floatx in ops.FLOATX:
        try:
            with change_flags(floatX=floatx, compute_test_value="off"):
                outputs = ops.apply(node.op, node.params, inputs, where)
        except AnswersError:
            raise
        except Exception as error:
            raise AnswersError(f"{where}: Theano refuses it: {type(error).__name__}: {str(error)[:200]}") from error
        found = [output.type for output in outputs]
        if found == wanted:
            outputs[0].name = node.name
            return outputs
    raise AnswersError(f"{where}: expected outputs of type {found}, got {wanted}")


def leaf(node: Node, where: str) -> Any:
    """The Theano variable of an input, a constant or a shared variable. Raises :class:`AnswersError`."""
    type_ = _type(node.types[0])
    if node.op == "input":
        return type_(node.name)
    if node.op == "constant":
        return _constant(node, type_)
    assert node.value is not None
    shared = theano.shared(array_in(node.value), name=node.name, broadcastable=node.types[0].broadcastable)
    if shared.type != type_:
        raise AnswersError(f"{where}: a shared variable of type {type_} can't be made")
    return shared


def _constant(node: Node, type_: Any) -> Any:
    if node.value is None:
        return NoneConst
    data = array_in(node.value)
    if node.types[0].kind == "scalar":
        return ScalarConstant(type_, data[()], name=node.name)
    return TensorConstant(type_, data, name=node.name)


def _function(function: Function, built: list[list[Any]], where: str, name: str) -> TheanoFunction:
    inputs, updates = [], []
    for given in function.inputs:
        variable = built[given.variable[0]][given.variable[1]]
        update = None if given.update is None else built[given.update[0]][given.update[1]]
        if given.implicit:
            updates += [] if update is None else [(variable, update)]
            continue
        default = None if given.default is None else array_in(given.default)
        if update is not None and update.type != variable.type:
            raise AnswersError(f"{where}: expected an update of type {variable.type}, got {update.type}")
        flags = {"strict": given.strict, "allow_downcast": given.allow_downcast}
        inputs.append(theano.In(variable, name=given.name, value=default, update=update, **flags))
    results = [built[source][output] for source, output in function.outputs]
    changed = [built[given.update[0]][given.update[1]] for given in function.inputs if given.update is not None]
    modes = [scan.WITHOUT_C]
    in_c = not any(type(node.op) in NOT_IN_C for node in graph.io_toposort([], results + changed))
    if theano.config.cxx and in_c and not unfolds_too_far(results + changed):
        modes.insert(0, None)
    outputs: Any = results
    if function.returns == "dict":
        outputs = dict(zip(function.keys, results))
    elif function.returns == "one":
        outputs = results[0]
    elif function.returns == "none":
        outputs = None
    return _compile(inputs, outputs, updates, modes, where, name)


def _compile(inputs: Any, outputs: Any, updates: Any, modes: list[Any], where: str, name: str) -> TheanoFunction:
    """Compile as the student's own call would (the mode None), or without C where that fails.

    Without a ``name`` Theano would call the function by the path of this file in the errors that students read.
    """
    errors = []
    for mode in modes:
        try:
            return theano.function(
                inputs, outputs, updates=updates, mode=mode, on_unused_input="ignore", no_default_updates=True, name=name
            )
        except Exception as error:
            errors.append(f"{type(error).__name__}: {str(error)[:300]}")
    raise CompileError(f"{where}: Theano can't compile it: " + "; ".join(errors))


def _value(value: Value, built: list[list[Any]], functions: list[TheanoFunction]) -> Any:
    if value.kind == "function":
        return functions[value.content]
    if value.kind == "variable":
        source, output = value.content
        return built[source][output]
    if value.kind == "array":
        return array_in(value.content)
    if value.kind == "scalar":
        return value.content
    if value.kind == "placeholder":
        unknown = "" if value.unknown is None else decode(value.unknown, UNKNOWN)
        return Placeholder(decode(value.content, WHAT), unknown, value.content.code)
    items = [_value(item, built, functions) for item in value.content]
    return items if value.kind == "list" else tuple(items)

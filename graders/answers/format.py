"""The format of answers: a small, engine-neutral graph language, its types, its limits and its checker.

Grammar of one message (JSON; ``wire`` reads and writes it)::

    answers   := {"version": 2, "nodes": [node...], "functions": [function...], "names": {name: value}}
    node      := {"op": OP, "params": {param: data}, "inputs": [ref...], "types": [type...], "name": str | null,
                  "value": array | null}
    ref       := [node index, output index]          a node refers to earlier nodes only: no cycles
    type      := ["tensor", dtype, [broadcastable...]] | ["scalar", dtype] | ["slice"] | ["none"]
    function  := {"inputs": [input...], "outputs": [ref...], "returns": "one" | "list" | "dict" | "none",
                  "keys": [str...]}
    input     := {"variable": ref, "name": str | null, "default": array | null, "update": ref | null,
                  "implicit": bool, "strict": bool, "allow_downcast": bool | null}
    array     := {"dtype": dtype, "shape": [int...], "data": base64 of the raw little-endian C-ordered bytes}
    value     := {"function": index} | {"variable": ref} | {"array": array} | {"scalar": null | bool | int | float | str}
               | {"list": [value...]} | {"tuple": [value...]} | {"placeholder": phrase, "unknown": phrase | null}
    phrase    := [code, fact...]                     a sentence of ``phrases`` and the names and numbers in its gaps

Three ops are leaves: ``input`` (a free symbolic variable), ``constant`` and ``shared`` (both with a ``value``). The
others are rows of the engine's table (``theano_ops.NAMES``); the graph inside a loop stands in the same list
(``theano_scan`` says how). A ``default_update`` and the ``givens`` of a function need no words of their own: Theano has
put them into the function's updates and outputs.
"""

import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 2

LEAVES = frozenset({"input", "constant", "shared"})
RETURNS = frozenset({"one", "list", "dict", "none"})
DTYPES: Mapping[str, int] = {
    "bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8,
    "float16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16,
}  # fmt: skip
"""Bytes an element of every dtype that may cross."""

MAX_NODES = 5_000
MAX_DEPTH = 600
"""Longest chain of nodes. Theano's own code is recursive in places; deeper graphs would end the judge."""
MAX_INPUTS = 1_000
MAX_DIMENSIONS = 8
MAX_ARRAY_BYTES = 1 << 20
MAX_TOTAL_BYTES = 4 << 20
MAX_STRING = 500
MAX_NAMES = 100
MAX_VALUE_DEPTH = 8
MAX_VALUES = 1_000
"""Values that all names together may stand for, items of lists included."""

Ref = tuple[int, int]

Place = tuple[str, Any, int]
"""Where answers refer to an expression: ("output" or "update", function, position) or ("name", the name, 0)."""


class AnswersError(Exception):
    """The message is not a legal set of answers. The text says where, what was expected and what came."""


@dataclass(frozen=True)
class Type:
    """Type of a variable: ``kind`` is tensor, scalar, slice or none; the last two have neither dtype nor shape."""

    kind: str
    dtype: str = ""
    broadcastable: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Array:
    """An array as raw little-endian, C-ordered bytes."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


@dataclass(frozen=True)
class Node:
    """One application of an op, or a leaf. ``types`` has one entry an output; ``name`` is that of the first output."""

    op: str
    params: Mapping[str, Any] = field(default_factory=dict)
    inputs: tuple[Ref, ...] = ()
    types: tuple[Type, ...] = ()
    name: str | None = None
    value: Array | None = None


@dataclass(frozen=True)
class FunctionInput:
    """An input of a compiled function; ``implicit`` ones are the shared variables, with their ``update`` if any."""

    variable: Ref
    name: str | None = None
    default: Array | None = None
    update: Ref | None = None
    implicit: bool = False
    strict: bool = False
    allow_downcast: bool | None = None


@dataclass(frozen=True)
class Function:
    """A compiled function before optimisation. ``returns`` says how its outputs are packed for the caller."""

    inputs: tuple[FunctionInput, ...]
    outputs: tuple[Ref, ...]
    returns: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """A sentence of ``phrases`` as data: its ``code``, and the ``facts`` that fill its gaps in order."""

    code: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """What a name stands for: ``kind`` is a key of the grammar's ``value``, ``content`` what belongs to it.

    A placeholder's ``content`` is a phrase; ``unknown`` is another one if the grader can't judge the value.
    """

    kind: str
    content: Any
    unknown: Phrase | None = None


@dataclass(frozen=True)
class Answers:
    """The answers of one grade cell: graph, functions, and the names that stand for them."""

    nodes: tuple[Node, ...] = ()
    functions: tuple[Function, ...] = ()
    names: Mapping[str, Value] = field(default_factory=dict)


def expect(condition: bool, where: str, wanted: str, got: object = "") -> None:
    """Raise :class:`AnswersError` unless ``condition``; what came is quoted and cut."""
    if condition:
        return
    # Plain `str` of hostile data may be endless, or too deep for Python's stack.
    text = got if isinstance(got, str) else reprlib.repr(got)
    raise AnswersError(f"{where}: expected {wanted}" + (f", got {text[:80]!r}" if text else ""))


def check_answers(answers: Answers) -> None:
    """Raise :class:`AnswersError` unless every sentence of the grammar and every limit holds.

    Types are checked for legality here; that they follow from the op is for the engine's table to say.
    """
    expect(len(answers.nodes) <= MAX_NODES, "answers", f"at most {MAX_NODES} nodes", len(answers.nodes))
    expect(len(answers.names) <= MAX_NAMES, "answers", f"at most {MAX_NAMES} names", len(answers.names))
    count = sum(1 for _ in _values(answers.names.values()))
    expect(count <= MAX_VALUES, "answers", f"at most {MAX_VALUES} values", count)
    total = sum(len(array.data) for array in _arrays(answers))
    expect(total <= MAX_TOTAL_BYTES, "answers", f"at most {MAX_TOTAL_BYTES} bytes of arrays", total)
    depths: list[int] = []
    for index, node in enumerate(answers.nodes):
        where = f"node {index} ({node.op})"
        expect(len(node.inputs) <= MAX_INPUTS, where, f"at most {MAX_INPUTS} inputs", len(node.inputs))
        for ref in node.inputs:
            _check_ref(ref, answers.nodes, index, where)
        depths.append(1 + max((depths[source] for source, _ in node.inputs), default=0))
        expect(depths[-1] <= MAX_DEPTH, where, f"a chain of at most {MAX_DEPTH} nodes", depths[-1])
        expect(len(node.types) >= 1, where, "at least one output")
        _check_leaf(node, where)
    for number, function in enumerate(answers.functions):
        _check_function(function, answers.nodes, f"function {number}")
    for name, value in answers.names.items():
        _check_value(value, answers, f"name {name[:40]!r}")


def _arrays(answers: Answers) -> Iterator[Array]:
    yield from (node.value for node in answers.nodes if node.value is not None)
    for function in answers.functions:
        yield from (given.default for given in function.inputs if given.default is not None)
    yield from (value.content for value in _values(answers.names.values()) if value.kind == "array")


def _values(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        yield value
        if value.kind in ("list", "tuple"):
            yield from _values(value.content)


def _check_ref(ref: Ref, nodes: tuple[Node, ...], below: int, where: str) -> None:
    source, output = ref
    expect(0 <= source < below, where, f"a reference to one of the {below} nodes before it", source)
    expect(0 <= output < len(nodes[source].types), where, "a reference to an existing output", output)


def _check_leaf(node: Node, where: str) -> None:
    if node.op not in LEAVES:
        expect(node.value is None, where, "no value, since it is not a leaf")
        return
    expect(not node.inputs and not node.params, where, "a leaf without inputs and parameters")
    expect(len(node.types) == 1, where, "one output", len(node.types))
    kind = node.types[0].kind
    if node.op == "constant" and kind == "none":
        expect(node.value is None, where, "no value for none")
    elif node.op == "input":
        expect(kind in ("tensor", "scalar") and node.value is None, where, "a tensor or scalar without value", kind)
    else:
        expect(kind in ("tensor", "scalar") and node.value is not None, where, "a tensor or scalar with a value", kind)
        _check_fits(node.value, node.types[0], where)


def _check_fits(array: Array | None, type_: Type, where: str) -> None:
    assert array is not None
    expect(array.dtype == type_.dtype, where, f"a value of dtype {type_.dtype}", array.dtype)
    dimensions = len(type_.broadcastable)
    expect(len(array.shape) == dimensions, where, f"a value of {dimensions} dimensions", len(array.shape))
    fits = all(size == 1 for size, one in zip(array.shape, type_.broadcastable) if one)
    expect(fits, where, "length 1 in every broadcastable dimension", array.shape)


def _check_function(function: Function, nodes: tuple[Node, ...], where: str) -> None:
    expect(function.returns in RETURNS, where, f"returns one of {sorted(RETURNS)}", function.returns)
    for count in (len(function.inputs), len(function.outputs)):
        expect(count <= MAX_INPUTS, where, f"at most {MAX_INPUTS} inputs and outputs", count)
    if function.returns == "one":
        expect(len(function.outputs) == 1, where, "one output", len(function.outputs))
    if function.returns == "none":
        expect(not function.outputs, where, "no outputs", len(function.outputs))
    wanted = len(function.outputs) if function.returns == "dict" else 0
    expect(len(set(function.keys)) == len(function.keys) == wanted, where, f"{wanted} different keys", function.keys)
    seen: set[Ref] = set()
    for given in function.inputs:
        _check_ref(given.variable, nodes, len(nodes), where)
        op = nodes[given.variable[0]].op
        wanted_op = "shared" if given.implicit else "input"
        expect(op == wanted_op, where, f"a leaf of kind {wanted_op} as input", op)
        expect(given.variable not in seen, where, "different variables as inputs", given.variable)
        seen.add(given.variable)
        if given.update is not None:
            _check_ref(given.update, nodes, len(nodes), where)
        if given.default is not None:
            expect(not given.implicit, where, "a default only for explicit inputs")
            _check_fits(given.default, nodes[given.variable[0]].types[0], where)
    for ref in function.outputs:
        _check_ref(ref, nodes, len(nodes), where)


def _check_value(value: Value, answers: Answers, where: str) -> None:
    if value.kind == "function":
        expect(0 <= value.content < len(answers.functions), where, "an existing function", value.content)
    elif value.kind == "variable":
        _check_ref(value.content, answers.nodes, len(answers.nodes), where)
    elif value.kind in ("list", "tuple"):
        for item in value.content:
            _check_value(item, answers, where)

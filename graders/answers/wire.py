"""Answers to JSON and back. Reading trusts nothing: known keys only, every size checked before it is allocated.

The objects of a message have the fields of their records in ``format`` as keys.
"""

import base64
import binascii
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from . import format as limits
from .format import VERSION, Answers, Array, Function, FunctionInput, Node, Phrase, Ref, Type, Value, check_answers, expect
from .phrases import MAX_FACTS, UNKNOWN, WHAT, objection

Read = Callable[[Any, str], Any]
"""Makes something of data that came from the place (in a message) that is called so."""


def to_json(answers: Answers) -> dict[str, Any]:
    """The message as plain dictionaries and lists, ready for ``json.dumps``."""
    names = {name: _out(value) for name, value in answers.names.items()}
    return {"version": VERSION, "nodes": _out(answers.nodes), "functions": _out(answers.functions), "names": names}


def _out(data: Any) -> Any:
    match data:
        case None | bool() | int() | float() | str():
            return data
        case tuple():
            return [_out(item) for item in data]
        case Type("tensor", dtype, broadcastable):
            return ["tensor", dtype, list(broadcastable)]
        case Type(kind, dtype):
            return [kind, dtype] if kind == "scalar" else [kind]
        case Node() | Function() | FunctionInput() | Array():
            return {field.name: _out(getattr(data, field.name)) for field in fields(data)}
        case Mapping():
            return dict(data)
        case bytes():
            return base64.b64encode(data).decode("ascii")
        case Phrase(code, facts):
            return [code, *facts]
        case Value("placeholder", what, unknown):
            return {"placeholder": _out(what), "unknown": _out(unknown)}
        case Value(kind, content):
            return {kind: _out(content)}
    raise TypeError(f"expected a part of answers, got {type(data).__name__}")


def from_json(message: Any) -> Answers:
    """Read what ``json.loads`` made of a message; raise :class:`AnswersError` unless all of it is legal."""
    keys = _fields(message, "answers", "version", "nodes", "functions", "names")
    expect(_int(keys["version"], "version") == VERSION, "version", str(VERSION), keys["version"])
    nodes = _items(keys["nodes"], "nodes", limits.MAX_NODES, _node_in)
    functions = _items(keys["functions"], "functions", limits.MAX_NAMES, _function_in)
    names = keys["names"]
    expect(isinstance(names, dict) and len(names) <= limits.MAX_NAMES, "names", f"at most {limits.MAX_NAMES} names")
    values = {_string(name, "names"): _value_in(value, f"name {name[:40]!r}", 0) for name, value in names.items()}
    answers = Answers(tuple(nodes), tuple(functions), values)
    check_answers(answers)
    return answers


def _fields(data: Any, where: str, *keys: str) -> dict[str, Any]:
    expect(isinstance(data, dict), where, "an object", type(data).__name__)
    expect(set(data) == set(keys), where, f"exactly the keys {sorted(keys)}", sorted(map(str, data)))
    return dict(data)


def _items(data: Any, where: str, most: int, read: Callable[[Any, str], Any]) -> list[Any]:
    expect(isinstance(data, list), where, "a list", type(data).__name__)
    expect(len(data) <= most, where, f"at most {most} items", len(data))
    return [read(item, f"{where}[{index}]") for index, item in enumerate(data)]


def _string(data: Any, where: str) -> str:
    expect(isinstance(data, str), where, "a string", type(data).__name__)
    expect(len(data) <= limits.MAX_STRING, where, f"at most {limits.MAX_STRING} characters", len(data))
    return str(data)


def _int(data: Any, where: str) -> int:
    expect(isinstance(data, int) and not isinstance(data, bool), where, "an integer", type(data).__name__)
    expect(abs(data) < 1 << 63, where, "a 64-bit integer")
    return int(data)


def _bool(data: Any, where: str) -> bool:
    expect(isinstance(data, bool), where, "true or false", type(data).__name__)
    return bool(data)


def _dtype(data: Any, where: str) -> str:
    name = _string(data, where)
    expect(name in limits.DTYPES, where, f"a dtype of {sorted(limits.DTYPES)}", name)
    return name


def _ref_in(data: Any, where: str) -> Ref:
    numbers = _items(data, where, 2, _int)
    expect(len(numbers) == 2, where, "a pair of numbers", len(numbers))
    return numbers[0], numbers[1]


def _type_in(data: Any, where: str) -> Type:
    expect(isinstance(data, list) and 1 <= len(data) <= 3, where, "a type", data)
    kind = _string(data[0], where)
    lengths = {"tensor": 3, "scalar": 2, "slice": 1, "none": 1}
    expect(lengths.get(kind) == len(data), where, "tensor, scalar, slice or none", kind)
    if kind == "tensor":
        pattern = _items(data[2], where, limits.MAX_DIMENSIONS, _bool)
        return Type(kind, _dtype(data[1], where), tuple(pattern))
    return Type(kind, _dtype(data[1], where)) if kind == "scalar" else Type(kind)


def _array_in(data: Any, where: str) -> Array:
    keys = _fields(data, where, "dtype", "shape", "data")
    dtype, shape = _dtype(keys["dtype"], where), tuple(_items(keys["shape"], where, limits.MAX_DIMENSIONS, _int))
    expect(all(size >= 0 for size in shape), where, "lengths of 0 or more", shape)
    # NumPy refuses (0, 2**62) although it has no elements.
    expect(math.prod(max(size, 1) for size in shape) < 1 << 59, where, "lengths that NumPy can handle", shape)
    size = math.prod(shape) * limits.DTYPES[dtype]
    expect(size <= limits.MAX_ARRAY_BYTES, where, f"at most {limits.MAX_ARRAY_BYTES} bytes", size)
    text = keys["data"]
    expect(isinstance(text, str) and len(text) == 4 * ((size + 2) // 3), where, f"base64 of {size} bytes")
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raw = None
    expect(raw is not None and len(raw) == size, where, f"base64 of {size} bytes")
    assert raw is not None
    # C code may compute with the byte itself: a true of 255 would count 255 times in a sum.
    expect(dtype != "bool" or max(raw, default=0) <= 1, where, "booleans of 0 and 1")
    return Array(dtype, shape, raw)


def _params(data: Any, where: str) -> dict[str, Any]:
    """Each is validated by the kind that the op's row gives it."""
    expect(isinstance(data, dict), where, "parameters as an object", type(data).__name__)
    return dict(data)


def _optional(read: Read) -> Read:
    return lambda data, where: None if data is None else read(data, where)


def _tuple(read: Read) -> Read:
    return lambda data, where: tuple(_items(data, where, limits.MAX_INPUTS, read))


def _record(kind: Any, *reads: Read) -> Read:
    """Reads an object whose keys are the fields of ``kind``, each as ``reads`` say in order."""
    names = [field.name for field in fields(kind)]

    def read(data: Any, where: str) -> Any:
        keys = _fields(data, where, *names)
        return kind(*(each(keys[name], where) for name, each in zip(names, reads, strict=True)))

    return read


_node_in = _record(Node, _string, _params, _tuple(_ref_in), _tuple(_type_in), _optional(_string), _optional(_array_in))
_input_in = _record(
    FunctionInput, _ref_in, _optional(_string), _optional(_array_in), _optional(_ref_in), _bool, _bool, _optional(_bool)
)
_function_in = _record(Function, _tuple(_input_in), _tuple(_ref_in), _string, _tuple(_string))


def _phrase_in(data: Any, where: str, sentences: Mapping[str, str]) -> Phrase:
    words = _items(data, where, MAX_FACTS + 1, _string)
    expect(bool(words), where, "a phrase with a code")
    phrase = Phrase(words[0], tuple(words[1:]))
    wanted = objection(phrase, sentences)
    expect(not wanted, where, wanted, words)
    return phrase


def _value_in(data: Any, where: str, depth: int) -> Value:
    expect(depth <= limits.MAX_VALUE_DEPTH, where, f"at most {limits.MAX_VALUE_DEPTH} levels of lists")
    expect(isinstance(data, dict) and bool(data), where, "a value", type(data).__name__)
    if "placeholder" in data:
        keys = _fields(data, where, "placeholder", "unknown")
        unknown = None if keys["unknown"] is None else _phrase_in(keys["unknown"], where, UNKNOWN)
        return Value("placeholder", _phrase_in(keys["placeholder"], where, WHAT), unknown)
    expect(len(data) == 1, where, "a value with one key", sorted(map(str, data)))
    ((kind, content),) = data.items()
    if kind == "function":
        return Value(kind, _int(content, where))
    if kind == "variable":
        return Value(kind, _ref_in(content, where))
    if kind == "array":
        expect(content is not None, where, "an array")
        return Value(kind, _array_in(content, where))
    if kind == "scalar":
        return Value(kind, _scalar_in(content, where))
    expect(kind in ("list", "tuple"), where, "a kind of value", kind)
    return Value(kind, tuple(_items(content, where, limits.MAX_NAMES, lambda item, at: _value_in(item, at, depth + 1))))


def _scalar_in(content: Any, where: str) -> Any:
    if isinstance(content, str):
        return _string(content, where)
    return content if content is None or isinstance(content, (bool, float)) else _int(content, where)

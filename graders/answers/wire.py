"""Answers to JSON and back. Reading trusts nothing: known keys only, every size checked before it is allocated."""

import base64
import binascii
import math
from collections.abc import Callable, Mapping
from typing import Any

from .format import (
    DTYPES,
    MAX_ARRAY_BYTES,
    MAX_DIMENSIONS,
    MAX_INPUTS,
    MAX_NAMES,
    MAX_NODES,
    MAX_STRING,
    MAX_VALUE_DEPTH,
    VERSION,
    Answers,
    Array,
    Function,
    FunctionInput,
    Node,
    Phrase,
    Ref,
    Type,
    Value,
    check_answers,
    expect,
)
from .phrases import MAX_FACTS, UNKNOWN, WHAT, objection


def to_json(answers: Answers) -> dict[str, Any]:
    """The message as plain dictionaries and lists, ready for ``json.dumps``."""
    return {
        "version": VERSION,
        "nodes": [_node_out(node) for node in answers.nodes],
        "functions": [_function_out(function) for function in answers.functions],
        "names": {name: _value_out(value) for name, value in answers.names.items()},
    }


def from_json(message: Any) -> Answers:
    """Read what ``json.loads`` made of a message; raise :class:`AnswersError` unless all of it is legal."""
    keys = _fields(message, "answers", "version", "nodes", "functions", "names")
    expect(_int(keys["version"], "version") == VERSION, "version", str(VERSION), keys["version"])
    nodes = _items(keys["nodes"], "nodes", MAX_NODES, _node_in)
    functions = _items(keys["functions"], "functions", MAX_NAMES, _function_in)
    names = keys["names"]
    expect(isinstance(names, dict) and len(names) <= MAX_NAMES, "names", f"at most {MAX_NAMES} names")
    answers = Answers(
        tuple(nodes),
        tuple(functions),
        {_string(name, "names"): _value_in(value, f"name {name[:40]!r}", 0) for name, value in names.items()},
    )
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
    expect(len(data) <= MAX_STRING, where, f"at most {MAX_STRING} characters", len(data))
    return str(data)


def _optional_string(data: Any, where: str) -> str | None:
    return None if data is None else _string(data, where)


def _int(data: Any, where: str) -> int:
    expect(isinstance(data, int) and not isinstance(data, bool), where, "an integer", type(data).__name__)
    expect(abs(data) < 1 << 63, where, "a 64-bit integer")
    return int(data)


def _bool(data: Any, where: str) -> bool:
    expect(isinstance(data, bool), where, "true or false", type(data).__name__)
    return bool(data)


def _dtype(data: Any, where: str) -> str:
    name = _string(data, where)
    expect(name in DTYPES, where, f"a dtype of {sorted(DTYPES)}", name)
    return name


def _ref_in(data: Any, where: str) -> Ref:
    numbers = _items(data, where, 2, _int)
    expect(len(numbers) == 2, where, "a pair of numbers", len(numbers))
    return numbers[0], numbers[1]


def _type_out(type_: Type) -> list[Any]:
    if type_.kind == "tensor":
        return ["tensor", type_.dtype, list(type_.broadcastable)]
    return ["scalar", type_.dtype] if type_.kind == "scalar" else [type_.kind]


def _type_in(data: Any, where: str) -> Type:
    expect(isinstance(data, list) and 1 <= len(data) <= 3, where, "a type", data)
    kind = _string(data[0], where)
    lengths = {"tensor": 3, "scalar": 2, "slice": 1, "none": 1}
    expect(lengths.get(kind) == len(data), where, "tensor, scalar, slice or none", kind)
    if kind == "tensor":
        pattern = _items(data[2], where, MAX_DIMENSIONS, _bool)
        return Type(kind, _dtype(data[1], where), tuple(pattern))
    return Type(kind, _dtype(data[1], where)) if kind == "scalar" else Type(kind)


def _array_out(array: Array | None) -> dict[str, Any] | None:
    if array is None:
        return None
    return {"dtype": array.dtype, "shape": list(array.shape), "data": base64.b64encode(array.data).decode("ascii")}


def _array_in(data: Any, where: str) -> Array | None:
    if data is None:
        return None
    keys = _fields(data, where, "dtype", "shape", "data")
    dtype, shape = _dtype(keys["dtype"], where), tuple(_items(keys["shape"], where, MAX_DIMENSIONS, _int))
    expect(all(size >= 0 for size in shape), where, "lengths of 0 or more", shape)
    # NumPy refuses (0, 2**62) although it has no elements.
    expect(math.prod(max(size, 1) for size in shape) < 1 << 59, where, "lengths that NumPy can handle", shape)
    size = math.prod(shape) * DTYPES[dtype]
    expect(size <= MAX_ARRAY_BYTES, where, f"at most {MAX_ARRAY_BYTES} bytes", size)
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


def _node_out(node: Node) -> dict[str, Any]:
    return {
        "op": node.op, "params": dict(node.params), "inputs": [list(ref) for ref in node.inputs],
        "types": [_type_out(type_) for type_ in node.types], "name": node.name, "value": _array_out(node.value),
    }  # fmt: skip


def _node_in(data: Any, where: str) -> Node:
    keys = _fields(data, where, "op", "params", "inputs", "types", "name", "value")
    expect(isinstance(keys["params"], dict), where, "parameters as an object", type(keys["params"]).__name__)
    return Node(
        _string(keys["op"], where),
        dict(keys["params"]),  # each is validated by the kind that the op's row gives it
        tuple(_items(keys["inputs"], where, MAX_INPUTS, _ref_in)),
        tuple(_items(keys["types"], where, MAX_INPUTS, _type_in)),
        _optional_string(keys["name"], where),
        _array_in(keys["value"], where),
    )


def _function_out(function: Function) -> dict[str, Any]:
    return {
        "inputs": [_input_out(given) for given in function.inputs],
        "outputs": [list(ref) for ref in function.outputs],
        "returns": function.returns,
        "keys": list(function.keys),
    }


def _function_in(data: Any, where: str) -> Function:
    keys = _fields(data, where, "inputs", "outputs", "returns", "keys")
    return Function(
        tuple(_items(keys["inputs"], where, MAX_INPUTS, _input_in)),
        tuple(_items(keys["outputs"], where, MAX_INPUTS, _ref_in)),
        _string(keys["returns"], where),
        tuple(_items(keys["keys"], where, MAX_INPUTS, _string)),
    )


def _input_out(given: FunctionInput) -> dict[str, Any]:
    return {
        "variable": list(given.variable), "name": given.name, "default": _array_out(given.default),
        "update": None if given.update is None else list(given.update), "implicit": given.implicit,
        "strict": given.strict, "allow_downcast": given.allow_downcast,
    }  # fmt: skip


def _input_in(data: Any, where: str) -> FunctionInput:
    keys = _fields(data, where, "variable", "name", "default", "update", "implicit", "strict", "allow_downcast")
    return FunctionInput(
        _ref_in(keys["variable"], where),
        _optional_string(keys["name"], where),
        _array_in(keys["default"], where),
        None if keys["update"] is None else _ref_in(keys["update"], where),
        _bool(keys["implicit"], where),
        _bool(keys["strict"], where),
        None if keys["allow_downcast"] is None else _bool(keys["allow_downcast"], where),
    )


def _phrase_out(phrase: Phrase) -> list[str]:
    return [phrase.code, *phrase.facts]


def _phrase_in(data: Any, where: str, sentences: Mapping[str, str]) -> Phrase:
    words = _items(data, where, MAX_FACTS + 1, _string)
    expect(bool(words), where, "a phrase with a code")
    phrase = Phrase(words[0], tuple(words[1:]))
    wanted = objection(phrase, sentences)
    expect(not wanted, where, wanted, words)
    return phrase


def _value_out(value: Value) -> dict[str, Any]:
    if value.kind in ("list", "tuple"):
        return {value.kind: [_value_out(item) for item in value.content]}
    if value.kind == "array":
        return {"array": _array_out(value.content)}
    if value.kind == "placeholder":
        unknown = None if value.unknown is None else _phrase_out(value.unknown)
        return {"placeholder": _phrase_out(value.content), "unknown": unknown}
    return {value.kind: list(value.content) if value.kind == "variable" else value.content}


def _value_in(data: Any, where: str, depth: int) -> Value:
    expect(depth <= MAX_VALUE_DEPTH, where, f"at most {MAX_VALUE_DEPTH} levels of lists")
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
    return Value(kind, tuple(_items(content, where, MAX_NAMES, lambda item, at: _value_in(item, at, depth + 1))))


def _scalar_in(content: Any, where: str) -> Any:
    if content is None or isinstance(content, bool):
        return content
    if isinstance(content, str):
        return _string(content, where)
    if isinstance(content, float):
        return content
    return _int(content, where)

"""Calls in a student's source: of Theano's functions, NumPy's and methods of variables, each as the formula it makes."""

import builtins
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from graders.grading.source.values import (
    AXIS,
    UNNAMED,
    Span,
    Value,
    array,
    cast,
    listed,
    made,
    method,
    named,
    opaque,
    operation,
)

VARIABLE = re.compile(r"([bwilfdczu]?(?:scalar|vector|matrix|matrice|row|col|tensor[345]))(s?)|(?:float|int|complex)\d+")
"""What makes a symbolic variable, or several."""
SAME_VALUE = (
    "constant",
    "as_tensor_variable",
    "as_tensor",
    "asarray",
    "array",
    "float",
    "float32",
    "float64",
    "int64",
    "int32",
)
"""Functions that give back the number, the list or the expression that they are given."""
GATHERED = ("list", "tuple", "dict", "OrderedDict")
BUILTINS = ("abs", "pow", *GATHERED, *SAME_VALUE)
"""Functions of Python's own that do for symbols what Theano's do, or nothing."""
BLURRED = ("clone", "scan", "map", "reduce", "foldl", "foldr", "grad", "jacobian", "hessian", "Rop", "Lop", "eval",
           "get_value", "set_value", "copy", "owner", "reference", "vectorize")  # fmt: skip
"""Functions after which anything may be in an expression, or nothing symbolic is left."""


@dataclass(frozen=True)
class Call:
    """A call: the dotted ``path`` of a function of a module, or the name of a method of ``base``; its arguments."""

    path: str
    base: Value | None
    arguments: tuple[Value, ...]
    named: Mapping[str, Value]
    span: Span

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]

    def get(self, place: int, name: str) -> Value | None:
        """An argument that may be given by place or by name."""
        return self.arguments[place] if place < len(self.arguments) else self.named.get(name)


def made_by(call: Call, fresh: Callable[[], int]) -> Value:
    """What a call stands for; ``fresh`` numbers the variables that are made."""
    if call.base is None:
        if not _is_known(call.path):
            return opaque(call.span)
        variable = _variables(call, fresh)
        if variable is not None:
            return variable
        if call.name == "function":
            return _compiled(call)
        if call.name in GATHERED and not call.arguments and not call.named:
            return listed((), call.span)
        if call.name in GATHERED and len(call.arguments) == 1 and call.arguments[0].kind == "list" and not call.named:
            return call.arguments[0]
        if call.name in SAME_VALUE and call.arguments:
            return _same(call.arguments[0], call.span)
    elif call.base.kind not in ("expression", "leaf", "number"):
        return opaque(call.span)
    return opaque(call.span) if call.name in BLURRED else _operation(call)


def _is_known(path: str) -> bool:
    """Whether it is known of a function what Theano makes of its name."""
    first, _, rest = path.partition(".")
    if first == "theano":
        return rest.split(".")[0] in ("tensor", "scalar", "ifelse", "function", "shared") or rest == "compile.function"
    if not rest:
        return first in BUILTINS or not hasattr(builtins, first)
    return first in ("numpy", "T", "tt", "tensor", "collections")


def _same(value: Value, span: Span) -> Value:
    """The number, the list of numbers or the expression itself."""
    if value.kind == "list":
        return replace(array(value), span=span) if value.number is not None else opaque(span)
    return replace(value, span=span) if value.kind in ("number", "leaf") else value


def _variables(call: Call, fresh: Callable[[], int]) -> Value | None:
    """The variables that a call makes; None if it makes none."""
    found = VARIABLE.fullmatch(call.name)
    if call.name == "shared":
        return _leaf(call.get(1, "name"), call.span, fresh)
    if found is None or (found[1] is None and not call.path.startswith("theano.scalar.")):
        return None
    if not found[2]:
        return _leaf(call.get(0, "name"), call.span, fresh)
    leaves = tuple(_leaf(each, call.span, fresh) for each in call.arguments)
    return Value("", call.span, "list", leaves, items=leaves)


def _leaf(name: Value | None, span: Span, fresh: Callable[[], int]) -> Value:
    """A variable with its Theano name, or one that no formula names."""
    variable = Value(UNNAMED, span, "leaf", origin=fresh())
    return variable if name is None else named(variable, name)


def _compiled(call: Call) -> Value:
    """A call of theano.function: its outputs and its updates. With ``givens`` other variables are in them than written."""
    outputs, updates = call.get(1, "outputs"), call.named.get("updates")
    items = (outputs or opaque(call.span), updates or Value("", call.span, "list"))
    replaced = "givens" in call.named or len(call.arguments) > 2
    return Value("", call.span, "compiled", items=items, is_opaque=replaced)


def _operation(call: Call) -> Value:
    name, span = call.name, call.span
    operands = call.arguments if call.base is None else (call.base, *call.arguments)
    if not operands:
        return opaque(span)
    first, rest = operands[0], operands[1:]
    if name in ("cast", "astype"):
        dtype = call.get(1 if call.base is None else 0, "dtype")
        return cast(first, dtype.text.strip("'") if dtype is not None else "?", span)
    if name in ("stack", "concatenate") and not call.named:
        return _joined(name, operands, span)
    more = [f"{key}={value.text}" for key, value in call.named.items()]
    if name in AXIS and rest:
        more, operands = [f"axis={rest[0].text}", *more], (first,)
    if name == "dot" and call.path.startswith("numpy."):
        name = "mul"  # NumPy takes each symbol for an object, and multiplies them one by one
    shown = None if more else method(first, name, rest, span)
    return shown or operation(name, operands, span, more)


def _joined(name: str, operands: Sequence[Value], span: Span) -> Value:
    parts = operands[0].items if operands[0].kind == "list" and len(operands) == 1 else operands
    parts = [array(part) for part in parts]
    if not parts or any(part.kind == "list" for part in parts):
        return opaque(span)
    inside = ", ".join(part.text for part in parts)
    return made(f"stack({inside})" if name == "stack" else f"join(0, {inside})", parts, span)

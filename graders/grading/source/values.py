"""What a student's expression would be as a formula: written as :mod:`graders.answers.formulas` writes a graph."""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graders.answers.formulas import ANY_ORDER, CALLED, INFIX, MAX_TEXT, PREFIX, WRITTEN

Span = tuple[int, int, int, int, int]
"""Index of the cell in the notebook, line from 1, column from 0, end line, end column."""

TOO_LONG = "..."
"""The text of what is longer than a formula may be: those are cut."""
UNNAMED = "?"
"""The text of a variable that no formula calls by a name of the student's."""
MAX_NUMBER, MAX_POWER = 1e80, 200
AXIS = ("sum", "prod", "max", "min", "mean", "argmax", "argmin")
"""Functions whose second argument is an axis."""
SAME = {
    "abs_": "abs", "absolute": "abs", "and_": "and", "or_": "or", "square": "sqr", "where": "switch", "multiply": "mul",
    "subtract": "sub", "divide": "true_div", "power": "pow", "sign": "sgn",
}  # fmt: skip
"""Functions of Theano's and NumPy's to what their operation is called."""

SIGNS: Mapping[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "true_div", ast.FloorDiv: "int_div", ast.Mod: "mod",
    ast.Pow: "pow", ast.BitAnd: "and", ast.BitOr: "or", ast.BitXor: "xor", ast.Lt: "lt", ast.Gt: "gt", ast.LtE: "le",
    ast.GtE: "ge", ast.USub: "neg", ast.Invert: "invert", ast.MatMult: "dot",
}  # fmt: skip
"""Python's signs to what their operation is called. ``==`` is none of them: it compares symbols as objects."""

OF_NUMBERS: Mapping[str, Callable[..., Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "true_div": operator.truediv,
    "int_div": operator.floordiv, "mod": operator.mod, "pow": operator.pow, "neg": operator.neg,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Value:
    """What an expression stands for, and where it is written.

    ``kind``: "expression", "leaf" (a variable; ``origin`` tells which), "number", "list" (``items``, for a dict pairs),
    "compiled" (``items`` are outputs and updates), "atom" (what is in no formula) or "opaque": anything may be in it, and
    so in what is made of it (``is_opaque``). ``kids`` are the expressions of which it is made. ``used``: where it is used,
    if that is elsewhere, by its name or as what a function of the student's gives back.
    """

    text: str
    span: Span
    kind: str = "expression"
    kids: tuple["Value", ...] = ()
    level: int = CALLED
    items: tuple["Value", ...] = ()
    number: int | float | None = None
    origin: int = 0
    is_opaque: bool = False
    used: Span | None = None

    def within(self, level: int) -> str:
        """The text, in brackets where its precedence is below ``level``."""
        return f"({self.text})" if self.level < level and self.text != TOO_LONG else self.text


def opaque(span: Span) -> Value:
    """What can't be told without running it."""
    return Value("?", span, "opaque", is_opaque=True)


def named(variable: Value, name: Value) -> Value:
    """A variable that is given a Theano name; one that has another could be called by either."""
    text = name.text[1:-1] if name.kind == "atom" else ""
    return replace(variable, text=text if text.isidentifier() and variable.text in (UNNAMED, text) else UNNAMED)


def number(value: int | float, span: Span) -> Value:
    """A number, as formulas show it: integral floats as integers."""
    text = re.sub(r"\.0(?=$|e)|(?<=e)\+", "", repr(value))
    return Value(text, span, "number", number=value)


def made(text: str, kids: Sequence[Value], span: Span, level: int = CALLED) -> Value:
    """An expression that is made of others."""
    if len(text) > MAX_TEXT or any(kid.text == TOO_LONG for kid in kids):
        text = TOO_LONG
    return Value(text, span, "expression", tuple(kids), level, is_opaque=any(kid.is_opaque for kid in kids))


def operation(name: str, operands: Sequence[Value], span: Span, more: Sequence[str] = ()) -> Value:
    """An operation with its operands; ``more`` are arguments that are none, such as ``axis=0``."""
    name, operands = SAME.get(name, name), [array(each) for each in operands]
    if any(each.kind in ("list", "compiled") for each in operands):
        return opaque(span)
    if name in OF_NUMBERS and all(each.number is not None for each in operands):
        return _of_numbers(name, [each.number for each in operands], span)
    if name in INFIX and len(operands) > 1 and not more:
        level, sign = INFIX[name]
        between = sign if sign == "**" else f" {sign} "
        parts = [
            each.within(level + ((place > 0) != (sign == "**") and name not in ANY_ORDER))
            for place, each in enumerate(operands)
        ]
        return made(between.join(parts), operands, span, level)
    if name in PREFIX and len(operands) == 1 and not more:
        level, sign = PREFIX[name]
        return made(f"{sign}{operands[0].within(level)}", operands, span, level)
    arguments = [*(each.text for each in operands), *more]
    return made(f"{WRITTEN.get(name, name)}({', '.join(arguments)})", operands, span)


def _of_numbers(name: str, values: Sequence[Any], span: Span) -> Value:
    """What Python computes before Theano sees it; opaque where that is large."""
    if any(abs(value) > MAX_NUMBER for value in values) or (name == "pow" and abs(values[-1]) > MAX_POWER):
        return opaque(span)
    try:
        value = OF_NUMBERS[name](*values)
    except (ArithmeticError, TypeError, ValueError):
        return opaque(span)
    if isinstance(value, int):
        return number(value, span) if value.bit_length() < MAX_POWER else opaque(span)
    return number(value, span) if isinstance(value, float) else opaque(span)


def method(base: Value, name: str, arguments: Sequence[Value], span: Span) -> Value | None:
    """What formulas show as a method or an attribute; None for what they show as a function."""
    if name in ("T", "transpose") and not arguments:
        return made(f"{base.within(CALLED)}.T", [base], span)
    if name == "flatten" and not arguments:
        return made(f"{base.within(CALLED)}.flatten()", [base], span)
    if name == "dimshuffle":
        order = arguments[0].items if len(arguments) == 1 and arguments[0].kind == "list" else arguments
        return made(f"{base.within(CALLED)}.dimshuffle({', '.join(each.text for each in order)})", [base], span)
    return None


def listed(items: Sequence[Value], span: Span) -> Value:
    """A list or a tuple; ``number`` is 0 where it holds nothing but numbers."""
    numbers = bool(items) and all(each.number is not None for each in items)
    text = f"[{', '.join(each.text for each in items)}]" if numbers else ""
    is_opaque = any(each.is_opaque for each in items)
    text = text if len(text) <= MAX_TEXT else TOO_LONG
    return Value(text, span, "list", tuple(items), items=tuple(items), number=0 if numbers else None, is_opaque=is_opaque)


def array(value: Value) -> Value:
    """A list of numbers as the array that Theano makes of it; anything else as it is."""
    return Value(value.text, value.span) if value.kind == "list" and value.number is not None else value


def cast(value: Value, dtype: str, span: Span) -> Value:
    """Another type for an expression; a number keeps its text."""
    if value.number is not None:
        return value
    return operation("cast", [value], span, [f"dtype={dtype}"])

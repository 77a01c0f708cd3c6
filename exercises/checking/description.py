"""A value, a type, a result in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.checking.texts import MAX_TEXT, rounded, value_text
from exercises.words import Sentence, Words, later, say, with_and


def description_of(check: Any) -> str:
    """What a check checks, for the student: the first paragraph of its docstring, on one line."""
    text = " ".join((check.__doc__ or "").split("\n\n")[0].split())
    return Words(Sentence(text)) if text else ""


@dataclass(frozen=True)
class Placeholder:
    """Stands where a value could not leave the sandbox. Never callable, never compared.

    ``what`` says what the value was ("a Python function"). ``unknown`` holds the sentence that says why the grader
    can't judge it; it is empty when the value is simply no answer. ``kind`` is its code in :data:`WHAT`.
    """

    what: str
    unknown: str = ""
    kind: str = "other"


THEANO_KINDS = (
    later("a compiled Theano function"), later("a Theano shared variable"), later("a Theano constant"),
    later("a symbolic Theano expression"), later("a NumPy array"),
)  # fmt: skip
"""In the order in which :func:`kind_of` asks."""
PYTHON_KINDS: Mapping[str, str] = {
    "NoneType": later("None"), "lambda": later("a Python lambda"), "function": later("a Python function"),
    "method": later("a Python method"), "builtin_function_or_method": later("a built-in Python function"),
    "ufunc": later("a NumPy function"), "type": later("a Python class"), "generator": later("a Python generator"),
    "module": later("a Python module"), "str": later("a string"), "bytes": later("a byte string"), "list": later("a list"),
    "tuple": later("a tuple"), "dict": later("a dictionary"), "set": later("a set"),
}  # fmt: skip
"""By the name of the type."""
SYMBOLIC = THEANO_KINDS[3]
CALLABLE = ("a Python lambda", "a Python function", "a Python method", "a built-in Python function", "a NumPy function")
WHAT: Mapping[str, str] = {
    "object": later("an object of type {name}"),
    "number": later("the number {number}"),
    **{words: words for words in (*THEANO_KINDS, *PYTHON_KINDS.values())},
    "other": later("an object of an unusual type"),
}
"""Code to the words for what a value is; most codes are the words themselves."""


def kind_of(value: Any) -> tuple[str, dict[str, str]]:
    """What a value is: a code of ``WHAT``, and what fills the gap of its words, if they have one."""
    import theano
    from theano.compile.function_module import Function
    from theano.compile.sharedvalue import SharedVariable

    # The type itself is asked: an object may lie about its __class__.
    kinds = (Function, SharedVariable, theano.Constant, theano.Variable, np.ndarray)
    for kind, code in zip(kinds, THEANO_KINDS):
        if issubclass(type(value), kind):
            return code, {}
    if issubclass(type(value), (bool, int, float, complex, np.number)):
        return "number", {"number": value_text(value)}
    name = type(value).__name__
    if name == "function" and getattr(value, "__name__", "") == "<lambda>":
        name = "lambda"
    return (PYTHON_KINDS[name], {}) if name in PYTHON_KINDS else ("object", {"name": name[:MAX_TEXT]})


def describe(value: Any) -> str:
    """What a value is, in a student's words, with its article: "a Python function", "the number 7"."""
    if issubclass(type(value), Placeholder):
        return value.what
    code, facts = kind_of(value)
    return say(WHAT[code], **facts)


SHAPES = {
    0: (later("a {dtype} scalar"), later("an {dtype} scalar")),
    1: (later("a {dtype} vector"), later("an {dtype} vector")),
    2: (later("a {dtype} matrix"), later("an {dtype} matrix")),
}
"""By the number of dimensions the words for a type, and those for one whose name begins with a vowel."""
LINES = {
    (True, False): (later("a {dtype} row, a matrix of one row"), later("an {dtype} row, a matrix of one row")),
    (False, True): (later("a {dtype} column, a matrix of one column"), later("an {dtype} column, a matrix of one column")),
}
"""Likewise, of what has one row or one column only, by which lengths must be 1."""
TENSOR = later("a {dtype} {number}-d tensor"), later("an {dtype} {number}-d tensor")
"""Likewise, of more dimensions."""


def describe_type(variable: Any) -> str:
    """The type of a variable in words: "a float32 matrix"; "a slice or None" for what is no tensor."""
    if not hasattr(variable, "ndim"):
        return say("a slice or None")
    template = SHAPES.get(variable.ndim, TENSOR)[variable.dtype.startswith("int")]
    named = say(template, dtype=variable.dtype, number=variable.ndim)
    # Theano's rows, columns and (True,) vectors take a length of 1 only.
    if tuple(getattr(variable, "broadcastable", ())) in LINES:
        return say(LINES[tuple(variable.broadcastable)][variable.dtype.startswith("int")], dtype=variable.dtype)
    fixed = [str(axis + 1) for axis, one in enumerate(getattr(variable, "broadcastable", ())) if one]
    if not fixed:
        return named
    return say("{type} that must have length 1 in dimension {numbers}", type=named, numbers=with_and(fixed))


def describe_result(result: Any, allowed: float = 0.0) -> str:
    """What a call returned, when it is not what a check expects: "one array of shape (2,)"."""
    result = rounded(result, allowed)
    if isinstance(result, np.ndarray):
        if result.ndim == 0:
            return say("one number, {number}", number=value_text(result))
        return say("one array of shape {shape}", shape=result.shape)
    if isinstance(result, list):
        return say("a list of {length}: {values}", length=len(result), values=value_text(result))
    return describe(result)

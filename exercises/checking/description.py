"""A value, a type, a result in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.checking.texts import MAX_TEXT, rounded, value_text


def description_of(check: Any) -> str:
    """What a check checks, for the student: the first paragraph of its docstring, on one line."""
    return " ".join((check.__doc__ or "").split("\n\n")[0].split())


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
    "a compiled Theano function", "a Theano shared variable", "a Theano constant", "a symbolic Theano expression",
    "a NumPy array",
)  # fmt: skip
"""In the order in which :func:`kind_of` asks."""
PYTHON_KINDS: Mapping[str, str] = {
    "NoneType": "None", "lambda": "a Python lambda", "function": "a Python function", "method": "a Python method",
    "builtin_function_or_method": "a built-in Python function", "ufunc": "a NumPy function", "type": "a Python class",
    "generator": "a Python generator", "module": "a Python module", "str": "a string", "bytes": "a byte string",
    "list": "a list", "tuple": "a tuple", "dict": "a dictionary", "set": "a set",
}  # fmt: skip
"""By the name of the type."""
SYMBOLIC = THEANO_KINDS[3]
CALLABLE = ("a Python lambda", "a Python function", "a Python method", "a built-in Python function", "a NumPy function")
WHAT: Mapping[str, str] = {
    "object": "an object of type {name}",
    "number": "the number {number}",
    **{words: words for words in (*THEANO_KINDS, *PYTHON_KINDS.values())},
    "other": "an object of an unusual type",
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
    return WHAT[code].format(**facts)


def describe_type(variable: Any) -> str:
    """The type of a variable in words: "a float32 matrix"; "a slice or None" for what is no tensor."""
    if not hasattr(variable, "ndim"):
        return "a slice or None"
    names = {0: "scalar", 1: "vector", 2: "matrix", 3: "3-d tensor", 4: "4-d tensor"}
    shape = names.get(variable.ndim, f"{variable.ndim}-d tensor")
    # Theano's rows, columns and (True,) vectors take a length of 1 only.
    fixed = [str(axis + 1) for axis, one in enumerate(getattr(variable, "broadcastable", ())) if one]
    only = f" that must have length 1 in dimension {' and '.join(fixed)}" if fixed else ""
    return f"{'an' if variable.dtype.startswith('int') else 'a'} {variable.dtype} {shape}{only}"


def describe_result(result: Any, allowed: float = 0.0) -> str:
    """What a call returned, when it is not what a check expects: "one array of shape (2,)"."""
    result = rounded(result, allowed)
    if isinstance(result, np.ndarray):
        return f"one number, {value_text(result)}" if result.ndim == 0 else f"one array of shape {result.shape}"
    if isinstance(result, list):
        return f"a list of {len(result)}: {value_text(result)}"
    return describe(result)

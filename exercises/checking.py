"""What every check is made of, public or hidden: the failure, the description of a value, the careful call.

Theano is imported inside the functions, so that importing this module costs nothing and never warns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from exercises.texts import MAX_TEXT, call_text, error_text, value_text
from exercises.unfolding import unfolds_too_far


@dataclass(frozen=True)
class Counterexample:
    """One call that proves a failure, as text: ``call`` ("f(0, 1)"), what was ``expected``, what it ``got``."""

    call: str
    expected: str
    got: str


@dataclass(frozen=True)
class Call:
    """A call of a compiled function: what it takes to make it again.

    ``values`` are the arguments, ``before`` and ``after`` what the shared variables held, in the order of the function's
    inputs; ``result`` is what it returned, arrays in lists or dictionaries.
    """

    function: Any
    values: list[np.ndarray]
    before: list[np.ndarray]
    result: Any
    after: list[np.ndarray]


latest: list[Call] = []
"""The last call that came to a result, if any."""

LARGE = 2.0**31
"""Up to here nothing on the way to a product of two numbers is too large for float32, be it a product of squares."""

FEW_DIGITS = 2.0**-11
"""By how much of a number a right answer may be off beyond: a product made of logarithms has but three digits there."""


def beyond_large(*values: Any) -> bool:
    """Whether a number among ``values`` is so large that a right answer may overflow or lose digits in float32."""
    return any(float(np.abs(value).max(initial=0.0)) > LARGE for value in values)


class CheckFailed(Exception):
    """The answer is wrong. ``reason`` is the sentence for the student, ``hint`` what to try.

    ``call`` is the call that proves it, if one does.
    """

    def __init__(self, reason: str, hint: str = "", counterexample: Counterexample | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.counterexample = counterexample
        self.call: Call | None = None
        self.description = ""  # what was checked; filled in by whoever ran the check

    def __str__(self) -> str:
        lines = [self.reason]
        if self.counterexample is not None:
            shown = self.counterexample
            lines.append(f"{shown.call}: expected {shown.expected}, got {shown.got}")
        return "\n".join([*lines, self.hint]) if self.hint else "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """IPython's hook: students see the sentence, not the frames of the checker."""
        return [f"CheckFailed: {self}"]


def description_of(check: Any) -> str:
    """What a check checks, for the student: the first paragraph of its docstring, on one line."""
    return " ".join((check.__doc__ or "").split("\n\n")[0].split())


class CannotJudge(Exception):
    """The answer may be right, but the grader can't tell: a person has to look. Its text is for the student."""


@dataclass(frozen=True)
class Placeholder:
    """Stands where a value could not leave the sandbox. Never callable, never compared.

    ``what`` says what the value was ("a Python function"). ``unknown`` holds the sentence that says why the grader
    can't judge it; it is empty when the value is simply no answer.
    """

    what: str
    unknown: str = ""


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


def require_numbers(*values: Any) -> None:
    """Raise ``TypeError`` unless all ``values`` are numbers or NumPy arrays of numbers: references take no symbols."""
    for value in values:
        array = isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biuf"
        if not array and not isinstance(value, (int, float)):
            raise TypeError(f"A reference computes with numbers, not with {describe(value)}: use the operations of Theano.")


def require_judgeable(name: str, value: Any) -> None:
    """Raise :class:`CannotJudge` when ``value`` is a placeholder for something the grader does not know."""
    if issubclass(type(value), Placeholder) and value.unknown:
        raise CannotJudge(f"`{name}` {value.unknown}")


def require_function(name: str, value: Any) -> Any:
    """Return ``value`` if it is a compiled Theano function; raise :class:`CheckFailed` saying what it is instead."""
    from theano.compile.function_module import Function

    require_judgeable(name, value)
    if isinstance(value, Function):
        return value
    what = describe(value)
    hint = ""
    if "symbolic" in what:
        hint = "Did you forget theano.function?"
    elif any(word in what for word in ("function", "lambda", "method")):
        hint = f"Did you forget theano.function? `{name}` must be what it returns, not a Python function around it."
    raise CheckFailed(f"`{name}` is {what}, not a compiled Theano function.", hint)


def callable_inputs(function: Any) -> list[Any]:
    """The ``theano.In`` of every input that a caller may pass, in order: all but the shared variables."""
    return [declared for declared in function.maker.inputs if not declared.implicit]


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


def describe_result(result: Any) -> str:
    """What a call returned, when it is not what a check expects: "one array of shape (2,)"."""
    if isinstance(result, np.ndarray):
        return f"one number, {value_text(result)}" if result.ndim == 0 else f"one array of shape {result.shape}"
    if isinstance(result, list):
        return f"a list of {len(result)}: {value_text(result)}"
    return describe(result)


def require_inputs(name: str, function: Any, count: int, wanted: str) -> list[Any]:
    """Return the first ``count`` inputs of ``function``; raise :class:`CheckFailed` unless it can be called with them.

    An input with a default may be among them; further inputs must have one.
    """
    inputs = callable_inputs(function)
    without_default = [number for number, declared in enumerate(inputs, 1) if declared.value is None]
    if len(inputs) < count or (without_default and without_default[-1] > count):
        given = f"{len(inputs)} input{'' if len(inputs) == 1 else 's'}"
        if len(without_default) < len(inputs) and len(inputs) > count:
            given += f", and input {without_default[-1]} has no default"
        raise CheckFailed(f"`{name}` must take {wanted}; yours takes {given}.")
    for number, declared in enumerate(inputs[:count], 1):
        if not hasattr(declared.variable, "ndim"):
            raise CheckFailed(f"Input {number} of `{name}` is not a tensor variable; expected {wanted}.")
    return inputs[:count]


def compile_expression(inputs: list[Any], expression: Any) -> Any:
    """The compiled function from ``inputs`` to a symbolic expression; without C code where that can't be made."""
    import theano

    # The name keeps Theano from calling the function by this file's path in its messages.
    if not unfolds_too_far([expression]):
        try:
            return theano.function(inputs, expression, name="expression")
        except Exception:  # Theano 1.0.5's C code for a few ops needs headers or a BLAS that are not there
            pass
    mode = theano.Mode(linker="py", optimizer="fast_compile")
    return theano.function(inputs, expression, mode=mode, name="expression")


def call(name: str, function: Any, *args: Any, shown_as: str = "") -> Any:
    """Call a compiled function as its author would have to: positionally, each argument in the declared dtype.

    Casting here is what makes ``fscalar`` accept 0.1 and ``strict=True`` accept anything (THEANO refuses both).
    Arguments and results are copies, because ``mutable=True`` and ``borrow=True`` overwrite them. A counterexample
    shows the call as ``shown_as(...)``, by default ``name(...)``.

    Raises :class:`CheckFailed` when the number of dimensions does not fit or the call raises.
    """
    inputs = require_inputs(name, function, len(args), f"{len(args)} input{'' if len(args) == 1 else 's'}")
    values = [_cast(name, number, i.variable, arg) for number, (i, arg) in enumerate(zip(inputs, args), 1)]
    given, before = [value.copy() for value in values], _state(function)
    try:
        result = _copied(function(*values))
    except Exception as error:
        shown = Counterexample(call_text(shown_as or name, values), "a result", error_text(error))
        raise CheckFailed(f"Calling `{name}` raises {type(error).__name__}.", counterexample=shown) from None
    latest[:] = [Call(function, given, before, result, _state(function))]
    return result


def _state(function: Any) -> list[np.ndarray]:
    """What the shared variables of a compiled function hold now."""
    pairs = zip(function.maker.inputs, function.input_storage)
    return [np.array(container.data) for declared, container in pairs if declared.implicit]


def _cast(name: str, number: int, variable: Any, arg: Any) -> np.ndarray:
    array = np.asarray(arg)
    if array.ndim != variable.ndim:
        wanted = {0: "a scalar", 1: "a vector", 2: "a matrix"}.get(array.ndim, f"{array.ndim}-dimensional")
        raise CheckFailed(f"Input {number} of `{name}` must be {wanted}; yours is {describe_type(variable)}.")
    return np.array(array, dtype=variable.dtype)


def _copied(result: Any) -> Any:
    if isinstance(result, (list, tuple)):
        return [np.array(item) for item in result]
    if isinstance(result, dict):
        return {key: np.array(item) for key, item in result.items()}
    return None if result is None else np.array(result)


def fail_values(reason: str, call_shown: str, expected: Any, got: Any, hint: str = "") -> NoReturn:
    """Raise :class:`CheckFailed` with a counterexample; ``expected`` and ``got`` are values, or texts to show as such."""
    texts = [value if isinstance(value, str) else value_text(value) for value in (expected, got)]
    failed = CheckFailed(reason, hint, Counterexample(call_shown, *texts))
    failed.call = latest[0] if latest else None
    raise failed

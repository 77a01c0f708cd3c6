"""What an answer must be before it is called."""

from typing import Any

import numpy as np

from exercises.checking.description import CALLABLE, SYMBOLIC, Placeholder, describe, kind_of
from exercises.checking.failures import CannotJudge, CheckFailed


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
    hint, kind = "", value.kind if isinstance(value, Placeholder) else kind_of(value)[0]
    if kind == SYMBOLIC:
        hint = "Did you forget theano.function?"
    elif kind in CALLABLE:
        hint = f"Did you forget theano.function? `{name}` must be what it returns, not a Python function around it."
    raise CheckFailed(f"`{name}` is {describe(value)}, not a compiled Theano function.", hint)


def callable_inputs(function: Any) -> list[Any]:
    """The ``theano.In`` of every input that a caller may pass, in order: all but the shared variables."""
    return [declared for declared in function.maker.inputs if not declared.implicit]


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
        raise CheckFailed(f"`{name}` must take {wanted}; yours takes {given}.", about="inputs")
    for number, declared in enumerate(inputs[:count], 1):
        if not hasattr(declared.variable, "ndim"):
            raise CheckFailed(f"Input {number} of `{name}` is not a tensor variable; expected {wanted}.", about="inputs")
    return inputs[:count]

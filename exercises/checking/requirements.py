"""What an answer must be before it is called."""

from typing import Any

import numpy as np

from exercises.checking.description import CALLABLE, SYMBOLIC, Placeholder, describe, kind_of
from exercises.checking.failures import CannotJudge, CheckFailed
from exercises.words import later, say, say_several


def require_numbers(*values: Any) -> None:
    """Raise ``TypeError`` unless all ``values`` are numbers or NumPy arrays of numbers: references take no symbols."""
    for value in values:
        array = isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biuf"
        if not array and not isinstance(value, (int, float)):
            raise TypeError(f"A reference computes with numbers, not with {describe(value)}: use the operations of Theano.")


def require_judgeable(name: str, value: Any) -> None:
    """Raise :class:`CannotJudge` when ``value`` is a placeholder for something the grader does not know."""
    if issubclass(type(value), Placeholder) and value.unknown:
        raise CannotJudge(say("`{name}` {objection}", name=name, objection=value.unknown))


def require_function(name: str, value: Any) -> Any:
    """Return ``value`` if it is a compiled Theano function; raise :class:`CheckFailed` saying what it is instead."""
    from theano.compile.function_module import Function

    require_judgeable(name, value)
    if isinstance(value, Function):
        return value
    kind = value.kind if isinstance(value, Placeholder) else kind_of(value)[0]
    reason = say("`{name}` is {what}, not a compiled Theano function.", name=name, what=describe(value))
    if kind == SYMBOLIC:
        raise CheckFailed(reason, say("Did you forget theano.function?"))
    if kind in CALLABLE:
        hint = later("Did you forget theano.function? `{name}` must be what it returns, not a Python function around it.")
        raise CheckFailed(reason, say(hint, name=name))
    raise CheckFailed(reason)


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
        given: str = say_several("{count} input", "{count} inputs", len(inputs))
        if len(without_default) < len(inputs) and len(inputs) > count:
            given = say("{inputs}, and input {number} has no default", inputs=given, number=without_default[-1])
        taken = say("`{name}` must take {wanted}; yours takes {given}.", name=name, wanted=wanted, given=given)
        raise CheckFailed(taken, about="inputs")
    for number, declared in enumerate(inputs[:count], 1):
        if not hasattr(declared.variable, "ndim"):
            reason = later("Input {number} of `{name}` is not a tensor variable; expected {wanted}.")
            raise CheckFailed(say(reason, number=number, name=name, wanted=wanted), about="inputs")
    return inputs[:count]

"""Exercise 3, the accumulator with shared state: names, reference, public examples and checks."""

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from exercises.checking import (
    Call,
    CheckFailed,
    describe,
    describe_result,
    describe_type,
    fail_values,
    make_call,
    require_function,
    require_inputs,
    require_judgeable,
    shown_call,
    shown_name,
    value_text,
)
from exercises.words import say, with_and

WHOLLY_PUBLIC = ("function", "examples")
"""The grade cells whose public check is the whole check; the others try hidden inputs when they are graded."""

INIT_VALUE = 1
"""The state that the given cell starts with."""

EXAMPLES = ((1, (1, 2)), (1, (2, 4)), (1, (3, 6)))
"""From a fresh state: (inc, (state, 2 * state)), call after call."""

ONE_INTEGER = say("one signed integer scalar, inc")

AS_GIVEN = say("Keep the given cell as it is, and assign to `state` nowhere else.")
DECLARE = say("Use T.lscalar('inc'): it takes positive and negative integers.")
"""Hints."""

STATES = ("int64", "int32")
"""Dtypes of the state: the given one, and what a plain Python integer becomes on Windows."""


def reference(state: int, inc: int) -> tuple[tuple[int, int], int]:
    """What accumulator(inc) returns and the state it leaves behind. Raises ``TypeError`` for symbols."""
    state, inc = operator.index(state), operator.index(inc)
    return (state, 2 * state), state + inc


def require_state(state: Any) -> None:
    """Raise :class:`CheckFailed` unless ``state`` is a shared integer scalar of 64 or 32 bits."""
    from theano.compile.sharedvalue import SharedVariable

    require_judgeable("state", state)
    if not isinstance(state, SharedVariable):
        raise CheckFailed(say("`state` is {what}, not a shared variable.", what=describe(state)), AS_GIVEN)
    value = np.asarray(state.get_value())
    if value.ndim != 0:
        raise CheckFailed(say("`state` must hold one number."), AS_GIVEN)
    if value.dtype.name not in STATES:
        reason = say("`state` must hold an integer of 64 bits; yours is of type {type}.", type=value.dtype.name)
        raise CheckFailed(reason, AS_GIVEN)


def require_integer(accumulator: Any) -> Any:
    """Return the one input of ``accumulator``; raise :class:`CheckFailed` unless it is a signed integer scalar."""
    require_function("accumulator", accumulator)
    (declared,) = require_inputs("accumulator", accumulator, 1, ONE_INTEGER)
    variable = declared.variable
    if variable.ndim != 0 or not variable.dtype.startswith("int"):
        reason = say(
            "The input of `accumulator` is {type}; it must be {wanted}.", type=describe_type(variable), wanted=ONE_INTEGER
        )
        raise CheckFailed(reason, DECLARE, about="inputs")
    return variable


def changed_besides(accumulator: Any, state: Any) -> list[tuple[Any, Any]]:
    """What every call of ``accumulator`` changes besides ``state``: variables and the containers of their values.

    These are other shared variables, and inputs with a default and an update.
    """
    pairs = zip(accumulator.maker.inputs, accumulator.input_storage)
    changed = [(given.variable, container) for given, container in pairs if given.update is not None]
    return [(variable, container) for variable, container in changed if not _is_same(variable, state)]


def _is_same(variable: Any, state: Any) -> bool:
    # Function.copy() gives the copy variables of its own, with the values of the others.
    return variable is state or getattr(variable, "container", variable) is getattr(state, "container", None)


def remembered(accumulator: Any, state: Any) -> list[tuple[Any, Any]]:
    """What :func:`restore` needs to give everything that calls change besides ``state`` the value it has now."""
    return [(container, np.array(container.data)) for _, container in changed_besides(accumulator, state)]


def restore(values: list[tuple[Any, Any]]) -> None:
    """Undo what calls have changed since :func:`remembered`, so that the same calls give the same again."""
    for container, value in values:
        container.data = value.copy()


def set_state(state: Any, value: int) -> None:
    """Give ``state`` the ``value``, in its own dtype; the array is fresh because updates may write into it."""
    state.set_value(np.array(value, dtype=state.get_value().dtype))


def read_state(state: Any) -> int:
    """The number in ``state``; raise :class:`CheckFailed` when it is no whole number (an update may change its type)."""
    value = np.asarray(state.get_value())
    if value.ndim != 0 or value.dtype.kind not in "iu":
        raise CheckFailed(say("`state` must hold one whole number; it holds {value}.", value=value_text(value)))
    return int(value)


def returned(
    accumulator: Any, state: Any, start: int, incs: Sequence[int], expected: tuple[int, int], hint: str = ""
) -> tuple[list[int], Call]:
    """Call ``accumulator`` with the last of ``incs`` and return its two outputs as Python integers, and the call.

    The state was ``start`` before the calls with the others. Raises :class:`CheckFailed` when the input can't hold the last,
    and when the result is not a list of two whole numbers.
    """
    read_state(state)
    require_holds(accumulator, incs[-1])
    made = make_call("accumulator", accumulator, incs[-1], show=lambda: shown_calls(accumulator, start, incs))
    result = made.result
    if not isinstance(result, list) or len(result) != 2 or any(np.ndim(item) != 0 for item in result):
        wanted = say("a list of {length}: {values}", length=2, values=list(expected))
        reason = say("`accumulator` must return two numbers, `[state, 2 * state]`.")
        fail_values(reason, made.shown, wanted, describe_result(result), hint, made, about="outputs")
    if not all(item.dtype.kind in "iuf" and np.isfinite(item) and item == np.floor(item) for item in result):
        reason = say("`accumulator` must return whole numbers.")
        fail_values(reason, made.shown, list(expected), result, hint, made, about="outputs")
    return [int(item) for item in result], made


def shown_calls(accumulator: Any, start: int, incs: Sequence[int]) -> str:
    """Code that sets the state to ``start`` and calls ``accumulator`` with each of ``incs``."""
    return "; ".join([f"state.set_value({start})", *(shown_call("accumulator", accumulator, inc) for inc in incs)])


def require_holds(accumulator: Any, inc: int) -> None:
    """Raise :class:`CheckFailed` when the input of ``accumulator`` is of a type that can't hold ``inc``."""
    (declared,) = require_inputs("accumulator", accumulator, 1, ONE_INTEGER)
    variable = declared.variable
    kind = np.dtype(variable.dtype).kind
    with np.errstate(all="ignore"):
        held = kind in "biuf" and np.asarray(inc).astype(variable.dtype) == inc
    if not held:
        reason = say(
            "The input of `accumulator` is {type}, which can't hold {number}.", type=describe_type(variable), number=inc
        )
        raise CheckFailed(reason, DECLARE, about="inputs")


def compare_returns(accumulator: Any, state: Any, inc: int) -> None:
    """Raise :class:`CheckFailed` unless accumulator(inc) returns [state, 2 * state] from before the update."""
    before = read_state(state)
    expected, _ = reference(before, inc)
    hint = hint_for_updates(accumulator, state)
    got, made = returned(accumulator, state, before, [inc], expected, hint)
    if got != list(expected):
        reason = say("`accumulator` must return `[state, 2 * state]` from before the update.")
        fail_values(reason, made.shown, list(expected), got, hint, made, about="outputs")


def check_function(accumulator: Any, state: Any) -> None:
    """`accumulator` is a compiled Theano function of one signed integer scalar that updates the shared `state`."""
    require_state(state)
    require_integer(accumulator)
    hint = hint_for_updates(accumulator, state)
    if hint:
        raise CheckFailed(say("`accumulator` does not update the shared variable `state`."), hint, about="update")


def hint_for_updates(accumulator: Any, state: Any) -> str:
    """What to try when ``accumulator`` does not update ``state``; nothing when it does."""
    updated = [declared.variable for declared in accumulator.maker.inputs if declared.update is not None]
    if any(_is_same(variable, state) for variable in updated):
        return ""
    if not updated:
        return say("Pass updates=[(state, ...)] to theano.function.")
    if any(variable.name == "state" for variable in updated):
        return say(
            "It updates another shared variable that is called `state`, too. Use the one of the given cell, and run your "
            "own cell again."
        )
    named = with_and(map(shown_name, updated))
    return say("It updates {others}, not `state`.", others=named or say("another shared variable"))


def check_examples(accumulator: Any, state: Any) -> None:
    """From a fresh state, `accumulator(1)` gives `[1, 2]`, then `[2, 4]`, then `[3, 6]`."""
    require_state(state)
    require_function("accumulator", accumulator)
    hint = hint_for_updates(accumulator, state)
    before = state.get_value()
    # What else the calls change is part of what makes the state fresh; the student's own objects get it back.
    others = remembered(accumulator, state)
    set_state(state, INIT_VALUE)
    try:
        for number, (_, expected) in enumerate(EXAMPLES, 1):
            incs = [inc for inc, _ in EXAMPLES[:number]]
            got, made = returned(accumulator, state, INIT_VALUE, incs, expected, hint)
            if got != list(expected):
                reason = say("From a fresh state, `accumulator(1)` must give `[1, 2]`, then `[2, 4]`, then `[3, 6]`.")
                fail_values(reason, made.shown, list(expected), got, hint, made)
    finally:
        state.set_value(before)
        restore(others)

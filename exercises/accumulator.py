"""Exercise 3, the accumulator with shared state: names, reference, public examples and checks."""

from __future__ import annotations

from typing import Any

import numpy as np

from exercises.checking import (
    CheckFailed,
    call,
    describe,
    describe_result,
    describe_type,
    fail_values,
    require_function,
    require_inputs,
    require_judgeable,
    value_text,
)

WHOLLY_PUBLIC = ("function", "examples")
"""The grade cells whose public check is the whole check; the others try hidden inputs when they are graded."""

INIT_VALUE = 1
"""The state that the given cell starts with."""

EXAMPLES = ((1, (1, 2)), (1, (2, 4)), (1, (3, 6)))
"""From a fresh state: (inc, (state, 2 * state)), call after call."""

ONE_INTEGER = "one integer scalar, inc"


def reference(state: int, inc: int) -> tuple[tuple[int, int], int]:
    """What accumulator(inc) returns and the state it leaves behind."""
    return (state, 2 * state), state + inc


def require_state(state: Any) -> None:
    """Raise :class:`CheckFailed` unless ``state`` is a shared scalar."""
    from theano.compile.sharedvalue import SharedVariable

    require_judgeable("state", state)
    if not isinstance(state, SharedVariable):
        raise CheckFailed(f"`state` is {describe(state)}, not a shared variable.", "Keep the given cell as it is.")
    if np.ndim(state.get_value()) != 0:
        raise CheckFailed("`state` must hold one number.", "Keep the given cell as it is.")


def require_integer(accumulator: Any) -> Any:
    """Return the one input of ``accumulator``; raise :class:`CheckFailed` unless it is an integer scalar."""
    require_function("accumulator", accumulator)
    (declared,) = require_inputs("accumulator", accumulator, 1, ONE_INTEGER)
    variable = declared.variable
    if variable.ndim != 0 or not variable.dtype.startswith(("int", "uint")):
        raise CheckFailed(
            f"The input of `accumulator` is {describe_type(variable)}; it must be {ONE_INTEGER}.",
            "Use T.lscalar('inc').",
        )
    return variable


def set_state(state: Any, value: int) -> None:
    """Give ``state`` the ``value``, in its own dtype; the array is fresh because updates may write into it."""
    state.set_value(np.array(value, dtype=state.get_value().dtype))


def read_state(state: Any) -> int:
    """The number in ``state``; raise :class:`CheckFailed` when it is no whole number (a float state can be NaN)."""
    value = state.get_value()
    if np.ndim(value) != 0 or not np.isfinite(value) or value != np.floor(value):
        raise CheckFailed(f"`state` must hold one whole number; it holds {value_text(value)}.")
    return int(value)


def returned(accumulator: Any, state: Any, inc: int) -> list[int]:
    """Call ``accumulator(inc)`` and return its two outputs as Python integers.

    Raises :class:`CheckFailed` when the result is not a list of two whole numbers.
    """
    before = read_state(state)
    shown = f"accumulator({inc}) with state {before}"
    expected, _ = reference(before, inc)
    result = call("accumulator", accumulator, inc)
    if not isinstance(result, list) or len(result) != 2 or any(np.ndim(item) != 0 for item in result):
        wanted = f"a list of 2: {list(expected)}"
        fail_values("`accumulator` must return two numbers, `[state, 2 * state]`.", shown, wanted, describe_result(result))
    if any(item.dtype.kind not in "iuf" or item != np.floor(item) for item in result):
        fail_values("`accumulator` must return whole numbers.", shown, list(expected), result)
    return [int(item) for item in result]


def compare_returns(accumulator: Any, state: Any, inc: int) -> None:
    """Raise :class:`CheckFailed` unless accumulator(inc) returns [state, 2 * state] from before the update."""
    before = read_state(state)
    expected, _ = reference(before, inc)
    got = returned(accumulator, state, inc)
    if got != list(expected):
        shown = f"accumulator({inc}) with state {before}"
        reason = "`accumulator` must return `[state, 2 * state]` from before the update."
        fail_values(reason, shown, list(expected), got)


def check_function(accumulator: Any, state: Any) -> None:
    """`accumulator` is a compiled Theano function of one integer scalar that updates the shared `state`."""
    require_state(state)
    require_integer(accumulator)
    updated = [declared.variable for declared in accumulator.maker.inputs if declared.update is not None]
    if not any(variable is state for variable in updated):
        raise CheckFailed("`accumulator` does not update the shared variable `state`.", _hint_for_updates(updated))


def _hint_for_updates(updated: list[Any]) -> str:
    """What to try when ``updated``, the shared variables that a function updates, does not hold the state."""
    if not updated:
        return "Pass updates=[(state, ...)] to theano.function."
    names = [str(variable.name)[:60] if variable.name else "" for variable in updated]
    if "state" in names:
        return "It updates another variable called `state`: run your cell again after the given one."
    named = " and ".join(f"`{name}`" for name in names if name)
    return f"It updates {named or 'another shared variable'}, not `state`."


def check_examples(accumulator: Any, state: Any) -> None:
    """From a fresh state, `accumulator(1)` gives `[1, 2]`, then `[2, 4]`, then `[3, 6]`."""
    require_state(state)
    require_function("accumulator", accumulator)
    before = state.get_value()
    set_state(state, INIT_VALUE)
    try:
        for number, (inc, expected) in enumerate(EXAMPLES, 1):
            got = returned(accumulator, state, inc)
            if got != list(expected):
                fail_values(
                    "From a fresh state, `accumulator(1)` must give `[1, 2]`, then `[2, 4]`, then `[3, 6]`.",
                    f"call number {number} of accumulator(1)",
                    list(expected),
                    got,
                )
    finally:
        state.set_value(before)

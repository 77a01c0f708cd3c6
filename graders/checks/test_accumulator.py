"""Hidden checks of the accumulator, a state machine. The fixtures are the rebuilt answers."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from exercises import accumulator as exercise
from exercises import checking
from exercises.checking import fail_values

LARGE = 2**60
"""2 * state must fit int64 too. 2^24, 2^31 and 2^53 are where float32, int32 and float64 lose whole numbers."""


def increments(accumulator):
    """Whole numbers that the declared input can hold, small ones first, zero and negative ones among them."""
    (declared,) = checking.require_inputs("accumulator", accumulator, 1, exercise.ONE_INTEGER)
    low, high = -(2**54), 2**54
    if np.issubdtype(declared.variable.dtype, np.integer):
        limits = np.iinfo(declared.variable.dtype)
        low, high = max(int(limits.min), low), min(int(limits.max), high)
    return st.one_of(st.integers(max(low, -5), 5), st.integers(low, high))


states = st.one_of(st.integers(-5, 5), st.integers(-LARGE, LARGE))


test_function = exercise.check_function
test_examples = exercise.check_examples


def test_returns(accumulator, state):
    """`accumulator` returns `[state, 2 * state]` from before the update, for any state."""
    exercise.require_state(state)
    checking.require_function("accumulator", accumulator)

    @given(value=states, inc=increments(accumulator))
    @example(value=0, inc=1)
    @example(value=1, inc=0)
    @example(value=3, inc=2)
    @example(value=-4, inc=1)
    @example(value=2**24 + 1, inc=1)
    @example(value=2**31 + 1, inc=1)
    @example(value=2**53 + 1, inc=1)
    def everywhere(value, inc):
        exercise.set_state(state, value)
        exercise.compare_returns(accumulator, state, inc)

    everywhere()


def test_updates(accumulator, state):
    """Every call adds `inc` to `state`, and nothing else changes it."""
    exercise.require_state(state)
    checking.require_function("accumulator", accumulator)
    amounts = increments(accumulator)

    class Accumulator(RuleBasedStateMachine):
        @initialize(value=states)
        def start(self, value):
            exercise.set_state(state, value)
            self.expected = value

        @rule(inc=amounts)
        def call(self, inc):
            before = exercise.read_state(state)
            if before != self.expected:
                fail_values("Only a call may change `state`.", "state between two calls", self.expected, before)
            if abs(before + inc) > LARGE:
                return
            checking.call("accumulator", accumulator, inc)
            after = exercise.read_state(state)
            self.expected = before + inc
            if after != self.expected:
                shown = f"state after accumulator({inc}) with state {before}"
                fail_values("Every call must add inc to `state`.", shown, self.expected, after)

    run_state_machine_as_test(Accumulator, settings=settings(max_examples=40, stateful_step_count=8))

"""Hidden checks of the accumulator, a state machine. The fixtures are the rebuilt answers."""

import numpy as np
import theano
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from exercises import accumulator as exercise
from exercises import checking
from exercises.checking import CannotJudge, fail_values

LARGE = {"int64": 2**60, "int32": 2**29}
"""2 * state must fit the state's dtype too."""
TELLING = [sign * number for number in (2**24 + 1, 2**31 + 1, 2**53 + 1, 2**59 - 1) for sign in (1, -1)]
"""Where float32, int32 and float64 lose whole numbers. Hypothesis rarely draws large ones by itself."""


def integers(low, high):
    """Whole numbers from ``low`` to ``high``, small ones first, telling ones often."""
    telling = [number for number in TELLING if low <= number <= high]
    everywhere = [st.integers(max(low, -5), min(high, 5)), st.integers(low, high)]
    return st.one_of(*everywhere, st.sampled_from(telling)) if telling else st.one_of(*everywhere)


def increments(accumulator, state):
    """Whole numbers that the declared input can hold, small ones first, zero and negative ones among them."""
    (declared,) = checking.require_inputs("accumulator", accumulator, 1, exercise.ONE_INTEGER)
    dtype = np.dtype(declared.variable.dtype)
    high = LARGE[state.dtype] // 2
    low = -high
    if dtype.kind in "iu":
        low, high = max(int(np.iinfo(dtype).min), low), min(int(np.iinfo(dtype).max), high)
    elif dtype.kind == "f":
        high = min(2 ** (np.finfo(dtype).nmant + 1), high)
        low = -high
    return integers(low, high)


def states(state):
    """Values for the state, small ones first."""
    return integers(-LARGE[state.dtype], LARGE[state.dtype])


def require_decidable(accumulator, state):
    """Raise :class:`CannotJudge` when what ``accumulator`` does may depend on more than ``state`` and ``inc``.

    No number of calls shows what a function does that counts its calls. Only for answers that have passed: one that
    failed has failed.
    """
    maker = accumulator.maker
    changed = {variable for variable, _ in exercise.changed_besides(accumulator, state)}
    computed = [output.variable for output in maker.outputs]
    computed += [given.update for given in maker.inputs if given.update is not None and given.variable not in changed]
    read = [variable for variable in theano.gof.graph.ancestors(computed) if variable in changed]
    if read:
        kind = "another shared variable" if hasattr(read[0], "container") else "an input"
        what = " ".join(filter(None, [kind, exercise.shown_name(read[0])]))
        raise CannotJudge(f"`accumulator` depends on {what} that it changes with every call, besides `state`.")


test_function = exercise.check_function
test_examples = exercise.check_examples


def test_returns(accumulator, state):
    """`accumulator` returns `[state, 2 * state]` from before the update, for any state."""
    exercise.require_state(state)
    checking.require_function("accumulator", accumulator)
    others = exercise.remembered(accumulator, state)
    beyond = [min(number, LARGE[state.dtype] - 1) for number in (2**31 + 1, 2**53 + 1)]

    @given(value=states(state), inc=increments(accumulator, state))
    @example(value=0, inc=1)
    @example(value=1, inc=0)
    @example(value=3, inc=2)
    @example(value=-4, inc=1)
    @example(value=2**24 + 1, inc=1)
    @example(value=beyond[0], inc=1)
    @example(value=beyond[1], inc=1)
    def everywhere(value, inc):
        exercise.restore(others)
        exercise.set_state(state, value)
        exercise.compare_returns(accumulator, state, inc)

    everywhere()
    require_decidable(accumulator, state)


def test_updates(accumulator, state):
    """Every call adds `inc` to `state`, and nothing else changes it."""
    exercise.require_state(state)
    checking.require_function("accumulator", accumulator)
    exercise.require_holds(accumulator, -1)
    amounts = increments(accumulator, state)
    others = exercise.remembered(accumulator, state)
    hint = exercise.hint_for_updates(accumulator, state)

    class Accumulator(RuleBasedStateMachine):
        @initialize(value=states(state))
        def start(self, value):
            exercise.restore(others)
            exercise.set_state(state, value)
            self.expected = value
            self.calls = 0

        @rule(inc=amounts)
        def call(self, inc):
            before = exercise.read_state(state)
            if before != self.expected:
                fail_values("Only a call may change `state`.", "state between two calls", self.expected, before, hint)
            if abs(before + inc) > LARGE[state.dtype]:
                return
            checking.call("accumulator", accumulator, inc)
            self.calls += 1
            after = exercise.read_state(state)
            self.expected = before + inc
            if after != self.expected:
                shown = f"state after accumulator({inc}) with state {before}"
                if others and self.calls > 1:  # then the call alone may not show it
                    shown += f", call number {self.calls}"
                fail_values("Every call must add inc to `state`.", shown, self.expected, after, hint)

    run_state_machine_as_test(Accumulator, settings=settings(max_examples=40, stateful_step_count=8))
    require_decidable(accumulator, state)

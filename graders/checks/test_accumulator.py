"""Hidden checks of the accumulator, a state machine. The fixtures are the rebuilt answers."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from exercises import accumulator as exercise
from exercises.checking import fail_values, make_call, require_function, require_inputs
from exercises.words import say
from graders.checks.decidable import require_no_memory

LARGE = {"int64": 2**62 - 1, "int32": 2**30 - 1}
"""The largest state of which 2 * state, and what an increment of that size makes of it, fit its dtype."""
TELLING = [sign * number for number in (2**24 + 1, 2**31 + 1, 2**53 + 1, 2**62 - 1) for sign in (1, -1)]
"""Where float32, int32, float64 and int64 lose whole numbers. Hypothesis rarely draws large ones by itself."""
SIMPLEST_FIRST = ((0, 0), (0, 1), (1, 0), (1, 1), (0, -1), (-1, 0), (3, 2), (2, 3), (-4, 1), (5, -3))
"""States and increments by which most wrong updates show at once, without a search for the simplest."""


def integers(low, high):
    """Whole numbers from ``low`` to ``high``, small ones first, telling ones often."""
    telling = [number for number in TELLING if low <= number <= high]
    everywhere = [st.integers(max(low, -5), min(high, 5)), st.integers(low, high)]
    return st.one_of(*everywhere, st.sampled_from(telling)) if telling else st.one_of(*everywhere)


def ends(accumulator, state):
    """The smallest and the largest increment that the declared input can hold, as far as the state can hold the sum."""
    (declared,) = require_inputs("accumulator", accumulator, 1, exercise.ONE_INTEGER)
    dtype = np.dtype(declared.variable.dtype)
    high = LARGE[state.dtype]
    low = -high
    if dtype.kind in "iu":
        low, high = max(int(np.iinfo(dtype).min), low), min(int(np.iinfo(dtype).max), high)
    elif dtype.kind == "f":
        high = min(2 ** (np.finfo(dtype).nmant + 1), high)
        low = -high
    return low, high


def states(state):
    """Values for the state, small ones first."""
    return integers(-LARGE[state.dtype], LARGE[state.dtype])


def require_decidable(accumulator, state):
    """Raise :class:`CannotJudge` when what ``accumulator`` does may depend on more than ``state`` and ``inc``."""
    maker = accumulator.maker
    changed = {variable for variable, _ in exercise.changed_besides(accumulator, state)}
    computed = [output.variable for output in maker.outputs]
    computed += [given.update for given in maker.inputs if given.update is not None and given.variable not in changed]
    require_no_memory("accumulator", computed, changed, "state")


test_function = exercise.check_function
test_examples = exercise.check_examples


def test_returns(accumulator, state):
    """`accumulator` returns `[state, 2 * state]` from before the update, for any state."""
    exercise.require_state(state)
    require_function("accumulator", accumulator)
    others = exercise.remembered(accumulator, state)
    large = LARGE[state.dtype]
    beyond = [min(number, large - 1) for number in (2**31 + 1, 2**53 + 1)]

    @given(value=states(state), inc=integers(*ends(accumulator, state)))
    @example(value=0, inc=1)
    @example(value=1, inc=0)
    @example(value=3, inc=2)
    @example(value=-1, inc=1)
    @example(value=-4, inc=1)
    @example(value=2**24 + 1, inc=1)
    @example(value=beyond[0], inc=1)
    @example(value=beyond[1], inc=1)
    @example(value=large, inc=1)
    @example(value=-large, inc=1)
    def everywhere(value, inc):
        exercise.restore(others)
        exercise.set_state(state, value)
        exercise.compare_returns(accumulator, state, inc)

    everywhere()
    require_decidable(accumulator, state)


def compare_update(accumulator, state, start, incs, hint):
    """Call accumulator with the last of ``incs``; raise :class:`CheckFailed` unless it adds that to the state.

    The state was ``start`` before the calls with the others. They are shown with this one, which may not show alone what is
    wrong.
    """
    before, inc = exercise.read_state(state), incs[-1]
    show = lambda: exercise.shown_calls(accumulator, start, incs) + "; state.get_value()"
    made = make_call("accumulator", accumulator, inc, show=show)
    after = exercise.read_state(state)
    if after != before + inc:
        reason = say("Every call must add inc to `state`.")
        fail_values(reason, made.shown, before + inc, after, hint, made, about="update")
    return made


def test_updates(accumulator, state):
    """Every call adds `inc` to `state`, and nothing else changes it."""
    exercise.require_state(state)
    require_function("accumulator", accumulator)
    exercise.require_holds(accumulator, -1)
    low, high = ends(accumulator, state)
    others = exercise.remembered(accumulator, state)
    hint = exercise.hint_for_updates(accumulator, state)

    def call_anew(value, inc):
        exercise.restore(others)
        exercise.set_state(state, value)
        compare_update(accumulator, state, value, [inc], hint)

    for value, inc in SIMPLEST_FIRST:
        call_anew(value, inc)

    class Accumulator(RuleBasedStateMachine):
        @initialize(value=states(state))
        def start(self, value):
            exercise.restore(others)
            exercise.set_state(state, value)
            self.expected = self.first = value
            self.incs = []
            self.made = None

        @rule(inc=integers(low, high))
        def step(self, inc):
            before = exercise.read_state(state)
            if before != self.expected:
                reason, shown = say("Only a call may change `state`."), say("state between two calls")
                fail_values(reason, shown, self.expected, before, hint, self.made, about="update")
            if abs(before + inc) > LARGE[state.dtype]:
                return
            # Where calls change nothing else, those that came before don't matter.
            self.incs.append(inc)
            start, incs = (self.first, self.incs) if others else (before, [inc])
            self.made = compare_update(accumulator, state, start, incs, hint)
            self.expected = before + inc

    run_state_machine_as_test(Accumulator, settings=settings(max_examples=40, stateful_step_count=8))
    for value, inc in ((0, high), (0, low), (LARGE[state.dtype], low), (-LARGE[state.dtype], high)):
        call_anew(value, inc)
    require_decidable(accumulator, state)

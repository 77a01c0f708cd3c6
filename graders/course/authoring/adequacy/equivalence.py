"""Whether answers that every check lets pass are as good as the master solution: found out by evaluating both.

Two results are the same when their shapes are, and whole numbers exactly, other numbers to float32 precision (``sides``
says how). What may differ is noted: a dtype, a form. Everything is evaluated without C code and without optimisation
beyond ``fast_compile``.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from exercises.checking.texts import call_text, value_text
from graders.answers.format import Answers, Function, FunctionInput, Ref
from graders.course.authoring.adequacy.arguments import arguments, shapes
from graders.course.authoring.adequacy.drafts import Draft
from graders.course.authoring.adequacy.mutants import of_names
from graders.course.authoring.adequacy.sides import Side, same

CALLS, SEED = 48, 0
"""Sets of arguments; a function with state is called three times with each."""
IN_A_ROW = 1_100
"""Calls in a row of a function that keeps a state that the master solution does not have."""


@dataclass
class Comparison:
    """What came of comparing: ``difference`` says where they differ and which check is missing; empty if nowhere.

    ``notes`` say what else is different; ``evaluations`` counts the calls.
    """

    difference: str = ""
    notes: list[str] = field(default_factory=list)
    evaluations: int = 0

    def note(self, text: str) -> None:
        """Say something else that is different, once."""
        if text not in self.notes:
            self.notes.append(text)


class Different(Exception):
    """Two answers are not the same. Its text says what check is missing."""


def compare(original: Answers, mutant: Answers) -> Comparison:
    """Compare two answers whose variables have the same indices (as those of a mutant and its original have)."""
    found = Comparison()
    try:
        for name, value in original.names.items():
            other = mutant.names.get(name)
            if other is None or other.kind != value.kind:
                raise Different(f"No check needs `{name}` to be what it is: a {value.kind}.")
            if of_names(original, [name]) == of_names(mutant, [name]):
                continue
            if value.kind == "function":
                _compare_functions(original, mutant, name, value.content, other.content, found)
            elif value.kind == "variable":
                _compare_variables(original, mutant, name, found)
            elif value != other:
                raise Different(f"No check looks at the value of `{name}`.")
    except Different as difference:
        found.difference = str(difference)
        return found
    for old, new in zip(original.nodes, mutant.nodes):
        if old.op == new.op == "shared" and old.value != new.value:
            found.note(f"the start value of {new.name} differs: the checks set it themselves")
    return found


def _compare_variables(original: Answers, mutant: Answers, name: str, found: Comparison) -> None:
    """Compare named variables: the same leaf, or expressions that are the same function of all variables."""
    old, new = original.names[name].content, mutant.names[name].content
    if original.nodes[old[0]].op in ("input", "shared"):
        if old != new:
            raise Different(f"No check needs `{name}` to be that variable and no other.")
        return
    free = [i for i, node in enumerate(original.nodes) if node.op == "input" and mutant.nodes[i].op == "input"]
    both = [_as_function(answers, ref, free) for answers, ref in ((original, old), (mutant, new))]
    _compare_functions(both[0], both[1], name, 0, 0, found)


def _as_function(answers: Answers, ref: Ref, free: Sequence[int]) -> Answers:
    """A function of the ``free`` variables that computes one expression."""
    function = Function(tuple(FunctionInput((i, 0)) for i in free), (ref,), "one")
    return Draft(replace(answers, functions=(function,), names={})).done()


def _compare_functions(original: Answers, mutant: Answers, name: str, number: int, other: int, found: Comparison) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old, new = Side(original, number), Side(mutant, other)
        _compare_interfaces(old, new, name, found)
        types = [min(both, key=lambda type_: np.dtype(type_.dtype).itemsize) for both in zip(old.types, new.types)]

        def fits(given: list[np.ndarray]) -> bool:
            old.reset({})
            try:
                old.call(given)
            except Exception:
                return False
            return True

        common = sorted(old.named & set(old.shared) & set(new.shared))
        states = [original.nodes[i].types[0] for i in common]
        of_states = [(-1,) * len(state.broadcastable) for state in states]
        patterns = [[*pattern, *of_states] for pattern in shapes(types, fits)]
        for drawn in arguments([*types, *states], patterns, CALLS, SEED):
            values = dict(zip(common, drawn[len(types) :]))
            old.reset(values)
            new.reset(values)
            for turn in range(3 if old.updated or new.updated else 1):
                _compare_call(old, new, name, drawn[: len(types)], common, original, turn, found)
        if new.updated - old.updated:
            _compare_many_calls(old, new, name, drawn[: len(types)], found)


def _compare_interfaces(old: Side, new: Side, name: str, found: Comparison) -> None:
    """Raise :class:`Different` where one can't be called like the other; note what may be as it is."""
    count = len(old.types)
    if len(new.types) < count or any(new.required[count:]):
        raise Different(f"No check looks at how many inputs `{name}` takes.")
    if new.required[:count] != old.required or len(new.types) > count:
        found.note("an input has a default, or there is one more that has: calls with all others give the same")
    for place, (before, after) in enumerate(zip(old.types, new.types), 1):
        kinds = [np.dtype(type_.dtype).kind for type_ in (before, after)]
        if kinds[0] != kinds[1] or before.broadcastable != after.broadcastable:
            raise Different(
                f"No check looks at the type of input {place} of `{name}`: {after.dtype} passes for {before.dtype}."
            )
        if before != after:
            found.note(
                f"input {place} of {name} is {after.dtype} in place of {before.dtype}: the same for numbers that both hold"
            )
    if len(old.function.outputs) != len(new.function.outputs):
        raise Different(f"No check looks at how many results `{name}` returns.")
    if old.function.returns != new.function.returns:
        found.note(f"{name} returns {new.function.returns} in place of {old.function.returns}: the same numbers")


def _compare_call(
    old: Side, new: Side, name: str, given: Any, common: Any, answers: Answers, turn: int, found: Comparison
) -> None:
    shown = call_text(name, given) + ("" if turn == 0 else f", call number {turn + 1}")
    before = [value_text(old.shared[i].get_value()) for i in common]
    shown += "".join(f", with {answers.nodes[i].name} = {value}" for i, value in zip(common, before))
    try:
        rounding = old.rounding(given, new)
        expected, got = old.call(given), new.call(given)
    except Exception as error:
        raise Different(f"No check tries such a call: {shown}, where this one raises {type(error).__name__}.") from None
    found.evaluations += 1
    for place, (wanted, have) in enumerate(zip(expected, got), 1):
        if not same(wanted, have, rounding.largest, rounding.shifts[place - 1]):
            which = f"result {place} of " if len(expected) > 1 else ""
            raise Different(
                f"No check tries such a call: {which}{shown}, where {value_text(wanted)} is right and this one "
                f"gives {value_text(have)}."
            )
        if wanted.dtype != have.dtype:
            found.note(f"a result of {name} is {have.dtype} in place of {wanted.dtype}: the same numbers")
    for index in common:
        wanted, have = old.shared[index].get_value(), new.shared[index].get_value()
        if not same(wanted, have, rounding.largest):
            what = f"{answers.nodes[index].name} after {shown}"
            values = f"{value_text(wanted)} is right and this one leaves {value_text(have)}"
            raise Different(f"No check looks at the value of {what}: {values}.")


def _compare_many_calls(old: Side, new: Side, name: str, given: Any, found: Comparison) -> None:
    """Compare the results of the same call many times in a row."""
    old.reset({})
    new.reset({})
    largest = old.rounding(given, new).largest
    for number in range(1, IN_A_ROW + 1):
        found.evaluations += 1
        pairs = zip(old.call(given), new.call(given))
        if not all(same(wanted, have, largest * number) for wanted, have in pairs):
            raise Different(f"No check calls `{name}` {number} times in a row, or looks at what else it changes.")
    found.note(f"{name} changes a variable that nothing depends on")

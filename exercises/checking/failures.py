"""What a check raises, and the call that proves it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from exercises.checking.texts import both_texts


@dataclass(frozen=True)
class Counterexample:
    """One call that proves a failure, as text: ``call`` ("f(0, 1)"), what was ``expected``, what it ``got``.

    Typed into the notebook, the call gives what it got; unless it is too long ("...") or in words.
    """

    call: str
    expected: str
    got: str


@dataclass(frozen=True)
class Call:
    """A call of a compiled function: what it takes to make it again.

    ``values`` are the arguments, ``before`` and ``after`` what the shared variables held, in the order of the function's
    inputs; ``result`` is what it returned, arrays in lists or dictionaries. ``show`` makes the call as text.
    """

    function: Any
    values: list[np.ndarray]
    before: list[np.ndarray]
    result: Any
    after: list[np.ndarray]
    show: Callable[[], str]

    @property
    def shown(self) -> str:
        """The call as text: dear, so it is made for failures only."""
        return self.show()


class CheckFailed(Exception):
    """The answer is wrong. ``reason`` is the sentence for the student, ``hint`` what to try.

    ``proof`` is the call that proves it, if one does. ``about`` says what of the answer has failed, where not all of it:
    "inputs", "outputs", "output 0" (that of this number), "type" (of outputs), "update", or the name of an expression.
    """

    def __init__(
        self,
        reason: str,
        hint: str = "",
        counterexample: Counterexample | None = None,
        proof: Call | None = None,
        about: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.counterexample = counterexample
        self.proof = proof
        self.about = about
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


class CannotJudge(Exception):
    """The answer may be right, but the grader can't tell: a person has to look. ``reason`` is for the student."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def fail_values(
    reason: str,
    call_shown: str,
    expected: Any,
    got: Any,
    hint: str = "",
    proof: Call | None = None,
    allowed: Any = 0.0,
    about: str = "",
) -> NoReturn:
    """Raise :class:`CheckFailed` with a counterexample; ``expected`` and ``got`` are values, or texts to show as such.

    ``proof`` is the call that gave what was ``got`` (see :func:`exercises.checking.make_call`): the grader repeats it
    without Theano's compiler before it believes it. ``allowed`` is how far off a right answer may be: numbers that are no
    farther apart look the same (see :func:`exercises.checking.both_texts`). ``about``: see :class:`CheckFailed`.
    """
    raise CheckFailed(reason, hint, Counterexample(call_shown, *both_texts(expected, got, allowed)), proof, about)

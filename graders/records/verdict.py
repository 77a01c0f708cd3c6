"""The one record of grading: what became of a grade cell, and why. Everything that reports reads this."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exercises import words
from graders.cleaning.text import one_line
from graders.records.evidence import Evidence
from graders.records.explanation import Explanation

if TYPE_CHECKING:  # it brings NumPy, which most who read verdicts don't need
    from exercises.checking.failures import Counterexample

MAX_TEXT = 2_000
"""Characters of a text in a verdict. The longest that our own checks say, a call of three large arrays, has about 1,000."""
MAX_DETAIL = 20_000
"""Characters of what goes into the instructor's log."""
TEXTS = ("description", "reason", "hint")
"""The fields that are words for the student, which reports may translate (see ``exercises.words``)."""


def _fit(text: str) -> str:
    """``text`` on one line, cut; where that changes nothing, the text itself, which may know how it was made."""
    line = one_line(text)
    line = line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 3] + "..."
    return text if text == line else line


class GraderError(Exception):
    """A check itself went wrong, or none ran. Its text is for the instructor's log."""


class Outcome(str, enum.Enum):
    """``passed``; ``failed``: the answer is wrong; ``not_run``: there was nothing to check (not defined, timed out);
    ``grader_error``: our fault, or something that the grader does not know: a person has to look."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"
    GRADER_ERROR = "grader_error"


class Cause(str, enum.Enum):
    """Why a verdict is what it is, for programs: what was done, or kept somebody from doing it."""

    UNSAID = ""
    """In records from earlier days."""
    CHECKED = "checked"
    """The hidden check has run to its end, or to what is wrong."""
    UNDEFINED = "undefined"
    """A name that the cell needs is not there."""
    LACKS_PACKAGE = "lacks_package"
    """It is not there because the grader lacks a package, or keeps student code from reading it."""
    STOPPED = "stopped"
    """The submission ended before the cell: by itself, or at a limit."""
    KILLED = "killed"
    """So did it, by somebody else's doing: for want of memory, say."""
    UNREADABLE = "unreadable"
    """What was handed in, or what came out of the sandbox, can't be read."""
    UNKNOWN = "unknown"
    """The answer uses what the grader does not know."""
    NOT_COMPILED = "not_compiled"
    """The grader's own Theano can't compile it."""
    HUNG = "hung"
    """The check took too long."""
    GRADER_FAILED = "grader_failed"
    """The grader itself did."""

    @property
    def passing(self) -> bool:
        """Whether another try may end better: nothing of it lies in what was handed in."""
        return self in (Cause.KILLED, Cause.GRADER_FAILED)


@dataclass(frozen=True)
class Verdict:
    """What became of one grade cell.

    ``description`` is the sentence of the check, ``reason`` why points were lost (empty if passed), ``hint`` what to
    try (all made printable, one line each and of at most ``MAX_TEXT`` characters, as is the counterexample), ``detail`` the
    instructor's log (a traceback; never shown to a student). ``explanation``: why the answer is wrong, as far as it concerns
    what the check failed ``about`` (see ``exercises.checking.CheckFailed``); words are made of it where it is known how much
    is to be revealed. ``evidence``: what a page can draw. ``behaviour``: what the answer does, or why there is none, as
    ``graders.records.behaviour.Behaviour.to_text`` writes it; empty if it passed, or nothing is known.
    ``points`` follow from the outcome.
    Raises ``ValueError`` unless ``max_points`` is a finite number of 0 or more.
    """

    cell: str
    outcome: Outcome
    max_points: float
    description: str = ""
    reason: str = ""
    hint: str = ""
    counterexample: Counterexample | None = None
    detail: str = ""
    cause: Cause = Cause.UNSAID
    explanation: Explanation | None = None
    about: str = ""
    evidence: Evidence | None = None
    behaviour: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.max_points) and self.max_points >= 0):
            raise ValueError(f"Grade cell {self.cell!r}: expected 0 or more points, got {self.max_points!r}.")
        for name in TEXTS:
            object.__setattr__(self, name, _fit(getattr(self, name)))
        object.__setattr__(self, "detail", self.detail[:MAX_DETAIL])
        if self.counterexample is not None:
            shown = type(self.counterexample)(*map(_fit, vars(self.counterexample).values()))
            object.__setattr__(self, "counterexample", shown)

    @property
    def points(self) -> float:
        """Full points for ``passed``, none for anything else."""
        return float(self.max_points) if self.outcome is Outcome.PASSED else 0.0

    def to_json(self) -> dict[str, Any]:
        """All fields as plain data; :meth:`from_json` reads it back."""
        shown = self.counterexample and {name: words.to_json(text) for name, text in vars(self.counterexample).items()}
        texts = {name: words.to_json(getattr(self, name)) for name in TEXTS}
        codes = {"outcome": self.outcome.value, "cause": self.cause.value}
        why, evidence = self.explanation and self.explanation.to_json(), self.evidence and self.evidence.to_text()
        return {**vars(self), **codes, **texts, "counterexample": shown, "explanation": why, "evidence": evidence}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """The verdict that :meth:`to_json` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for other data."""
        shown = data["counterexample"]
        if shown is not None:
            from exercises.checking.failures import Counterexample

            shown = Counterexample(**{name: words.from_json(text) for name, text in shown.items()})
        why = Explanation.from_json(data["explanation"]) if data.get("explanation") else None
        evidence = Evidence.from_text(data["evidence"]) if data.get("evidence") else None
        read = {"outcome": Outcome(data["outcome"]), "cause": Cause(data.get("cause", "")), "explanation": why,
                "evidence": evidence}  # fmt: skip
        texts = {name: words.from_json(data[name]) for name in TEXTS if name in data}
        return cls(**{**data, **read, **texts, "max_points": float(data["max_points"]), "counterexample": shown})

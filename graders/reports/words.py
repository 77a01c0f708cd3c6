"""The words for verdicts that all reports share."""

from graders.records.verdict import Outcome, Verdict

LABELS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "not right yet",
    Outcome.NOT_RUN: "nothing to check",
    Outcome.GRADER_ERROR: "not decided",
}


def number(points: float) -> str:
    """Points without a needless ``.0``."""
    return f"{points:g}"


def reason_with_promise(verdict: Verdict) -> str:
    """Why points were lost, and where the grader could not decide, that somebody will."""
    promise = "A person will look at it." if verdict.outcome is Outcome.GRADER_ERROR else ""
    return " ".join(filter(None, [verdict.reason, promise]))


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(place: int) -> str:
    """The word for a ``place`` that is counted from 0: "first", ..., "tenth", "11th"."""
    return ORDINALS[place] if place < len(ORDINALS) else f"{place + 1}th"

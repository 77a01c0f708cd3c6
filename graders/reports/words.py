"""The words for verdicts that all reports share."""

from __future__ import annotations

from graders.records.verdict import Outcome

LABELS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "not right yet",
    Outcome.NOT_RUN: "nothing to check",
    Outcome.GRADER_ERROR: "not decided",
}


def number(points: float) -> str:
    """Points without a needless ``.0``."""
    return f"{points:g}"

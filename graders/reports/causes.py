"""Why a group is wrong, in a sentence: the same in the overview, on the command line and in comments."""

from graders.records.group import Mistake
from graders.records.verdict import Outcome
from graders.reports.explained import in_words
from graders.reports.feedback_page.boxes import Shown, in_one_line

NOT_WHAT_IT_MUST_BE = ("not a function", "not an expression", "not shared")
"""Kinds of change of which the reason says more than the change: what somebody has put there."""


def cause(mistake: Mistake, shown: Shown, solution: int | None = None) -> str:
    """The proved change, or why there is no answer, or what it does at a call, as far as it may be ``shown``.

    ``solution``: the index of the solution cell, in which students count lines; without one no line is told.
    """
    verdict, change = mistake.verdicts[0], mistake.change
    if verdict.outcome is Outcome.NOT_RUN:
        return verdict.hint or verdict.reason
    if verdict.outcome is Outcome.GRADER_ERROR:
        return verdict.reason
    if change is None:
        return in_one_line(verdict, shown)
    return verdict.reason if change.kind in NOT_WHAT_IT_MUST_BE else in_words(change, shown.hint, solution)

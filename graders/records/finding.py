"""What became of one submission of a class."""

from dataclasses import dataclass

from graders.records.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Event:
    """One submission is done: with its verdicts, or with the ``problem`` that kept it from being graded.

    ``kept``: the cells where the points or the comment that a person has given before stay; ``unscored``: those that only
    a person can grade, and has not.
    """

    student: str
    verdicts: tuple[Verdict, ...] = ()
    problem: str = ""
    kept: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether the grader could not decide, so that a person has to look."""
        return bool(self.unscored) or any(verdict.outcome is Outcome.GRADER_ERROR for verdict in self.verdicts)

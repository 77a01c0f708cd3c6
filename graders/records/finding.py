"""What became of one submission of a class."""

from dataclasses import dataclass

from graders.records.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Event:
    """One submission is done: with its verdicts, or with the ``problem`` that kept it from being graded.

    ``kept``: the cells where the points or the comment that a person has given before stay; ``unscored``: those that only
    a person can grade, and has not; ``decided``: those that the grader left to a person who has decided for a whole group.
    ``left``: the groups that the answer was in before, of which something is said.
    """

    student: str
    verdicts: tuple[Verdict, ...] = ()
    problem: str = ""
    kept: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether the grader could not decide, so that a person has to look."""
        asked = [verdict.cell for verdict in self.verdicts if verdict.outcome is Outcome.GRADER_ERROR]
        return bool(self.unscored) or not set(asked).issubset(self.decided)

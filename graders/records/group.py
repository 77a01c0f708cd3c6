"""A class as grouping sees it: what was graded of each student, and the groups of those who made the same mistake."""

from __future__ import annotations

from dataclasses import dataclass

from graders.records.behaviour import Behaviour
from graders.records.explanation import Change
from graders.records.submission import Submission
from graders.records.verdict import Verdict
from graders.records.work import Run


@dataclass(frozen=True)
class Member:
    """One student's notebook as it was graded: what the gradebook holds of it, and the autograded notebook.

    ``row`` is the notebook's id in the gradebook, by which the formgrader finds it. ``asked``: the cells for which the
    gradebook waits for a person. ``code`` is what stands in the cell for the solution, ``solution`` its index. ``run``:
    how the code ran, None if it did not or an older version graded it; ``restored``: how many of the instructor's cells had
    to be put back. ``unreadable`` says why nothing was graded.
    """

    submission: Submission
    row: str = ""
    verdicts: tuple[Verdict, ...] = ()
    asked: tuple[str, ...] = ()
    code: str = ""
    solution: int | None = None
    run: Run | None = None
    restored: int = 0
    unreadable: str = ""

    @property
    def student(self) -> str:
        """By which the gradebook knows them."""
        return self.submission.student


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong with an answer, or why there is none, or why nobody knows.

    ``behaviour``: what it does, alone. ``change``: what is to be changed, if that is proved. ``verdicts``: of the checks
    that it made fail, the one with the best example first.
    """

    behaviour: Behaviour
    verdicts: tuple[Verdict, ...]
    change: Change | None = None


@dataclass(frozen=True)
class Membership:
    """A student in a group: the checks that failed for that, the points that they lost there, and how many other mistakes
    the answer has."""

    student: str
    cells: tuple[str, ...]
    lost: float
    others: int = 0


@dataclass(frozen=True)
class Group:
    """All who made the same mistake.

    ``name`` is short and stays the same from run to run; ``mistake`` that of the ``representative``, who has the shortest
    example and the fewest other mistakes.
    """

    name: str
    mistake: Mistake
    representative: str
    members: tuple[Membership, ...]

    @property
    def verdict(self) -> Verdict:
        """The representative's, of the check with the best example."""
        return self.mistake.verdicts[0]

    @property
    def lost(self) -> float:
        """The points that all of them lost there; of an answer with two mistakes both groups count them."""
        return sum(member.lost for member in self.members)

    @property
    def cells(self) -> tuple[str, ...]:
        """The checks that failed for that, in any answer, most often first."""
        found: dict[str, int] = {}
        for member in self.members:
            for cell in member.cells:
                found[cell] = found.get(cell, 0) + 1
        return tuple(sorted(found, key=lambda cell: -found[cell]))

    @property
    def students(self) -> tuple[str, ...]:
        """Who is in it."""
        return tuple(member.student for member in self.members)

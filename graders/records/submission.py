"""What the gradebook knows of a submission that is shown on its page."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CellGrade:
    """The points of one grade cell, out of ``most``. ``decided``: a person gave them; ``open``: only a person can, and has
    not yet."""

    score: float
    most: float
    decided: bool = False
    open: bool = False


@dataclass(frozen=True)
class Submission:
    """One notebook of a submission, its points by grade cell and the comments of a person by cell.

    ``name``: of the student, where it is known. ``handed_in`` is in UTC; ``late`` is in seconds, 0 if it was in
    time. ``penalty`` are points that being late cost.
    """

    assignment: str
    notebook: str
    student: str
    name: str = ""
    course: str = ""
    handed_in: datetime.datetime | None = None
    late: float = 0.0
    penalty: float = 0.0
    grades: Mapping[str, CellGrade] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The points that count."""
        return sum(grade.score for grade in self.grades.values()) - self.penalty

    @property
    def most(self) -> float:
        """The points that could be had."""
        return sum(grade.most for grade in self.grades.values())

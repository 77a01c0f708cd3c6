"""When a submission is finished: its notebooks are in place with a verdict on every grade cell, and the gradebook agrees."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select

from graders.course import given
from graders.course.given import Given, has_points_of_a_person
from graders.grading.notebook import CHECKS
from graders.notebooks.assignment import Assignment
from graders.records import marks
from graders.records.verdict import Outcome, Verdict
from graders.reports.data import from_notebook

PART = ".part"
"""How the name of a notebook ends that is not in its place yet."""


def write_part(place: Path, notebook: str, text: str) -> None:
    """Write a notebook beside its place in the folder ``place``: a half-written one must never pass for graded."""
    place.mkdir(parents=True, exist_ok=True)
    (place / f".{notebook}{PART}").write_text(text, encoding="utf-8")


def publish(place: Path) -> None:
    """Put the notebooks in their places, when all else of the submission is done."""
    for part in sorted(place.glob(f".*{PART}")):
        part.replace(part.with_name(part.name[1:].removesuffix(PART) + ".ipynb"))


class Row(NamedTuple):
    """What the gradebook holds on one grade cell of a submission, and what of that is ``given`` for a group."""

    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool
    given: Given | None = None

    def agrees(self, verdict: Verdict) -> bool:
        """Whether the points are the verdict's, and a person is asked unless one has decided or need not."""
        decided = self.given is not None and self.given.decision
        asked = self.needs_manual_grade or decided or has_points_of_a_person(self, self.given)
        return self.auto_score == verdict.points and (asked or verdict.outcome is not Outcome.GRADER_ERROR)


@dataclass
class Entry:
    """What the gradebook holds on a submission: when it was handed in (UTC), and its rows by notebook and grade cell."""

    timestamp: datetime.datetime | None
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)

    @property
    def needs_manual_grade(self) -> bool:
        """Whether a person has to look."""
        return any(row.needs_manual_grade for rows in self.rows.values() for row in rows.values())


def entries(gradebook: Gradebook, assignment: str) -> dict[str, Entry]:
    """What the gradebook holds on all submissions of ``assignment``, by student."""
    row = [getattr(Grade, name) for name in Row._fields if name != "given"]
    ours = given.read(gradebook)
    query = (
        select(SubmittedAssignment.student_id, SubmittedAssignment.timestamp, Notebook.name, BaseCell.name, Grade.id, *row)
        .join(SubmittedAssignment.assignment)
        .outerjoin(SubmittedAssignment.notebooks)
        .outerjoin(SubmittedNotebook.notebook)
        .outerjoin(SubmittedNotebook.grades)
        .outerjoin(Grade.cell)
        .where(AssignmentRow.name == assignment)
    )
    found: dict[str, Entry] = {}
    for student, timestamp, notebook, cell, grade, *row in gradebook.db.execute(query):
        rows = found.setdefault(student, Entry(timestamp)).rows.setdefault(notebook, {})
        rows[cell] = Row(*(*row, ours.get(grade)))
    return found


@dataclass(frozen=True)
class Finished:
    """What a finished notebook holds: the ``digest`` of the file that was handed in (None if somebody else has graded
    it), the verdicts, the instructor's code by the names of its cells, the fingerprint of the checks, and the outcomes of
    the attempt ``before`` it by grade cell."""

    digest: str | None
    verdicts: tuple[Verdict, ...]
    given: dict[str, str]
    checks: str = ""
    before: Mapping[str, str] = field(default_factory=dict)

    def is_current(self, assignment: Assignment, rows: Mapping[str, Row]) -> bool:
        """Whether cells and points are still the assignment's, and the gradebook's ``rows`` say what the verdicts say."""
        points = [(verdict.cell, verdict.max_points) for verdict in self.verdicts]
        given = {cell.name: cell.source for cell in assignment.cells if cell.locked and cell.cell_type == "code"}
        return (
            points == [(cell.name, cell.points) for cell in assignment.grade_cells]
            and self.given == given
            and rows.keys() >= {cell.name for cell in assignment.cells if cell.grade}
            and all(rows[verdict.cell].agrees(verdict) for verdict in self.verdicts)
        )

    def may_end_better(self, rows: Mapping[str, Row]) -> bool:
        """Whether the grader itself failed, and nobody has decided in its place: a killed judge comes back."""
        failed = [verdict.cell for verdict in self.verdicts if verdict.cause.passing]
        return any(rows[cell].needs_manual_grade for cell in failed)


def read(path: Path) -> Finished | None:
    """What is in the graded notebook ``path``; None if it is not whole, or lacks a verdict."""
    try:
        nb: dict[str, Any] = json.loads(path.read_bytes())
        if marks.DIGEST not in nb["metadata"]:
            return Finished(None, (), {})
        verdicts = tuple(from_notebook(nb))
        code = [(cell["metadata"].get("nbgrader", {}), cell) for cell in nb["cells"] if cell["cell_type"] == "code"]
        given = {about["grade_id"]: "".join(cell["source"]) for about, cell in code if about.get("locked")}
        judged = [about["grade_id"] for about, _ in code if about.get("locked") and about["grade"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    whole = [verdict.cell for verdict in verdicts] == judged
    about = nb["metadata"]
    before = about.get(marks.BEFORE, {})
    return Finished(about[marks.DIGEST], verdicts, given, str(about.get(CHECKS, "")), before) if whole else None

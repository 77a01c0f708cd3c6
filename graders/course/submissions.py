"""What the gradebook holds of one notebook of a submission, in three queries: its page is made of it."""

from collections.abc import Mapping
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select

from graders.course import given
from graders.course.given import Given
from graders.records.submission import CellGrade, Submission

NO_RESPONSE = "No response."
"""nbgrader's own comment on an empty cell, which the page says in better words."""


def submission(gradebook: Gradebook, about: Mapping[str, str], course: str) -> Submission:
    """The submission that nbgrader's resources name, in the course of that name. Raises nbgrader's ``MissingEntry``."""
    wanted = [about[key] for key in ("assignment", "notebook", "student")]
    known = select(
        SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty, SubmittedAssignment.timestamp,
        SubmittedAssignment.extension, Assignment.duedate, Student.first_name, Student.last_name,
    ).select_from(SubmittedNotebook)  # fmt: skip
    for step in (SubmittedNotebook.notebook, SubmittedNotebook.assignment, SubmittedAssignment.assignment,
                 SubmittedAssignment.student):  # fmt: skip
        known = known.join(step)
    row = gradebook.db.execute(
        known.where(Assignment.name == wanted[0], Notebook.name == wanted[1], Student.id == wanted[2])
    ).first()
    if row is None:
        raise MissingEntry(f"The gradebook has no {'/'.join(wanted)}.")
    return submission_of(row, about, course, _grades(gradebook, row.id), _comments(gradebook, row.id))


def submission_of(
    row: Any, about: Mapping[str, str], course: str, grades: Mapping[str, CellGrade], comments: Mapping[str, str]
) -> Submission:
    """The submission of which ``row`` holds the times, the penalty and the student's name."""
    due = row.duedate + row.extension if row.duedate and row.extension else row.duedate
    late = (row.timestamp - due).total_seconds() if row.timestamp and due else 0.0
    name = " ".join(filter(None, [row.first_name, row.last_name]))
    return Submission(
        about["assignment"], about["notebook"], about["student"], name, course, row.timestamp, max(0.0, late),
        row.late_submission_penalty or 0.0, grades, comments,
    )  # fmt: skip


def _grades(gradebook: Gradebook, notebook: str) -> dict[str, CellGrade]:
    query = (
        select(BaseCell.name, Grade.id, *COLUMNS).select_from(Grade).join(Grade.cell).where(Grade.notebook_id == notebook)
    )
    rows = sorted(map(tuple, gradebook.db.execute(query)))
    had = given.read(gradebook, [row for _, row, *_ in rows])
    return {name: cell_grade(had.get(row), *columns) for name, row, *columns in rows}


COLUMNS = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.score, Grade.max_score)
"""What :func:`cell_grade` needs of a grade."""


def cell_grade(had: Given | None, auto: Any, manual: Any, extra: Any, score: float, most: float) -> CellGrade:
    """The points of a cell, from the columns of its row and what it ``had`` been given for its groups."""
    decided = manual is not None or bool(extra) or (had is not None and had.decision)
    return CellGrade(score, most, decided, auto is None and manual is None)


def _comments(gradebook: Gradebook, notebook: str) -> dict[str, str]:
    columns = [BaseCell.name, Comment.manual_comment, Comment.auto_comment]
    query = select(*columns).select_from(Comment).join(Comment.cell).where(Comment.notebook_id == notebook)
    found = {row.name: comment_text(row.manual_comment, row.auto_comment) for row in gradebook.db.execute(query)}
    return {name: text for name, text in sorted(found.items()) if text}


def comment_text(manual: str | None, auto: str | None) -> str:
    """What is shown as a comment at a cell: a person's on it, else that on its group; a box that was emptied hides that."""
    text = (auto if auto != NO_RESPONSE else None) if manual is None else manual
    return text if text is not None and text.strip() else ""

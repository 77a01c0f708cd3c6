"""The members of a class, from what grading has left: the gradebook's rows, in a few queries, and the autograded notebooks.

Nothing is run or judged again, and nothing is locked: it may be read while grading goes on.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, Notebook, Student, SubmittedAssignment
from nbgrader.api import SubmittedNotebook as Row
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import select

from exercises import words
from graders.course import given
from graders.course.submissions import COLUMNS, cell_grade, comment_text, submission_of
from graders.records import marks
from graders.records.group import Member
from graders.records.submission import CellGrade
from graders.records.work import Run
from graders.reports.data import from_notebook
from graders.reports.explained import solution_index


def members(gradebook: Gradebook, coursedir: CourseDirectory, assignment: str) -> dict[str, list[Member]]:
    """The members by the notebook of ``assignment``, by name. One whose notebook is not autograded has no verdicts."""
    grades, asked = _grades(gradebook, assignment)
    comments = _comments(gradebook, assignment)
    query = (
        select(
            Row.id, Notebook.name.label("notebook"), Row.late_submission_penalty, SubmittedAssignment.timestamp,
            SubmittedAssignment.extension, Assignment.duedate, Student.id.label("student"), Student.first_name,
            Student.last_name,
        ).select_from(Row).join(Row.notebook).join(Row.assignment).join(SubmittedAssignment.assignment)
        .join(SubmittedAssignment.student).where(Assignment.name == assignment).order_by(Student.id)
    )  # fmt: skip
    found: dict[str, list[Member]] = defaultdict(list)
    for row in gradebook.db.execute(query).all():
        about = {"assignment": assignment, "notebook": row.notebook, "student": row.student}
        known = submission_of(row, about, coursedir.course_id, grades.get(row.id, {}), comments.get(row.id, {}))
        place = Path(coursedir.format_path(coursedir.autograded_directory, row.student, assignment))
        notebook = _read(place / f"{row.notebook}.ipynb")
        found[row.notebook].append(Member(known, row.id, asked=tuple(asked.get(row.id, ())), **notebook))
    return dict(found)


def _grades(gradebook: Gradebook, assignment: str) -> tuple[dict[str, dict[str, CellGrade]], dict[str, list[str]]]:
    query = (
        select(Grade.notebook_id, BaseCell.name, Grade.needs_manual_grade, Grade.id, *COLUMNS)
        .select_from(Grade).join(Grade.cell).join(BaseCell.notebook).join(Notebook.assignment)
        .where(Assignment.name == assignment).order_by(BaseCell.name)
    )  # fmt: skip
    grades: dict[str, dict[str, CellGrade]] = defaultdict(dict)
    asked: dict[str, list[str]] = defaultdict(list)
    had = given.read(gradebook)
    for notebook, name, needed, row, *columns in gradebook.db.execute(query):
        grades[notebook][name] = cell_grade(had.get(row), *columns)
        if needed:
            asked[notebook].append(name)
    return grades, asked


def _comments(gradebook: Gradebook, assignment: str) -> dict[str, dict[str, str]]:
    query = (
        select(Comment.notebook_id, BaseCell.name, Comment.manual_comment, Comment.auto_comment)
        .select_from(Comment).join(Comment.cell).join(BaseCell.notebook).join(Notebook.assignment)
        .where(Assignment.name == assignment).order_by(BaseCell.name)
    )  # fmt: skip
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for notebook, name, *texts in gradebook.db.execute(query):
        text = comment_text(*texts)
        if text:
            found[notebook][name] = text
    return found


def _read(path: Path) -> Mapping[str, Any]:
    """What a member has of an autograded notebook; nothing of one that is not whole, or that somebody else has graded."""
    try:
        nb: dict[str, Any] = json.loads(path.read_bytes())
        for cell in nb["cells"]:
            cell["source"] = "".join(cell["source"])
        about, solution = nb["metadata"], solution_index(nb)
        if marks.DIGEST not in about:
            return {}
        return {
            "verdicts": tuple(from_notebook(nb)),
            "code": "" if solution is None else nb["cells"][solution]["source"],
            "solution": solution,
            "run": Run(**about[marks.RUN]) if marks.RUN in about else None,
            "restored": int(about.get(marks.RESTORED, 0)),
            "unreadable": words.from_json(about.get(marks.UNREADABLE, "")),
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}

"""Scratch courses for tests: made from the checkout, graded by real nbgrader commands, read back from what they wrote."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook

from graders.course.authoring import release, sample_answers
from graders.notebooks.assignment import from_source, names

GRADE_CELLS = {name: {cell.name: cell.points for cell in from_source(name).grade_cells} for name in names()}
"""Every assignment's grade cells and their points."""


class Points(NamedTuple):
    """What the gradebook holds on one grade cell."""

    points: float
    needs_manual_grade: bool
    auto: float | None
    manual: float | None


@dataclass(frozen=True)
class Course:
    """A course folder. Commands leave their exit code and log in it, so that other processes can read them."""

    folder: Path

    def nbgrader(self, *arguments: str) -> int:
        """Run an nbgrader command as a user would; return its exit code. :meth:`log` gives what it said."""
        return self.python(" ".join(arguments), "-m", "nbgrader", *arguments)

    def python(self, name: str, *arguments: str) -> int:
        """Run Python in the course folder; its log is kept under ``name``."""
        # nbgrader calls alembic by name when it makes a gradebook.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        environment = {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"}  # output and log in their true order
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._log_file(name).write_text(f"exit code {result.returncode}\n{result.stdout}", encoding="utf-8")
        return result.returncode

    def log(self, name: str) -> str:
        """Exit code and output of the last command ``name``, as in ``autograde polynomial``."""
        return self._log_file(name).read_text(encoding="utf-8")

    def _log_file(self, name: str) -> Path:
        return self.folder / f"{name.replace('/', '-').replace(' ', '-')}.log"

    def release(self, assignment: str) -> NotebookNode:
        """The notebook that students get."""
        return nbformat.read(self.folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)

    def answered(self, assignment: str, answer: str) -> NotebookNode:
        """The student's notebook with a sample answer in it."""
        return sample_answers.read(sample_answers.FOLDER / assignment / f"{answer}.py").fill_in(self.release(assignment))

    def hand_in(self, student: str, assignment: str, content: NotebookNode | dict[str, Any] | bytes, name: str = "") -> None:
        """Put a notebook (or the bytes of a file) into ``submitted``."""
        place = self.folder / "submitted" / student / assignment
        place.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (place / (name or f"{assignment}.ipynb")).write_bytes(data)

    def gradebook(self, assignment: str) -> dict[str, dict[str, Points]]:
        """What the gradebook holds on every student and grade cell."""
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            return {
                submission.student_id: {
                    grade.name: Points(grade.score, grade.needs_manual_grade, grade.auto_score, grade.manual_score)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(assignment)
            }

    def autograded(self, student: str, assignment: str) -> NotebookNode:
        """The notebook that autograding wrote."""
        path = self.folder / "autograded" / student / assignment / f"{assignment}.ipynb"
        return nbformat.read(path, as_version=4)

    def feedback(self, student: str, assignment: str) -> str:
        """The feedback page."""
        path = self.folder / "feedback" / student / assignment / f"{assignment}.html"
        return path.read_text(encoding="utf-8")


def points(cells: dict[str, Points]) -> dict[str, float]:
    """The points alone, by grade cell."""
    return {name: cell.points for name, cell in cells.items()}


def grade_cells(nb: NotebookNode) -> dict[str, NotebookNode]:
    """The grade cells of a notebook, by name."""
    found = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in nb.cells}
    return {name: cell for name, cell in found.items() if name and cell.metadata.nbgrader.grade}


def shared(factory: Any, name: str, fill: Callable[[Course], None]) -> Course:
    """The course that ``fill`` makes, once for all processes of a test run (pytest-xdist starts several)."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    course, done = Course(base / name), base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(course.folder, ignore_errors=True)
            course.folder.mkdir()
            fill(course)
            done.touch()
    return course


def generated(factory: Any) -> Course:
    """A course in which ``nbgrader generate_assignment`` ran for all assignments. Copy it before you change it."""
    return shared(factory, "generated", lambda course: [release.generate(course.folder)])


def copy_of(course: Course, folder: Path) -> Course:
    """A copy of a course, to change."""
    shutil.copytree(course.folder, folder, dirs_exist_ok=True)
    return Course(folder)

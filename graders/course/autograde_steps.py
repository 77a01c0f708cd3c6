"""The steps that nbgrader's autograding is configured with: thin adapters around notebooks and grading."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Grade
from nbgrader.converters import NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from traitlets import Bool, Enum, Float, Integer

from graders.course.careful import take_care
from graders.course.converter import KEPT, UNSCORED, VERDICTS, _autograded, assignment_of, open_gradebook
from graders.course.finished import has_points_of_a_person, remove_outdated
from graders.course.settings import converter_of, require_settings
from graders.grading.notebook import grade_notebook
from graders.grading.pipeline import shared_pipeline
from graders.notebooks import reading, restoring
from graders.records import marks
from graders.records.verdict import Outcome, Verdict
from graders.sandbox.conversation import SandboxError
from graders.sandbox.limits import Limits

Opened = TypeVar("Opened")

ACTIVE = '<>&"\\'
"""Characters that may end the text in which a page of nbgrader shows a student's name."""


class ActiveName(Exception):
    """The name of a student's folder would act as HTML or script in nbgrader's pages. The text says what to do."""


def require_plain_name(student: str) -> None:
    """Raise :class:`ActiveName` for a name that nbgrader, which escapes none, must not put into its pages."""
    if any(character in ACTIVE or not character.isprintable() for character in student):
        raise ActiveName(
            f"The folder name {student!r} has one of {' '.join(ACTIVE)} or a control character in it: rename it."
        )


def add_missing_notebooks(assignment: str, student: str, notebooks: list[str]) -> None:
    """``Autograde.pre_convert_hook``: ask for the notebooks of the assignment that were not handed in, too.

    nbgrader ignores files with other names and then stops at a submission without a known one. With the missing name
    in its list the reader is asked for the file, says what the folder holds instead, and a person is asked.
    Raises :class:`ActiveName` for a student's folder with such a name.
    """
    if not notebooks:
        return
    folder = os.path.dirname(notebooks[0])
    require_plain_name(os.path.basename(os.path.dirname(folder)))
    for master in sorted(glob.glob(os.path.join("source", glob.escape(assignment), "*.ipynb"))):
        path = os.path.join(folder, os.path.basename(master))
        if path not in notebooks:
            notebooks.append(path)


class SubmissionExporter(NotebookExporter):
    """Reads a submission without stumbling: what can't be read becomes a notebook that says so.

    As the first thing of ours that nbgrader's converter makes, it also has the converter take care.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent is None:
            return
        require_settings(converter_of(self))
        take_care(self.parent)
        # nbgrader makes its exporter when it knows the submissions and has looked at none of them; our own has looked.
        if not hasattr(converter_of(self), "grade_ahead"):
            require_sandbox(converter_of(self))
            remove_outdated(converter_of(self))

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        resources = self._init_resources(resources)
        path = Path(filename)
        if path.is_relative_to(_autograded(self)):  # the sanitised notebook that we wrote a moment ago
            nb = nbformat.read(path, as_version=4)
        else:
            nb = self._submitted(path, resources)
        resources["metadata"]["name"] = path.stem
        return self.from_notebook_node(nb, resources=resources, **kw)

    def _submitted(self, path: Path, resources: Any) -> NotebookNode:
        require_plain_name(resources["nbgrader"]["student"])  # nbgrader has passed over what the hook raised
        nb, trouble = reading.read_or_stand_in(path, assignment_of(self, resources["nbgrader"]))
        if trouble:
            self.log.warning("%s: %s", path, trouble)
        return nb


def require_sandbox(converter: Any) -> None:
    """Say once, and not for every submission, that student code can't be run. Raises ``NbGraderException``."""
    try:
        GradeInSandbox(parent=converter).pipeline(shared_pipeline)
    except SandboxError as error:
        converter.log.error("%s", error)
        raise NbGraderException(str(error)) from None


class RestoreCells(NbGraderPreprocessor):
    """Sanitising: what belongs to the instructor goes back into its place; all other metadata is dropped."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        unreadable = nb.metadata.get(marks.UNREADABLE)
        for note in restoring.restore(nb, assignment_of(self, resources["nbgrader"])):
            self.log.warning("%s, %s: %s", resources["nbgrader"]["student"], resources["nbgrader"]["assignment"], note)
        if unreadable is not None:
            nb.metadata[marks.UNREADABLE] = unreadable
        return nb, resources


class GradeInSandbox(NbGraderPreprocessor):
    """Autograding: student cells run in the sandbox, grade cells in the judge."""

    sandbox = Enum(
        ["auto", "bubblewrap", "plain"],
        "auto",
        help="Where student code runs. 'auto' takes bubblewrap; where that is not installed a plain process with a warning, "
        "but never as root. 'bubblewrap' refuses to grade without it; 'plain' is no sandbox.",
    ).tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Seconds after which a cell is interrupted.").tag(config=True)
    notebook_seconds = Float(Limits.notebook_seconds, help="Seconds after which a notebook is stopped.").tag(config=True)
    memory_bytes = Integer(Limits.memory_bytes, help="Memory of a submission and address space of a process.").tag(
        config=True
    )

    remember = Bool(True, help="Whether equal answers are judged once: verdicts are remembered.").tag(config=True)

    def pipeline(self, open_with: Callable[[str, tuple[Path, ...], bool, Limits], Opened]) -> Opened:
        """What ``open_with`` makes of the configuration: sandbox, hidden folders, whether to remember, and limits.

        Raises ``ValueError`` for a limit that is no positive number.
        """
        limits = Limits(
            cell_seconds=self.cell_seconds, notebook_seconds=self.notebook_seconds, memory_bytes=self.memory_bytes
        )
        root = Path(converter_of(self).coursedir.root)
        hidden = (root,) if root.is_absolute() and root != Path("/") else ()
        return open_with(self.sandbox, hidden, self.remember, limits)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        grade = getattr(converter_of(self), "grade_ahead", None) or self.pipeline(shared_pipeline).grade
        verdicts = grade_notebook(nb, assignment_of(self, resources["nbgrader"]), grade)
        resources[VERDICTS] = {verdict.cell: verdict for verdict in verdicts}
        return nb, resources


class SaveVerdicts(SaveAutoGrades):
    """Saves what nbgrader's own SaveAutoGrades saves, and asks for a person where the grader could not decide.

    All cells of a notebook are saved at once, or none.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        data = resources["nbgrader"]
        with open_gradebook(self, data["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(data["notebook"], data["assignment"], data["student"])
            grades = {grade.name: grade for grade in found.grades}
            comments = {comment.name: comment for comment in found.comments}
            stood_in = marks.UNREADABLE in nb.metadata  # then the empty cell is not the student's
            for cell in nb.cells:
                name = cell.metadata.get("nbgrader", {}).get("grade_id")
                if is_grade(cell):
                    self._save_score(grades[name], cell, resources[VERDICTS].get(name))
                if is_solution(cell) or is_task(cell):
                    answered = is_task(cell) or stood_in or cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
                    comments[name].auto_comment = None if answered else "No response."
            commented = [name for name, comment in comments.items() if (comment.manual_comment or "").strip()]
            for name in _next_to(commented, nb):  # the formgrader marks no comment
                grades[name].needs_manual_grade = True
            resources[UNSCORED] = [name for name, grade in grades.items() if grade.auto_score is grade.manual_score is None]
            resources[KEPT] = [name for name, grade in grades.items() if has_points_of_a_person(grade)] + commented
            gradebook.db.commit()
        return nb, resources

    def _save_score(self, grade: Grade, cell: NotebookNode, verdict: Verdict | None) -> None:
        grade.auto_score, _ = determine_grade(cell, self.log)
        undecided = verdict is not None and verdict.outcome is Outcome.GRADER_ERROR
        # A person who has given points before is to look again, as in nbgrader.
        grade.needs_manual_grade = undecided or has_points_of_a_person(grade) or grade.auto_score is None


def _next_to(commented: Collection[str], nb: NotebookNode) -> set[str]:
    """The grade cells that stand next behind the commented cells, or last in the notebook."""
    found: set[str] = set()
    nearest = [cell.metadata.nbgrader.grade_id for cell in nb.cells if is_grade(cell)][-1:]
    for cell in reversed(nb.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        nearest = [name] if is_grade(cell) else nearest
        if name in commented:
            found.update(nearest)
    return found


class SaveLatePenalty(AssignLatePenalties):
    """nbgrader's AssignLatePenalties, through the gradebook that is open already."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        data = resources["nbgrader"]
        self.init_plugin()
        with open_gradebook(self, data["db_url"]) as gradebook:
            late = gradebook.find_submission(data["assignment"], data["student"]).total_seconds_late
            notebook = gradebook.find_submission_notebook(data["notebook"], data["assignment"], data["student"])
            penalty = self.plugin_inst.late_submission_penalty(data["student"], notebook.score, late) if late > 0 else None
            if penalty is not None:
                penalty = self._check_late_penalty(notebook, penalty)
                self.log.warning("%s, %s: late penalty %s", data["student"], data["assignment"], penalty)
            notebook.late_submission_penalty = penalty
            gradebook.db.commit()
        return nb, resources

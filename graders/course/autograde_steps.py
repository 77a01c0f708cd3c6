"""The steps that nbgrader's autograding is configured with: thin adapters around notebooks and grading."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Grade
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from traitlets import Bool, Enum, Float, Integer

from graders.course import given
from graders.course.careful import CarefulCourse, make_ready
from graders.course.converter import GRADED, GradedNotebook, WithBooks, books_of, converter_of
from graders.course.folder import CourseError
from graders.course.given import Given, has_points_of_a_person
from graders.course.group_comments import rows_of, undecided
from graders.course.settings import require_settings
from graders.course.submissions import NO_RESPONSE
from graders.course.wanted import Standing, group_comments
from graders.grading.notebook import grade_notebook
from graders.grading.pipeline import Settings
from graders.notebooks import reading, restoring
from graders.records import marks
from graders.records.verdict import Outcome, Verdict
from graders.reports.explained import solution_index
from graders.sandbox.limits import Limits

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
    """``Autograde.pre_convert_hook`` of copies of ``nbgrader_config.py`` from earlier days: ``make_ready`` does its work."""


def _require_comments(converter: Autograde) -> None:
    """Raise ``NbGraderException``, before anything is removed, where what is said of groups can't be read."""
    try:
        group_comments(converter.coursedir, converter.coursedir.assignment_id)
    except CourseError as error:
        converter.log.error("%s", error)
        raise NbGraderException(str(error)) from None


class SubmissionExporter(NotebookExporter):
    """Reads a submission without stumbling: what can't be read becomes a notebook that says so.

    As the first thing of ours that nbgrader's own converter makes, it has that made ready, too.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        converter = converter_of(self)
        require_settings(converter)
        if isinstance(converter, Autograde) and not isinstance(converter, WithBooks):
            _require_comments(converter)
            make_ready(converter, GradeInSandbox(parent=converter).settings())

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        resources = self._init_resources(resources)
        path = Path(filename)
        if path.is_relative_to(books_of(self).autograded):  # the sanitised notebook that we wrote a moment ago
            nb = nbformat.read(path, as_version=4)
        else:
            nb = self._submitted(path, resources["nbgrader"])
        resources["metadata"]["name"] = path.stem
        return self.from_notebook_node(nb, resources=resources, **kw)

    def _submitted(self, path: Path, about: Mapping[str, str]) -> NotebookNode:
        require_plain_name(about["student"])
        nb, trouble = reading.read_or_stand_in(path, books_of(self).assignment(about))
        if trouble:
            self.log.warning("%s: %s", path, trouble)
        return nb


class RestoreCells(NbGraderPreprocessor):
    """Sanitising: what belongs to the instructor goes back into its place; all other metadata is dropped."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        unreadable = nb.metadata.get(marks.UNREADABLE)
        for note in restoring.restore(nb, books_of(self).assignment(resources["nbgrader"])):
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

    def settings(self) -> Settings:
        """As the course's configuration has them. Raises ``ValueError`` for a limit that is no positive number."""
        converter = converter_of(self)
        assert converter is not None
        root = Path(converter.coursedir.root)
        return Settings(
            self.sandbox,
            (root,) if root.is_absolute() and root != Path("/") else (),
            self.remember,
            Limits(cell_seconds=self.cell_seconds, notebook_seconds=self.notebook_seconds, memory_bytes=self.memory_bytes),
        )

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        books = books_of(self)
        verdicts = grade_notebook(nb, books.assignment(resources["nbgrader"]), books.grader(self.settings()))
        resources[GRADED] = GradedNotebook({verdict.cell: verdict for verdict in verdicts})
        about, course = resources["nbgrader"], books.coursedir
        if isinstance(course, CarefulCourse):
            before = course.before(about["student"], about["notebook"], nb.metadata.get(marks.DIGEST, ""))
            nb.metadata.update({marks.BEFORE: before} if before else {})
        return nb, resources


class SaveVerdicts(SaveAutoGrades):
    """Saves what nbgrader's own SaveAutoGrades saves, and asks for a person where the grader could not decide.

    All cells of a notebook are saved at once, or none.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        data, graded = resources["nbgrader"], resources[GRADED]
        books, verdicts = books_of(self), graded.verdicts
        said = group_comments(books.coursedir, data["assignment"])
        wanted = said.wanted(list(verdicts.values()), books.assignment(data), solution_index(nb))
        with books.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(data["notebook"], data["assignment"], data["student"])
            rows = rows_of(gradebook, found)
            grades, comments = rows.grades, rows.comments
            stood_in = marks.UNREADABLE in nb.metadata  # then the empty cell is not the student's
            for cell in nb.cells:
                name = cell.metadata.get("nbgrader", {}).get("grade_id")
                if is_grade(cell):
                    self._save_score(grades[name], cell, verdicts.get(name), rows.given.get(grades[name].id))
                if is_solution(cell) or is_task(cell):
                    answered = is_task(cell) or stood_in or cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
                    comments[name].auto_comment = None if answered else NO_RESPONSE
            rows.settle(wanted, undecided(verdicts.values()), said.entries, anew=True)
            given.write(gradebook, rows.given, rows.now)
            commented = [name for name, comment in comments.items() if (comment.manual_comment or "").strip()]
            for name in _next_to(commented, nb):  # the formgrader marks no comment
                grades[name].needs_manual_grade = True
            graded.unscored = [name for name, grade in grades.items() if grade.auto_score is grade.manual_score is None]
            own = [name for name, grade in grades.items() if has_points_of_a_person(grade, rows.now[grade.id])]
            graded.kept = own + commented
            graded.decided = [finding.cell for finding in rows.found if finding.standing is Standing.DECIDED]
            graded.left = [finding.group for finding in rows.found if finding.standing is Standing.LEFT]
            for group in graded.left:
                self.log.warning("%s, %s: not in group %s any more", data["student"], data["assignment"], group)
            gradebook.db.commit()
        return nb, resources

    def _save_score(self, grade: Grade, cell: NotebookNode, verdict: Verdict | None, had: Given | None) -> None:
        grade.auto_score, _ = determine_grade(cell, self.log)
        open_still = verdict is not None and verdict.outcome is Outcome.GRADER_ERROR and not (had and had.decision)
        # A person who has given points before is to look again, as in nbgrader.
        grade.needs_manual_grade = open_still or has_points_of_a_person(grade, had) or grade.auto_score is None


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
        with books_of(self).gradebook() as gradebook:
            late = gradebook.find_submission(data["assignment"], data["student"]).total_seconds_late
            notebook = gradebook.find_submission_notebook(data["notebook"], data["assignment"], data["student"])
            penalty = self.plugin_inst.late_submission_penalty(data["student"], notebook.score, late) if late > 0 else None
            if penalty is not None:
                penalty = self._check_late_penalty(notebook, penalty)
                self.log.warning("%s, %s: late penalty %s", data["student"], data["assignment"], penalty)
            notebook.late_submission_penalty = penalty
            gradebook.db.commit()
        return nb, resources

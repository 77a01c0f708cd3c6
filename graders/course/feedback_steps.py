"""The step that nbgrader's feedback is configured with, and the settings of pages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, List
from traitlets.config import Configurable

from graders.course.converter import Books, books_of, converter_of
from graders.course.finished import has_points_of_a_person
from graders.course.settings import require_settings
from graders.notebooks.assignment import texts_of
from graders.records.submission import CellGrade, Submission
from graders.reports.explained import LEVELS
from graders.reports.feedback_page.boxes import REVEAL, Shown
from graders.reports.feedback_page.page import page_of
from graders.reports.feedback_page.render import html
from graders.reports.language import languages

PAGE = "theano_exercises_page"
"""Key in nbconvert's resources of the page's HTML, which the template puts out."""


class FeedbackPage(Configurable):
    """How much pages tell, and in which language."""

    reveal = Enum(
        list(REVEAL),
        "counterexample",
        help="What a page tells of a lost point: the 'reason' alone, a 'counterexample' that proves it (a call, a picture), "
        "or the graph of the solution, too ('reference').",
    ).tag(config=True)
    hint = Enum(
        list(LEVELS),
        "what",
        help="How much a hint tells of what is wrong: 'where' to look, 'what' is wrong there, or the 'solution'.",
    ).tag(config=True)
    language = Enum(languages(), "en", help="The language of pages.").tag(config=True)

    @property
    def shown(self) -> Shown:
        """What is shown of verdicts."""
        return Shown(self.reveal, self.hint)


class FeedbackStep(NbGraderPreprocessor):
    """A step on the way to a page."""

    # The HTML exporter configures it in all of its steps; traitlets warns where that can't be done.
    display_data_priority = List().tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        require_settings(converter_of(self))


class NotNeeded(FeedbackStep):
    """What copies of ``nbgrader_config.py`` from earlier days name beside the page: a step that does nothing any more."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        return nb, resources


class MakePage(FeedbackStep, FeedbackPage):
    """Feedback: the page, from the verdicts in the autograded notebook and what the gradebook holds."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        about, books = resources["nbgrader"], books_of(self)
        page = page_of(nb, submission(books, nb, about), _released(books, about), self.shown)
        resources[PAGE] = html(page, self.language)
        return nb, resources


def submission(books: Books, nb: NotebookNode, about: Mapping[str, str]) -> Submission:
    """What the gradebook knows of a submission that nbgrader's resources name; its cells in the order of the notebook."""
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
    place = {name: number for number, name in enumerate(names)}
    with books.gradebook() as gradebook:
        row = gradebook.find_submission(about["assignment"], about["student"])
        notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
        grades = sorted(notebook.grades, key=lambda grade: place.get(grade.name, len(names)))
        student = row.student
        return Submission(
            about["assignment"], about["notebook"], about["student"],
            " ".join(filter(None, [student.first_name, student.last_name])), books.coursedir.course_id,
            row.timestamp, row.duedate, row.total_seconds_late, notebook.late_submission_penalty or 0.0,
            {grade.name: _grade(grade) for grade in grades},
            {each.name: each.manual_comment for each in notebook.comments if (each.manual_comment or "").strip()},
        )  # fmt: skip


def _grade(grade: Any) -> CellGrade:
    unscored = grade.auto_score is None and grade.manual_score is None
    return CellGrade(grade.score, grade.max_score, has_points_of_a_person(grade), unscored)


def _released(books: Books, about: Mapping[str, str]) -> list[str]:
    """The texts of the cells that were given out."""
    masters = Path(books.coursedir.format_path(books.coursedir.source_directory, ".", about["assignment"]))
    known = books.assignment(about)
    return [*(cell.source for cell in known.cells), *texts_of(masters / f"{about['notebook']}.ipynb")]

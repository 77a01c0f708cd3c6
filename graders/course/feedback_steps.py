"""The step that nbgrader's feedback is configured with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from graders.course.converter import Books, books_of, converter_of
from graders.course.page_settings import FeedbackPage
from graders.course.settings import require_settings
from graders.notebooks.assignment import texts_of
from graders.reports.feedback_page.page import page_of
from graders.reports.feedback_page.render import html

PAGE = "theano_exercises_page"
"""Key in nbconvert's resources of the page's HTML, which the template puts out."""


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
        page = page_of(nb, books.submission(about), _released(books, about), self.shown)
        resources[PAGE] = html(page, self.language)
        return nb, resources


def _released(books: Books, about: Mapping[str, str]) -> tuple[str, ...]:
    """The texts of the cells that were given out; none where neither release nor master is there."""
    coursedir, name = books.coursedir, f"{about['notebook']}.ipynb"
    folders = [coursedir.release_directory, coursedir.source_directory]
    paths = [Path(coursedir.format_path(folder, ".", about["assignment"])) / name for folder in folders]
    return next((texts_of(path) for path in paths if path.is_file()), ())

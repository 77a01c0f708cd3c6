"""The steps that nbgrader's feedback is configured with."""

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from traitlets import List

from graders.course.converter import books_of, converter_of
from graders.course.finished import has_points_of_a_person
from graders.course.settings import require_settings
from graders.reports.cell import show_decisions

TABLE_STYLE = """
.rendered_html table { margin: .5em 0; }
.rendered_html td, .rendered_html th { padding: .25em .8em; vertical-align: top; }
.rendered_html thead { border-bottom: 1px solid #999; }
"""


class FeedbackStep(NbGraderPreprocessor):
    """A step on the way to a page.

    The HTML exporter configures ``display_data_priority`` in all of its steps; traitlets warns where that can't be done.
    """

    display_data_priority = List(
        ["text/html", "application/pdf", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
    ).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        require_settings(converter_of(self))


class ShowDecisions(FeedbackStep):
    """Feedback: where a person has given points, the verdict shows these and not the grader's."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        data = resources["nbgrader"]
        with books_of(self).gradebook() as gradebook:
            found = gradebook.find_submission_notebook(data["notebook"], data["assignment"], data["student"])
            decided = {grade.name: grade.score for grade in found.grades if has_points_of_a_person(grade)}
        show_decisions(nb, decided)
        return nb, resources


class StyleTables(FeedbackStep):
    """Feedback: nbgrader's page has no style for tables, whose cells would touch each other."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        resources.setdefault("inlining", {}).setdefault("css", []).append(TABLE_STYLE)
        return nb, resources


class HideHiddenTests(FeedbackStep, ClearHiddenTests):
    """Feedback: grade cells lose their hidden lines. Student cells stay: their text may contain the markers."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        data = cell.metadata.get("nbgrader", {})
        if data.get("grade") and not data.get("solution"):
            self._remove_hidden_test_region(cell)
        return cell, resources

"""The steps on the way to every page: the feedback's and the formgrader's."""

import base64
from typing import Any

from markupsafe import escape
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat.notebooknode import NotebookNode
from traitlets import Bool, List

from graders.cleaning.pictures import SVG
from graders.course.converter import converter_of
from graders.course.page_settings import FeedbackPage
from graders.course.settings import require_settings
from graders.records.marks import METADATA
from graders.records.verdict import Verdict
from graders.reports.explained import solution_index
from graders.reports.feedback_page.boxes import box_of
from graders.reports.feedback_page.render import verdict_html
from graders.reports.pages import TEMPLATES
from graders.reports.pages.filters import FILTERS

NAMES = ("student", "first_name", "last_name", "notebook_path", "assignment_id", "notebook_id")
"""What the formgrader puts into its page without escaping it."""


class PageStep(Preprocessor):
    """A step on the way to every page. Whoever makes one has its exporter take our filters and templates."""

    display_data_priority = List().tag(config=True)
    enabled = Bool(True).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        require_settings(converter_of(self))
        exporter = self.parent
        if isinstance(exporter, HTMLExporter):
            exporter.sanitize_html = True
            exporter.filters = {**exporter.filters, **FILTERS}
            if TEMPLATES[0] not in exporter.extra_template_basedirs:  # the course may have templates of its own before ours
                exporter.extra_template_basedirs = TEMPLATES


class DescribeDrawings(PageStep):
    """SVG with the text in its place: the templates know one for pictures of pixels only."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Make an ``<img>`` of a drawing that has such a text."""
        for output in cell.get("outputs", []):
            drawing, about = output.get("data", {}).get(SVG), output.get("metadata", {}).get(SVG, {})
            if drawing and about.get("alt"):
                address = f"data:{SVG};base64,{base64.b64encode(drawing.encode()).decode('ascii')}"
                output.data = NotebookNode({"text/html": f'<img src="{address}" alt="{escape(about["alt"])}">'})
        return cell, resources


class ShowVerdicts(PageStep, FeedbackPage):
    """The formgrader's page: each verdict as a box, made of its record. The feedback page has places of its own."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Give the outputs of grade cells the HTML of their verdicts."""
        if converter_of(self) is None:
            solution, styled = solution_index(nb), True
            for cell in nb.cells:
                for output in cell.get("outputs", []):
                    if METADATA in output.get("metadata", {}):
                        verdict = Verdict.from_json(output.metadata[METADATA])
                        box = box_of(nb, verdict, solution, self.shown)
                        output.data["text/html"] = verdict_html(verdict, box, self.language, styled)
                        styled = False
        return nb, resources


class EscapeNames(PageStep):
    """The names of student and files, escaped for the formgrader's page."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Escape them in ``resources``."""
        for name in NAMES:
            if isinstance(resources.get(name), str):
                resources[name] = str(escape(resources[name]))
        return nb, resources

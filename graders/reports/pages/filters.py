"""nbconvert's filters and a step of its HTML exporter, replaced for every page: the feedback's and the formgrader's.

A step sets them, which ``nbgrader_config.py`` names. A page shows three kinds of HTML as they are: what stands in the
instructor's locked cells, what a grader wrote as a comment, and verdicts. All else is a student's.
"""

from __future__ import annotations

import base64
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat.notebooknode import NotebookNode
from traitlets import Bool, List

from graders.cleaning.highlighting import coloured_text, highlighted, plain
from graders.cleaning.markdown import instructors_html, students_html
from graders.cleaning.pictures import SVG
from graders.cleaning.safe_html import as_text, clean
from graders.records.marks import METADATA, STAND_IN
from graders.reports.pages import TEMPLATES
from graders.settings import converter_of, require_settings

MAX_NOTEBOOK = 100_000
"""Characters of text cells in one notebook that are rendered; in a longer one all are shown as they were written."""
MAX_CODE = 200_000
"""Characters of code in one notebook that are highlighted; a longer one has no colours."""
NAMES = ("student", "first_name", "last_name", "notebook_path", "assignment_id", "notebook_id")
"""What the formgrader puts into its page without escaping it."""


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """The HTML of a text cell, of an output in Markdown, or of a grader's comment."""
    cells: list[NotebookNode] = context["nb"].cells
    cell = context.get("cell")  # nbgrader renders a comment outside of all cells
    if cell is None and any(source == other.metadata.get("nbgrader", {}).get("comment") for other in cells):
        return instructors_html(source, {})
    if cell is None or cell.cell_type != "markdown":
        return _framed(students_html(source, {}))
    data = cell.metadata.get("nbgrader", {})
    if data.get("locked") and not data.get("solution"):
        return instructors_html(source, cell.get("attachments", {}))
    if cell.get("id") == STAND_IN:  # our own sentence, but it quotes names of files
        return students_html(source, {})
    if sum(len(other.source) for other in cells if other.cell_type == "markdown") > MAX_NOTEBOOK:
        return _framed(as_text(source))
    return _framed(students_html(source, cell.get("attachments", {})))


@pass_context
def clean_html(context: Context, html: str | bytes) -> str:
    """The HTML of an output, of a raw cell, and of whatever else nbconvert wants cleaned."""
    text = html.decode() if isinstance(html, bytes) else str(html)
    cell, output = context.get("cell") or {}, context.get("output") or {}
    if cell.get("cell_type") == "raw":
        return _framed(as_text(text))
    if METADATA in output.get("metadata", {}) and text == output.get("data", {}).get("text/html"):
        return text  # a verdict: no student's output has that metadata
    return _framed(clean(text))


@pass_context
def highlight_code(context: Context, source: str, language: str | None = None, metadata: Any = None) -> str:
    """The HTML of a code cell, always Python's: no language is taken from anywhere."""
    length = sum(len(cell.source) for cell in context["nb"].cells if cell.cell_type == "code")
    return highlighted(source) if length <= MAX_CODE else plain(source)


def ansi2html(text: str) -> str:
    """The HTML of printed text and of tracebacks."""
    return coloured_text(text)


def _framed(html: str) -> str:
    """In the frame, with the mark, that only the page can draw: the student's HTML has neither classes nor styles."""
    return f'<div class="from-student">{html}</div>'


FILTERS = {
    "markdown2html": markdown2html, "clean_html": clean_html, "highlight_code": highlight_code, "ansi2html": ansi2html,
}  # fmt: skip


class PageStep(Preprocessor):
    """A step on the way to every page. Whoever makes one has its exporter take our filters and templates."""

    # The exporter configures it in all of its steps; traitlets warns where that can't be done.
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


class EscapeNames(PageStep):
    """The names of student and files, escaped for the formgrader's page."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Escape them in ``resources``."""
        for name in NAMES:
            if isinstance(resources.get(name), str):
                resources[name] = str(escape(resources[name]))
        return nb, resources

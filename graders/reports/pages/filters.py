"""nbconvert's filters, replaced for the formgrader's page.

A step sets them, which ``nbgrader_config.py`` names. That page shows two kinds of HTML as they are: what stands in the
instructor's locked cells, and verdicts. All else is a student's.
"""

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbformat.notebooknode import NotebookNode

from graders.cleaning.highlighting import MAX_COLOURED, coloured_text, highlighted, plain
from graders.cleaning.markdown import MAX_RENDERED, instructors_html, students_html
from graders.cleaning.safe_html import as_text, clean
from graders.records.marks import METADATA, STAND_IN


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """The HTML of a text cell, or of an output in Markdown."""
    cells: list[NotebookNode] = context["nb"].cells
    cell = context.get("cell")
    if cell is None or cell.cell_type != "markdown":
        return _framed(students_html(source, {}))
    data = cell.metadata.get("nbgrader", {})
    if data.get("locked") and not data.get("solution"):
        return instructors_html(source, cell.get("attachments", {}))
    if cell.get("id") == STAND_IN:  # our own sentence, but it quotes names of files
        return students_html(source, {})
    if sum(len(other.source) for other in cells if other.cell_type == "markdown") > MAX_RENDERED:
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
    return highlighted(source) if length <= MAX_COLOURED else plain(source)


def ansi2html(text: str) -> str:
    """The HTML of printed text and of tracebacks."""
    return coloured_text(text)


def _framed(html: str) -> str:
    """In the frame, with the mark, that only the page can draw: the student's HTML has neither classes nor styles."""
    return f'<div class="from-student">{html}</div>'


FILTERS = {
    "markdown2html": markdown2html, "clean_html": clean_html, "highlight_code": highlight_code, "ansi2html": ansi2html,
}  # fmt: skip

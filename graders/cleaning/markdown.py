"""Markdown as nbconvert renders it, but with formulas in MathML, and without what only misleads in a student's text."""

from collections.abc import Mapping
from typing import Any

from markupsafe import escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from graders.cleaning.formulas import mathml
from graders.cleaning.highlighting import SLOW
from graders.cleaning.safe_html import as_text, clean

MAX_CHARACTERS = 10_000
"""Of a student's text cell. Some texts take a time that grows with the square of their length; this long ones a second."""
MAX_RENDERED = 100_000
"""Characters of all text cells of a notebook that are rendered; in a longer one all are shown as they were written."""
LANGUAGES = {"bash", "ipython", "ipython3", "latex", "pycon", "py", "python", "python3", "text"}
"""Whose code is highlighted in a student's text: there are hundreds of lexers, and some can be made very slow."""


class Renderer(IPythonRenderer):
    """nbconvert's renderer with formulas that need no script."""

    def inline_math(self, body: str) -> str:
        """A formula within a line."""
        return mathml(body, display=False)

    def block_math(self, body: str) -> str:
        """A formula in a line of its own."""
        return mathml(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """``\\begin{name} ... \\end{name}``."""
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)


class StudentRenderer(Renderer):
    """The renderer of a text that anybody may have written. Its result is still to be cleaned."""

    def block_code(self, code: str, info: str | None = None) -> str:
        """A block of code, highlighted in a few languages."""
        language = (info or "").split()[0] if (info or "").split() else ""
        known = language in LANGUAGES and not SLOW.search(code)
        return str(super().block_code(code, info=language if known else None))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """An image; one that is not attached shows its text (nbconvert would make no page at all)."""
        if url.startswith("attachment:") and not self.attachments.get(url.removeprefix("attachment:")):
            return f"<em>{escape(text)}</em>"
        return str(super().image(text, url, title))


def instructors_html(source: str, attachments: Mapping[str, Any]) -> str:
    """The HTML of an instructor's or grader's text: all that Markdown can do."""
    return str(MarkdownWithMath(renderer=Renderer(escape=False, attachments=dict(attachments))).render(source))


def students_html(source: str, attachments: Mapping[str, Any]) -> str:
    """The HTML of a student's text, cleaned (see :func:`graders.cleaning.safe_html.clean`). Never raises.

    A text that is too long or can't be rendered is shown as it was written.
    """
    if len(source) > MAX_CHARACTERS:
        return as_text(source)
    renderer = StudentRenderer(escape=False, attachments=dict(attachments), exclude_anchor_links=True)
    try:
        return clean(str(MarkdownWithMath(renderer=renderer).render(source)))
    except Exception:  # a parser of texts that nobody expected
        return as_text(source)

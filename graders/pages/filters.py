"""For copies of ``nbgrader_config.py`` from earlier days: the filters and steps that they name."""

from graders.course.page_steps import DescribeDrawings, EscapeNames
from graders.reports.pages.filters import ansi2html, clean_html, highlight_code, markdown2html

__all__ = ["DescribeDrawings", "EscapeNames", "ansi2html", "clean_html", "highlight_code", "markdown2html"]

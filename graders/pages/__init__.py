"""For copies of ``nbgrader_config.py`` from earlier days, which import names from here: they never move."""

from graders.reports.pages import TEMPLATES

__all__ = ["TEMPLATES"]

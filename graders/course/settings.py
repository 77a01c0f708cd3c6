"""What ``nbgrader_config.py`` has to name, and where a course may be: looked at by whatever of ours nbgrader makes first."""

import os
import re
from collections.abc import Iterable
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from sqlalchemy import make_url
from traitlets import Bool
from traitlets.utils.importstring import import_item

from graders.course.converter import converter_of
from graders.course.page_settings import trouble_with_pages

TAKEN_FOR_ELSE = re.compile(r"[?*\[]|%[0-9A-Fa-f]{2}|\$(\w+|{)")
"""In the path of a folder: a pattern for ``glob``, the end or a code in SQLAlchemy's address of a file, a variable."""
PAGES = "graders.for_nbgrader.PageSteps"
NEEDED = {
    Autograde: (
        ("Autograde.autograde_preprocessors", "GradeInSandbox", "student code would run without a sandbox"),
        ("Autograde.exporter_class", "SubmissionExporter", "a broken file would stop the run"),
        ("Autograde.sanitize_preprocessors", "RestoreCells", "students could change the checks"),
        ("Autograde.autograde_preprocessors", "SaveVerdicts", "nobody would be asked where the grader is in doubt"),
    ),
    GenerateFeedback: (
        ("GenerateFeedback.preprocessors", "MakePage", "there would be no feedback on a page"),
        ("HTMLExporter.preprocessors", "PageStep", "scripts of students would run in pages"),
    ),
}
"""For what nbgrader does: a setting, the class of ours that must be among what it names, and what happened without."""


class SettingsError(NbGraderException):
    """nbgrader must not work with these settings, or in this folder. The text says why, and what to do."""


class Steps(Preprocessor):
    """Several of nbgrader's steps under one name: which, a copy of ``nbgrader_config.py`` need not know."""

    steps: tuple[type[Preprocessor], ...]
    enabled = Bool(True).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        require_settings(converter_of(self))
        self.made = [step(parent=self.parent) for step in self.steps]

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Take all of them, in order."""
        for step in self.made:
            nb, resources = step(nb, resources)
        return nb, resources


def require_settings(converter: Any) -> None:
    """Raise :class:`SettingsError` if there is :func:`trouble_with` the converter; None has none."""
    trouble = converter and trouble_with(converter)
    if trouble:
        converter.log.error(trouble)  # nbgrader's commands end without showing the exception
        raise SettingsError(trouble)


def trouble_with(converter: Any) -> str:
    """Why the converter of nbgrader must not work, and what to do; empty if it may.

    Raises ``ImportError`` for the name of a step that there is not.
    """
    trouble = trouble_with_folder(converter.coursedir.root)
    needed = (row for kind, rows in NEEDED.items() if isinstance(converter, kind) for row in rows)
    for setting, step, consequence in () if trouble else needed:
        classes = _classes(_named(converter, *setting.split(".")))
        if step not in {name for family in classes for name in family}:
            return (
                f"c.{setting} in nbgrader_config.py leaves out {step}: {consequence}. "
                "Take this setting from the file in the checkout."
            )
        off = [name for family in classes if step in family for name in family if _is_off(converter, name)]
        if off:
            return f"c.{off[0]}.enabled = False in nbgrader_config.py: {consequence}. Take that line out."
    return trouble or (trouble_with_pages(converter.config) if isinstance(converter, GenerateFeedback) else "")


def trouble_with_folder(root: str) -> str:
    """Why there must be no course in the folder ``root``, and what to do; empty if there may."""
    odd = TAKEN_FOR_ELSE.search(root)
    if odd is None:
        return ""
    made = make_url(f"sqlite:///{root}/gradebook.db").database
    moved = f", and move its gradebook {made} there" if made != f"{root}/gradebook.db" and os.path.isfile(made) else ""
    return (
        f"The folder {root!r} can't hold a course: nbgrader does not take {odd[0]!r} for a part of a name, and would look "
        f"for files, or make them, elsewhere. Rename the folder{moved}."
    )


def _named(converter: Any, section: str, name: str) -> list[str | type]:
    """What a setting names, for the converter or for the exporter that it makes."""
    if section == "HTMLExporter":
        found: list[str | type] = converter.config.HTMLExporter.get(name, [PAGES])
        return found
    named = getattr(converter, name)
    return named if isinstance(named, list) else [named]


def _classes(names: Iterable[str | type]) -> list[list[str]]:
    """Of the classes that a setting of nbgrader's names: the names of each, its bases, and of those that it stands for."""
    steps = [import_item(name) if isinstance(name, str) else name for name in names]
    pairs = [(step, part) for step in steps for part in getattr(step, "steps", (step,))]
    kinds = [[one if isinstance(one, type) else type(one) for one in pair] for pair in pairs]
    return [[base.__name__ for kind in pair for base in kind.__mro__] for pair in kinds]


def _is_off(converter: Any, name: str) -> bool:
    return converter.config.get(name, {}).get("enabled", True) is False


def _steps_of_pages(exporter: HTMLExporter) -> list[str]:
    """Copies of ``nbgrader_config.py`` from before pages were cleaned set no steps for them, but import ours."""
    return [PAGES] if exporter.template_name in ("feedback", "formgrade") else []


HTMLExporter._preprocessors_default = _steps_of_pages

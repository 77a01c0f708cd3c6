"""What there is to do in a course folder, and what in it nbgrader will not find."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

PATTERN = re.compile(r"[*?\[]")
"""In the name of a folder: nbgrader looks for it with ``glob``."""


@dataclass
class Plan:
    """What there is to do: the submissions to grade (folder to student), how many are graded already, at whose of these a
    person still has to look, and whose were graded by other checks.

    ``misplaced``: what nbgrader does not take for a submission, by student, with what to do; ``gone``: students in the
    gradebook who have handed in nothing (any more).
    """

    pending: dict[str, str] = field(default_factory=dict)
    graded_already: int = 0
    waiting: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    misplaced: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


def misplaced(submitted: Path, name: str, found: Collection[str]) -> dict[str, str]:
    """What stands in the folder ``submitted`` and may be a submission of the assignment ``name``, but not where nbgrader
    looks: by student, with what to do. ``found``: the students whose submissions it has found."""
    strays = {}
    for folder in sorted(path for path in submitted.iterdir() if path.is_dir() and path.name not in found):
        try:
            inside = [path.name for path in folder.iterdir()]
        except OSError as error:
            strays[folder.name] = f"its folder can't be read: {error.strerror}."
            continue
        like = next((other for other in inside if other.casefold() == name.casefold()), "")
        if PATTERN.search(folder.name) and name in inside:
            strays[folder.name] = "nbgrader takes *, ? and [ in a folder's name for a pattern: rename it."
        elif like and like != name:
            strays[folder.name] = f"its folder {like!r} must be called {name!r}."
        elif like:
            strays[folder.name] = f"its folder {name} holds no notebook (*.ipynb)."
        elif f"{name}.ipynb" in inside:
            strays[folder.name] = f"put its {name}.ipynb into a folder {name}."
    return strays

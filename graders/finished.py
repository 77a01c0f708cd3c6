"""When an autograded submission is finished: its notebooks are in place, with a verdict on every grade cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graders import reports, submission
from graders.assignment import Assignment

PART = ".part"
"""How the name of a notebook ends that is not in its place yet."""


def write_part(place: Path, notebook: str, text: str) -> None:
    """Write a notebook beside its place in the folder ``place``: a half-written one must never pass for graded."""
    place.mkdir(parents=True, exist_ok=True)
    (place / f".{notebook}{PART}").write_text(text, encoding="utf-8")


def publish(place: Path) -> None:
    """Put the notebooks in their places, when all else of the submission is done."""
    for part in sorted(place.glob(f".*{PART}")):
        part.replace(part.with_name(part.name[1:].removesuffix(PART) + ".ipynb"))


def is_finished(place: Path) -> bool:
    """Whether every notebook in the autograded folder ``place`` is whole, graded and locked, and there is one.

    A notebook without the digest of a file was graded by somebody else, and is none of our business.
    """
    found = list(place.glob("*.ipynb"))
    return bool(found) and not list(place.glob(f".*{PART}")) and all(map(_is_finished, found))


def _is_finished(path: Path) -> bool:
    try:
        nb: dict[str, Any] = json.loads(path.read_bytes())
        if submission.DIGEST not in nb["metadata"]:
            return True
        grade_cells = [cell["metadata"]["nbgrader"]["grade_id"] for cell in nb["cells"] if _is_judged(cell)]
        return [verdict.cell for verdict in reports.from_notebook(nb)] == grade_cells
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_judged(cell: dict[str, Any]) -> bool:
    about = cell["metadata"].get("nbgrader", {})
    return bool(about.get("grade")) and not about.get("solution") and cell["cell_type"] == "code"


def graded_from(path: Path, assignment: Assignment) -> str | None:
    """The digest of the file that was handed in for the graded notebook ``path``; None if that is not finished."""
    try:
        nb: dict[str, Any] = json.loads(path.read_bytes())
        judged = [verdict.cell for verdict in reports.from_notebook(nb)]
        digest = nb["metadata"][submission.DIGEST]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return digest if isinstance(digest, str) and judged == [cell.name for cell in assignment.grade_cells] else None

"""When an autograded submission is finished: its notebooks are in place, with a verdict on every grade cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders import reports, submission
from graders.assignment import Assignment
from graders.verdicts import Cause, Verdict

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
    """Whether every notebook in the autograded folder ``place`` is whole and graded, and there is one.

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


@dataclass(frozen=True)
class Finished:
    """What a finished notebook holds: the ``digest`` of the file that was handed in, and the verdicts."""

    digest: str
    verdicts: tuple[Verdict, ...]

    @property
    def may_end_better(self) -> bool:
        """Whether the grader failed: an answer that it does not know stays unknown, but a killed judge comes back."""
        return any(verdict.cause is Cause.GRADER_FAILED for verdict in self.verdicts)


def read(path: Path, assignment: Assignment) -> Finished | None:
    """What is in the graded notebook ``path``; None if it is not finished."""
    try:
        nb: dict[str, Any] = json.loads(path.read_bytes())
        verdicts = tuple(reports.from_notebook(nb))
        digest = nb["metadata"][submission.DIGEST]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    judged = [verdict.cell for verdict in verdicts] == [cell.name for cell in assignment.grade_cells]
    return Finished(digest, verdicts) if judged and isinstance(digest, str) else None

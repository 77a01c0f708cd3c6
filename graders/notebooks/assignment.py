"""The instructor's side of a notebook: its cells that nbgrader knows, with hidden tests, in their order."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from graders.checkout import CHECKOUT

SCHEMA_VERSION = 3
"""Of nbgrader's cell metadata."""
KERNELSPEC = {"name": "theano", "display_name": "Theano", "language": "python"}


class UnknownAssignment(Exception):
    """There is no such assignment; the text names those there are."""


@dataclass(frozen=True)
class SourceCell:
    """A cell that nbgrader knows: solution, grade cell or locked text. ``points`` is 0 unless ``grade``."""

    name: str
    cell_type: str
    source: str
    checksum: str
    grade: bool = False
    solution: bool = False
    locked: bool = False
    points: float = 0.0

    @property
    def judged(self) -> bool:
        """Whether it is a grade cell that the judge runs (not an answer that a person grades)."""
        return self.grade and not self.solution and self.cell_type == "code"

    def metadata(self) -> dict[str, Any]:
        """The cell's nbgrader metadata, as nbgrader's schema has it."""
        data = {
            "grade": self.grade, "grade_id": self.name, "locked": self.locked, "schema_version": SCHEMA_VERSION,
            "solution": self.solution, "task": False, "cell_type": self.cell_type, "checksum": self.checksum,
        }  # fmt: skip
        return {**data, "points": self.points} if self.grade else data


@dataclass(frozen=True)
class Assignment:
    """One notebook of an assignment, as the trusted side knows it.

    ``examples``: the code that it shows besides these cells: in code cells of no name, and in the text.
    """

    name: str
    cells: tuple[SourceCell, ...]
    kernelspec: dict[str, str]
    examples: tuple[str, ...] = ()

    def find(self, name: object) -> SourceCell | None:
        """The cell called ``name``, if there is one."""
        return next((cell for cell in self.cells if cell.name == name), None)

    @property
    def grade_cells(self) -> tuple[SourceCell, ...]:
        """The cells that the judge runs, in order."""
        return tuple(cell for cell in self.cells if cell.judged)


def names(source: Path = CHECKOUT / "source") -> list[str]:
    """The assignments that have a master notebook ``source/<name>/<name>.ipynb``, sorted."""
    return sorted(path.parent.name for path in source.glob("*/*.ipynb") if path.stem == path.parent.name)


def from_source(name: str, source: Path = CHECKOUT / "source") -> Assignment:
    """The assignment as its master notebook ``source/<name>/<name>.ipynb`` has it, without a gradebook.

    Raises :class:`UnknownAssignment`.
    """
    path = source / name / f"{name}.ipynb"
    if not path.is_file():
        raise UnknownAssignment(f"There is no assignment {name!r}; there are: {', '.join(names(source)) or 'none'}.")
    # What nbgrader stores is the stub, not the solution: the same steps as its generate_assignment, in memory.
    from nbgrader.preprocessors import ClearSolutions, ComputeChecksums

    nb = nbformat.read(path, as_version=4)
    for step in (ClearSolutions(), ComputeChecksums()):
        nb, _ = step.preprocess(nb, {})
    cells = tuple(_cell(cell) for cell in nb.cells if "nbgrader" in cell.metadata)
    return Assignment(name, cells, dict(nb.metadata.kernelspec), _examples(nb))


def _cell(cell: NotebookNode) -> SourceCell:
    data = cell.metadata.nbgrader
    checksum, locked, points = data.get("checksum", ""), data.grade or data.locked, float(data.get("points", 0))
    return SourceCell(data.grade_id, cell.cell_type, cell.source, checksum, data.grade, data.solution, locked, points)


def from_gradebook(
    gradebook: Any, assignment: str, notebook: str, order: Sequence[str] = (), examples: Sequence[str] = ()
) -> Assignment:
    """The assignment as nbgrader's gradebook has it. ``gradebook`` is an open ``nbgrader.api.Gradebook``.

    The gradebook keeps neither the order of the cells nor those without a name; ``order`` gives the names, and
    ``examples`` the others' code, as the master notebook has them.
    """
    found = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in found.grade_cells}
    solutions = {cell.name for cell in found.solution_cells}
    places = {name: place for place, name in enumerate(order)}
    cells = []
    for cell in sorted(found.source_cells, key=lambda cell: places.get(cell.name, len(places))):
        known = cell.name, cell.cell_type, cell.source, cell.checksum or ""
        grade, solution = cell.name in points, cell.name in solutions
        cells.append(SourceCell(*known, grade, solution, bool(cell.locked), points.get(cell.name, 0.0)))
    return Assignment(assignment, tuple(cells), json.loads(found.kernelspec or "null") or dict(KERNELSPEC), tuple(examples))


def in_course(coursedir: Any, gradebook: Any, assignment: str) -> dict[str, Assignment]:
    """All notebooks of an assignment by name, as the gradebook has them, with their cells in the order of the masters.

    Raises nbgrader's ``MissingEntry`` for an assignment that the gradebook does not know.
    """
    masters = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
    paths = {name: masters / f"{name}.ipynb" for name in names}
    return {
        name: from_gradebook(gradebook, assignment, name, order_of(path), examples_of(path)) for name, path in paths.items()
    }


def order_of(path: Path) -> list[str]:
    """The names of the cells of a master notebook, in order; none if there is no such file."""
    if not path.is_file():
        return []
    nb = nbformat.read(path, as_version=4)
    return [cell.metadata.nbgrader.grade_id for cell in nb.cells if "grade_id" in cell.metadata.get("nbgrader", {})]


def examples_of(path: Path) -> tuple[str, ...]:
    """The code that a master notebook shows besides the cells that nbgrader knows; none if there is no such file."""
    return _examples(nbformat.read(path, as_version=4)) if path.is_file() else ()


def texts_of(path: Path) -> tuple[str, ...]:
    """The texts of the cells of a notebook that students get, or of its master. Raises ``OSError`` if there is none."""
    return tuple("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])


def _examples(nb: NotebookNode) -> tuple[str, ...]:
    found = []
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            found += re.findall(r"^```python\n(.*?)^```", cell.source, re.MULTILINE | re.DOTALL)
        elif cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            found.append(cell.source)
    return tuple(found)

"""Answer files: a student's solution in a few lines of Python, with the points that it must get.

The first comment line says what the answer does; ``# expect: function=2 values=0`` gives the points of every grade
cell; ``# needs manual grade`` says that a person must be asked; ``# cause: operand, sign`` what is wrong, a kind of
``records/explanation.py`` for each mistake, or ``missing answer`` where it is told why there is none. ``# %%`` on a
line of its own starts another cell.
Answers are called ``right_*`` (full points), ``wrong_*``, ``unanswered_*`` or ``slow_*`` (not full), or ``hostile_*``,
which may be right: many try their harm first, see that it fails, and answer then.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import v4
from nbformat.notebooknode import NotebookNode

from graders.checkout import CHECKOUT
from graders.sandbox.limits import Limits

MISSING = "missing answer"
FOLDER = CHECKOUT / "tests" / "answers"
LIMITS = {
    "slow": Limits(cell_seconds=5.0, notebook_seconds=15.0),
    "hostile_endless": Limits(cell_seconds=2.0, notebook_seconds=10.0),
    "hostile": Limits(memory_bytes=1 << 30),
}
"""For answers that are meant to run out of time or memory, by the beginning of their names."""


@dataclass(frozen=True)
class SampleAnswer:
    """One answer file: its assignment, its name (``right_lambda``), its cells and the points they must get."""

    assignment: str
    name: str
    description: str
    cells: tuple[str, ...]
    expected: dict[str, float]
    needs_manual_grade: bool
    causes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The first word of its name: "right", "wrong", ..."""
        return self.name.split("_")[0]

    @property
    def limits(self) -> Limits:
        """What it may use: as much as a student's, or less."""
        return next((limits for name, limits in LIMITS.items() if self.name.startswith(name)), Limits())

    def fill_in(self, release: NotebookNode) -> NotebookNode:
        """A copy of the released notebook with this answer in place of the stub, as a student would hand it in."""
        nb = nbformat.from_dict(release)
        index = next(i for i, cell in enumerate(nb.cells) if cell.metadata.get("nbgrader", {}).get("solution"))
        nb.cells[index].source = self.cells[0]
        nb.cells[index + 1 : index + 1] = [v4.new_code_cell(source) for source in self.cells[1:]]
        return nb


def read(path: Path) -> SampleAnswer:
    """Read an answer file. Raises ``ValueError`` for a file without a description or without expected points."""
    text = path.read_text(encoding="utf-8")
    described = re.match(r"# (.+)\n# expect: (.+)\n(# needs manual grade\n)?(?:# cause: (.+)\n)?", text)
    if described is None:
        raise ValueError(f"{path}: expected a comment that describes the answer, then '# expect: cell=points ...'.")
    points = {cell: float(number) for cell, number in (pair.split("=") for pair in described[2].split())}
    cells = re.split(r"^# %%\n", text[described.end() :], flags=re.MULTILINE)
    code = tuple(cell.strip("\n") for cell in cells)
    causes = tuple(described[4].split(", ")) if described[4] else ()
    return SampleAnswer(path.parent.name, path.stem, described[1], code, points, described[3] is not None, causes)


def read_all(assignment: str, kinds: Sequence[str] = (), folder: Path = FOLDER) -> list[SampleAnswer]:
    """The answer files of an assignment, sorted by name; ``kinds`` ("right", "wrong", ...) chooses among them."""
    paths = sorted((folder / assignment).glob("*.py"))
    return [read(path) for path in paths if not kinds or path.stem.split("_")[0] in kinds]

"""What goes into the grading of one notebook and what comes out, as plain data: it may cross to another machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graders.records.verdict import Verdict

if TYPE_CHECKING:  # nbformat takes a second to import, in which judge and sandbox can be warming up
    from nbformat.notebooknode import NotebookNode


@dataclass(frozen=True)
class WorkCell:
    """A code cell: its position in the notebook and its source; a grade cell has a ``name`` and ``points`` too.

    ``solution``: it is the cell in which the answer is expected; ``given``: it is the instructor's, as it was given out.
    """

    index: int
    source: str
    name: str = ""
    points: float = 0.0
    solution: bool = False
    given: bool = False


@dataclass(frozen=True)
class Work:
    """The code cells of a restored notebook, in order. Equal work has equal results, up to chance and the clock.

    ``examples``: the code that the course shows in the notebook as it was given out, besides the cells that nbgrader knows.
    """

    cells: tuple[WorkCell, ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What an ordinary cell shows after its run: legal notebook outputs, its execution count, and the seconds after which
    it was stopped, if it was."""

    outputs: list[NotebookNode] = field(default_factory=list)
    execution_count: int | None = None
    stopped_after: float | None = None


@dataclass(frozen=True)
class Run:
    """How the student's code ran in the sandbox: in how many ``seconds``, and how it ended, as
    ``graders.sandbox.conversation.Ending`` has it.

    ``stopped``: how many cells were interrupted because they took too long; ``left_out``: some of what it printed is not
    shown, being too much.
    """

    seconds: float = 0.0
    ending: str = "done"
    stopped: int = 0
    left_out: bool = False


@dataclass(frozen=True)
class Graded:
    """What came of a notebook: the outputs of ordinary cells by their index, a verdict for every grade cell, and how its
    code ran; None if it did not."""

    shown: dict[int, Shown]
    verdicts: list[Verdict]
    run: Run | None = None

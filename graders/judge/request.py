"""What there is to judge: a grade cell with the raw answers that the sandbox sent for it. Needs neither NumPy nor Theano."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from typing import Any

from graders.records.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Grade:
    """What to judge: a grade cell's id, source and points, and the raw message that the sandbox sent for it.

    ``answers`` is None when the cell was never reached; ``why`` then says why, for the student, and ``fault`` whether a
    person has to look.
    """

    cell: str
    source: str
    max_points: float
    answers: Any = None
    why: str = ""
    fault: bool = False


def names_needed(source: str) -> tuple[str, ...]:
    """The names that a grade cell reads and does not define itself: the answers to ask the sandbox for.

    Raises ``SyntaxError`` for a source that is not Python (a grade cell is not sent through IPython).
    """
    tree = ast.parse(source)
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            own |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            own.add(node.name)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
    read = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return tuple(dict.fromkeys(name for name in read if name not in own and not hasattr(builtins, name)))


def unreached(grade: Grade) -> Verdict:
    """The verdict on a grade cell for which the sandbox sent nothing."""
    outcome = Outcome.GRADER_ERROR if grade.fault else Outcome.NOT_RUN
    return Verdict(grade.cell, outcome, grade.max_points, reason=grade.why)

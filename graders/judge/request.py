"""What there is to judge: a grade cell with the raw answers that the sandbox sent for it. Needs neither NumPy nor Theano."""

import ast
import builtins
from dataclasses import dataclass
from typing import Any

from exercises.words import say

UNREADABLE = say("What left the sandbox as your answer can't be read.")
FAILED = say("The grader itself failed on this cell.")
"""What both sides may have to say of a request."""


@dataclass(frozen=True)
class Request:
    """What to judge: a grade cell's id, source and points, and the raw message that the sandbox sent for it."""

    cell: str
    source: str
    max_points: float
    answers: Any = None


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

"""What a student can do to the cells of a notebook instead of answering. None of it may earn a point or stop a run.

Every trick changes one cell, given as the plain data of the file; grade cells are what they are meant for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Cell = dict[str, Any]
Trick = Callable[[Cell], None]

TAGS = ("skip-execution", "raises-exception", "nbgrader-ignore", "remove-cell", "hide-output")


def set_metadata(**values: Any) -> Trick:
    return lambda cell: cell["metadata"]["nbgrader"].update(values)


def drop_metadata(name: str) -> Trick:
    return lambda cell: cell["metadata"]["nbgrader"].pop(name, None)


def replace_metadata(value: Any) -> Trick:
    return lambda cell: cell["metadata"].update(nbgrader=value)


def tag(*names: str) -> Trick:
    return lambda cell: cell["metadata"].update(tags=list(names))


def saved_output(text: str) -> Trick:
    output = {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": 1}
    return lambda cell: cell.update(outputs=[output], execution_count=1)


def source(text: Any) -> Trick:
    return lambda cell: cell.update(source=text)


def cell_type(kind: str) -> Trick:
    return lambda cell: cell.update(cell_type=kind)


def forged_verdict(cell: Cell) -> None:
    """The record that our own grade cells carry, with full points."""
    record = {"cell": "values", "outcome": "passed", "max_points": 4.0, "description": "", "reason": "", "hint": "",
              "counterexample": None, "detail": ""}  # fmt: skip
    saved_output("4.0")(cell)
    cell["outputs"][0]["metadata"] = {"theano_exercises": record}


TRICKS: dict[str, Trick] = {
    **{f"tag {name}": tag(name) for name in TAGS},
    "all tags": tag(*TAGS),
    "tags a number": lambda cell: cell["metadata"].update(tags=7),
    "no grade": set_metadata(grade=False),
    "solution": set_metadata(solution=True),
    "solution without grade": set_metadata(solution=True, grade=False),
    "not locked": set_metadata(locked=False),
    "task": set_metadata(task=True),
    "0 points": set_metadata(points=0),
    "1000 points": set_metadata(points=1000),
    "-1 points": set_metadata(points=-1),
    "NaN points": set_metadata(points=float("nan")),
    "infinite points": set_metadata(points=float("inf")),
    "x points": set_metadata(points="x"),
    "no points": drop_metadata("points"),
    "forged checksum": set_metadata(checksum="d41d8cd98f00b204e9800998ecf8427e"),
    "checksum a list": set_metadata(checksum=[]),
    **{f"schema version {version!r}": set_metadata(schema_version=version) for version in (0, 1, 2, 4, "x", None)},
    "no schema version": drop_metadata("schema_version"),
    "markdown cell": cell_type("markdown"),
    "raw cell": cell_type("raw"),
    "unknown cell type": cell_type("\ud800"),
    "says it is markdown": set_metadata(cell_type="markdown"),
    "nbgrader a list": replace_metadata([]),
    "nbgrader a string": replace_metadata("grade"),
    "nbgrader null": replace_metadata(None),
    "name a list": set_metadata(grade_id=["values"]),
    "name a number": set_metadata(grade_id=1),
    "name of the task": set_metadata(grade_id="task"),
    "name of the solution": set_metadata(grade_id="solution"),
    "name unknown": set_metadata(grade_id="bonus\ud800"),
    "no name": drop_metadata("grade_id"),
    "extra keys": set_metadata(extra={"points": 10}, score=10, theano_exercises_unreadable=""),
    "metadata a list": lambda cell: cell.update(metadata=[]),
    "saved number": saved_output("10.0"),
    "saved text": saved_output("x"),
    "saved verdict": forged_verdict,
    "outputs a number": lambda cell: cell.update(outputs=10),
    "source 10": source("10"),
    "source a list": source(["10\n", "10"]),
    "source empty": source(""),
    "hidden check switched off": source("def check(*args, **kwargs): pass\nimport graders; graders.check = check\n10.0"),
}

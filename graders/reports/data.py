"""Verdicts for programs: as JSON, and read back from an autograded notebook."""

from collections.abc import Mapping, Sequence
from typing import Any

from graders.records.explanation import Change
from graders.records.marks import METADATA
from graders.records.verdict import Verdict

FORMAT_VERSION = 1
EXPLAINED = ("kind", "here", "right", "inputs")
SPAN = ("cell", "line", "column", "end_line", "end_column")


def from_notebook(nb: Mapping[str, Any]) -> list[Verdict]:
    """The verdicts in an autograded notebook, in order. Student cells can't hold any: their metadata is dropped."""
    return [
        Verdict.from_json(output["metadata"][METADATA])
        for cell in nb["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if METADATA in output.get("metadata", {})
    ]


def to_json(notebook: str, assignment: str, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """One notebook's verdicts as data; every field is documented in ``docs/json.md``."""
    return {
        "format_version": FORMAT_VERSION,
        "notebook": notebook,
        "assignment": assignment,
        "score": sum(verdict.points for verdict in verdicts),
        "max_score": sum(verdict.max_points for verdict in verdicts),
        "cells": {verdict.cell: _cell_json(verdict) for verdict in verdicts},
    }


def _cell_json(verdict: Verdict) -> dict[str, Any]:
    shown, why = verdict.counterexample, verdict.explanation
    changes = [] if why is None else [_change_json(change) for change in why.changes]
    return {
        "points": verdict.points,
        "max_points": verdict.max_points,
        "outcome": verdict.outcome.value,
        "cause": verdict.cause.value,
        "description": verdict.description,
        "reason": verdict.reason,
        "hint": verdict.hint,
        "changes": changes,
        "counterexample": None if shown is None else {"call": shown.call, "expected": shown.expected, "got": shown.got},
    }


def _change_json(change: Change) -> dict[str, Any]:
    span = None if change.span is None else dict(zip(SPAN, change.span))
    return {**{key: getattr(change, key) for key in EXPLAINED}, "span": span}

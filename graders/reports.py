"""Verdicts for people and programs: HTML for a cell, text for a terminal, JSON for scripts. No decision is made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from markupsafe import escape as escape_html
from nbformat import v4
from nbformat.notebooknode import NotebookNode

from graders.records.verdict import Outcome, Verdict
from graders.submission import STAND_IN

FORMAT_VERSION = 1

METADATA = "theano_exercises"
"""Key of the verdict's record in the metadata of a grade cell's output."""

LABELS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "not right yet",
    Outcome.NOT_RUN: "nothing to check",
    Outcome.GRADER_ERROR: "not decided",
}
COLOURS = {
    Outcome.PASSED: "#2e7d32",
    Outcome.FAILED: "#c62828",
    Outcome.NOT_RUN: "#8d6e00",
    Outcome.GRADER_ERROR: "#5e35b1",
}
DECIDED_COLOUR = "#37474f"


def number(points: float) -> str:
    """Points without a needless ``.0``."""
    return f"{points:g}"


def to_text(verdict: Verdict) -> str:
    """The verdict in a few lines: head line, reason, counterexample, hint."""
    head = f"{verdict.cell}: {LABELS[verdict.outcome]} ({number(verdict.points)} of {number(verdict.max_points)})"
    lines = [head, *([f"  {verdict.reason}"] if verdict.reason else [])]
    if verdict.counterexample is not None:
        shown = verdict.counterexample
        lines += [f"  {shown.call}", f"    expected {shown.expected}", f"    got      {shown.got}"]
    return "\n".join([*lines, *([f"  Hint: {verdict.hint}"] if verdict.hint else [])])


def to_html(verdict: Verdict, decided: float | None = None) -> str:
    """The verdict as one self-contained HTML fragment; everything in it is escaped.

    ``decided``: the points that a person has given, which stand in place of the grader's.
    """
    if decided is None:
        colour, label, points = COLOURS[verdict.outcome], LABELS[verdict.outcome].capitalize(), verdict.points
    else:
        colour, label, points = DECIDED_COLOUR, "Decided by a person", decided
        verdict = replace(verdict, reason=_without_promise(verdict.reason))
    head = Markup('<div><strong style="color:{}">{}</strong>{}{} of {} point{}</div>').format(
        colour, label, " · " if decided is None else ": ",
        number(points), number(verdict.max_points), "" if verdict.max_points == 1 else "s",
    )  # fmt: skip
    parts = [head]
    if verdict.description:
        parts.append(Markup('<div style="color:#555">Checked: {}</div>').format(_code(verdict.description)))
    if verdict.reason:
        parts.append(Markup('<div style="margin-top:.4em">{}</div>').format(_code(verdict.reason)))
    if verdict.counterexample is not None:
        rows = (("call", verdict.counterexample.call), ("expected", verdict.counterexample.expected),
                ("got", verdict.counterexample.got))  # fmt: skip
        cells = Markup("").join(
            Markup('<tr><td style="text-align:left;padding:.1em 1em .1em 0">{}</td>'
                   '<td style="text-align:left"><code>{}</code></td></tr>').format(name, value)
            for name, value in rows
        )  # fmt: skip
        parts.append(Markup('<table style="margin:.4em 0;border:none">{}</table>').format(cells))
    if verdict.hint:
        parts.append(Markup("<div><em>Hint:</em> {}</div>").format(_code(verdict.hint)))
    style = f"border-left:4px solid {colour};padding:.3em .8em;margin:.2em 0"
    return str(Markup('<div style="{}">{}</div>').format(style, Markup("").join(parts)))


def _without_promise(text: str) -> str:
    """``text`` without the sentence that a person will look: somebody has."""
    text = text.replace("; your points are not decided.", ".").replace(", so a person will look at it.", ".")
    return text.replace("A person will look at it.", "").strip()


def _code(text: str) -> Markup:
    """``text`` escaped, with what stands between backticks as code."""
    parts = [escape_html(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape_html(text)
    return Markup("").join(Markup("<code>{}</code>").format(part) if i % 2 else part for i, part in enumerate(parts))


def to_output(verdict: Verdict) -> NotebookNode:
    """The output of a grade cell: nbgrader's scorer reads the number, people see the rest.

    The number is always finite and between 0 and the cell's points: nbgrader takes anything else for full marks.
    """
    data = {"text/plain": repr(float(verdict.points)), "text/html": to_html(verdict)}
    # The instructor's log stays out: notebooks are handed to students.
    record = {**verdict.to_json(), "detail": ""}
    return v4.new_output("execute_result", data=data, metadata={METADATA: record}, execution_count=None)


def show_decisions(nb: NotebookNode, points: Mapping[str, float]) -> None:
    """Where a person has given ``points`` (by grade cell), let the verdict in an autograded notebook say so."""
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if cell.cell_type == "code" and name in points:
            for output in cell.outputs:
                if METADATA in output.get("metadata", {}):
                    output.data["text/html"] = to_html(Verdict.from_json(output.metadata[METADATA]), points[name])
        elif cell.get("id") == STAND_IN and points:
            cell.source = _without_promise(cell.source)


def from_notebook(nb: Mapping[str, Any]) -> list[Verdict]:
    """The verdicts in an autograded notebook, in order. Student cells can't hold any: their metadata is dropped."""
    return [
        Verdict.from_json(output["metadata"][METADATA])
        for cell in nb["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if METADATA in output.get("metadata", {})
    ]


def in_a_few_words(verdict: Verdict) -> str:
    """The reason for lost points on one line: a failing call if it is short, else the reason."""
    shown = verdict.counterexample
    text = verdict.reason
    if shown is not None and len(shown.call) <= 60:
        text = f"{shown.call}: expected {shown.expected}, got {shown.got}"
    elif verdict.outcome is Outcome.NOT_RUN and verdict.hint:
        text = f"{text} {verdict.hint}"
    return text if len(text) <= 160 else _beginning(text, 157) + "..."


def _beginning(text: str, length: int) -> str:
    """The first words of ``text``, as many as fit into ``length`` characters; a very long word is cut."""
    words = text[: length + 1].rpartition(" ")[0].rstrip()
    return words if len(words) > length // 2 else text[:length]


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
    shown = verdict.counterexample
    return {
        "points": verdict.points,
        "max_points": verdict.max_points,
        "outcome": verdict.outcome.value,
        "description": verdict.description,
        "reason": verdict.reason,
        "hint": verdict.hint,
        "counterexample": None if shown is None else {"call": shown.call, "expected": shown.expected, "got": shown.got},
    }

"""A verdict in a notebook: the output of its grade cell, as HTML for people and as a record for programs."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup
from markupsafe import escape as escape_html
from nbformat import v4
from nbformat.notebooknode import NotebookNode

from graders.records.marks import METADATA
from graders.records.verdict import Outcome, Verdict
from graders.reports.words import LABELS, number, reason_with_promise

COLOURS = {Outcome.PASSED: "#2e7d32", Outcome.FAILED: "#c62828", Outcome.NOT_RUN: "#8d6e00", Outcome.GRADER_ERROR: "#5e35b1"}
DECIDED_COLOUR = "#37474f"


def to_html(verdict: Verdict, decided: float | None = None) -> str:
    """The verdict as one self-contained HTML fragment; everything in it is escaped.

    ``decided``: the points that a person has given, which stand in place of the grader's.
    """
    if decided is None:
        colour, label, points = COLOURS[verdict.outcome], LABELS[verdict.outcome].capitalize(), verdict.points
    else:
        colour, label, points = DECIDED_COLOUR, "Decided by a person", decided
    sign, most, many = " · " if decided is None else ": ", number(verdict.max_points), "" if verdict.max_points == 1 else "s"
    head = Markup('<div><strong style="color:{}">{}</strong>{}{} of {} point{}</div>')
    head = head.format(colour, label, sign, number(points), most, many)
    parts = [head]
    if verdict.description:
        parts.append(Markup('<div style="color:#555">Checked: {}</div>').format(_code(verdict.description)))
    reason = verdict.reason if decided is not None else reason_with_promise(verdict)
    if reason:
        parts.append(Markup('<div style="margin-top:.4em">{}</div>').format(_code(reason)))
    if verdict.counterexample is not None:
        rows = [(name, getattr(verdict.counterexample, name)) for name in ("call", "expected", "got")]
        cells = Markup("").join(
            Markup(
                '<tr><td style="text-align:left;padding:.1em 1em .1em 0">{}</td>'
                '<td style="text-align:left"><code>{}</code></td></tr>'
            ).format(name, value)
            for name, value in rows
        )
        parts.append(Markup('<table style="margin:.4em 0;border:none">{}</table>').format(cells))
    if verdict.hint:
        parts.append(Markup("<div><em>Hint:</em> {}</div>").format(_code(verdict.hint)))
    style = f"border-left:4px solid {colour};padding:.3em .8em;margin:.2em 0"
    return str(Markup('<div style="{}">{}</div>').format(style, Markup("").join(parts)))


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
    record = replace(verdict, detail="").to_json()  # the traceback is for the instructor's log
    data = {"text/plain": repr(float(verdict.points))}
    return v4.new_output("execute_result", data=data, metadata={METADATA: record}, execution_count=None)


def show_decisions(nb: NotebookNode, points: Mapping[str, float]) -> None:
    """Where a person has given ``points`` (by grade cell), let the verdict in an autograded notebook say so."""
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if cell.cell_type == "code" and name in points:
            for output in cell.outputs:
                if METADATA in output.get("metadata", {}):
                    output.data["text/html"] = to_html(Verdict.from_json(output.metadata[METADATA]), points[name])

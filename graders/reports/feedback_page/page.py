"""Everything that a feedback page shows, as plain data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exercises import words
from exercises.words import say
from graders.answers.wire import from_json
from graders.records.marks import BEFORE, GRADED_BY, UNREADABLE
from graders.records.submission import CellGrade, Submission
from graders.records.verdict import Outcome, Verdict
from graders.reports.data import from_notebook
from graders.reports.explained import solution_index, told
from graders.reports.feedback_page.boxes import Box, Shown, boxes, in_one_line
from graders.reports.feedback_page.notebook import Part, parts
from graders.reports.graph import Graph, graph_of, marks_of
from graders.reports.words import LABELS

SIGNS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.NOT_RUN: "–", Outcome.GRADER_ERROR: "?"}
DECIDED = "decided", "✎", say("decided by a person")
OPEN = "open", "?", say("a person looks at it")
UNRECORDED = "unknown", "·", say("what was checked is not on record")
"""Kind, sign and word of a check whose points a person has given, only a person can give, or somebody else gave."""


@dataclass(frozen=True)
class Row:
    """One check in a line. ``kind`` is its outcome, "decided", "open" or "unknown"; ``anchor`` is where more is said of it.

    ``lead`` is what is wrong, at the first check that it made fail; ``before`` what became of an earlier attempt;
    ``comment`` is the cell that a person has commented on, if this check is the next behind it.
    """

    cell: str
    sign: str
    kind: str
    word: str
    score: float
    most: float
    reason: str = ""
    description: str = ""
    anchor: str = ""
    before: str = ""
    lead: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Page:
    """The page of one notebook of a submission.

    ``graded``: by which version, and on which day; ``lacks``: a sentence on what that version has not recorded.
    """

    submission: Submission
    word: str
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    graphs: tuple[Graph, ...]
    parts: tuple[Part, ...]
    unreadable: str
    graded: Mapping[str, str]
    lacks: str = ""


def page_of(nb: Mapping[str, Any], submission: Submission, released: Collection[str], shown: Shown) -> Page:
    """The page of an autograded notebook. ``released``: the texts of the cells that were given out."""
    verdicts = {verdict.cell: verdict for verdict in from_notebook(nb)}
    lost = {cell: grade.most - grade.score for cell, grade in submission.grades.items()}
    open_ = [v for v in verdicts.values() if lost.get(v.cell, 0.0) > 0 and not _is_settled(v, submission.grades[v.cell])]
    found = boxes(nb, open_, lost, solution_index(nb), shown)
    places = {cell: box for box in found for cell in box.cells}
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in nb["cells"]]
    order = sorted(submission.grades, key=lambda cell: names.index(cell) if cell in names else len(names))
    changed, comments = nb["metadata"].get(BEFORE, {}), _comments(names, submission)
    rows = [
        replace(
            _row(cell, submission.grades[cell], verdicts.get(cell), places.get(cell), shown, changed.get(cell, "")),
            comment=comments.get(cell, ""),
        )
        for cell in order
    ]
    return Page(
        submission, _word(rows), _said_once(rows), tuple(found), _graphs(list(verdicts.values()), shown),
        tuple(parts(nb, released, submission.comments)), words.from_json(nb["metadata"].get(UNREADABLE, "")),
        nb["metadata"].get(GRADED_BY, {}), _lacks(list(verdicts.values())),
    )  # fmt: skip


def _is_settled(verdict: Verdict, grade: CellGrade) -> bool:
    """Whether a person has decided what the grader could not, so that nobody need say why."""
    return verdict.outcome is Outcome.GRADER_ERROR and grade.decided


def _said_once(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows without what an earlier one of the same cause has said."""
    told: list[Row] = []
    for row in rows:
        same = [other for other in told if other.anchor and other.anchor == row.anchor]
        alike = next((other.cell for other in same if row.reason and other.reason == row.reason), "")
        reason = say("as in `{check}`", check=alike) if alike else row.reason
        told.append(replace(row, lead="" if same else row.lead, reason=reason))
    return tuple(told)


def _comments(names: Sequence[str | None], submission: Submission) -> dict[str, str]:
    """Where a cell is commented on: of the checks behind it, or of itself if it is one, the first that has lost points, else
    the next, with the cell."""
    found: dict[str, str] = {}
    for cell in submission.comments:
        behind = [name for name in names[names.index(cell) :] if name in submission.grades] if cell in names else []
        lost = [name for name in behind if name is not None and submission.grades[name].score < submission.grades[name].most]
        found.update({name: cell for name in (lost or behind)[:1] if name is not None})
    return found


def _lacks(verdicts: Sequence[Verdict]) -> str:
    judged = [verdict for verdict in verdicts if verdict.outcome in (Outcome.PASSED, Outcome.FAILED)]
    if all(verdict.evidence is not None for verdict in judged):
        return ""
    return say("An earlier version graded this, and kept less of it: graph and pictures are missing here.")


def became(grade: CellGrade, verdict: Verdict | None) -> tuple[str, str, str]:
    """What became of a check: kind, sign and word."""
    if grade.decided:
        return DECIDED
    if verdict is None:
        return OPEN if grade.open else UNRECORDED
    return verdict.outcome.value, SIGNS[verdict.outcome], LABELS[verdict.outcome]


def _row(cell: str, grade: CellGrade, verdict: Verdict | None, box: Box | None, shown: Shown, before: str) -> Row:
    kind, sign, word = became(grade, verdict)
    if verdict is None:
        return Row(cell, sign, kind, word, grade.score, grade.most)
    outcome = verdict.outcome
    return Row(
        cell, sign, kind, word, grade.score, grade.most,
        reason="" if box is None else in_one_line(verdict, shown, grade.decided),
        description=verdict.description,
        anchor="" if box is None else box.anchor,
        before="" if not before or before == outcome.value else _was(Outcome(before), outcome),
        lead="" if box is None else box.hint,
    )  # fmt: skip


def _was(before: Outcome, now: Outcome) -> str:
    return say("was {before}, now {now}", before=SIGNS[before], now=SIGNS[now])


def _word(rows: Sequence[Row]) -> str:
    """The whole result in a few words."""
    if any(row.kind in ("open", "grader_error") for row in rows):
        return say("a person still looks at it")
    return say("not right yet") if any(row.score < row.most for row in rows) else say("all right")


def _graphs(verdicts: Sequence[Verdict], shown: Shown) -> tuple[Graph, ...]:
    """The graph that was graded, with what the explanation names marked, and the reference's where that may be shown."""
    found = [
        (verdict, from_json(verdict.evidence.answers), verdict.evidence.reference)
        for verdict in verdicts if verdict.evidence and verdict.evidence.answers
    ]  # fmt: skip
    wrong = [each for each in found if each[0].outcome is not Outcome.PASSED]
    if not found:
        return ()
    _, answers, reference = max(wrong or found, key=lambda each: (len(each[1].names), each[0].max_points))
    alike = [each.explanation for each, graph, _ in wrong if each.explanation and graph == answers]
    marks = marks_of(answers, [change for explanation in alike for change in told(explanation)])
    graphs = [graph_of(answers, list(answers.names), marks)]
    if shown.reveal == "reference" and reference:
        right = from_json(reference)
        graphs.append(graph_of(right, [name for name in answers.names if name in right.names]))
    return tuple(graphs)

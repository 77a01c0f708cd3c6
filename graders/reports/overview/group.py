"""A group of equal mistakes as an overview shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graders.answers.wire import from_json
from graders.records.explanation import Change, Explanation
from graders.records.group import Group, Member
from graders.records.verdict import Verdict
from graders.reports.causes import cause
from graders.reports.explained import same_words, told
from graders.reports.feedback_page.boxes import Box, Line, Shown, code_lines, one_box
from graders.reports.graph import Graph, graph_of, marks_of

MOST_LINES = 40
"""Lines of a representative's code."""


@dataclass(frozen=True)
class Seen:
    """A group. ``box``: what is said of its mistake, and shown; ``lines``: the representative's code, ``graph`` their graph,
    which only the largest groups have. ``cause``: what is wrong, or why there is nothing, in words; ``more``: what else is
    said of it. ``students`` by their place in the class, ``others``: which of them have other mistakes, too; ``same``: the
    group before it, if one is of just the same students. ``lost``: the points that they lack now. ``proved``: the cause."""

    name: str
    box: Box
    cause: str
    more: str
    lost: float
    students: tuple[int, ...]
    others: tuple[int, ...]
    same: str = ""
    proved: bool = False
    lines: tuple[Line, ...] = ()
    graph: Graph | None = None


def same_students(groups: Sequence[Group]) -> dict[str, str]:
    """Groups of just the students of one before them, which is named."""
    first: dict[frozenset[str], str] = {}
    return {group.name: before for group in groups
            if (before := first.setdefault(frozenset(group.students), group.name)) != group.name}  # fmt: skip


def seen_group(group: Group, by_id: Mapping[str, Member], places: Mapping[str, int], detailed: bool) -> Seen:
    """What is shown of a group: of a ``detailed`` one also its picture, graph and code."""
    member, change = by_id[group.representative], group.mistake.change
    why = None if change is None else Explanation((change,), True)
    shown = [replace(v, explanation=why, evidence=v.evidence if detailed else None) for v in group.mistake.verdicts]
    told_all = Shown("counterexample", "solution")
    box = one_box({}, shown, group.lost, None, told_all, f"group-{group.name}", group.cells)
    changes, words = () if change is None else (change,), cause(group.mistake, told_all)
    return Seen(
        group.name,
        replace(box, reason=group.verdict.reason),
        words,
        next((text for text in (group.verdict.reason, box.hint) if text and text != words), ""),
        sum(_lacks(by_id[each.student], cell) for each in group.members for cell in each.cells),
        tuple(sorted(places[student] for student in group.students)),
        tuple(sorted(places[member.student] for member in group.members if member.others)),
        "",
        change is not None,
        tuple(code_lines(member.code, changes, member.solution, MOST_LINES)) if detailed and member.code else (),
        _graph(group.mistake.verdicts, change) if detailed else None,
    )


def _lacks(member: Member, cell: str) -> float:
    """The points that somebody lacks at a check, with what a person has given."""
    grade = member.submission.grades.get(cell)
    return 0.0 if grade is None else max(0.0, grade.most - grade.score)


def _graph(verdicts: Sequence[Verdict], change: Change | None) -> Graph | None:
    """The largest graph of the answer in which the change has a place; without a change, the largest."""
    found = []
    for verdict in verdicts:
        if verdict.evidence and verdict.evidence.answers:
            own = [] if verdict.explanation is None else told(verdict.explanation)
            same = [one for one in own if change is not None and same_words(one) == same_words(change)]
            found.append((bool(same), from_json(verdict.evidence.answers), same))
    if not found:
        return None
    _, answers, same = max(found, key=lambda each: (each[0], len(each[1].names)))
    return graph_of(answers, list(answers.names), marks_of(answers, same))

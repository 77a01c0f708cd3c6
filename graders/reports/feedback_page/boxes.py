"""One cause, one box: which checks failed for the same reason, and what is shown of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from exercises.words import Joined, Sentence, Words, joined, say, say_several
from graders.cleaning.text import one_line
from graders.records.evidence import Picture
from graders.records.explanation import Change, Explanation
from graders.records.verdict import Outcome, Verdict
from graders.reports.explained import hint, same_words, told
from graders.reports.feedback_page.difference import Pieces
from graders.reports.words import number, ordinal, reason_with_promise

if TYPE_CHECKING:  # it brings NumPy
    from exercises.checking.failures import Counterexample

REVEAL = ("reason", "counterexample", "reference")
"""How much a page tells: why points were lost; with a call that proves it; with the reference's graph."""
MOST_LINES, LONGEST_LINE = 3, 160
MAX_CALL, MAX_VALUE = 60, 32
"""Characters of a call and of a value that fit into one line."""


@dataclass(frozen=True)
class Shown:
    """What is shown of verdicts: ``reveal`` is one of :data:`REVEAL`, ``hint`` a level of ``explained.LEVELS``."""

    reveal: str = "counterexample"
    hint: str = "what"


@dataclass(frozen=True)
class Line:
    """A line of the student's code in pieces, and whether each is marked."""

    number: int
    pieces: Pieces


@dataclass(frozen=True)
class Box:
    """One cause: ``cells`` are the checks that it made fail; ``lost`` are their points."""

    anchor: str
    outcome: Outcome
    title: str
    cells: tuple[str, ...]
    lost: float
    reason: str
    hint: str
    example: Counterexample | None
    lines: tuple[Line, ...]
    pictures: tuple[Picture, ...]
    part: str
    next_step: str

    @property
    def unsure(self) -> bool:
        """Whether the grader could not decide."""
        return self.outcome is Outcome.GRADER_ERROR


def boxes(
    nb: Mapping[str, Any], verdicts: Sequence[Verdict], lost: Mapping[str, float], solution: int | None, shown: Shown
) -> list[Box]:
    """A box for each cause of lost points, the most costly first.

    ``lost`` are the points that each check has lost, by its cell; ``solution`` is the index of the solution cell.
    """
    groups: list[list[Verdict]] = []
    for verdict in verdicts:
        if verdict.outcome is not Outcome.PASSED:
            same = [group for group in groups if any(_causes(verdict) & _causes(other) for other in group)]
            groups = [group for group in groups if group not in same]
            groups.append([*(other for group in same for other in group), verdict])
    order = [verdict.cell for verdict in verdicts]
    found = [sorted(group, key=lambda v: (-lost[v.cell], order.index(v.cell))) for group in groups]
    cost = lambda group: sum(lost[verdict.cell] for verdict in group)
    found.sort(key=lambda group: (-cost(group), order.index(group[0].cell)))
    numbered = enumerate(found, 1)
    return [one_box(nb, group, cost(group), solution, shown, f"cause-{number}", order) for number, group in numbered]


def box_of(nb: Mapping[str, Any], verdict: Verdict, solution: int | None, shown: Shown) -> Box:
    """What is shown of one verdict by itself."""
    return one_box(
        nb, [verdict], verdict.max_points - verdict.points, solution, shown, f"verdict-{verdict.cell}", [verdict.cell]
    )


def _causes(verdict: Verdict) -> set[Any]:
    """What two verdicts of one cause have in common: a change of the answer, else their words."""
    changes = () if verdict.explanation is None else told(verdict.explanation)
    found = set(map(same_words, changes))
    return found or {(verdict.cause, verdict.outcome, verdict.hint or verdict.reason)}


def one_box(
    nb: Mapping[str, Any],
    group: Sequence[Verdict],
    lost: float,
    solution: int | None,
    shown: Shown,
    anchor: str,
    order: Sequence[str],
) -> Box:
    """The box of verdicts that have one cause. ``order``: of their cells."""
    main = next((verdict for verdict in group if verdict.counterexample), group[0])
    explanation = _together(group)
    words = "" if explanation is None else hint(explanation, shown.hint, solution)
    changes = () if explanation is None else told(explanation)
    proved = shown.reveal != "reason"
    cells = tuple(sorted((verdict.cell for verdict in group), key=order.index))
    pictures = [verdict.evidence.picture for verdict in [main, *group] if verdict.evidence and verdict.evidence.picture]
    return Box(
        anchor,
        main.outcome,
        _title(main.outcome, lost, cells),
        cells,
        lost,
        reason_with_promise(main if proved else without_numbers(main)),
        words or main.hint,
        main.counterexample if proved else None,
        tuple(_lines(nb, changes, solution)),
        tuple(pictures) if proved else (),
        _part(main),
        _next_step(main),
    )


def _part(verdict: Verdict) -> str:
    """Which output a counterexample is about, where there are several."""
    output = re.fullmatch(r"output (\d+)", verdict.about)
    return say("the {which} output", which=ordinal(int(output[1]))) if output else ""


def _title(outcome: Outcome, lost: float, cells: Sequence[str]) -> str:
    told = {"points": number(lost), "checks": ", ".join(cells)}
    count = 1 if lost == 1 else 2
    if outcome is Outcome.GRADER_ERROR:
        return say_several("Not decided, {points} point: {checks}", "Not decided, {points} points: {checks}", count, **told)
    return say_several("Costs {points} point: {checks}", "Costs {points} points: {checks}", count, **told)


def _together(group: Sequence[Verdict]) -> Explanation | None:
    """All that is wrong, each told once."""
    found: dict[Any, Change] = {}
    explanations = [verdict.explanation for verdict in group if verdict.explanation is not None]
    for explanation in explanations:
        for change in explanation.changes:
            found.setdefault(same_words(change), change)
    return Explanation(tuple(found.values()), all(each.complete for each in explanations)) if found else None


def in_one_line(verdict: Verdict, shown: Shown, decided: bool = False) -> str:
    """Why a check lost its points: a call where it is short and may be told, else the reason. ``decided``: by a person, so
    that none is promised any more."""
    call = verdict.counterexample
    if call is None or shown.reveal == "reason":
        told = verdict if shown.reveal != "reason" else without_numbers(verdict)
        return told.reason if decided else reason_with_promise(told)
    if len(call.call) > MAX_CALL or max(len(call.expected), len(call.got)) > MAX_VALUE:
        return verdict.reason
    return say("`{call}` must give {expected}, gives {got}.", call=call.call, expected=call.expected, got=call.got)


VALUE = re.compile(r"[-+\d.,e\[\]() ]*\d[-+\d.,e\[\]() ]*")
"""A number, or several."""


def without_numbers(verdict: Verdict) -> Verdict:
    """A verdict whose reason tells no number of a hidden input: gaps of its sentences with numbers are left open."""
    return replace(verdict, reason=_open(verdict.reason))


def _open(text: str) -> str:
    match getattr(text, "recipe", None):
        case Sentence() as sentence:
            return Words(replace(sentence, gaps={name: _open(gap) for name, gap in sentence.gaps.items()}))
        case Joined(parts, between):
            return joined(map(_open, parts), between)
        case None:
            return "…" if VALUE.fullmatch(text) else text
    return text


def _lines(nb: Mapping[str, Any], changes: Sequence[Change], solution: int | None) -> list[Line]:
    """The lines of the student's code that changes name, as far as they are in the solution cell."""
    source = str(nb["cells"][solution]["source"]).split("\n") if solution is not None else []
    marks = _marks(source, changes, solution)
    return [Line(line, _pieces(source[line - 1], marks[line])) for line in sorted(marks)[:MOST_LINES]]


def code_lines(code: str, changes: Sequence[Change], solution: int | None, most: int) -> list[Line]:
    """The first lines of a solution cell, at ``most`` so many, with what changes name marked."""
    source = code.split("\n")
    marks = _marks(source, changes, solution)
    return [Line(line, _pieces(text, marks.get(line, ()))) for line, text in enumerate(source[:most], 1)]


def _marks(source: Sequence[str], changes: Sequence[Change], solution: int | None) -> dict[int, list[tuple[int, int]]]:
    """By line, from which column to which changes name it."""
    marks: dict[int, list[tuple[int, int]]] = {}
    spans = [change.span for change in changes if change.span is not None and change.span[0] == solution]
    for _, first, column, last, end in spans:
        for line in range(first, min(last, first + MOST_LINES - 1, len(source)) + 1):
            start, stop = column if line == first else 0, end if line == last else len(source[line - 1])
            marks.setdefault(line, []).append((start, stop))
    return marks


def _pieces(text: str, marks: Sequence[tuple[int, int]]) -> Pieces:
    """A line with the innermost of its ``marks`` marked, printable, without most of what is far from them."""
    kept = [mark for mark in marks if not any(mark[0] <= o[0] and o[1] <= mark[1] and o != mark for o in marks)]
    pieces, end = Pieces(), 0
    for start, stop in sorted(set(kept)):
        pieces += [(text[end:start], False), (text[max(start, end) : stop], True)]
        end = max(end, stop)
    pieces.append((text[end:], False))
    last = len(pieces) - 1
    return [(_cut(one_line(part), place == 0, place == last), mark) for place, (part, mark) in enumerate(pieces) if part]


def _cut(part: str, is_first: bool, is_last: bool) -> str:
    """A long part without its far end, or its middle."""
    if len(part) <= LONGEST_LINE:
        return part
    if is_first:
        return f"... {part[-LONGEST_LINE:]}"
    return f"{part[:LONGEST_LINE]} ..." if is_last else f"{part[: LONGEST_LINE // 2]} ... {part[-LONGEST_LINE // 2 :]}"


def _next_step(verdict: Verdict) -> str:
    if verdict.outcome in (Outcome.GRADER_ERROR, Outcome.PASSED):
        return ""
    if verdict.outcome is Outcome.NOT_RUN and not verdict.hint:
        return say("Restart the kernel, run all cells from the top, see that none raises an error, and hand in again.")
    return say("Change it, run the checks in your notebook, and hand in again.")

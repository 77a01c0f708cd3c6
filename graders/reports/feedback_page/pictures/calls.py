"""The state, call by call, up to the first call that goes another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.words import say
from graders.records.evidence import Calls, Number
from graders.reports.feedback_page.pictures.numbers import TOP, exact, short
from graders.reports.words import ordinal

LEFT = 76.0
"""What is left for the numbers, in pixels."""


@dataclass(frozen=True)
class CallRow:
    """One call: how it is written, what it returned and left in the state, of the answer and as it should be."""

    call: str
    expected: str
    got: str
    expected_state: str
    state: str
    wrong: bool


@dataclass(frozen=True)
class CallsView:
    """The state call by call: the two lines, none where the state is right, and a row for each call."""

    kind = "calls"
    title: str
    sentence: str
    variable: str
    start: str
    expected: tuple[tuple[float, float], ...]
    got: tuple[tuple[float, float], ...]
    rows: tuple[CallRow, ...]
    levels: tuple[tuple[float, str], ...]


def calls(picture: Calls) -> CallsView | None:
    """The view of calls; None where it would say no more than the call that proves the failure."""
    right: list[Number] = [picture.start, *(step.right_state for step in picture.steps)]
    mine: list[Number] = [picture.start, *(step.state for step in picture.steps)]
    known = [float(n) for n in [*right, *mine] if n is not None]
    low, high = min(known), max(known)
    across = lambda place: LEFT + place * min(60.0, 260.0 / max(1, len(picture.steps)))
    up = lambda n: TOP + (high - n) / ((high - low) or 1.0) * 100.0
    line = lambda values: tuple((across(place), up(float(n))) for place, n in enumerate(values) if n is not None)
    rows = tuple(
        CallRow(
            f"{picture.function}({'' if step.argument is None else exact(step.argument)})",
            _several(step.expected), _several(step.got), exact(step.right_state), exact(step.state), not step.agrees,
        )
        for step in picture.steps
    )  # fmt: skip
    start, last = exact(picture.start), len(picture.steps)
    sentence = say("This call is wrong.")
    if last > 1:
        sentence = say("The {which} of these calls is the first that is wrong.", which=ordinal(last - 1))
    levels = tuple((up(level), short(level)) for level in dict.fromkeys((low, high)))
    title = say("{variable}, call by call", variable=picture.variable)
    lines = (line(right), line(mine)) if right != mine else ((), ())
    if right == mine and len(picture.steps) == 1:
        return None
    return CallsView(title, sentence, picture.variable, start, *lines, rows, levels)


def _several(numbers: Sequence[Number]) -> str:
    texts = [str(exact(number)) for number in numbers]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"

"""The words for verdicts that all reports share."""

from exercises.words import Words, joined, say, say_several
from graders.records.verdict import Outcome, Verdict

LABELS = {
    Outcome.PASSED: say("passed"),
    Outcome.FAILED: say("not right yet"),
    Outcome.NOT_RUN: say("nothing to check"),
    Outcome.GRADER_ERROR: say("not decided"),
}


def number(points: float) -> str:
    """Points without a needless ``.0``."""
    return f"{points:g}"


def points_of(score: float, most: float) -> Words:
    """ "2 of 4 points"."""
    return say_several(
        "{score} of {most} point", "{score} of {most} points", 1 if most == 1 else 2, score=number(score), most=number(most)
    )


def share(count: int, of: int) -> str:
    """A part of a whole in per cent; what is little is not nothing, and most is not all."""
    per_cent = round(100 * count / of) if of else 0
    return say("{number} %", number=min(max(per_cent, 1), 99) if 0 < count < of else per_cent)


def reason_with_promise(verdict: Verdict) -> str:
    """Why points were lost, and where the grader could not decide, that somebody will."""
    promise = say("A person will look at it.") if verdict.outcome is Outcome.GRADER_ERROR else ""
    return joined([verdict.reason, promise])


ORDINALS = (
    say("first"), say("second"), say("third"), say("fourth"), say("fifth"), say("sixth"), say("seventh"), say("eighth"),
    say("ninth"), say("tenth"),
)  # fmt: skip


def ordinal(place: int) -> Words:
    """The word for a ``place`` that is counted from 0: "first", ..., "tenth", "11th"."""
    return ORDINALS[place] if place < len(ORDINALS) else say("{number}th", number=place + 1)

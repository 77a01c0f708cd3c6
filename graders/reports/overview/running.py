"""How a submission ran, as far as somebody should know."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.words import say, say_several
from graders.records.group import Member
from graders.records.verdict import Cause

TRIPPED = {
    "memory": say("wanted more memory than it may have"),
    "processes": say("started more processes than it may have"),
    "bad message": say("sent what no answer can be"),
}
"""By the run's ending: a limit or a protection that it met."""
EARLY = {
    "timeout": say("ran longer than a notebook may, and was stopped"),
    "died": say("ended itself before its last cell"),
    "killed": say("its process was ended from outside"),
}


@dataclass(frozen=True)
class Ran:
    """In how many ``seconds``, None if that is not on record; in words, which protections were ``tripped``, and what of it
    ended ``early``."""

    seconds: float | None = None
    tripped: tuple[str, ...] = ()
    early: tuple[str, ...] = ()


def ran(member: Member) -> Ran:
    """How a member's code ran."""
    run = member.run
    tripped: list[str] = []
    early: list[str] = []
    if member.restored:
        tripped.append(
            say_several(
                "{count} cell of yours was missing, moved or claimed, and was put back",
                "{count} cells of yours were missing, moved or claimed, and were put back",
                member.restored,
            )
        )
    if run is not None:
        tripped += [TRIPPED[run.ending]] if run.ending in TRIPPED else []
        early += [EARLY[run.ending]] if run.ending in EARLY else []
        tripped += [say("printed more than is kept")] if run.left_out else []
        early += [say_several("{count} cell was stopped", "{count} cells were stopped", run.stopped)] if run.stopped else []
    early += [member.unreadable] if member.unreadable else []
    if not (tripped or early) and any(v.cause in (Cause.STOPPED, Cause.KILLED, Cause.UNREADABLE) for v in member.verdicts):
        early.append(say("ended before a check was reached"))
    return Ran(None if run is None else run.seconds, tuple(tripped), tuple(early))

"""Verdicts for a terminal."""

from graders.records.verdict import Outcome, Verdict
from graders.reports.words import LABELS, number, reason_with_promise


def to_text(verdict: Verdict) -> str:
    """The verdict in a few lines: head line, reason, counterexample, hint."""
    head = f"{verdict.cell}: {LABELS[verdict.outcome]} ({number(verdict.points)} of {number(verdict.max_points)})"
    reason = reason_with_promise(verdict)
    lines = [head, *([f"  {reason}"] if reason else [])]
    if verdict.counterexample is not None:
        shown = verdict.counterexample
        lines += [f"  {shown.call}", f"    expected {shown.expected}", f"    got      {shown.got}"]
    return "\n".join([*lines, *([f"  Hint: {verdict.hint}"] if verdict.hint else [])])


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

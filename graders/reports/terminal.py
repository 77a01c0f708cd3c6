"""Verdicts for a terminal."""

from graders.records.verdict import Verdict
from graders.reports.feedback_page.boxes import MAX_CALL, Box
from graders.reports.words import LABELS, number, reason_with_promise

MAX_LINE = 200
"""Characters of a cause on one line."""


def to_text(verdict: Verdict) -> str:
    """The verdict in a few lines: head line, reason, counterexample, hint."""
    head = f"{verdict.cell}: {LABELS[verdict.outcome]} ({number(verdict.points)} of {number(verdict.max_points)})"
    reason = reason_with_promise(verdict)
    lines = [head, *([f"  {reason}"] if reason else [])]
    if verdict.counterexample is not None:
        shown = verdict.counterexample
        lines += [f"  {shown.call}", f"    expected {shown.expected}", f"    got      {shown.got}"]
    return "\n".join([*lines, *([f"  Hint: {verdict.hint}"] if verdict.hint else [])])


def in_a_few_words(box: Box) -> str:
    """A cause of lost points on one line, and the call that proves it where it is short."""
    text = box.hint or box.reason
    if box.example is not None and len(box.example.call) <= MAX_CALL:
        shown = f"{box.example.call}: expected {box.example.expected}, got {box.example.got}"
        text = f"{text} {shown}" if len(text) + len(shown) < MAX_LINE else text
    return text if len(text) <= MAX_LINE else _beginning(text, MAX_LINE - 3) + "..."


def _beginning(text: str, length: int) -> str:
    """The first words of ``text``, as many as fit into ``length`` characters; a very long word is cut."""
    words = text[: length + 1].rpartition(" ")[0].rstrip()
    return words if len(words) > length // 2 else text[:length]

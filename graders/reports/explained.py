"""Explanations in words, at three levels of revealing: ``where`` to look, ``what`` is wrong there, the ``solution``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from exercises.words import completed, joined, say
from graders.records.explanation import EXPRESSION_KINDS, Change, Explanation
from graders.records.verdict import Verdict
from graders.reports.sentences import SENTENCES

LEVELS = ("where", "what", "solution")

MORE = say("There is more to change.")
MAX_CHANGES, MAX_WORDS = 2, 40
"""What a hint tells at most; a change alone may take more words."""
FAR_FETCHED = ("constant", "operand", "expression")
"""Kinds of change that are no mistake of a person's where a formula takes the place of a name."""


def solution_index(nb: Mapping[str, Any]) -> int | None:
    """The index of the one cell of a notebook for the solution, in which students count lines; None if there are more."""
    found = [index for index, cell in enumerate(nb["cells"]) if is_solution(cell)]
    return found[0] if len(found) == 1 else None


def is_solution(cell: Mapping[str, Any]) -> bool:
    """Whether nbgrader expects the student's code in a cell."""
    data = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(data.get("solution")) and not data.get("grade")


def with_hint(verdict: Verdict, level: str, solution: int | None = None) -> Verdict:
    """The verdict with its explanation, if there is one, in words as its hint; ``solution`` as in :func:`hint`."""
    words = "" if verdict.explanation is None else hint(verdict.explanation, level, solution)
    return replace(verdict, hint=words) if words else verdict


def hint(explanation: Explanation, level: str, solution: int | None = None) -> str:
    """The most telling changes in words. ``solution``: index of the solution cell, in which students count lines."""
    changes = told(explanation)
    said: list[str] = []
    for change in changes[:MAX_CHANGES]:
        text = in_words(change, level, solution)
        left = [] if len(said) + 1 == len(explanation.changes) else [MORE]
        if said and _length(joined(dict.fromkeys([*said, text, *left]))) > MAX_WORDS:
            break
        said.append(text)
    more = [MORE] if said and len(said) < len(explanation.changes) else []
    return joined(dict.fromkeys([*said, *more]))


def _length(text: str) -> int:
    """Words of a text, a formula counted as one."""
    return len(re.sub(r"`[^`]*`", "x", text).split())


def told(explanation: Explanation) -> Sequence[Change]:
    """The changes that are to be told.

    None, where what is found is no mistake that people make: outputs that change places and are two things else, too, two
    changes of one place, a formula in place of a number.
    """
    changes = explanation.changes
    expressions = [change for change in changes if change.kind in EXPRESSION_KINDS]
    places = [(change.here, change.inside, change.facts.get("which"), change.roles) for change in expressions]
    of_outputs = [change for change in expressions if any(role.kind == "output" for role in change.roles)]
    if len(set(places)) < len(places) or (len(of_outputs) > 1 and any(change.kind == "output order" for change in changes)):
        return []
    return [change for change in changes if not _is_far_fetched(change)]


def same_words(change: Change) -> tuple[str, str, str, str]:
    """What changes of one answer have in common that are told in the same words."""
    return change.kind, change.here, change.right, change.inside


def _is_far_fetched(change: Change) -> bool:
    """Whether a single name or number would become a formula, or what is written would stay as it is."""
    if change.kind in EXPRESSION_KINDS and change.here == change.right:
        return change.kind not in ("frozen", "type")
    own = change.kind == "expression" and change.facts.get("was") == "shared"  # a variable made for that value
    return change.kind in FAR_FETCHED and _is_plain(change.here, change.right) and not own


def _is_plain(here: str, right: str) -> bool:
    """Whether a single name or number would become a formula."""
    return re.fullmatch(r"-?[\w.]+", here) is not None and " " in right


def in_words(change: Change, level: str = "what", solution: int | None = None) -> str:
    """One change in a sentence or two, in the student's own names, with its line if that is in the cell ``solution``.

    Raises ``KeyError`` for an unknown kind.
    """
    look, what, right = (*SENTENCES[change.kind](change), "", "")[:3]
    told = {"where": look, "what": what or look, "solution": right or what or look}[level]
    if change.span is None or change.span[0] != solution:
        return told
    return completed(told, say("(line {line})", line=change.span[1]))

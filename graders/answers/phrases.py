"""What a placeholder may say: sentences from a fixed list, with short names and numbers in their gaps.

A message carries the code of a sentence and what fills its gaps, never the sentence: whoever forges a message can't put
words of their own into a verdict.
"""

import re
from collections.abc import Mapping

from exercises.checking.description import WHAT as WHAT
from exercises.words import Words, later, say

from .format import MAX_DEPTH, MAX_INPUTS, MAX_NODES, Phrase

FACTS: Mapping[str, str] = {
    "name": r"[A-Za-z_][A-Za-z0-9_]{0,39}",
    "count": r"[0-9]{1,12}",
    "number": r"True|False|[-+]?\(?[-+0-9.enaifj]{1,40}\)?",
    "dtype": r"[<>|=]?[A-Za-z][A-Za-z0-9]{0,15}(?:\[[a-z]{1,3}\])?",
    "type": r"[A-Za-z_][A-Za-z0-9_]{0,39}|TensorType\([a-z0-9]{1,12}, "
    r"(?:scalar|vector|matrix|row|col|[0-9]{1,2}D|\((?:True|False)(?:, (?:True|False)){0,9},?\))\)",
}
"""What may stand in a gap, by the kind of the gap."""

MAX_FACTS = 2
LIMITS: Mapping[str, int] = {"most_nodes": MAX_NODES, "most_deep": MAX_DEPTH, "most_inputs": MAX_INPUTS}
"""What stands in the other gaps, always."""

UNKNOWN: Mapping[str, str] = {
    "operation": later("uses the Theano operation {name}, which the grader does not know."),
    "form": later("uses the Theano operation {name} in a form that the grader does not know."),
    "variable": later("uses a variable of type {type}, which the grader does not know."),
    "slice": later("uses a constant slice, which the grader does not know."),
    "array": later("holds an array of type {dtype} and {count} bytes, which the grader does not take."),
    "nodes": later("has more than {most_nodes} operations, too many for the grader."),
    "depth": later("has a chain of more than {most_deep} operations, too long for the grader."),
    "inputs": later("gives more than {most_inputs} inputs to one operation, too many for the grader."),
    "hidden": later("has a hidden input that is not a shared variable, which the grader does not know."),
    "computed": later("takes a computed expression as an input, which the grader does not know."),
    "swapped": later("was made by copy(swap=...) in a way that the grader does not know."),
    "twice": later("is of a Theano that was imported a second time, which the grader does not know."),
    "error": later("can't be read by the grader ({name})."),
    "other": later("can't be read by the grader."),
}
"""Code to the sentence that says why the grader can't judge a value; it goes on from "`f` "."""


def objection(phrase: Phrase, sentences: Mapping[str, str]) -> str:
    """What was expected of ``phrase``; empty if it has a code of ``sentences`` and a legal fact for every gap."""
    if phrase.code not in sentences:
        return f"a code of {sorted(sentences)}"
    gaps = _gaps(sentences[phrase.code])
    if len(gaps) == len(phrase.facts) and all(re.fullmatch(FACTS[gap], fact) for gap, fact in zip(gaps, phrase.facts)):
        return ""
    return f"{gaps} for the phrase {phrase.code!r}"


def fitting(sentences: Mapping[str, str], code: str, *facts: str) -> Phrase:
    """The phrase of ``code`` and ``facts``; that of "other" if they don't fit."""
    phrase = Phrase(code, facts)
    return Phrase("other") if objection(phrase, sentences) else phrase


def decode(phrase: Phrase, sentences: Mapping[str, str]) -> Words:
    """The text of a phrase that has passed :func:`objection`."""
    sentence = sentences[phrase.code]
    return say(sentence, **LIMITS, **dict(zip(_gaps(sentence), phrase.facts)))


def _gaps(sentence: str) -> list[str]:
    return [gap for gap in re.findall(r"\{(\w+)\}", sentence) if gap not in LIMITS]

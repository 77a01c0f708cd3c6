"""What a placeholder may say: sentences from a fixed list, with short names and numbers in their gaps.

A message carries the code of a sentence and what fills its gaps, never the sentence: whoever forges a message can't put
words of their own into a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .format import MAX_DEPTH, MAX_INPUTS, MAX_NODES

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

WHAT: Mapping[str, str] = {
    "object": "an object of type {name}",
    "number": "the number {number}",
    **{
        words: words
        for words in (
            "a compiled Theano function", "a Theano shared variable", "a Theano constant", "a symbolic Theano expression",
            "a NumPy array", "a NumPy function", "a Python lambda", "a Python function", "a Python method",
            "a built-in Python function", "a Python class", "a Python generator", "a Python module", "a string",
            "a byte string", "a list", "a tuple", "a dictionary", "a set", "None",
        )
    },
    "other": "an object of an unusual type",
}  # fmt: skip
"""Code to the words for what a name stands for (see ``exercises.checking.describe``)."""

UNKNOWN: Mapping[str, str] = {
    "operation": "uses the Theano operation {name}, which the grader does not know.",
    "form": "uses the Theano operation {name} in a form that the grader does not know.",
    "variable": "uses a variable of type {type}, which the grader does not know.",
    "slice": "uses a constant slice, which the grader does not know.",
    "array": "holds an array of type {dtype} and {count} bytes, which the grader does not take.",
    "nodes": f"has more than {MAX_NODES} operations, too many for the grader.",
    "depth": f"has a chain of more than {MAX_DEPTH} operations, too long for the grader.",
    "inputs": f"gives more than {MAX_INPUTS} inputs to one operation, too many for the grader.",
    "hidden": "has a hidden input that is not a shared variable, which the grader does not know.",
    "computed": "takes a computed expression as an input, which the grader does not know.",
    "swapped": "was made by copy(swap=...) in a way that the grader does not know.",
    "twice": "is of a Theano that was imported a second time, which the grader does not know.",
    "error": "can't be read by the grader ({name}).",
    "other": "can't be read by the grader.",
}
"""Code to the sentence that says why the grader can't judge a value; it goes on from "`f` "."""


@dataclass(frozen=True)
class Phrase:
    """A sentence as it crosses: its ``code``, and the ``facts`` that fill its gaps in order."""

    code: str
    facts: tuple[str, ...] = ()


def encode(text: str, sentences: Mapping[str, str]) -> Phrase:
    """The phrase for ``text``; that of "other" for a text that is none of ``sentences``."""
    for code, sentence in sentences.items():
        found = re.fullmatch(_pattern(sentence), text)
        if found is not None:
            return Phrase(code, found.groups())
    return Phrase("other")


def decode(phrase: Phrase, sentences: Mapping[str, str]) -> str:
    """The text of a phrase. Raises ``ValueError`` for an unknown code and for facts that don't fit their gaps."""
    if phrase.code not in sentences:
        raise ValueError(f"expected a code of {sorted(sentences)}")
    sentence = sentences[phrase.code]
    gaps = re.findall(r"\{(\w+)\}", sentence)
    if len(gaps) != len(phrase.facts) or not all(re.fullmatch(FACTS[gap], fact) for gap, fact in zip(gaps, phrase.facts)):
        raise ValueError(f"expected {gaps} for the phrase {phrase.code!r}")
    facts = iter(phrase.facts)
    return re.sub(r"\{\w+\}", lambda gap: next(facts), sentence)


def _pattern(sentence: str) -> str:
    parts = re.split(r"\{(\w+)\}", sentence)
    return "".join(f"({FACTS[part]})" if odd % 2 else re.escape(part) for odd, part in enumerate(parts))

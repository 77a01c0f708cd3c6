"""Types of inputs and of shared variables in words, from the plain data that explanations have of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from exercises.words import Words, joined, say


def _shape_of(shown: Mapping[str, Any]) -> Words:
    pattern = tuple(shown["broadcastable"])
    ranks = {
        (): say("scalar"), (False,): say("vector"), (False, False): say("matrix"), (True, False): say("row"),
        (False, True): say("column"),
    }  # fmt: skip
    if pattern in ranks:
        return ranks[pattern]
    free = tuple(False for _ in pattern)
    shape = ranks[free] if free in ranks else say("{number}-d tensor", number=len(pattern))
    return say("{shape} of fixed length 1", shape=shape) if any(pattern) else shape


def type_in_words(shown: Mapping[str, Any]) -> Words:
    """A type: "float32 matrix"."""
    return say("{dtype} {shape}", dtype=shown["dtype"], shape=_shape_of(shown))


def difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> Words:
    """What a type is in place of another, as far as they differ."""
    if one["broadcastable"] == other["broadcastable"]:
        return say("of type {one} in place of {other}", one=one["dtype"], other=other["dtype"])
    text = _shape_of if one["dtype"] == other["dtype"] else type_in_words
    return say("{one} in place of {other}", one=_a(text(one)), other=_a(text(other)))


def _a(what: Words) -> Words:
    return say("an {what}", what=what) if what.startswith("i") else say("a {what}", what=what)


def all_of(shown: Sequence[Mapping[str, Any]]) -> str:
    """Types with the names that have them: "x: float64 scalar, y: float64 scalar"."""
    parts = [joined([each["name"] or "", type_in_words(each)], ": ") for each in shown]
    return joined(parts, ", ") or say("nothing")

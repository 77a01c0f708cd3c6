"""Types of inputs and of shared variables in words, from the plain data that explanations have of them."""

from collections.abc import Mapping, Sequence
from typing import Any


def _shape_of(shown: Mapping[str, Any]) -> str:
    ranks = {(): "scalar", (False,): "vector", (False, False): "matrix", (True, False): "row", (False, True): "column"}
    pattern = tuple(shown["broadcastable"])
    long = f"{len(pattern)}-d tensor" if len(pattern) > 2 else ranks[tuple(False for _ in pattern)]
    return ranks.get(pattern, long + " of fixed length 1" * any(pattern))


def type_in_words(shown: Mapping[str, Any]) -> str:
    """A type: "float32 matrix"."""
    return f"{shown['dtype']} {_shape_of(shown)}"


def difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """What a type is in place of another, as far as they differ."""
    if one["broadcastable"] == other["broadcastable"]:
        return f"of type {one['dtype']} in place of {other['dtype']}"
    text = _shape_of if one["dtype"] == other["dtype"] else type_in_words
    return f"{_a(text(one))} in place of {_a(text(other))}"


def _a(what: str) -> str:
    return f"{'an' if what.startswith('i') else 'a'} {what}"


def listed(names: Sequence[str]) -> str:
    """Names in a row: "x, W and b"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def all_of(shown: Sequence[Mapping[str, Any]]) -> str:
    """Types with the names that have them: "x: float64 scalar, y: float64 scalar"."""
    parts = [f"{each['name']}: {type_in_words(each)}" if each["name"] else type_in_words(each) for each in shown]
    return ", ".join(parts) if parts else "nothing"

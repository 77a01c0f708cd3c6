"""Likely slips: what an answer would compute that is wrong in a way in which people often are.

A slip is named only when the answer, called anew, agrees with the slipped formula on many inputs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

ENOUGH = 8
"""Inputs at which there must be something to compare; elsewhere answer and formula may both fail."""


@dataclass(frozen=True)
class Slip:
    """``sentence`` tells the student what to look at; ``formula`` computes what an answer with this slip gives."""

    sentence: str
    formula: Callable[..., Any]


def likely(
    slips: Iterable[Slip],
    inputs: Sequence[tuple[Any, ...]],
    answer: Callable[..., Any],
    right: Callable[..., Any],
    same: Callable[[Any, Any], bool],
) -> str:
    """The sentence of the first slip that agrees with ``answer`` at all ``inputs``; empty if none does.

    ``answer``, the ``right`` formula and those of the slips are called with an input's parts; where an answer raises, a
    slip must too. ``same`` says whether two results are equal, up to rounding. An answer that is right at all the inputs
    shows no slip, whatever else is wrong with it.
    """
    given = [_attempt(answer, parts) for parts in inputs]
    if sum(value is not None for value in given) < ENOUGH or _agree(given, inputs, right, same):
        return ""
    return next((slip.sentence for slip in slips if _agree(given, inputs, slip.formula, same)), "")


def _attempt(compute: Callable[..., Any], parts: tuple[Any, ...]) -> Any:
    """What ``compute`` gives; None if it raises."""
    try:
        with np.errstate(all="ignore"):
            return compute(*parts)
    except Exception:  # arrays that do not fit each other, an answer that can't be called
        return None


def _agree(
    given: list[Any], inputs: Sequence[tuple[Any, ...]], formula: Callable[..., Any], same: Callable[[Any, Any], bool]
) -> bool:
    for value, parts in zip(given, inputs):
        expected = _attempt(formula, parts)
        agree = value is expected if value is None or expected is None else same(value, expected)
        if not agree:
            return False
    return True

"""What an answer does, in a form in which answers can be compared: equal behaviour makes a group of a class."""

from __future__ import annotations

import functools
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Result: TypeAlias = int | float | str | None
"""A number, a whole one exactly; "inf" or "-inf"; "nan"; None where there is no result."""
RELATIVE, ABSOLUTE = 2e-5, 1e-5
"""By how much two results may differ that stand for the same: float32 precision, as the checks ask for."""
DIGITS, LONGEST = 7, 40_000


@dataclass(frozen=True)
class Behaviour:
    """``facts``: what an answer is, takes and gives that is not right, without names that students choose; or why there is
    none. ``results``: what its expressions that are not right give at the fixed inputs of the exercise, by what they are for
    ("output f 0", "update accumulator state", "name z"); of an array its shape comes first.

    An expression that is right has no results here, so two answers with the same mistake behave alike, however they are
    written, and a right answer has neither facts nor results.
    """

    facts: tuple[str, ...] = ()
    results: Mapping[str, Sequence[Result]] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it, as far as it is known."""
        return not (self.facts or self.results)

    @functools.cached_property
    def form(self) -> tuple[object, ...]:
        """What must be the same for two of them to be alike at all."""
        return self.facts, tuple((name, len(values)) for name, values in sorted(self.results.items()))

    def is_like(self, other: Behaviour) -> bool:
        """Whether both are the same, to float32 precision."""
        return self.form == other.form and all(
            _close(mine, theirs)
            for name, values in self.results.items() for mine, theirs in zip(values, other.results[name])
        )  # fmt: skip

    def to_text(self) -> str:
        """All of it as JSON; :meth:`from_text` reads it back. A text, as ``Evidence.to_text`` is.

        Of very long results nothing but a digest is kept: who has them is alone, or with those who have just the same.
        """
        return self._text

    @functools.cached_property
    def _text(self) -> str:
        results = {name: [_short(value) for value in values] for name, values in sorted(self.results.items())}
        text = json.dumps([self.facts, results], separators=(",", ":"), allow_nan=False)
        if len(text) <= LONGEST:
            return text
        return json.dumps([[digest_of(text)], {}])

    @classmethod
    def from_text(cls, text: str) -> Behaviour:
        """The behaviour that :meth:`to_text` wrote. Raises ``TypeError`` or ``ValueError`` for another text."""
        facts, results = json.loads(text)
        return cls(tuple(map(str, facts)), {str(name): tuple(values) for name, values in dict(results).items()})


def digest_of(text: str) -> str:
    """A fact in place of what is too long, or not known: the same for the same ``text``."""
    return f"digest {hashlib.sha256(text.encode()).hexdigest()}"


def joined(behaviours: Sequence[Behaviour]) -> Behaviour:
    """What several checks have seen of one answer, each some of it."""
    facts = {behaviour.facts for behaviour in behaviours}
    results = {name: values for behaviour in behaviours for name, values in behaviour.results.items()}
    return Behaviour(facts.pop() if len(facts) == 1 else tuple(sorted({each for some in facts for each in some})), results)


def _short(value: Result) -> Result:
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return f"{value:g}"
    return float(f"{value:.{DIGITS}g}")


def _close(one: Result, other: Result) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= RELATIVE * max(abs(one), abs(other)) + ABSOLUTE
    return one == other

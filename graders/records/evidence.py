"""What an answer's page can be drawn from: the graph that was graded, the reference's, and the numbers of a picture."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

Number: TypeAlias = float | None
"""None stands for what is infinite or no number."""


@dataclass(frozen=True)
class Plane:
    """A function of two real numbers, beside the right one, over a square around 0.

    ``names`` are the two inputs', ``axis`` the values of both at the grid's points. ``got`` and ``expected`` have a row for
    each value of the second input, from the smallest, and a number in it for each value of the first. ``tried`` are points
    at which both were compared, and whether they agree there; ``at`` is that of the counterexample.
    """

    names: tuple[str, str]
    axis: tuple[float, ...]
    got: tuple[tuple[Number, ...], ...]
    expected: tuple[tuple[Number, ...], ...]
    tried: tuple[tuple[float, float, bool], ...]
    at: tuple[float, float] | None


@dataclass(frozen=True)
class Entries:
    """The entries of one output at the counterexample: what the answer ``got``, what was ``expected``.

    ``output``: its number, from 0. ``shape`` is the right one's; the numbers are in the order of C, and ``got`` may be of
    another length. ``along``: where the right one is a function of single numbers (``function``, such as "tanh") of
    something, that something for each entry; ``curve`` are points of that function around them.
    """

    output: int
    of: int
    shape: tuple[int, ...]
    got_shape: tuple[int, ...]
    got: tuple[Number, ...]
    expected: tuple[Number, ...]
    function: str = ""
    along: tuple[Number, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Step:
    """One call: its argument, what it returned, and the state after it; of the answer, and as it should be."""

    argument: Number
    got: tuple[Number, ...]
    expected: tuple[Number, ...]
    state: Number
    right_state: Number

    @property
    def agrees(self) -> bool:
        """Whether nothing of the call is wrong."""
        return self.got == self.expected and self.state == self.right_state


@dataclass(frozen=True)
class Calls:
    """Calls of a function with state, in a row, up to the first that goes another way. ``start``: the state before."""

    function: str
    variable: str
    start: Number
    steps: tuple[Step, ...]


Picture: TypeAlias = Plane | Entries | Calls
KINDS: Mapping[str, type[Plane | Entries | Calls]] = {"plane": Plane, "entries": Entries, "calls": Calls}


@dataclass(frozen=True)
class Evidence:
    """``answers`` and ``reference``: messages of ``graders.answers.wire``; each None where it is too large, or unknown."""

    answers: Mapping[str, Any] | None = None
    reference: Mapping[str, Any] | None = None
    picture: Picture | None = None

    def to_text(self) -> str:
        """All fields as JSON; :meth:`from_text` reads it back.

        A text, since notebooks are copied again and again while they are graded: this is most of what is in a record.
        """
        kind = next((name for name, type_ in KINDS.items() if isinstance(self.picture, type_)), None)
        picture = None if self.picture is None else {"kind": kind, **asdict(self.picture)}
        data = {"answers": self.answers, "reference": self.reference, "picture": picture}
        return json.dumps(data, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_text(cls, text: str) -> Evidence:
        """The evidence that :meth:`to_text` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for another text."""
        data = json.loads(text)
        picture = data["picture"]
        if picture is not None:
            fields = {name: _tuples(value) for name, value in picture.items() if name != "kind"}
            if picture["kind"] == "calls":
                fields["steps"] = tuple(Step(**{k: _tuples(v) for k, v in step.items()}) for step in picture["steps"])
            picture = KINDS[picture["kind"]](**fields)
        return cls(data["answers"], data["reference"], picture)


def number(value: Any) -> Number:
    """A number that JSON has, too; None for one that is not finite."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, complex):
        return None
    return value if not isinstance(value, float) or math.isfinite(value) else None


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, Sequence) and not isinstance(value, str) else value

"""Why an answer is wrong, as data: the changes after which it is right, each proved. Words are made of it in reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

EXPRESSION_KINDS = (
    "constant", "operand", "frozen", "operation", "sign", "swapped operands", "transposed", "parameters", "missing term",
    "extra term", "missing factor", "extra factor", "missing function", "extra function", "rounding", "limit",
    "special case", "part", "shape", "order of operations", "amounts", "expression", "type",
)  # fmt: skip
"""What a change of an expression is. ``frozen``: a value from when it was compiled, where an input or a shared variable
belongs; ``type``: an expression of another dtype, with equal numbers."""

INTERFACE_KINDS = (
    "not compiled", "not a function", "not an expression", "not shared", "state type", "inputs", "input order",
    "missing output", "extra output", "output order", "stacked outputs", "form", "missing update", "other state",
    "not finite", "digits",
)  # fmt: skip
"""What is no change of an expression, but of what a function takes, returns and updates. ``not finite``: what is right but
for a part that is infinite, or no number, at some inputs; ``digits``: but for what is lost to the precision of float32."""


INPUT_KINDS = ("not compiled", "not a function", "inputs", "input order")
UPDATE_KINDS = (*INPUT_KINDS, "not shared", "state type", "missing update", "other state")
OUTPUT_KINDS = (
    *INPUT_KINDS, "not shared", "state type", "other state", "extra output", "output order", "stacked outputs", "form",
)  # fmt: skip
"""Interfaces that updates, and that all outputs, depend on, or the calls themselves."""


@dataclass(frozen=True)
class Role:
    """What an expression is for: output ``position`` (from 0) of the function ``name``, the update of the shared variable
    ``variable`` by it, or what ``name`` itself stands for. ``own``: which output of the student's that is, ``of`` so many.
    """

    kind: str
    name: str
    position: int = 0
    variable: str = ""
    of: int = 1
    own: int | None = None


@dataclass(frozen=True)
class Change:
    """One thing to change.

    ``here`` is what stands there, ``right`` what is to stand there (formulas in the student's names; empty for nothing),
    ``inside`` the expression around it. ``node`` and ``output`` say which node of the student's answers it is; None for an
    interface. ``edits`` holds for every role that the change mends where, from its root on, and what is put there:
    ``{"role": number of the role, "path": [operand...], "new": term}`` with ``term := ["at", [operand...]] |
    ["node", index, output] | ["constant", dtype, number] | [op, params, [term...]]``; a path of ``at`` starts at the place
    itself. ``facts`` are what else is known, by name. ``inputs`` counts the inputs of the proof, 0 for what needs none.
    ``span`` is where the student's source says ``here``, or calls theano.function: the index of the cell in the notebook,
    line from 1, column from 0, end line, end column; None where no place is certain. ``alone`` is what the answer does when
    all else is mended, as ``Behaviour.to_text`` writes it; empty where that is not known.
    """

    kind: str
    roles: tuple[Role, ...]
    here: str = ""
    right: str = ""
    inside: str = ""
    node: int | None = None
    output: int = 0
    edits: tuple[Mapping[str, Any], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    inputs: int = 0
    span: tuple[int, int, int, int, int] | None = None
    alone: str = ""

    def concerns(self, about: str) -> bool:
        """Whether it may be why a check failed that has failed ``about`` that: see ``exercises.checking.CheckFailed``."""
        if about == "type" or self.weak:
            return self.kind == "type" or (self.weak and about in ("type", "inputs"))
        if about == "update":
            return self.kind in UPDATE_KINDS or any(role.kind == "update" for role in self.roles)
        if about.startswith("output"):
            found = [role for role in self.roles if role.kind == "output"]
            return self.kind in OUTPUT_KINDS or any(about in ("outputs", f"output {role.position}") for role in found)
        return about in ("", "inputs") or self.kind in INPUT_KINDS or any(role.name == about for role in self.roles)

    @property
    def weak(self) -> bool:
        """Whether it is about the precision of a type only, which not every check asks for."""
        return self.facts.get("differ") == ["precision"]


@dataclass(frozen=True)
class Explanation:
    """The changes, most telling first, and whether they are all: with ``complete`` everything is right after them.

    ``rest``: what is left that they do not explain, as ``Behaviour.to_text`` writes it.
    """

    changes: tuple[Change, ...]
    complete: bool
    rest: str = ""

    def about(self, what: str) -> Explanation:
        """The changes that concern that; all, if none does. Where it is the inputs, they come first, then all others."""
        kept = tuple(change for change in self.changes if change.concerns(what))
        if what == "inputs":
            kept = tuple(sorted(kept, key=lambda change: change.kind not in INPUT_KINDS))
        return replace(self, changes=kept, complete=self.complete and len(kept) == len(self.changes)) if kept else self

    def to_json(self) -> dict[str, Any]:
        """All fields as plain data; :meth:`from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Explanation:
        """The explanation that :meth:`to_json` wrote. Raises ``KeyError`` or ``TypeError`` for other data."""
        return cls(tuple(_change(change) for change in data["changes"]), bool(data["complete"]), str(data.get("rest", "")))


def _change(data: Mapping[str, Any]) -> Change:
    span = data.get("span")
    known = {
        "roles": tuple(Role(**role) for role in data["roles"]),
        "edits": tuple(data["edits"]),
        "span": None if span is None else tuple(span),
    }
    return Change(**{**data, **known})

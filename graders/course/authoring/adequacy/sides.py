"""The functions of the master solution and of a mutant, evaluated side by side, and when two results are the same.

Whole numbers must be equal. Others may differ by what float32 rounds: a small part of the largest number that either
computation meets, unless that is far from the right result while a thousandth more or less in the arguments is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graders.answers.format import Answers, Function, Value
from graders.answers.theano_engine.load import load

TOLERANCE = 64 * float(np.finfo(np.float32).eps)
NEARBY = 1e-3


@dataclass(frozen=True)
class Rounding:
    """The ``largest`` finite number that a call meets, and by how much the results move with the arguments."""

    largest: float
    shifts: list[np.ndarray]


class Side:
    """One of the two functions: compiled, with everything on the way as results too, and its shared variables."""

    def __init__(self, answers: Answers, number: int) -> None:
        function = answers.functions[number]
        self.function = function
        self.types = [answers.nodes[i.variable[0]].types[0] for i in function.inputs if not i.implicit]
        self.required = [i.default is None for i in function.inputs if not i.implicit]
        self.named = {v.content[0] for v in answers.names.values() if v.kind == "variable"}
        shared = [i for i, node in enumerate(answers.nodes) if node.op == "shared"]
        between = tuple(
            (i, 0)
            for i, node in enumerate(answers.nodes)
            if node.types[0].kind == "tensor" and node.inputs and len(node.types) == 1
        )
        self.updated = {i.variable[0] for i in function.inputs if i.update is not None}
        names = {"watched": Value("function", 1), "called": Value("function", 0)}
        names |= {f"shared{i}": Value("variable", (i, 0)) for i in shared}
        silent = tuple(replace(given, update=None) for given in function.inputs)
        # An expression of another function, or of a loop's step, can't be computed from these inputs.
        reached = _computable(answers, {i.variable[0] for i in function.inputs})
        watched = Function(silent, (*function.outputs, *(ref for ref in between if ref[0] in reached)), "list")
        loaded = load(replace(answers, functions=(function, watched), names=names)).names()
        self.called, self.watched = loaded["called"], loaded["watched"]
        self.shared = {i: loaded[f"shared{i}"] for i in shared}
        self.start = {i: variable.get_value() for i, variable in self.shared.items()}

    def reset(self, values: dict[int, np.ndarray]) -> None:
        """Give named shared variables the values of both, all others their own start."""
        for index, variable in self.shared.items():
            variable.set_value(np.array(values.get(index, self.start[index]), self.start[index].dtype))

    def call(self, given: Sequence[np.ndarray]) -> list[np.ndarray]:
        """The results as a list, whatever the form."""
        result = self.called(*(np.array(a, t.dtype) for a, t in zip(given, self.types)))
        items = result.values() if isinstance(result, dict) else result if isinstance(result, list) else [result]
        return [np.array(item) for item in items if item is not None]

    def met(self, given: Sequence[np.ndarray]) -> list[np.ndarray]:
        """The results of a call, then every number on the way to them; nothing is updated."""
        with np.errstate(all="ignore"):
            return [np.asarray(item) for item in self.watched(*(np.array(a, t.dtype) for a, t in zip(given, self.types)))]

    def rounding(self, given: Sequence[np.ndarray], other: Side) -> Rounding:
        """What to know about the coming call of this side and the other to tell rounding from a difference."""
        count = len(self.function.outputs)
        met = self.met(given)
        sizes = [np.abs(item.astype("complex128")).ravel() for item in [*met, *other.met(given), *given]]
        largest = max((float(size[np.isfinite(size)].max(initial=0.0)) for size in sizes), default=0.0)
        nearby = [a * (1 + NEARBY * (-1) ** place) if a.dtype.kind in "fc" else a for place, a in enumerate(given)]
        with np.errstate(all="ignore"):
            shifts = [np.abs(a.astype("complex128") - b) for a, b in zip(met[:count], self.met(nearby)[:count])]
        return Rounding(largest, shifts)


def _computable(answers: Answers, known: set[int]) -> set[int]:
    """The nodes that can be computed from some inputs."""
    found: set[int] = set()
    for index, node in enumerate(answers.nodes):
        if index in known or node.op in ("constant", "shared") or (node.inputs and all(i in found for i, _ in node.inputs)):
            found.add(index)
    return found


def same(wanted: np.ndarray, have: np.ndarray, largest: float, shift: np.ndarray | None = None) -> bool:
    """Whether two results are the same, given what :class:`Rounding` says about the call."""
    if wanted.shape != have.shape:
        return False
    if wanted.dtype.kind in "iub":
        return bool(have.dtype.kind in "iufb" and all(_exactly(a, b) for a, b in zip(wanted.ravel(), have.ravel())))
    if have.dtype.kind == "c" and wanted.dtype.kind != "c":
        return False
    with np.errstate(all="ignore"):
        difference = np.abs(wanted.astype("complex128") - have)
        close = difference <= TOLERANCE * largest
        if shift is not None:  # far off, where the arguments hardly matter: that is no rounding
            close &= (difference <= 1e-3 * np.abs(wanted) + TOLERANCE) | (difference <= 10 * shift)
    return bool((close | (wanted == have) | (np.isnan(wanted) & np.isnan(have))).all())


def _exactly(wanted: Any, have: Any) -> bool:
    """Whether two numbers, the first one whole, are equal, digit for digit."""
    return bool(np.isfinite(have)) and int(wanted) == int(have) and have == np.floor(have)

"""What a wrong answer does at fixed inputs: as a whole, with one of its mistakes only, and with what is not explained."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from graders.answers.format import AnswersError, Ref
from graders.judge.inside.explain.case import Case
from graders.judge.inside.explain.face import Job
from graders.judge.inside.explain.reference import retyped
from graders.records.behaviour import Behaviour, Result
from graders.records.explanation import Change, Role

IN_A_ROW = 3
"""Calls in which a variable of the student's own may change what comes out."""
SECONDS = 2.0
"""For all that is computed of one answer: a hundred times what most need, so that equal ones have it alike."""
CHOSEN = ("name", "names", "which", "wanted", "sign", "extra", "updated")
"""Facts of a change that hold names or formulas of the student's."""
MOST_NUMBERS = 80
"""Numbers of one result that are kept: of a longer one these, from its first to its last."""


class Behaviours:
    """Of one ``case`` that has been explained by ``changes``."""

    def __init__(self, case: Case, changes: Sequence[Change]) -> None:
        self.case, self.changes = case, changes
        self.end = time.process_time() + SECONDS
        self.known: dict[Ref, tuple[Result, ...]] = {}
        self.whole_numbers = all(np.dtype(type_.dtype).kind in "iu" for type_ in case.reference.types)
        permuted = any(change.kind == "input order" and len(change.roles) > 1 for change in changes)
        self.done = [] if permuted else case.done
        odd = [role for change in case.unmended for role in change.roles]
        # What time did not suffice to prove right is right all the same, if it is here.
        self.open = [job for job in case.face.jobs if job.role in odd or (job in case.open and not self._is_right(job))]

    def whole(self) -> Behaviour:
        """The answer as it is; all that it computes, where nothing is found to be wrong."""
        facts = [fact_of(change) for change in self.changes if not change.weak and _is_fact(change)]
        wrong = [*(mended.job for mended in self.done), *self.open, *self.case.foreign]
        roots = {_label(job.role): job.root for job in wrong} | self._unmatched(self.changes)
        if not facts and not roots:
            roots = {_label(job.role): job.root for job in self.case.face.jobs}
        return self._of(facts, roots)

    def alone(self, change: Change) -> Behaviour:
        """The answer after all other changes."""
        facts = [fact_of(change)] if _is_fact(change) else []
        roots = {_label(job.role): job.root for job in self.open if job.role in change.roles} | self._unmatched([change])
        own = {(change.roles[edit["role"]], tuple(edit["path"])) for edit in change.edits}
        for mended in self.done:
            role = mended.job.role
            if not change.weak and any(role == other for other, _ in own):
                others = [edit for edit in mended.edits if (role, edit.path) not in own]
                roots[_label(role)] = self.case.graph.mended(mended.job.root, others, self.case.face.leaves)
        return self._of(facts, roots)

    def rest(self) -> Behaviour:
        """What no change explains."""
        odd = [role for change in self.case.unmended for role in change.roles]
        unexplained = [job for job in self.open if job.role not in odd] + self.case.foreign
        return self._of((), {_label(job.role): job.root for job in unexplained})

    def _is_right(self, job: Job) -> bool:
        right = [n for values in self.case.reference.results(job.right) for n in _numbers(values, self.whole_numbers)]
        return self._of((), {"": job.root}).is_like(Behaviour((), {"": right}))

    def _unmatched(self, changes: Sequence[Change]) -> dict[str, Ref]:
        """The outputs that are none of the reference's, or several at once."""
        odd = [change.roles[0] for change in changes if change.kind in ("extra output", "stacked outputs")]
        matched = {job.root for job in self.case.face.jobs}
        return {
            f"other {role.name} {place}": ref
            for role in odd for place, ref in enumerate(self.case.face.outputs[role.name])
            if ref not in matched and role.own in (None, place)
        }  # fmt: skip

    def _of(self, facts: Sequence[str], roots: Mapping[str, Ref]) -> Behaviour:
        new = [root for root in dict.fromkeys(roots.values()) if root not in self.known]
        self.known |= zip(new, self._results(new)) if new else ()
        return Behaviour(tuple(sorted(facts)), {label: self.known[root] for label, root in roots.items()})

    def _results(self, roots: Sequence[Ref]) -> list[tuple[Result, ...]]:
        columns: list[list[Result]] = [[] for _ in roots]
        for values in self._values(roots):
            if time.process_time() > self.end:
                raise TimeoutError(f"results at fixed inputs took more than {SECONDS} s")
            for column, value in zip(columns, values):
                column.extend(_numbers(value, self.whole_numbers))
        return [tuple(column) for column in columns]

    def _values(self, roots: Sequence[Ref]) -> Iterator[Sequence[Any]]:
        """The values of ``roots`` at each of the fixed inputs, in each of some calls in a row."""
        face, reference, answers = self.case.face, self.case.reference, self.case.answers
        leaves = [face.leaves[number] for number in range(len(reference.leaves))]
        updates = {i.variable: i.update for f in answers.functions for i in f.inputs
                   if i.update is not None and i.variable in self.case.free}  # fmt: skip
        types = [self.case.graph.type(ref).dtype for ref in leaves]
        wide = ["float64" if np.dtype(dtype).kind == "f" else dtype for dtype in types]
        wanted = [*roots, *updates.values()]
        try:
            graph, leaves, wanted = retyped(self.case.graph.nodes, leaves, wide, wanted)
        except AnswersError:
            graph, wide = self.case.graph, types
        lifted = reference.scalar and not updates and graph.is_liftable(wanted)
        free = {ref: self._of_their_own(ref, n, lifted) for n, ref in enumerate(self.case.free) if ref not in updates}
        given = [[value.astype(dtype) for value, dtype in zip(row, wide)] for row in reference.compared]
        if lifted:
            found = next(graph.values(wanted, [dict(zip(leaves, map(np.stack, zip(*given)))) | free], True))
            if found is not None:  # else it raises at one of them
                yield from zip(*(np.broadcast_to(column, (len(given),)) for column in found))
                return
            free = {ref: self._of_their_own(ref, n, False) for n, ref in enumerate(self.case.free) if ref not in updates}
        for row in given:
            environment = dict(zip(leaves, row)) | free
            for _ in range(IN_A_ROW if updates else 1):
                found = next(graph.values(wanted, [environment], False))
                if found is None:
                    yield [None] * len(roots)
                    break
                yield found[: len(roots)]
                environment |= dict(zip(updates, found[len(roots) :]))

    def _of_their_own(self, ref: Ref, place: int, lifted: bool) -> Any:
        """A variable that the reference does not have: of its default, or of some value."""
        type_ = self.case.graph.type(ref)
        default = self.case.defaults.get(ref)
        value = np.full((3,) * len(type_.broadcastable), 1.75 + place).astype(type_.dtype) if default is None else default
        return value.reshape(1) if lifted else value


def _label(role: Role) -> str:
    return " ".join([role.kind, role.name, *([role.variable] if role.variable else [str(role.position)])])


def _is_fact(change: Change) -> bool:
    """Whether it is no change of what is computed."""
    return not change.edits or change.weak


def fact_of(change: Change) -> str:
    """A change of what an answer takes, returns and is, without names that students choose."""
    roles = [[role.kind, role.name, role.position, role.variable] for role in change.roles]
    return json.dumps([change.kind, roles, _bare(change.facts)], sort_keys=True, default=str)


def _bare(facts: Any) -> Any:
    if isinstance(facts, Mapping):
        return {
            name: value[:1] if name == "placeholder" and value else _bare(value)
            for name, value in facts.items() if name not in CHOSEN
        }  # fmt: skip
    return [_bare(item) for item in facts] if isinstance(facts, (list, tuple)) else facts


def _numbers(value: Any, exactly: bool) -> Iterator[Result]:
    """The shape, if there is one, and numbers; ``exactly``: those that are whole to the last digit, floats too."""
    if value is None:
        yield None
        return
    array = np.asarray(value)
    yield from array.shape
    chosen = np.linspace(0, array.size - 1, min(array.size, MOST_NUMBERS)).astype(int)
    for item in array.ravel()[chosen].tolist():
        if isinstance(item, complex):
            yield str(item)
        else:
            yield int(item) if exactly and isinstance(item, float) and item.is_integer() else item

"""The outputs of a function: their number, order and form, by what they are worth at the probes."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from graders.answers.format import Ref
from graders.judge.inside.explain.alignment import Aligner
from graders.judge.inside.explain.face import Interface, Job
from graders.judge.inside.explain.reference import Reference
from graders.judge.inside.explain.trees import Tree
from graders.records.explanation import Change, Role


class Outputs:
    """Compares the outputs of functions with the reference's; ``tree`` gives the student's expression of a root."""

    def __init__(
        self, face: Interface, reference: Reference, aligner: Aligner, right: Mapping[Ref, Tree], tree: Callable[[Ref], Tree]
    ) -> None:
        self.face, self.reference, self.aligner, self.right, self.tree = face, reference, aligner, right, tree
        self.space = aligner.space

    def match(self, name: str) -> list[Change]:
        """Jobs for the outputs of a function, and what is wrong with their number and order."""
        wanted = self.reference.answers.functions[self.reference.answers.names[name].content].outputs
        mine = self.face.outputs[name]
        role = Role("function", name)
        facts = {"expected": len(wanted), "given": len(mine)}
        if len(mine) > 1 == len(wanted) and self._adds_up(mine, wanted[0]):
            return [Change("extra output", (role,), facts={**facts, "sum": True})]
        if len(mine) == 1 < len(wanted) and (self._stacked(mine[0], wanted) or self._joined(mine[0], wanted)):
            return [
                Change("stacked outputs", (role,), self.face.formula(mine[0]), node=self.face.node(mine[0]), facts=facts)
            ]
        order = self._order(mine, wanted)
        changes = []
        form = next(
            (n for n, change in enumerate(self.face.changes) if change.kind == "form" and change.roles == (role,)), None
        )
        if form is not None:  # Theano sorts the keys of a dictionary: their order is not the student's
            told = self.face.changes[form]
            self.face.changes[form] = replace(told, facts={**told.facts, "order": order})
        elif len(mine) == len(wanted) and sorted(order) == list(range(len(mine))) and order != sorted(order):  # type: ignore[type-var]
            changes.append(Change("output order", (role,), facts={**facts, "order": order}))
        for place, source in enumerate(order):
            here = Role("output", name, place, of=len(mine), own=source)
            if source is None:
                formula = self.face.formula_of(self.right[wanted[place]])
                changes.append(
                    Change("missing output", (Role("output", name, place, of=len(wanted)),), right=formula, facts=facts)
                )
            else:
                self.face.jobs.append(Job(here, mine[source], wanted[place]))
        for source, ref in enumerate(mine):
            if source not in order:
                more = Role("output", name, source, of=len(mine), own=source)
                changes.append(
                    Change("extra output", (more,), self.face.formula(ref), node=self.face.node(ref), facts=facts)
                )
        return changes

    def _order(self, mine: Sequence[Ref], wanted: Sequence[Ref]) -> list[int | None]:
        """Which of the outputs is for which: as they stand, unless another order leaves less to change."""
        many = max(len(mine), len(wanted))
        if many > 4 or many == 1:
            return [place if place < len(mine) else None for place in range(len(wanted))]
        cost = [[self.aligner.best(self.tree(ref), self.right[other])[0] for other in wanted] for ref in mine]

        def costs(order: Sequence[int]) -> float:
            used = sum(cost[source][place] if source < len(mine) else 1.0 for place, source in enumerate(order))
            there = [source for source in order if source < len(mine)]
            return used + 0.95 * (there != sorted(there)) + 0.01 * sum(order)

        best = min((order[: len(wanted)] for order in itertools.permutations(range(many))), key=costs)
        return [source if source < len(mine) else None for source in best]

    def _adds_up(self, mine: Sequence[Ref], wanted: Ref) -> bool:
        columns = list(zip(*(self.tree(ref).values for ref in mine)))
        if any(value is None for column in columns for value in column):
            return False
        try:
            return self.space.number([sum(column) for column in columns]) == self.right[wanted].number
        except ValueError:
            return False

    def _stacked(self, root: Ref, wanted: Sequence[Ref]) -> bool:
        values = self.tree(root).values
        if any(value is None or len(np.shape(value)) < 1 or len(value) != len(wanted) for value in values):
            return False
        numbers = [self.space.number([value[place] for value in values]) for place in range(len(wanted))]
        return numbers == [self.right[ref].number for ref in wanted]

    def _joined(self, root: Ref, wanted: Sequence[Ref]) -> bool:
        values = [self.right[ref].values for ref in wanted]
        if any(np.ndim(value) == 0 for column in values for value in column):
            return False
        return self.tree(root).number == self.space.number([np.concatenate(column) for column in zip(*values)])

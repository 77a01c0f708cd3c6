"""What may mend an expression of the student's, from whatever finds it, the likeliest first."""

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graders.judge.inside.explain.alignment import Aligner
from graders.judge.inside.explain.changes import Mended
from graders.judge.inside.explain.dictionary import Dictionary
from graders.judge.inside.explain.face import Interface, Job
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.required import Candidate, Search
from graders.judge.inside.explain.terms import extra, left_out
from graders.judge.inside.explain.trees import Path, Space, Tree, at, parts_of
from graders.judge.inside.explain.weights import SLIP

CONSIDERED = 80
"""Candidates of one expression that are compared with those of others."""

PROOFS = 14
"""Candidates that are tried for one expression."""

WHOLE = 4.5
"""What it costs to put the reference in place of a whole expression: for what is another formula altogether."""

SURE = 1.3
"""Up to this cost what alignment finds is the likeliest there can be."""

UNSURE = 1.5
"""From this cost on it is worth looking at the answer the other way round."""

PRODUCTS, SUMS = ("mul", "true_div", "dot", "pow", "sqr"), ("add", "sub")
"""What can be multiplied out: the first, of the second."""
CURVED = ("exp", "expm1", "log", "log1p", "sigmoid", "sqrt")
"""Of which nobody multiplies out what is inside."""

ALREADY = 0.7
"""What an edit is worth less that mends another expression too."""


class Candidates:
    """The search of one case; ``deadline`` is in seconds of process time."""

    def __init__(self, face: Interface, space: Space, dictionary: Dictionary, deadline: float) -> None:
        self.face, self.space, self.dictionary, self.deadline = face, space, dictionary, deadline
        self.aligner = Aligner(space, deadline)

    def of(self, job: Job, tree: Tree, right: Tree, done: Sequence[Mended]) -> Iterator[Candidate]:
        """What may mend an expression, the likeliest first: cheap, and the same as in another one."""
        found: list[Candidate] = []
        if tree.number != right.number or tree.number is None:
            found.append(self.aligner.best(tree, right))
            if found[0][0] <= SURE:
                yield found[0]
            found += Search(self.aligner, self.dictionary, self.deadline).run(tree, right.values)
            found += self._uniform(tree, min(found, key=lambda candidate: candidate[0])[1])
            if min(cost for cost, _ in found) > UNSURE and tree.number is not None:
                found += self._amounts(tree, right)
            found.append((WHOLE, (Edit((), "expression", right, WHOLE),)))
        special = self._special(tree, right)
        found += [*special, *self._frozen(tree)]
        before = {self.face.key(mended.job.root, edit) for mended in done for edit in mended.edits}
        seen = set()
        ordered = []
        for cost, edits in sorted(found, key=lambda candidate: candidate[0])[:CONSIDERED]:
            if time.process_time() > self.deadline:
                return
            keys = tuple((edit.path, self.face.key(job.root, edit)) for edit in edits)
            if edits and keys not in seen:
                seen.add(keys)
                once = {key: edit for (_, key), edit in zip(keys, edits)}
                if len(once) > 2 and len({kind for kind, _, _ in once}) > 1:
                    continue
                again = sum(edit.cost for edit in edits) - sum(edit.cost for edit in once.values())
                ordered.append((cost - again - ALREADY * sum(key in before for key in once), edits))
        ordered.sort(key=lambda candidate: candidate[0])
        whole = [candidate for candidate in ordered if candidate[0] >= WHOLE - ALREADY]
        yield from [candidate for candidate in ordered if candidate not in whole][:PROOFS]
        # One slip that shows at the usual probes, and another that does not.
        for (cost, edits), (more, others) in itertools.product(ordered[:3], sorted(special, key=lambda one: one[0])[:6]):
            if not any(_within(edit.path, other.path) for edit in edits for other in others):
                yield cost + more, (*edits, *others)
        yield from whole

    def _uniform(self, tree: Tree, edits: Sequence[Edit]) -> Iterator[Candidate]:
        """Each of some edits, wherever the same expression stands."""
        places = list(itertools.islice(_places(tree, ()), 200))
        for edit in edits:
            here = next((s for path, s in places if path == edit.path), None)
            alike = [path for path, s in places if here is not None and s.ref == here.ref]
            if len(alike) > 1:
                yield edit.cost, tuple(replace(edit, path=path) for path in alike)

    def _amounts(self, tree: Tree, right: Tree) -> Iterator[Candidate]:
        """The other way round: the slip in the reference that makes it worth what the student's expression is."""
        parts = [s for _, s in itertools.islice(_places(tree, ()), 60)]
        if any(s.op in CURVED for s in parts) or not any(
            s.op in PRODUCTS and {*SUMS} & {k.op for k in s.kids} for s in parts
        ):
            return
        aligner = Aligner(self.space, self.deadline)
        search = Search(aligner, self.dictionary, self.deadline)
        for cost, edits in search.run(right, tree.values)[:3]:
            if len(edits) == 1 and edits[0].path and cost <= UNSURE:
                above, place, made = right, right, edits[0].new
                for step in edits[0].path:
                    above, place = place, place.kids[step]
                slipped = _filled(made, place)
                if slipped is not None and not place.kids:  # a term tells more than a name in it
                    kids = [slipped if kid is place else kid for kid in above.kids]
                    place, slipped = above, Tree(above.op, tuple(kids), above.params)
                if slipped is not None:
                    yield cost + 0.4, (Edit((), "amounts", right, cost + 0.4, (slipped, place)),)

    def _frozen(self, tree: Tree) -> Iterator[Candidate]:
        """Shared variables in the place of the inputs that a function does not take: of their names, or as many."""
        nodes, places = self.face.graph.nodes, list(itertools.islice(_places(tree, ()), 200))
        made = {number: ref for number, ref in self.face.leaves.items() if self.face.own.get(ref[0]) == -1}
        missing = {nodes[ref[0]].name: number for number, ref in made.items() if number in self.face.inputs}
        other = [(path, s.ref[0]) for path, s in places if s.op == "other" and s.ref is not None]
        indices = list(dict.fromkeys(index for _, index in other))
        named = {index: missing[nodes[index].name] for index in indices if nodes[index].name in missing}
        if not named and 1 < len(missing) == len(indices) < 4:
            for order in itertools.permutations(missing.values()):
                yield SLIP, self._thawed(other, dict(zip(indices, order)))
        elif named:
            yield SLIP, self._thawed(other, named)

    def _thawed(self, other: Sequence[tuple[Path, int]], leaves: Mapping[int, int]) -> tuple[Edit, ...]:
        return tuple(Edit(path, "frozen", self.space.leaf(leaves[index])) for path, index in other if index in leaves)

    def _is_real_for_whole(self, s: Tree) -> bool:
        """Whether a whole number is of a real type, which can't hold all integers."""
        assert s.ref is not None
        real = np.dtype(self.face.graph.type(s.ref).dtype or "int8").kind == "f"
        return real and s.params["value"] is not None and bool((s.params["value"] == np.floor(s.params["value"])).all())

    def _special(self, tree: Tree, right: Tree) -> list[Candidate]:
        """For what is right at the usual probes only: parts that are worth the same there as something simpler."""
        found: dict[Any, list[Edit]] = {}
        alone: list[Candidate] = []
        parts = {part.number: part for part in parts_of(right)}
        for path, s in itertools.islice(_places(tree, ()), 60):
            for rel, kid in itertools.islice(_places(s, ()), 1, 12):
                if kid.number == s.number and s.number is not None and not (s.op == "second" and rel[0] == 0):
                    cost, less = left_out(s, rel)
                    alone.append((cost, tuple(_worth_nothing(edit).below(*path) for edit in less)))
                    found.setdefault((s.op, rel), []).extend(alone[-1][1])
            if s.op == "constant" and s.ref is not None and self._is_real_for_whole(s):
                whole = Tree("constant", (), {"value": s.params["value"].astype("int64"), "dtype": "int64"})
                alone.append((SLIP, (Edit(path, "type", whole, SLIP),)))
            if s.op == "dimshuffle":
                alone.append((SLIP + 0.1, (Edit(path, extra(s), at(0), SLIP + 0.1),)))
            for step in s.steps:
                if len(step) == 2:  # a dimension that Theano would have added by itself, if it was needed
                    alone.append((SLIP, (Edit((*path, step[0]), "shape", at(0), SLIP),)))
            part = parts.get(s.number)
            if part is not None and s.number is not None and (part.op != s.op or len(part.kids) != len(s.kids)):
                alone.append((2.0 + 0.1 * part.size, (Edit(path, "expression", part, 2.0),)))
        for edits in found.values():
            if 1 < len(edits) < 6:
                alone.append((sum(edit.cost for edit in edits) - 0.5, tuple(edits)))
        return alone


def _worth_nothing(edit: Edit) -> Edit:
    """What leaves the usual numbers as they are, such as a division by 1, matters for the digits that it loses."""
    return replace(edit, kind="rounding") if edit.kind in ("extra factor", "extra term") else edit


def _filled(made: Tree, place: Tree) -> Tree | None:
    """``made`` with what stands at ``place`` in it."""
    if made.op == "at":
        for step in made.params["path"]:
            if step >= len(place.kids):
                return None
            place = place.kids[step]
        return place
    kids = [_filled(kid, place) for kid in made.kids]
    if None in kids:
        return None
    return Tree(made.op, tuple(kid for kid in kids if kid is not None), made.params, [], made.ref) if kids else made


def _within(one: Path, other: Path) -> bool:
    """Whether one place is the other, or within it."""
    return one[: len(other)] == other or other[: len(one)] == one


def _places(tree: Tree, path: Path) -> Iterator[tuple[Path, Tree]]:
    yield path, tree
    for kid, step in zip(tree.kids, tree.steps):
        yield from _places(kid, (*path, *step))

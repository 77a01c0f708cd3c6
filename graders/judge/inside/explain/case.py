"""One wrong answer: which of its expressions are wrong, and the edits that are proved to mend them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graders.answers import formulas
from graders.answers.format import Answers, AnswersError, Ref
from graders.answers.theano_engine.load import array_in
from graders.judge.inside.explain import interfaces
from graders.judge.inside.explain.alignment import SLIP, Aligner, left_out
from graders.judge.inside.explain.changes import Mended, changes_of
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.interfaces import Job
from graders.judge.inside.explain.reference import Expected, Reference
from graders.judge.inside.explain.required import Candidate, Search
from graders.judge.inside.explain.trees import Path, Tree, at
from graders.records.explanation import Change, Explanation, Role

PROOFS = 14
"""Candidates that are tried for one expression."""

WHOLE = 4.5
"""What it costs to put the reference in place of a whole expression: for what is another formula altogether."""

SURE = 1.3
"""Up to this cost what alignment finds is the likeliest there can be."""

UNSURE = 1.5
"""From this cost on it is worth looking at the answer the other way round."""

ALREADY = 0.7
"""What an edit is worth less that mends another expression too."""


class Case:
    """What is known about one answer while it is explained."""

    def __init__(self, answers: Answers, names: Sequence[str], reference: Reference, seconds: float) -> None:
        self.deadline = time.process_time() + seconds
        self.answers, self.reference = answers, reference
        self.face = interfaces.compare(answers, names, reference)
        self.graph = self.face.graph
        roots = [*(job.root for job in self.face.jobs), *(ref for refs in self.face.outputs.values() for ref in refs)]
        self.lifted = reference.scalar and self.graph.is_liftable(roots)
        self.dictionary = reference.dictionary(self.lifted)  # before the fork, which is to know its numbers
        self.space = reference.space(self.lifted).fork()
        self.aligner = Aligner(self.space)
        self.right = reference.trees(self.lifted)
        self.types = tuple(self.graph.type(self.face.leaves[number]) for number in range(len(reference.leaves)))
        given = [i for f in answers.functions for i in f.inputs]
        updated = {i.variable for i in given if i.update is not None}
        self.defaults = {i.variable: array_in(i.default) for i in given if i.default is not None and i.update is None}
        self.free = [
            (index, 0) for index, node in enumerate(self.graph.nodes)
            if (node.op == "input" or (index, 0) in updated) and (index, 0) not in self.face.leaves.values()
            and node.types[0].kind == "tensor"
        ]  # fmt: skip
        self._leave_out()
        self.trees: dict[Ref, Tree] = {}
        self.done: list[Mended] = []
        self.open: list[Job] = []

    def _leave_out(self) -> None:
        """What is made of an input that can't stand for one of the reference's is another function altogether."""
        ranks = {len(type_.broadcastable) for type_ in self.types}
        unknown = [ref for ref in self.free if self.graph.nodes[ref[0]].op == "input"]
        odd = {ref for ref in unknown if len(self.graph.type(ref).broadcastable) not in ranks}
        foreign = lambda root: any((index, 0) in odd for index in self.graph.needed([root], {}))
        self.face.jobs = [job for job in self.face.jobs if not foreign(job.root)]
        self.face.outputs = {name: refs for name, refs in self.face.outputs.items() if not any(map(foreign, refs))}

    def explanation(self) -> Explanation | None:
        """All changes that are proved."""
        changes = list(self.face.changes)
        for name in self.face.outputs:
            changes += self._match_outputs(name)
        for job in sorted(self.face.jobs, key=lambda job: self._size(job)):
            self._solve(job)
        changes += self._permuted() or changes_of(self, self.done)
        changes += changes_of(self, [mended for job in self.face.jobs for mended in self._types(job)])
        changes.sort(key=lambda change: change.weak)
        if not changes:
            return None
        return Explanation(tuple(changes), not self.open)

    def _size(self, job: Job) -> int:
        return self.right[job.right].size

    def tree(self, root: Ref) -> Tree:
        """The student's expression with its values at the probes."""
        if root not in self.trees:
            leaves = {ref: self.space.leaf(number) for number, ref in self.face.leaves.items()}
            for place, ref in enumerate(self.free):
                leaves[ref] = self._other(ref, place)
            self.trees[root] = self.space.grown(self.graph.nodes, leaves, root)
        return self.trees[root]

    def _other(self, ref: Ref, place: int) -> Tree:
        """A variable that the reference does not have: of whatever value, or of its default."""
        if ref in self.defaults:
            return self.space.constant(self.defaults[ref], ref)
        random = np.random.RandomState(place)
        like = next(iter(self.space.environments[0].values()))
        shape = like.shape if self.lifted else (3,) * len(self.graph.type(ref).broadcastable)
        values = [np.asarray(random.uniform(1, 9, shape)) for _ in self.space.environments]
        return self.space.numbered(Tree("other", (), {}, values, ref))

    # Outputs: their number and order.

    def _match_outputs(self, name: str) -> list[Change]:
        """Jobs for the outputs of a function, and what is wrong with their number and order."""
        wanted = self.reference.answers.functions[self.reference.answers.names[name].content].outputs
        mine = self.face.outputs[name]
        role = Role("function", name)
        facts = {"expected": len(wanted), "given": len(mine)}
        if len(mine) > 1 == len(wanted) and self._adds_up(mine, wanted[0]):
            return [Change("extra output", (role,), facts={**facts, "sum": True})]
        if len(mine) == 1 < len(wanted) and (self._stacked(mine[0], wanted) or self._joined(mine[0], wanted)):
            return [Change("stacked outputs", (role,), self.formula(mine[0]), node=self.own(mine[0]), facts=facts)]
        order = self._order(mine, wanted)
        changes = []
        if len(mine) == len(wanted) and sorted(order) == list(range(len(mine))) and order != sorted(order):  # type: ignore[type-var]
            changes.append(Change("output order", (role,), facts={**facts, "order": order}))
        for place, source in enumerate(order):
            here = Role("output", name, place)
            if source is None:
                formula = self.formula_of(self.right[wanted[place]])
                changes.append(Change("missing output", (here,), right=formula, facts=facts))
            else:
                self.face.jobs.append(Job(here, mine[source], wanted[place]))
        for source in range(len(mine)):
            if source not in order:
                here = Role("output", name, source)
                changes.append(Change("extra output", (here,), self.formula(mine[source]), node=self.own(mine[source]), facts=facts))
        return changes

    def _order(self, mine: Sequence[Ref], wanted: Sequence[Ref]) -> list[int | None]:
        """Which of the outputs is for which: as they stand, unless another order leaves less to change."""
        many = max(len(mine), len(wanted))
        if many > 4 or many == 1:
            return [place if place < len(mine) else None for place in range(len(wanted))]
        cost = [[self.aligner.best(self.tree(ref), self.right[other])[0] for other in wanted] for ref in mine]

        def costs(order: Sequence[int]) -> float:
            used = sum(cost[source][place] if source < len(mine) else 1.0 for place, source in enumerate(order))
            return used + 0.9 * (list(order) != sorted(order)) + 0.01 * sum(order)

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

    def _permuted(self) -> list[Change]:
        """Inputs of one type in another order, where what was found is that they are mistaken for each other."""
        numbers = {ref: number for number, ref in self.face.leaves.items()}
        moved: dict[int, int] = {}
        for mended in self.done:
            for edit in mended.edits:
                here = numbers.get(self.graph.follow(mended.job.root, edit.path))
                there = edit.new.params.get("leaf")
                if here is None or there is None or moved.setdefault(here, there) != there:
                    return []
        if len(moved) < 2 or set(moved) != set(moved.values()):
            return []
        before = dict(self.face.leaves)
        self.face.leaves = {number: before[next((h for h, t in moved.items() if t == number), number)] for number in before}
        if all(self.proof(job, ()) for job in self.face.jobs):
            order = [next((h for h, t in moved.items() if t == number), number) for number in sorted(before)]
            names = [self.graph.nodes[before[number][0]].name for number in order]
            roles = tuple(job.role for job in self.face.jobs)
            return [Change("input order", roles, facts={"order": order, "names": names}, inputs=self.done[0].count)]
        self.face.leaves = before
        return []

    # Expressions.

    def _solve(self, job: Job) -> None:
        """Find and prove the edits of one expression; keep them, or the job, for later."""
        tree, right = self.tree(job.root), self.right[job.right]
        count = 0
        if tree.number == right.number and tree.number is not None:
            count = self.proof(job, ())
            if count:
                return
        for cost, edits in self._candidates(job, tree, right):
            count = self.proof(job, edits)
            if count:
                self.done.append(Mended(job, edits, count, cost))
                return
            if time.process_time() > self.deadline:
                break
        self.open.append(job)

    def _candidates(self, job: Job, tree: Tree, right: Tree) -> Iterator[Candidate]:
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
        before = {self.key(mended.job.root, edit) for mended in self.done for edit in mended.edits}
        seen = set()
        ordered = []
        for cost, edits in found:
            keys = tuple((edit.path, self.key(job.root, edit)) for edit in edits)
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
        aligner = Aligner(self.space)
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
        """Shared variables in the place of the inputs that a function does not take."""
        missing = {self.graph.nodes[ref[0]].name: n for n, ref in self.face.leaves.items() if self.face.own.get(ref[0]) == -1}
        edits = []
        for path, s in itertools.islice(_places(tree, ()), 200):
            if s.op == "other" and s.ref is not None and self.graph.nodes[s.ref[0]].name in missing:
                edits.append(Edit(path, "frozen", self.space.leaf(missing[self.graph.nodes[s.ref[0]].name])))
        if edits:
            yield SLIP, tuple(edits)

    def _special(self, tree: Tree, right: Tree) -> list[Candidate]:
        """For what is right at the usual probes only: parts that are worth the same there as something simpler."""
        found: dict[Any, list[Edit]] = {}
        alone: list[Candidate] = []
        parts = {part.number: part for part in _parts(right)}
        for path, s in itertools.islice(_places(tree, ()), 60):
            for rel, kid in itertools.islice(_places(s, ()), 1, 12):
                if kid.number == s.number and s.number is not None:
                    edit = left_out(s, rel, kid).below(*path)
                    alone.append((edit.cost, (edit,)))
                    found.setdefault((s.op, rel), []).append(edit)
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

    def key(self, root: Ref, edit: Edit) -> Any:
        """What is the same for the same edit of the same expression, wherever it stands."""
        place = self.graph.follow(root, edit.path)
        return edit.kind, self.formula(place), self.formula_of(edit.new, place)

    # Proofs.

    def proof(self, job: Job, edits: Sequence[Edit]) -> int:
        """The number of inputs at which the expression is right after ``edits``; 0 if it is wrong at one."""
        try:
            root = self.graph.mended(job.root, edits, self.face.leaves)
        except AnswersError:
            return 0
        return self.agrees(root, job.right)

    def agrees(self, root: Ref, right: Ref) -> int:
        lifted = self.reference.scalar and self.graph.is_liftable([root])
        expected = self.reference.expected(self.types, lifted)
        place = self.reference.roots.index(right)
        environments = [self._bound(env, number, lifted) for number, env in enumerate(expected.environments)]
        for number, values in enumerate(self.graph.values([root], environments, lifted)):
            if values is None or time.process_time() > self.deadline or not _same(values[0], expected, number, place):
                return 0
        return expected.count

    def _bound(self, env: dict[int, np.ndarray], turn: int, lifted: bool) -> dict[Ref, Any]:
        bound: dict[Ref, Any] = {self.face.leaves[number]: value for number, value in env.items()}
        random = np.random.RandomState(turn) if self.free else np.random
        for ref in self.free:
            type_ = self.graph.type(ref)
            if ref in self.defaults:
                bound[ref] = self.defaults[ref].reshape(1) if lifted else self.defaults[ref]
                continue
            shape = next(iter(env.values())).shape if lifted else tuple(1 if one else 3 for one in type_.broadcastable)
            bound[ref] = np.asarray(random.choice((0, 1, 2, 5, 999, 1001, 100000), shape)).astype(type_.dtype)
        return bound

    def _types(self, job: Job) -> list[Mended]:
        """The edits that give an expression the dtype that it should have for these variables."""
        edits = next((mended.edits for mended in self.done if mended.job is job), ())
        if job in self.open or job.role.kind != "output":
            return []
        root = self.graph.mended(job.root, edits, self.face.leaves)
        wanted = self.reference.dtypes(self.types)[self.reference.roots.index(job.right)]
        if self.graph.type(root).dtype == wanted:
            return []
        casts = tuple(self._origins(root, wanted))
        try:
            mended = self.graph.mended(root, casts, self.face.leaves)
        except AnswersError:
            return []
        if self.graph.type(mended).dtype != wanted or not (count := self.agrees(mended, job.right)) or edits:
            return []
        return [Mended(job, casts, count, 1.0)]

    def _origins(self, root: Ref, wanted: str) -> Iterator[Edit]:
        """Where the dtype of ``root`` comes from: the lowest expressions that have it."""
        dtype = self.graph.type(root).dtype

        def walk(ref: Ref, path: Path) -> Iterator[Edit]:
            node = self.graph.nodes[ref[0]]
            below = [(source, place) for place, source in enumerate(node.inputs) if self.graph.type(source).dtype == dtype]
            if node.op == "cast" and node.params["dtype"] == dtype and self.graph.type(node.inputs[0]).dtype == wanted:
                yield Edit(path, "type", at(0))
            elif not below or node.op == "cast" or len(path) > 20:
                if node.op == "constant" and self.graph.type(ref).kind == "tensor" and node.value is not None:
                    yield Edit(path, "type", Tree("constant", (), {"value": array_in(node.value), "dtype": wanted}))
                else:
                    yield Edit(path, "type", Tree("cast", (at(),), {"dtype": wanted}))
            else:
                for source, place in below:
                    yield from walk(source, (*path, place))

        yield from walk(root, ())

    # Words and places.

    def own(self, ref: Ref) -> int | None:
        """The node of the student's answers that ``ref`` is, or was."""
        index = self.face.own.get(ref[0], ref[0])
        return index if 0 <= index < len(self.answers.nodes) else None

    def formula(self, ref: Ref) -> str:
        return formulas.expression(self.graph.nodes, ref)

    def formula_of(self, tree: Tree, place: Ref | None = None) -> str:
        """A formula in the student's names of what is to stand at ``place``."""
        if place is not None and tree.op == "at":
            return self.formula(self.graph.follow(place, tree.params["path"]))
        mark = len(self.graph.nodes)
        try:
            ref = self.graph.put(tree, lambda path: self.graph.follow(place, path) if place else (0, 0), self.face.leaves)
            return self.formula(ref)
        except AnswersError:
            return ""
        finally:
            del self.graph.nodes[mark:]


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


def _parts(tree: Tree) -> Iterator[Tree]:
    yield tree
    for kid in tree.kids:
        yield from _parts(kid)


def _within(one: Path, other: Path) -> bool:
    """Whether one place is the other, or within it."""
    return one[: len(other)] == other or other[: len(one)] == one


def _places(tree: Tree, path: Path) -> Iterator[tuple[Path, Tree]]:
    yield path, tree
    for kid, step in zip(tree.kids, tree.steps):
        yield from _places(kid, (*path, *step))


def _same(got: Any, expected: Expected, number: int, place: int) -> bool:
    """Whether a result is right; where float32 may overflow, no number is wrong."""
    wanted, allowed = expected.values[number][place], expected.allowed[number][place]
    got = np.asarray(got)
    if expected.lifted:
        got = np.broadcast_to(got, wanted.shape)
    if got.shape != wanted.shape or got.dtype.kind == "c":
        return False
    with np.errstate(all="ignore"):
        if wanted.dtype.kind in "iub":
            if got.dtype.kind == "f":
                return bool(np.isfinite(got).all() and all(int(g) == int(w) and g == np.floor(g) for g, w in zip(got.ravel(), wanted.ravel())))
            return bool((got == wanted).all())
        fine = np.abs(got.astype("float64") - wanted) <= allowed
        return bool((fine | ~np.isfinite(wanted) | (expected.far[number] & ~np.isfinite(got))).all())

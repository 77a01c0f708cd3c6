"""One wrong answer: which of its expressions are wrong, and the edits that are proved to mend them."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graders.answers.arrays import array_in
from graders.answers.format import Answers, AnswersError, Ref
from graders.judge.inside.explain import interfaces
from graders.judge.inside.explain.candidates import Candidates
from graders.judge.inside.explain.changes import Mended, changes_of
from graders.judge.inside.explain.face import Job
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.outputs import Outputs
from graders.judge.inside.explain.proof import Proof
from graders.judge.inside.explain.reference import Reference
from graders.judge.inside.explain.trees import Path, Tree, at
from graders.records.explanation import Change, Explanation, Role


class Case:
    """What is known about one answer while it is explained."""

    def __init__(self, answers: Answers, names: Sequence[str], reference: Reference, seconds: float) -> None:
        self.answers, self.reference = answers, reference
        self.face = interfaces.compare(answers, names, reference)
        self.graph = self.face.graph
        roots = [*(job.root for job in self.face.jobs), *(ref for refs in self.face.outputs.values() for ref in refs)]
        self.lifted = reference.scalar and self.graph.is_liftable(roots)
        reference.dictionary(self.lifted)  # before the fork, which is to know its numbers
        self.space = reference.space(self.lifted).fork()
        self.right = reference.trees(self.lifted)
        self.types = tuple(self.graph.type(self.face.leaves[number]) for number in range(len(reference.leaves)))
        reference.expected(self.types, self.lifted)
        # Only now: what a reference makes once is made at the expense of no answer.
        self.deadline = time.process_time() + seconds
        self.candidates = Candidates(self.face, self.space, reference.dictionary(self.lifted), self.deadline)
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
        self.proof = Proof(self.face, reference, self.types, self.free, self.defaults, self.deadline)
        self.open: list[Job] = []
        self.unmended: list[Change] = []

    def _leave_out(self) -> None:
        """What is made of an input that can't stand for one of the reference's is another function altogether.

        And of a loop nobody looks for the one operation that is wrong.
        """
        ranks = {len(type_.broadcastable) for type_ in self.types}
        unknown = [ref for ref in self.free if self.graph.nodes[ref[0]].op == "input"]
        odd = {ref for ref in unknown if len(self.graph.type(ref).broadcastable) not in ranks}

        def foreign(root: Ref) -> bool:
            needed = self.graph.needed([root], {})
            return any((index, 0) in odd or self.graph.nodes[index].op == "scan" for index in needed)

        left_out = {name: refs for name, refs in self.face.outputs.items() if any(map(foreign, refs))}
        outputs = [
            Job(Role("output", name, place), ref, ref) for name, refs in left_out.items() for place, ref in enumerate(refs)
        ]
        self.foreign = [*(job for job in self.face.jobs if foreign(job.root)), *outputs]
        self.face.jobs = [job for job in self.face.jobs if job not in self.foreign]
        self.face.outputs = {name: refs for name, refs in self.face.outputs.items() if name not in left_out}

    def explanation(self) -> Explanation | None:
        """All changes that are proved."""
        outputs = Outputs(self.face, self.reference, self.candidates.aligner, self.right, self.tree)
        matched = [change for name in self.face.outputs for change in outputs.match(name)]
        changes = [*map(self._with_update, self.face.changes), *matched]
        for job in sorted(self.face.jobs, key=lambda job: self._size(job)):
            self._solve(job)
        changes += self._permuted() or changes_of(self.face, self.done)
        changes += self.unmended
        types = changes_of(self.face, [mended for job in self.face.jobs for mended in self._types(job)])
        changes += [replace(change, facts={**change.facts, "differ": ["precision"]}) for change in types]
        changes.sort(key=lambda change: change.weak)
        if not changes:
            return None
        return Explanation(tuple(changes), not self.foreign and not self.open and not self.unmended)

    def _with_update(self, change: Change) -> Change:
        """The change with the update that is missing, in the student's names."""
        if change.kind != "missing update":
            return change
        given = (i for f in self.reference.answers.functions for i in f.inputs if i.update is not None)
        update = next(i.update for i in given if self.reference.answers.nodes[i.variable[0]].name == change.here)
        return replace(change, right=self.face.formula_of(self.right[update]) if update is not None else "")

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

    def _names_in_another_order(self) -> bool:
        """Whether the student's own names show that: else it is as likely that the formula takes one for another."""
        theirs = [self.reference.answers.nodes[ref[0]].name for ref in self.reference.leaves]
        mine = [self.graph.nodes[self.face.leaves[number][0]].name for number in sorted(self.face.leaves)]
        return mine != theirs and sorted(map(str, mine)) == sorted(map(str, theirs))

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
        if len(moved) < 2 or set(moved) != set(moved.values()) or not self._names_in_another_order():
            return []
        before = dict(self.face.leaves)
        self.proof.forget()  # they were made with the variables as they stand
        self.face.leaves = {number: before[next((h for h, t in moved.items() if t == number), number)] for number in before}
        if all(self.proof.of(job, ()) for job in self.face.jobs):
            order = [next((h for h, t in moved.items() if t == number), number) for number in sorted(before)]
            names = [self.graph.nodes[before[number][0]].name for number in order]
            roles = tuple(job.role for job in self.face.jobs)
            return [Change("input order", roles, facts={"order": order, "names": names}, inputs=self.done[0].count)]
        self.face.leaves = before
        self.proof.forget()
        return []

    def _solve(self, job: Job) -> None:
        """Find and prove the edits of one expression; keep them, or the job, for later."""
        tree, right = self.tree(job.root), self.right[job.right]
        count = 0
        if tree.number == right.number and tree.number is not None:
            count = self.proof.of(job, ())
            odd = None if count else self.proof.not_finite(job) or self.proof.imprecise(job)
            if odd is not None:
                self.unmended.append(odd)
            if count or odd is not None:
                return
        for cost, edits in self.candidates.of(job, tree, right, self.done):
            count = self.proof.of(job, edits)
            if count:
                self.done.append(Mended(job, edits, count, cost))
                return
            if time.process_time() > self.deadline:
                break
        self.open.append(job)

    def _types(self, job: Job) -> list[Mended]:
        """The edits that give an expression the dtype that it should have for these variables."""
        edits = next((mended.edits for mended in self.done if mended.job is job), ())
        if job in self.open or job.role.kind != "output":
            return []
        root = self.graph.mended(job.root, edits, self.face.leaves)
        wanted = self.reference.dtypes(self.types)[self.reference.roots.index(job.right)]
        if self.graph.type(root).dtype == wanted:
            return []
        casts = tuple(self._origins(job.root, wanted))
        try:
            root = self.graph.mended(job.root, (*casts, *edits), self.face.leaves)
        except (AnswersError, KeyError):
            return []
        if self.graph.type(root).dtype != wanted or not (count := self.proof.agrees(root, job.right)):
            return []
        return [Mended(job, casts, count, 1.0)]

    def _origins(self, root: Ref, wanted: str) -> Iterator[Edit]:
        """Where the dtype of ``root`` comes from: the lowest expressions that have it."""
        dtype = self.graph.type(root).dtype

        def walk(ref: Ref, path: Path) -> Iterator[Edit]:
            node = self.graph.nodes[ref[0]]
            below = [(ref, place) for place, ref in enumerate(node.inputs) if self.graph.type(ref).dtype == dtype]
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

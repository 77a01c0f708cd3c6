"""The proof: whether an expression is right at all inputs that there are to try, and where it is not, for which reason."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graders.answers.format import AnswersError, Ref, Type
from graders.judge.inside.explain.face import Interface, Job
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.reference import Expected, Reference, retyped
from graders.records.explanation import Change


class Proof:
    """Compares expressions of one answer with the reference's, for variables of its ``types``.

    ``free`` are the answer's variables that the reference does not have; they get values of their own, or their
    ``defaults``. After the ``deadline`` (in seconds of process time) nothing is proved.
    """

    def __init__(
        self,
        face: Interface,
        reference: Reference,
        types: tuple[Type, ...],
        free: Sequence[Ref],
        defaults: Mapping[Ref, np.ndarray],
        deadline: float,
    ) -> None:
        self.face, self.graph, self.reference, self.types = face, face.graph, reference, types
        self.free, self.defaults, self.deadline = free, defaults, deadline
        self._known: dict[Any, int] = {}
        self._bound_to: dict[Any, list[dict[Ref, Any]]] = {}

    def forget(self) -> None:
        """To be called when the variables stand for others."""
        self._known.clear()

    def of(self, job: Job, edits: Sequence[Edit]) -> int:
        """The number of inputs at which the expression is right after ``edits``; 0 if it is wrong at one."""
        try:
            root = self.graph.mended(job.root, edits, self.face.leaves)
        except AnswersError:
            return 0
        return self.agrees(root, job.right)

    def agrees(self, root: Ref, right: Ref) -> int:
        """The number of inputs at which ``root`` is the reference's ``right``; 0 if it is wrong at one."""
        key = self.graph.identity(root), right
        if key not in self._known:
            self._known[key] = self._tried(root, right)
        return self._known[key]

    def not_finite(self, job: Job) -> Change | None:
        """What is infinite or no number, where an expression is right but for inputs at which it is no number."""
        if not self._tried(job.root, job.right, finite=True):
            return None
        roots = [(index, 0) for index in self.graph.needed([job.root], self._environments(False)[0])]
        for values in self.graph.values(roots, self._environments(False), False):
            known = dict(zip(roots, values or ()))
            for ref in roots:
                inputs = [known[source] for source in self.graph.nodes[ref[0]].inputs if source in known]
                if ref in known and not _is_finite(known[ref]) and all(map(_is_finite, inputs)):
                    return Change("not finite", (job.role,), self.face.formula(ref), "", "", self.face.node(ref))
        return None

    def imprecise(self, job: Job) -> Change | None:
        """Whether an expression is right where float64 is used in place of float32."""
        leaves = [self.face.leaves[number] for number in range(len(self.types))]
        precise = [type_.dtype.replace("float32", "float64") for type_ in self.types]
        try:
            graph, moved, roots = retyped(self.graph.nodes, leaves, precise, [job.root])
        except AnswersError:
            return None
        if graph.type(roots[0]).broadcastable != self.graph.type(job.root).broadcastable:
            return None  # a dimension that is too many went with what Theano adds by itself
        expected = self.reference.expected(self.types, False)
        rows = (
            {ref: env[n].astype(dtype) for n, (ref, dtype) in enumerate(zip(moved, precise))}
            for env in expected.environments
        )
        place = self.reference.roots.index(job.right)
        for number, values in enumerate(graph.values(roots, list(rows), False)):
            if values is None or time.process_time() > self.deadline or not _same(values[0], expected, number, place):
                return None
        return Change("digits", (job.role,), self.face.formula(job.root), "", "", self.face.node(job.root))

    def _environments(self, lifted: bool) -> list[dict[Ref, Any]]:
        key = lifted, *self.face.leaves.items()
        if key not in self._bound_to:
            random = np.random.RandomState(0)
            environments = self.reference.expected(self.types, lifted).environments
            self._bound_to[key] = [self._bound(env, random, lifted) for env in environments]
        return self._bound_to[key]

    def _tried(self, root: Ref, right: Ref, finite: bool = False) -> int:
        """``finite``: where the expression is no number it counts as right."""
        lifted = self.reference.scalar and self.graph.is_liftable([root])
        expected = self.reference.expected(self.types, lifted)
        place = self.reference.roots.index(right)
        environments = self._environments(lifted)
        for number, values in enumerate(self.graph.values([root], environments, lifted)):
            if values is None or time.process_time() > self.deadline:
                return 0
            if not _same(values[0], expected, number, place, finite):
                return 0
        return expected.count

    def _bound(self, env: dict[int, np.ndarray], random: np.random.RandomState, lifted: bool) -> dict[Ref, Any]:
        bound: dict[Ref, Any] = {self.face.leaves[number]: value for number, value in env.items()}
        for ref in self.free:
            type_ = self.graph.type(ref)
            if ref in self.defaults:
                bound[ref] = self.defaults[ref].reshape(1) if lifted else self.defaults[ref]
                continue
            shape = next(iter(env.values())).shape if lifted else tuple(1 if one else 3 for one in type_.broadcastable)
            bound[ref] = np.asarray(random.choice((0, 1, 2, 5, 999, 1001, 100000), shape)).astype(type_.dtype)
        return bound


def _is_finite(value: Any) -> bool:
    return value is None or value.dtype.kind not in "fc" or bool(np.isfinite(value).all())


def _same(got: Any, expected: Expected, number: int, place: int, finite: bool = False) -> bool:
    """Whether a result is right; where float32 may overflow, no number is wrong."""
    wanted, allowed = expected.values[number][place], expected.allowed[number][place]
    got = np.asarray(got)
    if expected.lifted:
        got = np.broadcast_to(got, wanted.shape)
    if got.shape != wanted.shape or got.dtype.kind == "c":
        return False
    if wanted.dtype.kind in "iub":
        if got.dtype.kind == "f":
            pairs = zip(got.ravel(), wanted.ravel())
            return bool(np.isfinite(got).all() and all(g == np.floor(g) and int(g) == int(w) for g, w in pairs))
        return bool((got == wanted).all())
    fine = np.abs(got.astype("float64") - wanted) <= allowed
    return bool((fine | ~np.isfinite(wanted) | ((finite | expected.far[number]) & ~np.isfinite(got))).all())

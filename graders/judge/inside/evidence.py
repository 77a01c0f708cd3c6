"""What a page can draw of an answer: the graph itself, and the numbers of a picture that shows where it goes wrong.

Which picture it is follows from what the reference takes and returns. The numbers are the interpreter's.
"""

import json
import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from exercises.checking.failures import Call
from graders.answers.format import LEAVES, Answers, Node, Ref, Type
from graders.answers.numpy_engine import elementwise
from graders.answers.wire import from_json, to_json
from graders.judge.inside.explain import interfaces
from graders.judge.inside.explain.face import Interface, Job
from graders.judge.inside.explain.graphs import Graph
from graders.judge.inside.explain.reference import Reference
from graders.judge.request import Request
from graders.records.evidence import Calls, Entries, Evidence, Picture, Plane, Step, number
from graders.records.explanation import Role

log = logging.getLogger(__name__)
MOST_NODES, LONGEST = 80, 20_000
"""Nodes, and characters as JSON, of a graph that is kept."""
GRID, NEAREST, MOST_TRIED = 11, 4.0, 60
"""Points of an axis of a plane, how far it reaches at least, and how many points that were tried it shows."""
MOST_ENTRIES, MOST_CALLS, CURVE = 64, 8, 61
SLOWEST = 0.3
"""Seconds of computing after which a picture is given up: an answer may be slow, and its verdict must not wait."""
Item = TypeVar("Item")


def evidence_of(
    request: Request, names: Sequence[str], reference: Reference | None, call: Call | None, about: str
) -> Evidence:
    """The evidence of one verdict; of a wrong answer with the ``reference``, and the ``call`` that proves what it failed
    ``about``, if one does."""
    answers = request.answers if _is_small(request.answers) else None
    if reference is None:
        return Evidence(answers)
    right = to_json(reference.answers)
    with np.errstate(all="ignore"):
        picture = None if call is None else _picture(from_json(request.answers), names, reference, call, about)
    return Evidence(answers, right if _is_small(right) else None, picture)


def _is_small(message: Mapping[str, Any]) -> bool:
    """Whether it may be kept: few nodes, a short text, and only numbers that JSON has."""
    try:
        return len(message["nodes"]) <= MOST_NODES and len(json.dumps(message, allow_nan=False)) <= LONGEST
    except ValueError:  # a parameter that is infinite or no number
        return False


def _in_time(items: Iterable[Item]) -> Iterator[Item]:
    """The items. Raises ``TimeoutError`` where those before took too long."""
    end = time.process_time() + SLOWEST
    for item in items:
        if time.process_time() > end:
            raise TimeoutError(f"a picture took more than {SLOWEST} s")
        yield item


def _picture(answers: Answers, names: Sequence[str], reference: Reference, call: Call, about: str) -> Picture | None:
    try:
        face = interfaces.compare(answers, names, reference)
        if set(face.leaves) != set(range(len(reference.leaves))):
            return None
        face.jobs += _outputs(face, reference)
        if any(i.update is not None for f in reference.answers.functions for i in f.inputs):
            return _calls(face, reference, call)
        job = _failed(face, reference, call, about)
        scalars = all(not type_.broadcastable and np.dtype(type_.dtype).kind == "f" for type_ in reference.types)
        if job is None:
            return None
        if scalars and len(face.inputs) == 2:
            return _plane(face, reference, job, call)
        return _entries(face, reference, job, call) if reference.answers.nodes[job.right[0]].types[0].broadcastable else None
    except Exception:  # a graph that nobody has thought of: a picture is a luxury
        log.warning("no picture", exc_info=True)
        return None


def _outputs(face: Interface, reference: Reference) -> list[Job]:
    """The outputs of the functions, by their place, where there are as many as there should be."""
    jobs = []
    for name, roots in face.outputs.items():
        right = reference.answers.functions[reference.answers.names[name].content].outputs
        pairs = zip(roots, right) if len(roots) == len(right) else ()
        jobs += [Job(Role("output", name, place, "", len(right)), *pair) for place, pair in enumerate(pairs)]
    return jobs


def _arguments(face: Interface, call: Call) -> dict[int, Any]:
    """The arguments of the call by the number of the reference's variable."""
    return dict(zip(sorted(face.inputs), call.values))


def _values(graph: Graph, root: Ref, environment: Mapping[Ref, Any], lifted: bool = False) -> Any:
    """The value of ``root``; None where there is none."""
    cast = {ref: np.asarray(value).astype(graph.type(ref).dtype) for ref, value in environment.items()}
    found = next(graph.values([root], [cast], lifted))
    return None if found is None else found[0]


def _both(
    face: Interface, reference: Reference, job: Job, given: Mapping[int, Any], lifted: bool = False
) -> tuple[Any, Any]:
    """What the answer gives, and what is right."""
    got = _values(face.graph, job.root, {face.leaves[n]: value for n, value in given.items()}, lifted)
    right = _values(Graph(reference.answers.nodes), job.right, {reference.leaves[n]: v for n, v in given.items()}, lifted)
    return got, right


def _failed(face: Interface, reference: Reference, call: Call, about: str) -> Job | None:
    """The expression that is wrong at this call."""
    for job in face.jobs:
        wanted = job.role.name if job.role.kind == "name" else f"output {job.role.position}"
        if about == wanted or (job.role.kind == "output" and about in ("outputs", "")):
            got, right = _both(face, reference, job, _arguments(face, call))
            if got is not None and not _agree(got, right):
                return job
    return None


def _agree(got: Any, right: Any) -> bool:
    return np.shape(got) == np.shape(right) and bool(np.allclose(got, right, 1e-5, 1e-6))


# Two real numbers


def _plane(face: Interface, reference: Reference, job: Job, call: Call) -> Plane | None:
    given = _arguments(face, call)
    at = [float(np.asarray(given[n])) for n in sorted(given)]
    if not np.isfinite(at).all():
        return None
    reach = NEAREST
    while reach < max(map(abs, at)):
        reach *= 2.5
    axis = np.linspace(-reach, reach, GRID)
    first, second = np.meshgrid(axis, axis)
    numbers = sorted(face.inputs)
    grid = {numbers[0]: first.ravel(), numbers[1]: second.ravel()}
    got, right = _everywhere(face, reference, job, grid)
    rows = lambda values: tuple(tuple(map(number, row)) for row in values.reshape(GRID, GRID).astype("float64"))
    names = [face.graph.nodes[face.leaves[n][0]].name or f"input {n + 1}" for n in numbers]
    tried = _tried(face, reference, job, reach)
    return Plane((names[0], names[1]), tuple(axis.tolist()), rows(got), rows(right), tried, (at[0], at[1]))


def _everywhere(
    face: Interface, reference: Reference, job: Job, points: Mapping[int, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The answer's and the right values at many points."""
    count = len(next(iter(points.values())))
    if face.graph.is_liftable([job.root]) and reference.scalar:
        got, right = _both(face, reference, job, points, True)
    else:
        each = [_both(face, reference, job, {n: values[i] for n, values in points.items()}) for i in _in_time(range(count))]
        got, right = (np.array([np.nan if value is None else value for value in column]) for column in zip(*each))
    wide = [np.broadcast_to(np.asarray(values, "float64"), (count,)) for values in (got, right)]
    return wide[0], wide[1]


def _tried(face: Interface, reference: Reference, job: Job, reach: float) -> tuple[tuple[float, float, bool], ...]:
    """Points of the proof that are within reach, those of few digits first, and whether the answer is right there."""
    types = tuple(face.graph.type(face.leaves[n]) for n in range(len(reference.leaves)))
    expected = reference.expected(types, True)
    place = reference.roots.index(job.right)
    drawn = expected.environments[0]
    got, _ = _everywhere(face, reference, job, drawn)
    wrong = ~(np.abs(got - expected.values[0][place]) <= expected.allowed[0][place])
    points = zip(*(drawn[n].astype("float64").tolist() for n in sorted(face.inputs)), (~wrong).tolist())
    near = dict.fromkeys(point for point in points if max(map(abs, point[:2])) <= reach)
    return tuple(sorted(near, key=lambda point: (len(f"{point[0]:g}{point[1]:g}"), point))[:MOST_TRIED])


# Arrays


def _entries(face: Interface, reference: Reference, job: Job, call: Call) -> Entries | None:
    given = _arguments(face, call)
    got, right = _both(face, reference, job, given)
    if max(np.size(got), np.size(right)) > MOST_ENTRIES or np.asarray(got).dtype.kind not in "biuf":
        return None
    node = reference.answers.nodes[job.right[0]]
    along, curve = _along(reference, node, given)
    flat = lambda values: tuple(number(value) for value in np.asarray(values).ravel())
    function = node.op if along is not None else ""
    return Entries(job.role.position, job.role.of, np.shape(right), np.shape(got), flat(got), flat(right), function,
                   () if along is None else flat(along), curve)  # fmt: skip


def _along(reference: Reference, node: Node, given: Mapping[int, Any]) -> tuple[Any, tuple[tuple[float, float], ...]]:
    """Of a function of single numbers: what it is applied to, and points of its curve around that."""
    if node.op not in elementwise.TABLE or node.op in (*LEAVES, "cast", "identity") or len(node.inputs) != 1:
        return None, ()
    environment = {reference.leaves[n]: value for n, value in given.items()}
    along = _values(Graph(reference.answers.nodes), node.inputs[0], environment)
    reach = max(1.0, float(np.abs(along).max(initial=0)) * 1.25)
    if not np.isfinite(reach) or np.shape(along) == ():
        return None, ()
    graph = Graph([Node("input", {}, (), (Type("tensor", "float64", (False,)),), "u")])
    points = np.linspace(-reach, reach, CURVE)
    curve = _values(graph, graph.apply(node.op, node.params, [(0, 0)]), {(0, 0): points})
    return along, tuple(
        (x, y) for x, y in zip(points.tolist(), np.asarray(curve, "float64").tolist()) if number(y) is not None
    )


# State


def _calls(face: Interface, reference: Reference, call: Call) -> Calls | None:
    """Calls from the state as it is given out, each with the argument of the call that failed, where some are right before
    the first that is wrong; else the call that failed alone."""
    shared = [n for n in range(len(reference.leaves)) if n not in face.inputs]
    given = _arguments(face, call)
    if len(shared) != 1 or len(given) > 1 or any(np.size(value) != 1 for value in given.values()):
        return None
    variable = reference.answers.nodes[reference.leaves[shared[0]][0]]
    (first,) = next(Graph(reference.answers.nodes).values([reference.leaves[shared[0]]], [{}], False)) or (None,)
    starts = [np.asarray(first), *(np.asarray(before) for before in call.before[:1])]
    (name,) = face.outputs or ("",)
    found = [(start, _steps(face, reference, shared[0], given, start)) for start in starts]
    wrong = [(start, steps) for start, steps in found if steps and not steps[-1].agrees]
    if not wrong:
        return None
    start, steps = wrong[0] if len(wrong[0][1]) > 1 else wrong[-1]
    return Calls(name, variable.name or "", number(start), tuple(steps))


def _steps(face: Interface, reference: Reference, shared: int, given: Mapping[int, Any], start: Any) -> list[Step]:
    outputs = [job for job in face.jobs if job.role.kind == "output"]
    updates = [job for job in face.jobs if job.role.kind == "update"]
    wanted = next(i.update for f in reference.answers.functions for i in f.inputs if i.update is not None)
    mine, right, steps = start, start, list[Step]()
    graph, clean = face.graph, Graph(reference.answers.nodes)
    for _ in _in_time(range(MOST_CALLS)):
        env = {**{face.leaves[n]: v for n, v in given.items()}, face.leaves[shared]: mine}
        theirs = {**{reference.leaves[n]: v for n, v in given.items()}, reference.leaves[shared]: right}
        results = [(_values(graph, job.root, env), _values(clean, job.right, theirs)) for job in outputs]
        mine = _values(graph, updates[0].root, env) if updates else mine
        right = _values(clean, wanted, theirs)
        if any(np.size(value) != 1 for value in (mine, right, *(v for pair in results for v in pair)) if value is not None):
            return []
        one = lambda value: None if value is None else number(np.asarray(value).reshape(()))
        argument = next((one(value) for value in given.values()), None)
        got, expected = (tuple(one(pair[k]) for pair in results) for k in (0, 1))
        steps.append(Step(argument, got, expected, one(mine), one(right)))
        if not steps[-1].agrees or mine is None:
            break
    return steps

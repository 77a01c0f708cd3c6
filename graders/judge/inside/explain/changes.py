"""Edits that are proved, as the records have them: one change for all expressions that it mends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graders.answers import formulas
from graders.answers.format import AnswersError, Ref
from graders.judge.inside.explain.face import Interface, Job
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.trees import Path, Tree, parts_of
from graders.records.explanation import Change, Role

MOST_PLACES = 200
"""Places of an expression that are looked at for others that are written alike."""


@dataclass(frozen=True)
class Mended:
    """An expression that is right after ``edits``, at ``count`` inputs."""

    job: Job
    edits: tuple[Edit, ...]
    count: int
    cost: float


def changes_of(face: Interface, all_mended: Sequence[Mended]) -> list[Change]:
    """The changes, the most telling first; what mends several expressions comes once."""
    found: dict[int, Change] = {}
    order: dict[int, float] = {}
    for mended in all_mended:
        paths = [_shown(face, mended, edit.path) for edit in mended.edits]
        for edit, path in zip(mended.edits, paths):
            kind = edit.kind if path == edit.path and paths.count(path) == 1 else "expression"
            change = _change(face, mended, replace(edit, kind=kind), path)
            alike = [key for key, other in found.items() if _same_words(other) == _same_words(change)]
            alike.sort(key=lambda key: found[key].inside != change.inside)
            key = next((key for key in alike if _is_one(found[key], change, mended.job.role, face)), len(found))
            change = found.get(key) or change
            roles = change.roles if mended.job.role in change.roles else (*change.roles, mended.job.role)
            one = {"role": roles.index(mended.job.role), "path": list(edit.path), "new": _term(face, edit.new)}
            edits = change.edits if one in change.edits else (*change.edits, one)
            found[key] = replace(change, roles=roles, edits=edits)
            order[key] = order.get(key, 0.0) - 2 + mended.cost / len(mended.edits)
    return [found[key] for key in sorted(found, key=lambda key: order[key])]


def _change(face: Interface, mended: Mended, edit: Edit, path: Path) -> Change:
    root = mended.job.root
    place = face.graph.follow(root, path)
    here, right = _written(face, root, path), _afterwards(face, place, path, mended.edits)
    if edit.told is not None:
        here, right = (face.formula_of(tree) for tree in edit.told)
    if edit.kind == "type" and face.graph.nodes[place[0]].op == "constant" and here.lstrip("-").isdigit():
        here += ".0" if face.graph.type(place).dtype.startswith("float") else ""
    inside, which = _around(face, root, path, here)
    facts = _facts(face, mended, edit, path, here) | ({} if which is None else {"which": which})
    return Change(edit.kind, (), here, right, inside, face.node(place), place[1], (), facts, mended.count)


def _around(face: Interface, root: Ref, path: Path, here: str) -> tuple[str, int | None]:
    """The formula around a place, and which of those it is that are written like it there; None if it is alone."""
    ways = (path[:length] for length in range(len(path) - 1, -1, -1))
    way = next((way for way in ways if _written(face, root, way) != here), ())
    inside = _written(face, root, way)
    if path == way:
        return inside, None
    alike = [other for other, ref in _places(face, face.graph.follow(root, way)) if face.formula(ref) == here]
    number = next((n for n, other in enumerate(alike) if path[len(way) :] == other), 0)
    return inside, number if len(alike) > 1 else None


def _facts(face: Interface, mended: Mended, edit: Edit, path: Path, here: str) -> dict[str, Any]:
    """What the words need besides the formulas: see ``reports.sentences``."""
    root, nodes = mended.job.root, face.graph.nodes
    place = face.graph.follow(root, path)
    op = edit.new.op if edit.new.op not in ("at", "leaf", "constant") else nodes[place[0]].op
    facts: dict[str, Any] = {"op": op, "was": nodes[place[0]].op, "sign": formulas.sign_of(nodes, place)}
    updates = [job for job in face.jobs if job.role.kind == "update" and job.role.name == mended.job.role.name]
    updated = next((job.role.variable for job in updates if face.formula(job.root) == here), "")
    if mended.job.role.kind == "output" and updated:
        facts["updated"] = updated
    remaining = {part.params["path"][0] for part in parts_of(edit.new) if part.op == "at" and part.params["path"]}
    left_out = [n for n in range(len(nodes[place[0]].inputs)) if n not in remaining]
    if edit.kind in ("extra term", "extra factor") and len(left_out) == 1:
        facts["extra"] = _written(face, root, (*path, left_out[0]))
    if edit.kind == "type":
        kept = face.graph.follow(place, edit.new.params["path"]) if edit.new.op == "at" else None
        facts["dtype"] = face.graph.type(place).dtype
        facts["wanted"] = face.graph.type(kept).dtype if kept else edit.new.params.get("dtype", "")
    return facts


def _written(face: Interface, root: Ref, path: Path) -> str:
    """The formula of a place, without dimensions that nobody has written."""
    place = face.graph.follow(root, path)
    above = face.graph.nodes[face.graph.follow(root, path[:-1])[0]]
    hidden = bool(path) and formulas.is_hidden(face.graph.nodes, above, place)
    return face.formula(face.graph.follow(place, (0,)) if hidden else place)


def _same_words(change: Change) -> tuple[str, str, str]:
    return change.kind, change.here, change.right


def _is_one(one: Change, other: Change, role: Role, face: Interface) -> bool:
    """Whether changes of the same words are one: in two expressions, or of one operation, or in the same formula.

    Within one expression a name or a number is one thing in `2 * x` and another in `2 * y`.
    """
    operation = one.node is not None and bool(face.graph.nodes[one.node].inputs)
    return role not in one.roles or one.inside == other.inside or (operation and one.node == other.node)


def _places(face: Interface, root: Ref) -> list[tuple[Path, Ref]]:
    """The first operands of an expression and of these, in the order in which they are written, with the ways to them."""
    found: list[tuple[Path, Ref]] = []
    stack: list[tuple[Path, Ref]] = [((), root)]
    while stack and len(found) < MOST_PLACES:
        path, ref = stack.pop()
        found.append((path, ref))
        stack += [((*path, n), source) for n, source in reversed(list(enumerate(face.graph.nodes[ref[0]].inputs)))]
    return found[1:]


def _shown(face: Interface, mended: Mended, path: Path) -> Path:
    """The way to the place that is told: the place itself, or what is around it.

    Where others use it, too, and are right, that is the operation that uses it. And of what Theano makes several operations
    of, such as T.outer, it is the call: nobody has written those.
    """
    root, nodes = mended.job.root, face.graph.nodes
    uses: dict[int, int] = {root[0]: 1}
    for index in sorted(face.graph.needed([root], {}), reverse=True):  # whatever uses a node comes after it
        for source, _ in nodes[index].inputs:
            uses[source] = uses.get(source, 0) + uses.get(index, 0)
    for length in range(1, len(path) + 1):
        index = face.graph.follow(root, path[:length])[0]
        touched = len({edit.path for edit in mended.edits if face.graph.goes_through(root, edit.path, index)})
        if nodes[index].inputs and uses[index] > touched:
            path = path[: length - 1]
            break
    path = _whole_operation(face, root, path, mended.edits)
    whole = face.formula(root)
    while path and not whole.endswith("...") and face.formula(face.graph.follow(root, path)) not in whole:
        path = path[:-1]
    return path


def _whole_operation(face: Interface, root: Ref, path: Path, edits: Sequence[Edit]) -> Path:
    """The way to a place, or to the operation of which it is an operand: of `x**2` for `x * y` both change, as one."""
    for edit in edits:
        op = face.graph.nodes[face.graph.follow(root, edit.path)[0]].op
        operands = [other for other in edits if len(other.path) == len(edit.path) + 1 and other.path[:-1] == edit.path]
        leaves = [each for each in operands if not face.graph.nodes[face.graph.follow(root, each.path)[0]].inputs]
        other_formula = op in ("pow", "sqr") or any(each.kind in ("missing factor", "missing term") for each in leaves)
        within = path == edit.path or any(path == each.path for each in leaves)
        if edit.kind in ("operation", "extra function") and leaves and other_formula and within:
            return edit.path
    return path


def _afterwards(face: Interface, place: Ref, path: Path, edits: Sequence[Edit]) -> str:
    """The formula of a place after all edits at and below it."""
    inner = [replace(edit, path=edit.path[len(path) :]) for edit in edits if edit.path[: len(path)] == path]
    mark = len(face.graph.nodes)
    try:
        return face.formula(face.graph.mended(place, inner, face.leaves))
    except AnswersError:
        return ""
    finally:
        face.graph.cut(mark)


def _term(face: Interface, tree: Tree) -> list[Any]:
    """A tree as plain data."""
    if tree.op == "at":
        return ["at", list(tree.params["path"])]
    ref = tree.ref if tree.ref is not None else face.leaves[tree.params["leaf"]] if tree.op == "leaf" else None
    if ref is not None:
        own = face.node(ref)
        return ["node", own, ref[1]] if own is not None else ["input", face.graph.nodes[ref[0]].name]
    if tree.op == "constant":
        value = np.asarray(tree.params["value"])
        return ["constant", tree.params.get("dtype", ""), value.tolist()]
    return [tree.op, dict(tree.params), [_term(face, kid) for kid in tree.kids]]

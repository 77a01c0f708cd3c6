"""Edits that are proved, as the records have them: one change for all expressions that it mends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graders.judge.inside.explain.face import Interface, Job
from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.trees import Tree
from graders.records.explanation import Change


@dataclass(frozen=True)
class Mended:
    """An expression that is right after ``edits``, at ``count`` inputs."""

    job: Job
    edits: tuple[Edit, ...]
    count: int
    cost: float


def changes_of(face: Interface, all_mended: Sequence[Mended]) -> list[Change]:
    """The changes, the most telling first; what mends several expressions comes once."""
    found: dict[Any, Change] = {}
    order: dict[Any, float] = {}
    for mended in all_mended:
        for edit in mended.edits:
            key = face.key(mended.job.root, edit)
            change = found.get(key) or _change(face, mended, edit)
            roles = change.roles if mended.job.role in change.roles else (*change.roles, mended.job.role)
            one = {"role": roles.index(mended.job.role), "path": list(edit.path), "new": _term(face, edit.new)}
            edits = change.edits if one in change.edits else (*change.edits, one)
            found[key] = replace(change, roles=roles, edits=edits)
            order[key] = order.get(key, 0.0) - 2 + mended.cost / len(mended.edits)
    return [found[key] for key in sorted(found, key=lambda key: order[key])]


def _change(face: Interface, mended: Mended, edit: Edit) -> Change:
    root = mended.job.root
    place = face.graph.follow(root, edit.path)
    here, right = face.formula(place), face.formula_of(edit.new, place)
    if edit.told is not None:
        here, right = (face.formula_of(tree) for tree in edit.told)
    op = edit.new.op if edit.new.op not in ("at", "leaf", "constant") else face.graph.nodes[place[0]].op
    facts = {"op": op, "was": face.graph.nodes[place[0]].op}
    ways = (edit.path[:length] for length in range(len(edit.path) - 1, -1, -1))
    around = (face.formula(face.graph.follow(root, way)) for way in ways)
    inside = next((text for text in around if text != here), here)
    if edit.kind == "type":
        facts["dtype"] = face.graph.type(place).dtype
        kept = face.graph.follow(place, edit.new.params["path"]) if edit.new.op == "at" else None
        facts["wanted"] = face.graph.type(kept).dtype if kept else edit.new.params.get("dtype", "")
    return Change(edit.kind, (), here, right, inside, face.node(place), place[1], (), facts, mended.count)


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

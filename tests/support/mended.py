"""Applies the changes that an explanation names to the answers, as its record describes them, without the code that found
them: by the drafts of the mutants and Theano's own type rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graders.answers.arrays import array_out
from graders.answers.format import Answers, Node, Ref, Type
from graders.answers.theano_engine.ops import ELEMENTWISE
from graders.course.authoring.adequacy.drafts import Draft, Term, constant, retyped
from graders.records.explanation import Explanation, Role


def mended(answers: Answers, explanation: Explanation) -> Answers:
    """The answers after all changes of expressions; those of interfaces are left to whoever asks."""
    draft = Draft(answers)
    edits: dict[Role, list[Any]] = {}
    for change in explanation.changes:
        for edit in change.edits:
            edits.setdefault(change.roles[edit["role"]], []).append(edit)
    for role, some in edits.items():
        place = _place(draft, role)
        draft.set(place, _built(draft, _root(draft, place), (), some))
    return retyped(draft.done())


def _place(draft: Draft, role: Role) -> tuple[str, Any, int]:
    if role.kind == "name":
        return "name", role.name, 0
    number = draft.names[role.name].content
    if role.kind == "output":
        return "output", number, role.position
    inputs = draft.functions[number].inputs
    return "update", number, next(i for i, given in enumerate(inputs) if given.update is not None
                                  and draft.nodes[given.variable[0]].name == role.variable)  # fmt: skip


def _root(draft: Draft, place: tuple[str, Any, int]) -> Ref:
    kind, number, position = place
    if kind == "name":
        return draft.names[number].content  # type: ignore[no-any-return]
    function = draft.functions[number]
    update = function.inputs[position].update if kind == "update" else None
    return update or function.outputs[position]


def _built(draft: Draft, ref: Ref, path: tuple[int, ...], edits: Sequence[Any]) -> Ref:
    """A copy of an expression in which everything at and below ``path`` is edited."""
    if not any(tuple(edit["path"])[: len(path)] == path for edit in edits):
        return ref
    node = draft.nodes[ref[0]]
    inputs = [_built(draft, source, (*path, place), edits) for place, source in enumerate(node.inputs)]
    if inputs != list(node.inputs):
        draft.nodes.append(replace(node, inputs=tuple(_bare(draft, node, inputs))))
        ref, old = (len(draft.nodes) - 1, ref[1]), ref
    else:
        old = ref
    for edit in (edit for edit in edits if tuple(edit["path"]) == path):
        ref = draft.put(_term(draft, edit["new"], ref, old, path, edits))
    return ref


def _bare(draft: Draft, node: Node, inputs: Sequence[Ref]) -> list[Ref]:
    """Operands without the dimensions that Theano adds in front where it needs them, which nobody has written."""
    found = []
    for ref in inputs:
        inner = draft.nodes[ref[0]]
        order = inner.params.get("new_order") if inner.op == "dimshuffle" else None
        kept = [axis for axis in order or () if axis != "x"]
        front = order is not None and order == ["x"] * (len(order) - len(kept)) + list(range(len(kept)))
        found.append(inner.inputs[0] if front and node.op in ELEMENTWISE else ref)
    return found


def _term(draft: Draft, data: Any, here: Ref, old: Ref, path: tuple[int, ...], edits: Sequence[Any]) -> Any:
    kind, *rest = data
    if kind == "at":
        ref = old
        for place in rest[0]:
            ref = draft.nodes[ref[0]].inputs[place]
        return _built(draft, ref, (*path, *rest[0]), edits) if rest[0] else here
    if kind == "node":
        return rest[0], rest[1]
    if kind == "constant":
        value = np.asarray(rest[1])
        if rest[0]:
            value = value.astype(rest[0])
            type_ = Type("tensor", value.dtype.name, tuple(size == 1 for size in value.shape))
            return draft.put(Node("constant", types=(type_,), value=array_out(value)))
        return draft.put(constant(value.item() if value.ndim == 0 else value.astype("float32")))
    return Term(kind, tuple(_term(draft, kid, here, old, path, edits) for kid in rest[1]), rest[0])

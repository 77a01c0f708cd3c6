"""Applies the changes that an explanation names to the answers, as its record describes them, without the code that found
them: by the drafts of the mutants and Theano's own type rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graders.answers.arrays import array_in, array_out
from graders.answers.format import Answers, AnswersError, Function, FunctionInput, Node, Ref, Type, Value
from graders.answers.theano_engine.ops import ELEMENTWISE
from graders.course.authoring.adequacy.drafts import Draft, Term, constant, retyped
from graders.records.explanation import Change, Explanation, Role

ORDER = (
    "not compiled", "other state", "state type", "input order", "inputs", "form", "extra output", "output order",
    "missing output", "missing update",
)  # fmt: skip
"""Interfaces are changed before expressions, which have their places in what is called like the master solution."""

NO_PROGRAM_CAN = ("not a function", "not an expression", "not shared", "stacked outputs", "not finite", "digits")
"""Changes of what has no graph, or that say of what is there only that it is to be written in another way."""


class CannotApply(Exception):
    """The record says what is wrong, not what a program would have to do."""


def mended(answers: Answers, explanation: Explanation, right: Answers) -> Answers:
    """The answers after all changes. ``right``: the master solution's, for what is missing altogether.

    Raises :class:`CannotApply` and :class:`AnswersError`.
    """
    draft = Draft(answers)
    for change in sorted((c for c in explanation.changes if c.kind in ORDER), key=lambda c: ORDER.index(c.kind)):
        INTERFACES[change.kind](draft, change, right)
    edits: dict[Role, list[Any]] = {}
    other_ranks = any("dimensions" in change.facts.get("differ", ()) for change in explanation.changes)
    if other_ranks and any(change.edits for change in explanation.changes):
        raise CannotApply("places in a graph of other dimensions")
    for change in explanation.changes:
        if change.kind in NO_PROGRAM_CAN:
            raise CannotApply(change.kind)
        for edit in change.edits:
            edits.setdefault(change.roles[edit["role"]], []).append(edit)
    for role, some in edits.items():
        place = _place(draft, role)
        draft.set(place, _built(draft, _root(draft, place), (), some))
    done = draft.done()
    if any(set(_free(done, function)) for function in done.functions):
        raise CannotApply("an input that is used and no longer given")
    try:
        return retyped(done)
    except AnswersError as error:
        if other_ranks or any(change.kind == "other state" for change in explanation.changes):
            raise CannotApply("operations of other dimensions") from error
        raise


def _free(answers: Answers, function: Function) -> Iterator[int]:
    """The variables that a function uses and is not given."""
    given = {each.variable[0] for each in function.inputs}
    stack, seen = [ref[0] for ref in function.outputs], set(given)
    while stack:
        index = stack.pop()
        if index not in seen:
            seen.add(index)
            stack += [source for source, _ in answers.nodes[index].inputs]
            if answers.nodes[index].op == "input":
                yield index


def _function(draft: Draft, name: str) -> tuple[int, Function]:
    number = draft.names[name].content
    return number, draft.functions[number]


def _compile(draft: Draft, change: Change, right: Answers) -> None:
    name = change.roles[0].name
    model, mine = right.functions[right.names[name].content], draft.names[name]
    names = [right.nodes[given.variable[0]].name for given in model.inputs if not given.implicit]
    inputs = {node.name: (index, 0) for index, node in enumerate(draft.nodes) if node.op == "input"}
    if set(names) != set(inputs):
        raise CannotApply("inputs without the names that the master solution gives them")
    parts = mine.content if mine.kind in ("list", "tuple") else (mine,)
    made = Function(tuple(FunctionInput(inputs[n]) for n in names), tuple(part.content for part in parts), model.returns)
    draft.functions.append(made)
    draft.names[name] = Value("function", len(draft.functions) - 1)


def _order_inputs(draft: Draft, change: Change, right: Answers) -> None:
    number, function = _function(draft, change.roles[0].name)
    given = [each for each in function.inputs if not each.implicit]
    order = change.facts["order"]
    moved = [given[place] for place in order] + given[len(order) :]
    rest = [each for each in function.inputs if each.implicit]
    draft.functions[number] = replace(function, inputs=(*moved, *rest))


def _retype_inputs(draft: Draft, change: Change, right: Answers) -> None:
    number, function = _function(draft, change.roles[0].name)
    given = [each for each in function.inputs if not each.implicit]
    if "number" in change.facts["differ"]:
        given = _inputs_for(draft, change.facts["expected"], given)
        rest = [each for each in function.inputs if each.implicit]
        draft.functions[number] = replace(function, inputs=(*given, *rest))
    for each, wanted in zip(given, change.facts["expected"]):
        node = draft.nodes[each.variable[0]]
        draft.nodes[each.variable[0]] = replace(node, types=(_type(wanted),))
    if "dimensions" in change.facts["differ"]:
        for index, node in enumerate(draft.nodes):
            draft.nodes[index] = replace(node, inputs=tuple(_bare(draft, node, node.inputs)))


def _type(wanted: Any) -> Type:
    return Type("tensor", wanted["dtype"], tuple(wanted["broadcastable"]))


def _inputs_for(draft: Draft, wanted: Sequence[Any], given: Sequence[FunctionInput]) -> list[FunctionInput]:
    """For each of ``wanted`` the input of that name, else one of that type that is left, else the variable of that name that
    is used, else a new one."""
    chosen: dict[int, FunctionInput] = {}
    for fits in (lambda node, one: node.name == one["name"], lambda node, one: node.types == (_type(one),)):
        for place, one in enumerate(wanted):
            left = [i for i in given if i.variable not in [taken.variable for taken in chosen.values()]]
            fitting = [i for i in left if fits(draft.nodes[i.variable[0]], one)]
            if fitting and place not in chosen:
                chosen[place] = replace(fitting[0], default=None)
    used = {node.name: (index, 0) for index, node in enumerate(draft.nodes) if node.op == "input"}
    new = lambda one: used.get(one["name"]) or draft.put(Node("input", types=(_type(one),), name=one["name"]))
    return [chosen.get(place) or FunctionInput(new(one)) for place, one in enumerate(wanted)]


def _other_state(draft: Draft, change: Change, right: Answers) -> None:
    role = change.roles[0]
    number, _ = _function(draft, role.name)
    state, other = draft.names[role.variable].content, (change.node, 0)
    draft.redirect(other, state, len(draft.nodes))
    update = next(i.update for i in draft.functions[number].inputs if i.variable == other)
    kept = [i for i in draft.functions[number].inputs if i.variable not in (other, state)]
    inputs = (*kept, FunctionInput(state, update=update, implicit=True))
    draft.functions[number] = replace(draft.functions[number], inputs=inputs)


def _retype_state(draft: Draft, change: Change, right: Answers) -> None:
    index, wanted = change.node, change.facts["expected"]
    type_ = Type("tensor", wanted["dtype"], tuple(wanted["broadcastable"]))
    node = draft.nodes[index]
    value = np.real(array_in(node.value)).astype(type_.dtype).reshape([1] * len(type_.broadcastable))
    draft.nodes[index] = replace(node, types=(type_,), value=array_out(value))


def _form(draft: Draft, change: Change, right: Answers) -> None:
    number, function = _function(draft, change.roles[0].name)
    order = change.facts.get("order", range(len(function.outputs)))
    outputs = tuple(function.outputs[place] for place in order if place is not None)
    draft.functions[number] = replace(function, outputs=outputs, returns="list", keys=())


def _drop_output(draft: Draft, change: Change, right: Answers) -> None:
    number, function = _function(draft, change.roles[0].name)
    if change.facts.get("sum"):
        outputs = (draft.put(Term("add", tuple(function.outputs))),)
        draft.functions[number] = replace(function, outputs=outputs, returns="one")
    else:
        kept = [ref for place, ref in enumerate(function.outputs) if place != change.roles[0].position]
        returns = "one" if len(kept) == 1 and function.returns == "list" else function.returns
        draft.functions[number] = replace(function, outputs=tuple(kept), returns=returns)


def _order_outputs(draft: Draft, change: Change, right: Answers) -> None:
    number, function = _function(draft, change.roles[0].name)
    draft.functions[number] = replace(function, outputs=tuple(function.outputs[place] for place in change.facts["order"]))


def _add_output(draft: Draft, change: Change, right: Answers) -> None:
    role = change.roles[0]
    number, function = _function(draft, role.name)
    outputs = list(function.outputs)
    wanted = right.functions[right.names[role.name].content].outputs[role.position]
    outputs.insert(role.position, _transplanted(draft, right, wanted, role.name))
    draft.functions[number] = replace(function, outputs=tuple(outputs), returns="list")


def _add_update(draft: Draft, change: Change, right: Answers) -> None:
    role = change.roles[0]
    number, function = _function(draft, role.name)
    model = right.functions[right.names[role.name].content]
    wanted = next(i.update for i in model.inputs if right.nodes[i.variable[0]].name == role.variable)
    update = _transplanted(draft, right, wanted, role.name)
    state = draft.names[role.variable].content
    kept = [i for i in function.inputs if i.variable != state]
    draft.functions[number] = replace(function, inputs=(*kept, FunctionInput(state, update=update, implicit=True)))


def _transplanted(draft: Draft, right: Answers, root: Ref, name: str) -> Ref:
    """A copy of an expression of the master solution, of the student's variables."""
    _, function = _function(draft, name)
    mine = [i.variable for i in function.inputs if not i.implicit]
    theirs = [i.variable for i in right.functions[right.names[name].content].inputs if not i.implicit]
    if len(mine) < len(theirs):
        raise CannotApply("an input that the answer does not have")
    copies = dict(zip(theirs, mine))
    copies |= {v.content: draft.names[n].content for n, v in right.names.items()
               if v.kind == "variable" and right.nodes[v.content[0]].op == "shared"}  # fmt: skip
    for index, node in enumerate(right.nodes[: root[0] + 1]):
        if (index, 0) not in copies:
            copies[index, 0] = draft.put(replace(node, inputs=tuple(copies[ref] for ref in node.inputs)))
    return copies[root]


INTERFACES = dict(zip(ORDER, (
    _compile, _other_state, _retype_state, _order_inputs, _retype_inputs, _form, _drop_output, _order_outputs, _add_output,
    _add_update,
), strict=True))  # fmt: skip


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
    if kind == "input":
        return next((index, 0) for index, node in enumerate(draft.nodes) if node.op == "input" and node.name == rest[0])
    if kind == "constant":
        value = np.asarray(rest[1])
        if rest[0]:
            value = value.astype(rest[0])
            type_ = Type("tensor", value.dtype.name, tuple(size == 1 for size in value.shape))
            return draft.put(Node("constant", types=(type_,), value=array_out(value)))
        return draft.put(constant(value.item() if value.ndim == 0 else value.astype("float32")))
    return Term(kind, tuple(_term(draft, kid, here, old, path, edits) for kid in rest[1]), rest[0])

"""What a function takes, updates and is: compared with the reference's before anything is computed.

What is told here is a fact. The student's graph is then turned into one that is called like the reference, so that one
mistake does not hide the next.
"""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from graders.answers import formulas
from graders.answers.format import Answers, AnswersError, FunctionInput, Node, Ref, Type, Value
from graders.judge.inside.explain.face import Interface, Job
from graders.judge.inside.explain.graphs import Graph
from graders.judge.inside.explain.reference import Reference
from graders.records.explanation import Change, Role


def compare(answers: Answers, names: Sequence[str], reference: Reference) -> Interface:
    """What is different in what ``names`` are, take and update; and the expressions that are left to compare."""
    found = Interface(Graph(answers.nodes), len(answers.nodes))
    right = reference.answers
    found.inputs = {number for number, ref in enumerate(reference.leaves) if right.nodes[ref[0]].op == "input"}
    known = [name for name in right.names if name in names and name in answers.names]
    known = [name for name in known if answers.names[name].unknown is None]  # of those nothing is known
    for name in known:  # shared variables first: functions use them
        value = right.names[name]
        if value.kind == "variable" and value.content in reference.leaves:
            _compare_shared(found, answers, name, reference)
    for name in known:
        if right.names[name].kind == "function":
            _compare_function(found, answers, name, reference)
    for name in known:
        value, mine = right.names[name], answers.names[name]
        if value.kind == "variable" and value.content not in reference.leaves:
            if mine.kind != "variable" or answers.nodes[mine.content[0]].types[0].kind not in ("tensor", "scalar"):
                found.changes.append(Change("not an expression", (Role("name", name),), facts=_what(mine)))
            else:
                found.jobs.append(Job(Role("name", name), mine.content, value.content))
                _same_names(found, mine.content, reference)
    _fit_types(found, reference)
    return found


def _what(value: Value) -> dict[str, Any]:
    content = [value.content.code, *value.content.facts] if value.kind == "placeholder" else None
    return {"kind": value.kind, "placeholder": content}


def _compare_shared(found: Interface, answers: Answers, name: str, reference: Reference) -> None:
    mine, right = answers.names[name], reference.answers.names[name].content
    if mine.kind != "variable" or answers.nodes[mine.content[0]].op != "shared":
        found.changes.append(Change("not shared", (Role("name", name),), facts=_what(mine)))
        wanted = reference.answers.nodes[right[0]]
        given = (
            i
            for i, node in enumerate(answers.nodes)
            if (node.op, node.name, node.types) == ("shared", wanted.name, wanted.types)
        )
        index = next(given, None)
        if index is not None:  # the one of the given cell, whose name was given away
            found.leaves[reference.leaves.index(right)] = index, 0
        return
    found.leaves[reference.leaves.index(right)] = mine.content
    given, wanted = answers.nodes[mine.content[0]].types[0], reference.answers.nodes[right[0]].types[0]
    if given != wanted:
        alike = _kind(given) == _kind(wanted) and given.broadcastable == wanted.broadcastable
        facts = {"expected": shown(wanted), "given": shown(given), "differ": ["precision" if alike else "kind"]}
        found.changes.append(Change("state type", (Role("name", name),), node=mine.content[0], facts=facts))


def _compare_function(found: Interface, answers: Answers, name: str, reference: Reference) -> None:
    mine, number = answers.names[name], reference.answers.names[name].content
    right = reference.answers.functions[number]
    wanted = [given.variable for given in right.inputs if not given.implicit]
    parts = mine.content if mine.kind in ("list", "tuple") else (mine,)
    if mine.kind != "function":
        if not parts or any(part.kind != "variable" for part in parts):
            found.changes.append(Change("not a function", (Role("function", name),), facts=_what(mine)))
            return
        here = ", ".join(formulas.expression(answers.nodes, part.content) for part in parts)
        found.changes.append(Change("not compiled", (Role("function", name),), here))
        found.outputs[name] = tuple(part.content for part in parts)
        for root in found.outputs[name]:
            _same_names(found, root, reference)
        for given in right.inputs:
            if given.update is not None:
                called = reference.answers.nodes[given.variable[0]].name or ""
                found.changes.append(Change("missing update", (Role("update", name, 0, called),), here=called))
        return
    function = answers.functions[mine.content]
    found.outputs[name] = function.outputs
    if function.returns != right.returns and function.returns in ("dict", "none") and right.outputs:
        found.changes.append(Change("form", (Role("function", name),), facts={"given": function.returns}))
    _compare_inputs(found, answers, name, [i for i in function.inputs if not i.implicit], wanted, reference)
    for given in right.inputs:
        if given.update is not None and given.variable in reference.leaves:
            _compare_update(found, answers, name, function.inputs, given, reference)


def shown(type_: Type, name: str | None = None) -> dict[str, Any]:
    """A type as plain data."""
    return {"name": name, "dtype": type_.dtype, "broadcastable": list(type_.broadcastable)}


def _compare_inputs(
    found: Interface,
    answers: Answers,
    name: str,
    given: Sequence[FunctionInput],
    wanted: Sequence[Ref],
    reference: Reference,
) -> None:
    nodes, right = answers.nodes, reference.answers.nodes
    numbers = [reference.leaves.index(ref) for ref in wanted]
    mine = [nodes[i.variable[0]] for i in given]
    theirs = [right[ref[0]] for ref in wanted]
    facts: dict[str, Any] = {
        "expected": [shown(node.types[0], node.name) for node in theirs],
        "given": [shown(node.types[0], node.name) for node in mine],
    }
    required = [place for place, i in enumerate(given) if i.default is None]
    if not (len(required) <= len(wanted) <= len(given) and all(place < len(wanted) for place in required)):
        stand_for = _by_name(mine, theirs, numbers)
        facts |= {"stand for": [stand_for.get(place) for place in range(len(given))], "required": required}
        found.changes.append(Change("inputs", (Role("function", name),), facts={**facts, "differ": ["number"]}))
        for place, number in stand_for.items():
            found.leaves[number] = given[place].variable
        return
    order: Sequence[int] = range(len(wanted))
    if not all(_fits(mine[place], node) for place, node in zip(order, theirs)):
        orders = itertools.permutations(range(len(wanted))) if len(wanted) <= 5 else ()
        fitting = [o for o in orders if all(_fits(mine[place], node) for place, node in zip(o, theirs))]
        named = max(fitting, key=lambda o: sum(mine[p].name == n.name for p, n in zip(o, theirs)), default=None)
        if named is not None:
            found.changes.append(Change("input order", (Role("function", name),), facts={**facts, "order": list(named)}))
            order = named
    for place, number in zip(order, numbers):
        found.leaves[number] = given[place].variable
    differ = sorted({
        word for place, node in zip(order, theirs) for word, same in (
            ("dimensions", mine[place].types[0].broadcastable == node.types[0].broadcastable),
            ("kind", _kind(mine[place].types[0]) == _kind(node.types[0])),
            ("precision", mine[place].types[0].dtype == node.types[0].dtype),
        ) if not same
    })  # fmt: skip
    if differ:
        facts |= {"given": [facts["given"][place] for place in order], "differ": differ}
        odd = next(place for place, node in zip(order, theirs) if mine[place].types[0] != node.types[0])
        found.changes.append(Change("inputs", (Role("function", name),), node=given[odd].variable[0], facts=facts))


def _kind(type_: Type) -> str:
    return np.dtype(type_.dtype).kind if type_.dtype else ""


def _fits(mine: Node, right: Node) -> bool:
    return len(mine.types[0].broadcastable) == len(right.types[0].broadcastable) and _kind(mine.types[0]) == _kind(
        right.types[0]
    )


def _by_name(mine: Sequence[Node], theirs: Sequence[Node], numbers: Sequence[int]) -> dict[int, int]:
    """Which of the student's inputs stand for which of the reference's, by name, then by type and order."""
    chosen: dict[int, int] = {}
    for same_name in (True, False):
        for right, number in zip(theirs, numbers):
            for place, node in enumerate(mine):
                free = place not in chosen and number not in chosen.values()
                if free and _fits(node, right) and (node.name == right.name or not same_name):
                    chosen[place] = number
    return chosen


def _same_names(found: Interface, root: Ref, reference: Reference) -> None:
    """Variables of an expression that no function takes stand for those of the reference by name, else by order."""
    nodes, stack, seen = found.graph.nodes, [root[0]], set()
    while stack:
        index = stack.pop()
        if index not in seen:
            seen.add(index)
            stack += [source for source, _ in nodes[index].inputs]
    free = [i for i in sorted(seen) if nodes[i].op == "input" and (i, 0) not in found.leaves.values()]
    for index in free:
        node = nodes[index]
        left = [n for n, ref in enumerate(reference.leaves) if reference.answers.nodes[ref[0]].op == "input"]
        alike = [n for n in left if _fits(node, reference.answers.nodes[reference.leaves[n][0]])]
        named = [n for n in alike if reference.answers.nodes[reference.leaves[n][0]].name == node.name]
        unmapped = [n for n in named or alike if n not in found.leaves]
        if unmapped:
            found.leaves[unmapped[0]] = (index, 0)
        elif named or len(free) == len(alike):  # a copy of what a function takes
            number = named[0] if named else alike[free.index(index)]
            found.substitute({(index, 0): found.leaves[number]})


def _compare_update(
    found: Interface,
    answers: Answers,
    name: str,
    inputs: Sequence[FunctionInput],
    right: FunctionInput,
    reference: Reference,
) -> None:
    number = reference.leaves.index(right.variable)
    mine, called = found.leaves.get(number), reference.answers.nodes[right.variable[0]].name or ""
    role = Role("update", name, 0, called)
    updated = {given.variable: given.update for given in inputs if given.update is not None}
    assert right.update is not None
    if mine in updated:
        found.jobs.append(Job(role, updated[mine], right.update))
        return
    if not updated:
        found.changes.append(Change("missing update", (role,), here=called))
        return
    other, update = next(iter(updated.items()))
    node = answers.nodes[other[0]]
    how = "input" if node.op == "input" else "made again" if mine is not None and node.name == called else "another"
    returned = other[0] in Graph(answers.nodes).needed(found.outputs.get(name, ()), {})
    facts = {"how": how, "name": node.name, "wanted": called, "returned": returned}
    if mine is not None:
        found.changes.append(Change("other state", (role,), node=other[0], facts=facts))
    assert update is not None
    found.jobs.append(Job(role, update, right.update))
    if mine is None:
        found.leaves[number] = other
    elif answers.nodes[mine[0]].types[0] == node.types[0]:
        found.substitute({other: mine})


def _fit_types(found: Interface, reference: Reference) -> None:
    """Give every variable the reference's type unless only its precision differs; make those that are missing."""
    new = {}
    for number, type_ in enumerate(reference.types):
        name = reference.answers.nodes[reference.leaves[number][0]].name
        if number not in found.leaves:
            found.leaves[number] = found.graph.add(Node("input", types=(type_,), name=name))
            found.own[found.leaves[number][0]] = -1
            continue
        ref = found.leaves[number]
        mine = found.graph.type(ref)
        if _kind(mine) != _kind(type_) or mine.broadcastable != type_.broadcastable or mine.dtype == "float16":
            new[ref] = found.graph.add(Node("input", types=(type_,), name=found.graph.nodes[ref[0]].name))
    try:
        if new:
            found.substitute(new)
    except AnswersError:
        found.jobs.clear()
        found.outputs.clear()

"""Mutations of the state that functions keep: what they update, when, and how often.

As in ``interfaces``, each yields a description and the changed :class:`Draft`.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from exercises.checking.texts import value_text
from graders.answers.arrays import array_in, array_out
from graders.answers.format import Answers, Function, FunctionInput, Node, Ref, Type
from graders.course.authoring.adequacy.drafts import Draft, Term
from graders.course.authoring.adequacy.interfaces import Change, changed, functions_of, inputs_of, label, with_input

WEARS_OUT = (2, 1000)
"""Calls after which a worn-out function returns zeros."""


def drop_an_update(answers: Answers) -> Iterator[Change]:
    """drop an update: a variable stays what it was."""
    for number, function, name, position, given in inputs_of(answers):
        if given.update is not None:
            fixed = with_input(function, position, replace(given, update=None))
            yield f"{name} does not update {label(answers, given.variable)}", changed(answers, number, fixed)


def update_twice(answers: Answers) -> Iterator[Change]:
    """update twice: the update is applied to its own result once more."""
    for number, function, name, position, given in inputs_of(answers):
        if given.update is not None:
            draft = Draft(answers)
            again = _substituted(draft, given.update, given.variable, given.update)
            draft.functions[number] = with_input(function, position, replace(given, update=again))
            yield f"{name} updates {label(answers, given.variable)} twice", draft


def update_first(answers: Answers) -> Iterator[Change]:
    """update first: results are computed from the value after the update, all of them or one."""
    for number, function, name, _, given in inputs_of(answers):
        if given.update is None:
            continue
        places = range(len(function.outputs))
        for chosen in [tuple(places), *((i,) for i in places)]:
            draft = Draft(answers)
            outputs = list(function.outputs)
            for i in chosen:
                outputs[i] = _substituted(draft, outputs[i], given.variable, given.update)
            draft.functions[number] = replace(function, outputs=tuple(outputs))
            which = " and ".join(str(i + 1) for i in chosen)
            yield f"result {which} of {name} is computed after the update of {label(answers, given.variable)}", draft


def update_another(answers: Answers) -> Iterator[Change]:
    """update another: another shared variable of the same value is updated, read, or both."""
    for number, function, name, position, given in inputs_of(answers):
        for updated, read in ((True, False), (False, True), (True, True)) if given.implicit else ():
            if updated and not read and given.update is None:
                continue
            draft = Draft(answers)
            other = draft.put(answers.nodes[given.variable[0]])
            draft.functions[number] = _exchanged(draft, function, position, other, updated, read)
            what = " and ".join(word for word, so in (("updates", updated), ("reads", read)) if so)
            yield f"{name} {what} another shared variable in place of {label(answers, given.variable)}", draft


def _exchanged(draft: Draft, function: Function, position: int, other: Ref, updated: bool, read: bool) -> Function:
    """A function that updates, or reads, ``other`` in place of its shared variable at ``position``."""
    given = function.inputs[position]

    def moved(ref: Ref | None) -> Ref | None:
        return _substituted(draft, ref, given.variable, other) if read and ref is not None else ref

    inputs = [replace(each, update=moved(each.update)) for each in function.inputs]
    update, here = inputs[position].update, inputs[position]
    inputs[position] = replace(here, update=None if updated else update)
    inputs.append(replace(here, variable=other, update=update if updated else None))
    outputs = tuple(_substituted(draft, ref, given.variable, other) if read else ref for ref in function.outputs)
    return replace(function, inputs=tuple(inputs), outputs=outputs)


def keep_a_second_state(answers: Answers) -> Iterator[Change]:
    """keep a second state: every call also counts in a shared variable that nobody reads."""
    for number, function, name in functions_of(answers):
        draft = Draft(answers)
        draft.functions[number] = replace(function, inputs=(*function.inputs, _counter(draft)))
        yield f"{name} counts its calls", draft


def wear_out(answers: Answers) -> Iterator[Change]:
    """wear out: right for a number of calls, zeros afterwards; or wrong in the first calls only."""
    for number, function, name in functions_of(answers):
        for calls in WEARS_OUT:
            after, first = f"after {calls} calls {name} returns zeros", f"the first {calls} calls of {name} return zeros"
            for comparison, text in (("lt", after), ("ge", first)):
                draft = Draft(answers)
                counter = _counter(draft)
                good = Term(comparison, (counter.variable, calls))
                results = [Term("switch", (good, ref, Term("second", (ref, 0)))) for ref in function.outputs]
                outputs = tuple(map(draft.put, results))
                draft.functions[number] = replace(function, inputs=(*function.inputs, counter), outputs=outputs)
                yield text, draft


def _counter(draft: Draft) -> FunctionInput:
    zero = array_out(np.asarray(0, "int64"))
    count = draft.put(Node("shared", types=(Type("tensor", "int64"),), name="calls", value=zero))
    return FunctionInput(count, name="calls", update=draft.put(Term("add", (count, 1))), implicit=True)


def start_elsewhere(answers: Answers) -> Iterator[Change]:
    """start elsewhere: a shared variable starts with another value."""
    for index, node in enumerate(answers.nodes):
        if node.op == "shared" and node.value is not None:
            value = array_in(node.value)
            for new in (value + 1, value * 0, -value):
                if not np.array_equal(new, value):
                    draft = Draft(answers)
                    draft.nodes[index] = replace(node, value=array_out(new.astype(value.dtype)))
                    yield f"{label(answers, (index, 0))} starts with {value_text(new)}", draft


def _substituted(draft: Draft, root: Ref, old: Ref, new: Ref) -> Ref:
    """A copy of the expression ``root`` in which ``new`` stands for ``old``."""
    copies: dict[Ref, Ref] = {old: new}
    stack = [root]
    while stack:
        ref = stack[-1]
        node = draft.nodes[ref[0]]
        pending = [source for source in node.inputs if source not in copies]
        if ref in copies or not node.inputs:
            copies.setdefault(ref, ref)
            stack.pop()
        elif pending:
            stack += pending
        else:
            inputs = tuple(copies[source] for source in node.inputs)
            draft.nodes.append(replace(node, inputs=inputs))
            copies[ref] = len(draft.nodes) - 1, ref[1]
    return copies[root]

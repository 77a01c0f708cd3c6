"""Mutations of what a function takes, returns and updates, and of what names stand for.

Each yields a description and the changed :class:`Draft`. The docstring of each is its name and what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np

from graders.adequacy.drafts import Draft, Term, packed
from graders.answers.format import Answers, Function, FunctionInput, Node, Ref, Type, Value
from graders.answers.load import array_in

Change = tuple[str, Draft]
Interface = Callable[[Answers], Iterator[Change]]

WEARS_OUT = (2, 1000)
"""Calls after which a worn-out function returns zeros."""


def _functions(answers: Answers) -> Iterator[tuple[int, Function, str]]:
    """Every function with its number and its name."""
    names = {value.content: name for name, value in answers.names.items() if value.kind == "function"}
    for number, function in enumerate(answers.functions):
        yield number, function, names.get(number, f"function {number}")


def _changed(answers: Answers, number: int, function: Function) -> Draft:
    draft = Draft(answers)
    draft.functions[number] = function
    return draft


def _explicit(function: Function) -> list[int]:
    return [position for position, given in enumerate(function.inputs) if not given.implicit]


def _with(function: Function, position: int, given: FunctionInput | None) -> Function:
    """The function with another input in one place, or without it."""
    kept = [] if given is None else [given]
    return replace(function, inputs=(*function.inputs[:position], *kept, *function.inputs[position + 1 :]))


def _label(answers: Answers, ref: Ref) -> str:
    return answers.nodes[ref[0]].name or f"variable {ref[0]}"


def reorder_results(answers: Answers) -> Iterator[Change]:
    """reorder results: the outputs in another order."""
    for number, function, name in _functions(answers):
        for order in permutations(range(len(function.outputs))):
            if list(order) != sorted(order) and len(order) <= 4:
                outputs = tuple(function.outputs[i] for i in order)
                shown = ", ".join(str(i + 1) for i in order)
                yield f"{name} returns its results in the order {shown}", _changed(answers, number, replace(function, outputs=outputs))


def drop_or_repeat_a_result(answers: Answers) -> Iterator[Change]:
    """drop or repeat a result: an output is missing, comes twice, or stands in the place of another."""
    for number, function, name in _functions(answers):
        outputs = function.outputs
        for i in range(len(outputs)):
            for text, new in (
                (f"{name} does not return result {i + 1}", (*outputs[:i], *outputs[i + 1 :])),
                (f"{name} returns result {i + 1} twice", (*outputs[:i], outputs[i], *outputs[i:])),
                *((f"{name} returns result {i + 1} in the place of result {j + 1}", (*outputs[:j], outputs[i], *outputs[j + 1 :]))
                  for j in range(len(outputs)) if j != i),
            ):  # fmt: skip
                returns = "list" if function.returns in ("one", "dict") else function.returns
                yield text, _changed(answers, number, replace(function, outputs=new, returns=returns, keys=()))


def change_the_form(answers: Answers) -> Iterator[Change]:
    """change the form: a list, one value, a dictionary or nothing in place of what is returned."""
    for number, function, name in _functions(answers):
        count = len(function.outputs)
        forms = {"list": (), "dict": tuple(f"result{i + 1}" for i in range(count)), **({"one": ()} if count == 1 else {})}
        for form, keys in forms.items():
            if form != function.returns:
                yield f"{name} returns a {form}", _changed(answers, number, replace(function, returns=form, keys=keys))
        if count:
            silent = replace(function, outputs=(), returns="none", keys=())
            yield f"{name} returns nothing", _changed(answers, number, silent)
        if count > 1:
            draft = Draft(answers)
            axis = Node("constant", types=(Type("tensor", "int8"),), value=packed(np.int8(0)))
            scalars = all(not answers.nodes[i].types[o].broadcastable for i, o in function.outputs)
            dtype = answers.nodes[function.outputs[0][0]].types[0].dtype
            joined = Term("make_vector", function.outputs, {"dtype": dtype}) if scalars else Term("join", (axis, *function.outputs))
            draft.functions[number] = replace(function, outputs=(draft.put(joined),), returns="one", keys=())
            yield f"{name} returns its results as one array", draft


def drop_an_update(answers: Answers) -> Iterator[Change]:
    """drop an update: a variable stays what it was."""
    for number, function, name in _functions(answers):
        for position, given in enumerate(function.inputs):
            if given.update is not None:
                fixed = _with(function, position, replace(given, update=None))
                yield f"{name} does not update {_label(answers, given.variable)}", _changed(answers, number, fixed)


def update_twice(answers: Answers) -> Iterator[Change]:
    """update twice: the update is applied to its own result once more."""
    for number, function, name in _functions(answers):
        for position, given in enumerate(function.inputs):
            if given.update is not None:
                draft = Draft(answers)
                again = _substituted(draft, given.update, given.variable, given.update)
                draft.functions[number] = _with(function, position, replace(given, update=again))
                yield f"{name} updates {_label(answers, given.variable)} twice", draft


def update_first(answers: Answers) -> Iterator[Change]:
    """update first: results are computed from the value after the update, all of them or one."""
    for number, function, name in _functions(answers):
        for given in function.inputs:
            if given.update is None:
                continue
            label = _label(answers, given.variable)
            for chosen in [tuple(range(len(function.outputs))), *((i,) for i in range(len(function.outputs)))]:
                draft = Draft(answers)
                outputs = tuple(
                    _substituted(draft, ref, given.variable, given.update) if i in chosen else ref
                    for i, ref in enumerate(function.outputs)
                )
                draft.functions[number] = replace(function, outputs=outputs)
                which = " and ".join(str(i + 1) for i in chosen)
                yield f"result {which} of {name} is computed after the update of {label}", draft


def update_another(answers: Answers) -> Iterator[Change]:
    """update another: another shared variable of the same value is updated, read, or both."""
    for number, function, name in _functions(answers):
        for position, given in enumerate(function.inputs):
            if not given.implicit:
                continue
            label = _label(answers, given.variable)
            for updated, read in ((True, False), (False, True), (True, True)):
                if updated and not read and given.update is None:
                    continue
                draft = Draft(answers)
                other = draft.put(answers.nodes[given.variable[0]])
                draft.functions[number] = _exchanged(draft, function, position, other, updated, read)
                what = " and ".join(word for word, so in (("updates", updated), ("reads", read)) if so)
                yield f"{name} {what} another shared variable in place of {label}", draft


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
    for number, function, name in _functions(answers):
        draft = Draft(answers)
        draft.functions[number] = replace(function, inputs=(*function.inputs, _counter(draft)))
        yield f"{name} counts its calls", draft


def wear_out(answers: Answers) -> Iterator[Change]:
    """wear out: right for a number of calls, zeros afterwards; or wrong in the first call only."""
    for number, function, name in _functions(answers):
        for calls in WEARS_OUT:
            for comparison, words in (("lt", f"after {calls} calls {name} returns zeros"), ("ge", f"the first {calls} calls of {name} return zeros")):
                draft = Draft(answers)
                counter = _counter(draft)
                good = Term(comparison, (counter.variable, calls))
                outputs = tuple(draft.put(Term("switch", (good, ref, Term("second", (ref, 0))))) for ref in function.outputs)
                draft.functions[number] = replace(function, inputs=(*function.inputs, counter), outputs=outputs)
                yield words, draft


def _counter(draft: Draft) -> FunctionInput:
    count = draft.put(Node("shared", types=(Type("tensor", "int64"),), name="calls", value=packed(np.int64(0))))
    return FunctionInput(count, name="calls", update=draft.put(Term("add", (count, 1))), implicit=True)


def start_elsewhere(answers: Answers) -> Iterator[Change]:
    """start elsewhere: a shared variable starts with another value."""
    for index, node in enumerate(answers.nodes):
        if node.op == "shared" and node.value is not None:
            value = array_in(node.value)
            for new in (value + 1, value * 0, -value, value * 2):
                if not np.array_equal(new, value):
                    draft = Draft(answers)
                    draft.nodes[index] = replace(node, value=packed(new.astype(value.dtype)))
                    yield f"{_label(answers, (index, 0))} starts with another value", draft


def swap_inputs(answers: Answers) -> Iterator[Change]:
    """swap inputs: two inputs change places."""
    for number, function, name in _functions(answers):
        for i, j in combinations(_explicit(function), 2):
            inputs = list(function.inputs)
            inputs[i], inputs[j] = inputs[j], inputs[i]
            words = f"{name} takes {_label(answers, inputs[j].variable)} and {_label(answers, inputs[i].variable)} in the other order"
            yield words, _changed(answers, number, replace(function, inputs=tuple(inputs)))


def drop_an_input(answers: Answers) -> Iterator[Change]:
    """drop an input: it is 0 or 1 always, or a shared variable, or missing."""
    for number, function, name in _functions(answers):
        for position in _explicit(function):
            given, node = function.inputs[position], answers.nodes[function.inputs[position].variable[0]]
            label, fixed = _label(answers, given.variable), _with(function, position, None)
            yield f"{name} does not take {label}", _changed(answers, number, fixed)
            for value in (0, 1):
                draft = _changed(answers, number, fixed)
                zeros = np.full([1] * len(node.types[0].broadcastable), value, node.types[0].dtype)
                type_ = replace(node.types[0], broadcastable=(True,) * zeros.ndim)
                held = draft.put(Node("constant", types=(type_,), value=packed(zeros)))
                draft.redirect(given.variable, held, len(draft.nodes))
                yield f"{name} does not take {label}, which is {value} always", draft
            draft = Draft(answers)
            draft.nodes[given.variable[0]] = replace(node, op="shared", value=packed(zeros))
            draft.functions[number] = _with(function, position, replace(given, implicit=True, default=None, update=None))
            yield f"{name} reads a shared variable {label}", draft


def add_an_input(answers: Answers) -> Iterator[Change]:
    """add an input: one more is required, or has a default; or one that is there gets a default."""
    for number, function, name in _functions(answers):
        for default in (None, packed(np.asarray(0.0))):
            for first in (True, False):
                draft = Draft(answers)
                extra = FunctionInput(draft.put(Node("input", types=(Type("tensor", "float64"),), name="more")), "more", default)
                inputs = (extra, *function.inputs) if first else (*function.inputs, extra)
                draft.functions[number] = replace(function, inputs=inputs)
                kind = "one more input" if default is None else "an input with a default"
                yield f"{name} takes {kind} {'before' if first else 'after'} the others", draft
        for position in _explicit(function):
            given, type_ = function.inputs[position], answers.nodes[function.inputs[position].variable[0]].types[0]
            zero = packed(np.zeros([1] * len(type_.broadcastable), type_.dtype))
            if given.default is None:
                fixed = _with(function, position, replace(given, default=zero))
                yield f"{_label(answers, given.variable)} has the default 0 in {name}", _changed(answers, number, fixed)


def retype_an_input(answers: Answers) -> Iterator[Change]:
    """retype an input: another dtype, one dimension more or less, or a length that must be 1."""
    for index, node in enumerate(answers.nodes):
        if node.op != "input" or node.types[0].kind != "tensor":
            continue
        type_ = node.types[0]
        pattern = type_.broadcastable
        dtypes = ("float64", "float32", "float16", "int64", "int32", "int8", "uint8", "bool", "complex128")
        new = [replace(type_, dtype=dtype) for dtype in dtypes if dtype != type_.dtype]
        patterns = [(*pattern, False), pattern[:-1], *((*pattern[:i], True, *pattern[i + 1 :]) for i in range(len(pattern)))]
        new += [replace(type_, broadcastable=other) for other in patterns if other != pattern]
        for other in new:
            draft = Draft(answers)
            draft.nodes[index] = replace(node, types=(other,))
            draft.functions = [_without_wrong_defaults(function, index) for function in draft.functions]
            shape = "".join("1" if one else "n" for one in other.broadcastable) or "scalar"
            yield f"{_label(answers, (index, 0))} is {other.dtype} ({shape})", draft


def _without_wrong_defaults(function: Function, index: int) -> Function:
    inputs = tuple(replace(i, default=None) if i.variable[0] == index else i for i in function.inputs)
    return replace(function, inputs=inputs)


def change_flags(answers: Answers) -> Iterator[Change]:
    """change flags: an input is strict about types, or allows that numbers lose digits."""
    for number, function, name in _functions(answers):
        for position in _explicit(function):
            given = function.inputs[position]
            label = _label(answers, given.variable)
            fixed = _with(function, position, replace(given, strict=not given.strict))
            yield f"{name} is {'not ' if given.strict else ''}strict about {label}", _changed(answers, number, fixed)
            fixed = _with(function, position, replace(given, allow_downcast=not given.allow_downcast))
            yield f"{name} has another allow_downcast for {label}", _changed(answers, number, fixed)


def change_a_name(answers: Answers) -> Iterator[Change]:
    """change a name: it is not defined, stands for a number, for an expression in place of a function, or for another's value."""
    for name, value in answers.names.items():
        draft = Draft(answers)
        del draft.names[name]
        yield f"{name} is not defined", draft
        others = {other: held for other, held in answers.names.items() if other != name}
        replaced = {"the number 7": Value("scalar", 7), **{f"what {other} is": held for other, held in others.items()}}
        if value.kind == "function":
            outputs = tuple(Value("variable", ref) for ref in answers.functions[value.content].outputs)
            replaced["an expression that is not compiled"] = outputs[0] if len(outputs) == 1 else Value("list", outputs)
            replaced["a Python function"] = Value("placeholder", "a Python function")
        if value.kind == "variable" and answers.nodes[value.content[0]].op == "shared":
            replaced["another shared variable of the same value"] = Value(
                "variable", draft.put(answers.nodes[value.content[0]]))  # fmt: skip
        for words, held in replaced.items():
            other = Draft(answers)
            other.nodes = list(draft.nodes)
            other.names[name] = held
            yield f"{name} is {words}", other


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


INTERFACES: tuple[Interface, ...] = (
    reorder_results, drop_or_repeat_a_result, change_the_form, drop_an_update, update_twice, update_first, update_another,
    keep_a_second_state, wear_out, start_elsewhere, swap_inputs, drop_an_input, add_an_input, retype_an_input,
    change_flags, change_a_name,
)  # fmt: skip
"""Every mutation of functions and names."""

"""Mutations of what a function takes and returns, and of what names stand for.

Each yields a description and the changed :class:`Draft`. The docstring of each is its name and what it does.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice, permutations

import numpy as np

from graders.answers.arrays import array_out
from graders.answers.format import Answers, Function, FunctionInput, Node, Phrase, Ref, Type, Value
from graders.course.authoring.adequacy.drafts import Draft, Term

Change = tuple[str, Draft]


def functions_of(answers: Answers) -> Iterator[tuple[int, Function, str]]:
    """Every function with its number and its name."""
    names = {value.content: name for name, value in answers.names.items() if value.kind == "function"}
    for number, function in enumerate(answers.functions):
        yield number, function, names.get(number, f"function {number}")


def inputs_of(answers: Answers) -> Iterator[tuple[int, Function, str, int, FunctionInput]]:
    """Every input of every function: the number, the function and its name, the position and the input."""
    for number, function, name in functions_of(answers):
        for position, given in enumerate(function.inputs):
            yield number, function, name, position, given


def changed(answers: Answers, number: int, function: Function) -> Draft:
    """The answers with another function in one place."""
    draft = Draft(answers)
    draft.functions[number] = function
    return draft


def explicit(function: Function) -> list[int]:
    """The positions of the inputs that a caller passes."""
    return [position for position, given in enumerate(function.inputs) if not given.implicit]


def with_input(function: Function, position: int, given: FunctionInput | None) -> Function:
    """The function with another input in one place, or without it."""
    kept = [] if given is None else [given]
    return replace(function, inputs=(*function.inputs[:position], *kept, *function.inputs[position + 1 :]))


def label(answers: Answers, ref: Ref) -> str:
    """The name of a variable."""
    return answers.nodes[ref[0]].name or f"variable {ref[0]}"


def reorder_results(answers: Answers) -> Iterator[Change]:
    """reorder results: the outputs in another order."""
    for number, function, name in functions_of(answers):
        count = len(function.outputs)
        for order in islice(permutations(range(count)), 1, None) if count <= 4 else ():
            reordered = replace(function, outputs=tuple(function.outputs[i] for i in order))
            shown = ", ".join(str(i + 1) for i in order)
            yield f"{name} returns its results in the order {shown}", changed(answers, number, reordered)


def drop_or_repeat_a_result(answers: Answers) -> Iterator[Change]:
    """drop or repeat a result: an output is missing, comes twice, or stands in the place of another."""
    for number, function, name in functions_of(answers):
        outputs = function.outputs
        for i in range(len(outputs)):
            others = {
                f"{name} does not return result {i + 1}": (*outputs[:i], *outputs[i + 1 :]),
                f"{name} returns result {i + 1} twice": (*outputs[:i], outputs[i], *outputs[i:]),
            }
            for j in range(len(outputs)):
                if j != i:
                    words = f"{name} returns result {i + 1} in the place of result {j + 1}"
                    others[words] = (*outputs[:j], outputs[i], *outputs[j + 1 :])
            returns = "list" if function.returns in ("one", "dict") else function.returns
            for words, new in others.items():
                yield words, changed(answers, number, replace(function, outputs=new, returns=returns, keys=()))


def change_the_form(answers: Answers) -> Iterator[Change]:
    """change the form: a list, one value, a dictionary or nothing in place of what is returned."""
    for number, function, name in functions_of(answers):
        count = len(function.outputs)
        forms = {"list": (), "dict": tuple(f"result{i + 1}" for i in range(count)), **({"one": ()} if count == 1 else {})}
        for form, keys in forms.items():
            if form != function.returns:
                yield f"{name} returns a {form}", changed(answers, number, replace(function, returns=form, keys=keys))
        if count:
            silent = replace(function, outputs=(), returns="none", keys=())
            yield f"{name} returns nothing", changed(answers, number, silent)
        if count > 1:
            draft = Draft(answers)
            axis = Node("constant", types=(Type("tensor", "int8"),), value=array_out(np.asarray(0, "int8")))
            scalars = all(not answers.nodes[i].types[o].broadcastable for i, o in function.outputs)
            dtype = answers.nodes[function.outputs[0][0]].types[0].dtype
            vector, joined = Term("make_vector", function.outputs, {"dtype": dtype}), Term("join", (axis, *function.outputs))
            array = draft.put(vector if scalars else joined)
            draft.functions[number] = replace(function, outputs=(array,), returns="one", keys=())
            yield f"{name} returns its results as one array", draft


def swap_inputs(answers: Answers) -> Iterator[Change]:
    """swap inputs: two inputs change places."""
    for number, function, name in functions_of(answers):
        for i, j in combinations(explicit(function), 2):
            inputs = list(function.inputs)
            inputs[i], inputs[j] = inputs[j], inputs[i]
            labels = [label(answers, inputs[place].variable) for place in (j, i)]
            swapped = replace(function, inputs=tuple(inputs))
            yield f"{name} takes {' and '.join(labels)} in the other order", changed(answers, number, swapped)


def drop_an_input(answers: Answers) -> Iterator[Change]:
    """drop an input: it is 0 or 1 always, or a shared variable, or missing."""
    for number, function, name, position, given in inputs_of(answers):
        if given.implicit:
            continue
        node = answers.nodes[given.variable[0]]
        called, fixed = label(answers, given.variable), with_input(function, position, None)
        yield f"{name} does not take {called}", changed(answers, number, fixed)
        for value in (0, 1):
            draft = changed(answers, number, fixed)
            zeros = np.full([1] * len(node.types[0].broadcastable), value, node.types[0].dtype)
            type_ = replace(node.types[0], broadcastable=(True,) * zeros.ndim)
            held = draft.put(Node("constant", types=(type_,), value=array_out(zeros)))
            draft.redirect(given.variable, held, len(draft.nodes))
            yield f"{name} does not take {called}, which is {value} always", draft
        shared = replace(given, implicit=True, default=None, update=None)
        draft = changed(answers, number, with_input(function, position, shared))
        draft.nodes[given.variable[0]] = replace(node, op="shared", value=array_out(zeros))
        yield f"{name} reads a shared variable {called}", draft


def add_an_input(answers: Answers) -> Iterator[Change]:
    """add an input: one more is required, or has a default; or one that is there gets a default."""
    for number, function, name in functions_of(answers):
        for default in (None, array_out(np.asarray(0.0))):
            for first in (True, False):
                draft = Draft(answers)
                more = draft.put(Node("input", types=(Type("tensor", "float64"),), name="more"))
                extra = FunctionInput(more, "more", default)
                inputs = (extra, *function.inputs) if first else (*function.inputs, extra)
                draft.functions[number] = replace(function, inputs=inputs)
                kind = "one more input" if default is None else "an input with a default"
                yield f"{name} takes {kind} {'before' if first else 'after'} the others", draft
        for position in explicit(function):
            given, type_ = function.inputs[position], answers.nodes[function.inputs[position].variable[0]].types[0]
            zero = array_out(np.zeros([1] * len(type_.broadcastable), type_.dtype))
            if given.default is None:
                fixed = with_input(function, position, replace(given, default=zero))
                yield f"{label(answers, given.variable)} has the default 0 in {name}", changed(answers, number, fixed)


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
            for number, function, _, position, given in inputs_of(answers):
                if given.variable[0] == index:  # its default would be of the wrong type
                    draft.functions[number] = with_input(function, position, replace(given, default=None))
            shape = "".join("1" if one else "n" for one in other.broadcastable) or "scalar"
            yield f"{label(answers, (index, 0))} is {other.dtype} ({shape})", draft


def change_flags(answers: Answers) -> Iterator[Change]:
    """change flags: an input is strict about types, or allows that numbers lose digits."""
    for number, function, name, position, given in inputs_of(answers):
        if not given.implicit:
            called = label(answers, given.variable)
            fixed = with_input(function, position, replace(given, strict=not given.strict))
            yield f"{name} is {'not ' if given.strict else ''}strict about {called}", changed(answers, number, fixed)
            fixed = with_input(function, position, replace(given, allow_downcast=not given.allow_downcast))
            yield f"{name} has another allow_downcast for {called}", changed(answers, number, fixed)


def change_a_name(answers: Answers) -> Iterator[Change]:
    """change a name: it is not defined, or stands for a number, an expression in place of a function, or another's value."""
    for name, value in answers.names.items():
        draft = Draft(answers)
        del draft.names[name]
        yield f"{name} is not defined", draft
        others = {other: held for other, held in answers.names.items() if other != name}
        replaced = {"the number 7": Value("scalar", 7), **{f"what {other} is": held for other, held in others.items()}}
        if value.kind == "function":
            outputs = tuple(Value("variable", ref) for ref in answers.functions[value.content].outputs)
            replaced["an expression that is not compiled"] = outputs[0] if len(outputs) == 1 else Value("list", outputs)
            replaced["a Python function"] = Value("placeholder", Phrase("a Python function"))
        if value.kind == "variable" and answers.nodes[value.content[0]].op == "shared":
            copied = draft.put(answers.nodes[value.content[0]])
            replaced["another shared variable of the same value"] = Value("variable", copied)
        for words, held in replaced.items():
            other = Draft(answers)
            other.nodes = list(draft.nodes)
            other.names[name] = held
            yield f"{name} is {words}", other

"""What is said of each kind of change: three sentences, of which each reveals more (see ``explained``)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exercises.words import capital, joined, later, listed, say, say_several
from graders.records.explanation import Change
from graders.reports.places import code, here_in, look_at, place, where_in
from graders.reports.types import all_of, difference, type_in_words
from graders.reports.words import ordinal

NEURAL = ("sigmoid", "relu", "softplus", "ultra_fast_sigmoid", "softmax", "elu")
"""Functions of T.nnet."""
ATTRIBUTES = {"abs": "abs", "T": ".T", "dimshuffle": ".dimshuffle", "flatten": ".flatten", "subtensor": "[...]"}
"""What is written without T."""

TEACHING = {
    ("mul", "dot"): later("`*`, and np.dot of symbols, multiply entry by entry; the matrix product is T.dot."),
    ("pow", "mul"): later("`**` is a power; a product is `*`."),
    ("dot", "mul"): later("T.dot is the matrix product; `*` multiplies entry by entry."),
    ("int_div", "true_div"): later("`//` drops what is behind the point; `/` does not."),
    ("tan", "tanh"): later("T.tan is the tangent, T.tanh the hyperbolic tangent."),
    ("sigmoid", "tanh"): later("A sigmoid lies between 0 and 1, tanh between -1 and 1."),
}
"""What to know of an operation that is taken for another one: the student's and the right one."""


def _written(sign: str) -> str:
    if sign in ATTRIBUTES:
        return f"`{ATTRIBUTES[sign]}`"
    return f"`T.nnet.{sign}`" if sign in NEURAL else f"`T.{sign}`" if sign.isidentifier() else f"`{sign}`"


def _is_shown(sign: str, formula: str) -> bool:
    """Whether a formula shows an operation as it is written."""
    plain = formula.replace("**", " ** ")
    return f"{sign}(" in formula or (not sign.isidentifier() and (f" {sign} " in plain or plain.startswith(sign)))


def _expression(what: str) -> Callable[[Change], tuple[str, str, str]]:
    """A kind whose words are ``what`` at the second level; the third says what becomes what."""

    def sentences(change: Change) -> tuple[str, str, str]:
        facts, where = change.facts, where_in(change)
        gaps = {
            "here": here_in(change), "where": where, "was": _written(facts.get("sign", "")),
            "dtype": facts.get("dtype", ""), "wanted": facts.get("wanted", ""), "extra": code(facts.get("extra", "")),
        }  # fmt: skip
        right = say("{where}, {here} must become {right}.", where=where, here=here_in(change), right=code(change.right))
        return look_at(change), capital(say(what, **gaps)), capital(right)

    return sentences


def _constant(change: Change) -> tuple[str, str, str]:
    look, what, right = _expression("The number {here} is not right {where}.")(change)
    if change.facts.get("was") != "constant":
        sentence = later("{here} is a variable, {where}; another value is needed there, a fixed one.")
        what = say(sentence, here=code(change.here), where=place(change.roles))
    return look, what, right


def _frozen(change: Change) -> tuple[str, str, str]:
    fixed = later("{here} is fixed when the function is compiled, {where}; a variable belongs there.")
    other = later("{here} is not the variable that belongs there, {where}.")
    look, what, right = _expression(fixed if change.facts.get("was") == "constant" else other)(change)
    if change.here == change.right:
        what = say("{here} is no input of the function, {where}.", here=code(change.here), where=place(change.roles))
        made = later("Make {here} a symbolic variable, and list it among the inputs of the function.")
        right = say(made, here=code(change.here))
    return look, what, right


def _operation(change: Change) -> tuple[str, str, str]:
    if not _is_shown(change.facts.get("sign", ""), change.here):
        return _expression("{here} is not what belongs there, {where}.")(change)
    look, what, right = _expression("{was} is not the right operation in {here}, {where}.")(change)
    taught = TEACHING.get((str(change.facts.get("was")), str(change.facts.get("op"))))
    more = say(taught) if taught else ""
    return look, joined([what, more]), joined([right, more])


def _term(change: Change) -> tuple[str, str, str]:
    extra = change.facts.get("extra")
    what = later("There is a term too many in {here}, {where}.")
    if extra:
        what = later("The term {extra} does not belong in {here}, {where}.")
        if len(re.findall(rf"(?<!\w){re.escape(extra)}(?!\w)", change.here)) > 1:
            what = later("The term {extra} is there too often in {here}, {where}.")
    look, what, right = _expression(what)(change)
    updated = change.facts.get("updated")
    more = say("In an output, `{name}` stands for its value from before the update.", name=updated) if updated else ""
    return look, joined([what, more]), joined([right, more])


def _factor(change: Change) -> tuple[str, str, str]:
    if not any(_is_shown(sign, change.here) for sign in "*/"):
        return _expression("{here} is not what belongs there, {where}.")(change)
    if not change.facts.get("extra"):
        return _expression("There is a factor too many in {here}, {where}.")(change)
    if change.facts.get("was") == "true_div":
        return _expression("The divisor {extra} does not belong in {here}, {where}.")(change)
    return _expression("The factor {extra} does not belong in {here}, {where}.")(change)


def _function(change: Change) -> tuple[str, str, str]:
    if change.facts.get("was") == "pow":
        return _expression("{here} is a power, {where}; none belongs there.")(change)
    return _expression("{was} in {here} does not belong there, {where}.")(change)


def _parameters(change: Change) -> tuple[str, str, str]:
    if "axis=" not in change.here:
        return _expression("{here} goes along all dimensions, {where}, and not along one.")(change)
    return _expression("{here} goes along the wrong dimension, {where}.")(change)


def _type(change: Change) -> tuple[str, str, str]:
    look, what, right = _expression("{here} has the type {dtype}, {where}; {wanted} is asked for.")(change)
    if change.here == change.right:
        gaps = {"here": code(change.here), "wanted": change.facts.get("wanted"), "where": place(change.roles)}
        right = say("Make {here} a number of type {wanted}, {where}.", **gaps)
    return look, what, right


def _amounts(change: Change) -> tuple[str, str, str]:
    gaps = {"where": place(change.roles), "here": code(change.here), "right": code(change.right)}
    what = say("Multiplied out, your formula {where} has {here} in it; that part is not right.", **gaps)
    both = say("Multiplied out, your formula {where} has {here} in it where {right} belongs.", **gaps)
    return say("Multiply out your formula {where}.", **gaps), what, both


def _inputs(change: Change) -> tuple[str, str, str]:
    name, facts = change.roles[0].name, change.facts
    given, expected = facts["given"], facts["expected"]
    if "number" not in facts["differ"]:
        what = say("Inputs of `{name}`: {differences}.", name=name, differences=_differences(given, expected))
        return say("Look at the types of the inputs of `{name}`.", name=name), what, what
    counted = later("Count the inputs of `{name}`: it takes {given}; the task asks for {expected}.")
    look = say(counted, name=name, given=len(given), expected=len(expected))
    both = later("`{name}` takes {given}. The solution takes {expected}.")
    what = say(both, name=name, given=all_of(given), expected=all_of(expected))
    return look, what, what


def _differences(given: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]) -> str:
    """What is another type of some inputs."""
    groups: dict[str, list[str]] = {}
    for number, (one, other) in enumerate(zip(given, expected), 1):
        if (one["dtype"], one["broadcastable"]) != (other["dtype"], other["broadcastable"]):
            groups.setdefault(difference(one, other), []).append(one["name"] or say("input {number}", number=number))
    parts = [
        say_several("{names} is {what}", "{names} are each {what}", len(names), names=listed(names), what=what)
        for what, names in groups.items()
    ]
    return joined(parts, ", ")


def _state_type(change: Change) -> tuple[str, str]:
    name, facts = change.roles[0].name, change.facts
    gaps = {"name": name, "given": type_in_words(facts["given"]), "expected": type_in_words(facts["expected"])}
    return say("Look at the type of `{name}`.", name=name), say("`{name}` is of type {given}, not {expected}.", **gaps)


def _input_order(change: Change) -> tuple[str, str, str]:
    look = say("Look at the order of the inputs in the call of theano.function.")
    names = change.facts.get("names") or [None]
    names = names if all(names) else [shown["name"] for shown in change.facts["expected"]]
    right = say("The task wants the inputs in the order {names}.", names=", ".join(map(str, names)))
    return look, say("The inputs stand in another order than the task says."), right


def _plain(*levels: str) -> Callable[[Change], tuple[str, ...]]:
    """A kind whose words need the names only: of the role, and of what ``facts`` hold."""

    def sentences(change: Change) -> tuple[str, ...]:
        role = change.roles[0]
        gaps = {"name": role.name, "variable": role.variable, "here": code(change.here), "right": code(change.right),
                "position": ordinal(role.position), "expected": "", "given": ""}  # fmt: skip
        return tuple(say(level, **{**gaps, **change.facts}) for level in levels)

    return sentences


def _other_state(change: Change) -> tuple[str, ...]:
    facts, role = change.facts, change.roles[0]
    own = f"`{facts['name']}`" if facts["name"] else say("another shared variable")
    gaps = {"name": role.name, "own": own, "wanted": facts["wanted"]}
    what: str = {
        "made again": say("`{name}` updates another variable that is called `{wanted}`, too.", **gaps),
        "input": say("`{name}` keeps its state in an input, {own}, not in `{wanted}`.", **gaps),
        "another": say("`{name}` updates {own}, not `{wanted}`.", **gaps),
    }[facts["how"]]
    if facts.get("returned"):
        what = joined([what, say("Its outputs use {own}, too.", **gaps)])
    right = say("Use `{wanted}` in place of {own}.", **gaps)
    if facts["how"] == "made again":
        right = say("Use that of the given cell.")
    return say("Look at which variable `{name}` updates.", **gaps), what, joined([what, right])


def _extra_output(change: Change) -> tuple[str, str]:
    role = change.roles[0]
    what = say("The {position} output of `{name}` is not asked for.", position=ordinal(role.position), name=role.name)
    if change.facts.get("sum"):
        what = say("`{name}` returns its terms apart: add them.", name=role.name)
    return say("Count the outputs of `{name}`.", name=role.name), what


def _precision(what: str) -> Callable[[Change], tuple[str, str]]:
    """A kind whose words at the second level are ``what``, of a formula that is right at other inputs."""

    def sentences(change: Change) -> tuple[str, str]:
        gaps = {"here": code(change.here), "where": place(change.roles)}
        return say("Look at {here} {where}.", **gaps), say(what, **gaps)

    return sentences


SENTENCES: Mapping[str, Callable[[Change], tuple[str, ...]]] = {
    "constant": _constant,
    "operand": _expression("{here} is not what belongs there, {where}: another variable does."),
    "frozen": _frozen,
    "operation": _operation,
    "sign": _expression("The sign of {here} is not right, {where}."),
    "swapped operands": _expression("The operands of {here} stand in the wrong order, {where}."),
    "transposed": _expression("{here} is turned, rows for columns, {where}."),
    "parameters": _parameters,
    "missing term": _expression("A term is missing at {here} {where}."),
    "missing factor": _expression("A factor is missing at {here} {where}."),
    "missing function": _expression("A function is missing at {here} {where}."),
    "extra term": _term,
    "extra factor": _factor,
    "extra function": _function,
    "rounding": _expression("{here} is rounded or cut, {where}; all digits count."),
    "limit": _expression("{here} has a limit, {where}; numbers beyond it count too."),
    "special case": _expression("{here} treats some values apart, {where}; one formula must hold for all."),
    "part": _expression("{here} is a part only, {where}; all entries count."),
    "shape": _expression("{here} has a dimension too many, {where}."),
    "order of operations": _expression("The operations in {here} come in the wrong order, {where}."),
    "amounts": _amounts,
    "expression": _expression("{here} is not what belongs there, {where}."),
    "type": _type,
    "not compiled": _plain("Look at `{name}`.", "`{name}` is an expression: compile it.",
                          "Compile it: `{name} = theano.function([inputs], outputs)`."),
    "not a function": _plain("Look at what `{name}` is.",
                            "`{name}` must be what theano.function returns, and nothing else may take its name."),
    "not an expression": _plain("Look at what `{name}` is.",
                               "`{name}` must be a symbolic expression, and nothing else may take its name."),
    "not shared": _plain("Look at what `{name}` is.", "`{name}` is not a shared variable any more.",
                        "Keep the `{name}` of the given cell, and give the name to nothing else."),
    "state type": _state_type,
    "inputs": _inputs,
    "input order": _input_order,
    "missing output": _plain("Count the outputs of `{name}`.", "The {position} output of `{name}` is missing.",
                            "The {position} output of `{name}` is missing: {right}."),
    "extra output": _extra_output,
    "output order": _plain("Look at the order of the outputs of `{name}`.", "The outputs of `{name}` must change places."),
    "stacked outputs": _plain("Look at what `{name}` returns.", "`{name}` returns one array; return a list of outputs."),
    "form": _plain("Look at what `{name}` returns.", "`{name}` must return its outputs in a list."),
    "missing update": _plain("Look at the updates of `{name}`.", "`{name}` does not update `{variable}`.",
                            "Pass updates=[({variable}, ...)] to theano.function: `{variable}` becomes {right}."),
    "other state": _other_state,
    "digits": _precision("{here} loses digits for some inputs, {where}; else the formula is right."),
    "not finite": _precision("{here} is no finite number for some inputs, {where}; else the formula is right."),
}  # fmt: skip
"""For each kind the sentences of the three levels; a level that is missing says what the one before it does."""

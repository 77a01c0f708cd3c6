"""What is said of each kind of change: three sentences, of which each reveals more (see ``explained``)."""

from collections.abc import Callable, Mapping, Sequence

from graders.records.explanation import Change, Role
from graders.reports.types import all_of, difference, listed, type_in_words
from graders.reports.words import ordinal

MAX_FORMULA = 80
"""Characters of a formula. One that is longer is cut: the place is what matters."""

NEURAL = ("sigmoid", "relu", "softplus", "ultra_fast_sigmoid", "softmax", "elu")
"""Functions of T.nnet."""
ATTRIBUTES = {"abs": "abs", "T": ".T", "dimshuffle": ".dimshuffle", "flatten": ".flatten", "subtensor": "[...]"}
"""What is written without T."""

TEACHING = {
    ("mul", "dot"): "`*`, and np.dot of symbols, multiply entry by entry; the matrix product is T.dot.",
    ("pow", "mul"): "`**` is a power; a product is `*`.",
    ("dot", "mul"): "T.dot is the matrix product; `*` multiplies entry by entry.",
    ("int_div", "true_div"): "`//` drops what is behind the point; `/` does not.",
    ("tan", "tanh"): "T.tan is the tangent, T.tanh the hyperbolic tangent.",
    ("sigmoid", "tanh"): "A sigmoid lies between 0 and 1, tanh between -1 and 1.",
}
"""What to know of an operation that is taken for another one: the student's and the right one."""


def _code(formula: str) -> str:
    return f"`{formula if len(formula) <= MAX_FORMULA else formula[: MAX_FORMULA - 4] + ' ...'}`"


def place(roles: Sequence[Role]) -> str:
    """Where an expression belongs: "in `z`", "in both outputs of `f`", "in the update of `state`"."""
    named = [_role(role) for role in roles if role.kind == "name"]
    outputs = [role for role in roles if role.kind == "output"]
    others = [_role(role) for role in roles if role.kind == "update"]
    if len(outputs) > 1 and len(outputs) == outputs[0].of:
        return " and ".join([f"in {'both' if len(outputs) == 2 else 'all'} outputs of `{outputs[0].name}`", *others])
    return " and ".join(named[:1] or [*dict.fromkeys(map(_role, outputs)), *others])


def _role(role: Role) -> str:
    if role.kind == "output" and role.of > 1:
        return f"in the {ordinal(role.position if role.own is None else role.own)} output of `{role.name}`"
    return f"in the update of `{role.variable}`" if role.kind == "update" else f"in `{role.name}`"


def _look(change: Change) -> str:
    told = change.inside not in ("", change.here) and len(change.inside) <= MAX_FORMULA
    around = f"in {_code(change.inside)} " if told else ""
    return f"Look at {_here(change)} {around}{place(change.roles)}."


def _here(change: Change) -> str:
    """What stands there, and which of them where there are several."""
    which = change.facts.get("which")
    return _code(change.here) if which is None else f"the {ordinal(which)} {_code(change.here)}"


def _where(change: Change) -> str:
    """The place of a part, with the formula around it where that is another."""
    around = change.inside if change.inside not in ("", change.here) and len(change.inside) <= MAX_FORMULA else ""
    return f"in {_code(around)} {place(change.roles)}" if around else place(change.roles)


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
        facts, where = change.facts, _where(change)
        gaps = {
            "here": _here(change), "where": where, "was": _written(facts.get("sign", "")),
            "dtype": facts.get("dtype", ""), "wanted": facts.get("wanted", ""), "extra": _code(facts.get("extra", "")),
        }  # fmt: skip
        right = f"{where[0].upper()}{where[1:]}, {_here(change)} becomes {_code(change.right)}."
        said = what.format(**gaps)
        return _look(change), f"{said[0].upper()}{said[1:]}", right

    return sentences


def _constant(change: Change) -> tuple[str, str, str]:
    look, what, right = _expression("The number {here} is not right {where}.")(change)
    if change.facts.get("was") != "constant":
        what = f"{_code(change.here)} is a variable, {place(change.roles)}; another value is needed there, a fixed one."
    return look, what, right


def _frozen(change: Change) -> tuple[str, str, str]:
    fixed = "{here} is fixed when the function is compiled, {where}; a variable belongs there."
    other = "{here} is not the variable that belongs there, {where}."
    look, what, right = _expression(fixed if change.facts.get("was") == "constant" else other)(change)
    if change.here == change.right:
        what = f"{_code(change.here)} is no input of the function, {place(change.roles)}."
        right = f"Make {_code(change.here)} a symbolic variable, and list it among the inputs of the function."
    return look, what, right


def _operation(change: Change) -> tuple[str, str, str]:
    if not _is_shown(change.facts.get("sign", ""), change.here):
        return _expression("{here} is not what belongs there, {where}.")(change)
    look, what, right = _expression("{here} needs another operation than {was}, {where}.")(change)
    more = TEACHING.get((str(change.facts.get("was")), str(change.facts.get("op"))), "")
    return look, f"{what} {more}".strip(), f"{right} {more}".strip()


def _term(change: Change) -> tuple[str, str, str]:
    named = "The term {extra} is too many in {here}, {where}."
    what = named if change.facts.get("extra") else "There is a term too many in {here}, {where}."
    look, what, right = _expression(what)(change)
    updated = change.facts.get("updated")
    more = f"In an output `{updated}` is the value from before the update." if updated else ""
    return look, f"{what} {more}".strip(), f"{right} {more}".strip()


def _factor(change: Change) -> tuple[str, str, str]:
    shown = any(_is_shown(sign, change.here) for sign in "*/")
    what = "There is a factor too many in {here}, {where}." if shown else "{here} is not what belongs there, {where}."
    noun = "divisor" if change.facts.get("was") == "true_div" else "factor"
    named = shown and change.facts.get("extra")
    return _expression(f"The {noun} {{extra}} is too many in {{here}}, {{where}}." if named else what)(change)


def _function(change: Change) -> tuple[str, str, str]:
    if change.facts.get("was") == "pow":
        return _expression("{here} is a power, {where}; none belongs there.")(change)
    return _expression("{was} in {here} does not belong there, {where}.")(change)


def _parameters(change: Change) -> tuple[str, str, str]:
    everywhere = "axis=" not in change.here
    wrong = "{here} goes along all dimensions, {where}, and not along one." if everywhere else ""
    return _expression(wrong or "{here} goes along the wrong dimension, {where}.")(change)


def _type(change: Change) -> tuple[str, str, str]:
    look, what, right = _expression("{here} has the type {dtype}, {where}; {wanted} is asked for.")(change)
    if change.here == change.right:
        right = f"Make {_code(change.here)} a number of type {change.facts.get('wanted')}, {place(change.roles)}."
    return look, what, right


def _amounts(change: Change) -> tuple[str, str, str]:
    where = place(change.roles)
    what = f"Multiplied out, your formula {where} has {_code(change.here)} in it; that part is not right."
    both = f"Multiplied out, your formula {where} has {_code(change.here)} in it where {_code(change.right)} belongs."
    return f"Multiply out your formula {where}.", what, both


def _missing(noun: str) -> Callable[[Change], tuple[str, str, str]]:
    return _expression(f"A {noun} is missing at {{here}} {{where}}.")


def _inputs(change: Change) -> tuple[str, str, str]:
    name, facts = change.roles[0].name, change.facts
    if "number" in facts["differ"]:
        look = f"Count the inputs of `{name}`: it takes {len(facts['given'])}; the task asks for {len(facts['expected'])}."
    else:
        look = f"Look at the types of the inputs of `{name}`."
    given, expected = facts["given"], facts["expected"]
    if "number" not in facts["differ"]:
        groups: dict[str, list[str]] = {}
        for number, (one, other) in enumerate(zip(given, expected), 1):
            if (one["dtype"], one["broadcastable"]) != (other["dtype"], other["broadcastable"]):
                groups.setdefault(difference(one, other), []).append(one["name"] or f"input {number}")
        parts = [f"{listed(names)} {'is' if len(names) == 1 else 'are each'} {what}" for what, names in groups.items()]
        what = f"Inputs of `{name}`: {', '.join(parts)}."
        return look, what, what
    what = f"`{name}` takes {all_of(given)}. The solution takes {all_of(expected)}."
    return look, what, what


def _state_type(change: Change) -> tuple[str, str]:
    name, facts = change.roles[0].name, change.facts
    what = f"`{name}` is of type {type_in_words(facts['given'])}, not {type_in_words(facts['expected'])}."
    return f"Look at the type of `{name}`.", what


def _input_order(change: Change) -> tuple[str, str, str]:
    look = "Look at the order of the inputs in the call of theano.function."
    names = change.facts.get("names") or [None]
    names = names if all(names) else [shown["name"] for shown in change.facts["expected"]]
    right = f"The task wants the inputs in the order {', '.join(map(str, names))}."
    return look, "The inputs stand in another order than the task says.", right


def _fact(*levels: str) -> Callable[[Change], tuple[str, ...]]:
    """A kind whose words need the names only: of the role, and of what ``facts`` hold."""

    def sentences(change: Change) -> tuple[str, ...]:
        role = change.roles[0]
        gaps = {"name": role.name, "variable": role.variable, "here": _code(change.here), "right": _code(change.right),
                "position": ordinal(role.position), "expected": "", "given": ""}  # fmt: skip
        return tuple(level.format(**{**gaps, **change.facts}) for level in levels)

    return sentences


def _other_state(change: Change) -> tuple[str, ...]:
    facts, role = change.facts, change.roles[0]
    own = f"`{facts['name']}`" if facts["name"] else "another shared variable"
    what = {
        "made again": f"`{role.name}` updates another variable that is called `{facts['wanted']}`, too.",
        "input": f"`{role.name}` keeps its state in an input, {own}, not in `{facts['wanted']}`.",
        "another": f"`{role.name}` updates {own}, not `{facts['wanted']}`.",
    }[facts["how"]]
    again = facts["how"] == "made again"
    right = "Use that of the given cell." if again else f"Use `{facts['wanted']}` in place of {own}."
    return f"Look at which variable `{role.name}` updates.", what, f"{what} {right}"


SENTENCES: Mapping[str, Callable[[Change], tuple[str, ...]]] = {
    "constant": _constant,
    "operand": _expression("{here} is not what belongs there, {where}: another variable does."),
    "frozen": _frozen,
    "operation": _operation,
    "sign": _expression("The sign of {here} is not right, {where}."),
    "swapped operands": _expression("The operands of {here} stand in the wrong order, {where}."),
    "transposed": _expression("{here} is turned, rows for columns, {where}."),
    "parameters": _parameters,
    "missing term": _missing("term"),
    "missing factor": _missing("factor"),
    "missing function": _missing("function"),
    "extra term": _term,
    "extra factor": _factor,
    "extra function": _function,
    "rounding": _expression("{here} is rounded or cut, {where}; all digits count."),
    "limit": _expression("{here} has a limit, {where}; numbers beyond it count too."),
    "special case": _expression("{here} treats some values apart, {where}; all follow the same formula."),
    "part": _expression("{here} is a part only, {where}; all entries count."),
    "shape": _expression("{here} has a dimension too many, {where}."),
    "order of operations": _expression("The operations in {here} come in the wrong order, {where}."),
    "amounts": _amounts,
    "expression": _expression("{here} is not what belongs there, {where}."),
    "type": _type,
    "not compiled": _fact("Look at `{name}`.", "`{name}` is an expression: compile it.",
                          "Compile it: `{name} = theano.function([inputs], outputs)`."),
    "not a function": _fact("Look at what `{name}` is.",
                            "`{name}` must be what theano.function returns, and nothing else may take its name."),
    "not an expression": _fact("Look at what `{name}` is.",
                               "`{name}` must be a symbolic expression, and nothing else may take its name."),
    "not shared": _fact("Look at what `{name}` is.", "`{name}` is not a shared variable any more.",
                        "Keep the `{name}` of the given cell, and give the name to nothing else."),
    "state type": _state_type,
    "inputs": _inputs,
    "input order": _input_order,
    "missing output": _fact("Count the outputs of `{name}`.", "The {position} output of `{name}` is missing.",
                            "The {position} output of `{name}` is missing: {right}."),
    "extra output": lambda change: (
        f"Count the outputs of `{change.roles[0].name}`.",
        f"`{change.roles[0].name}` returns its terms apart: add them." if change.facts.get("sum")
        else f"The {ordinal(change.roles[0].position)} output of `{change.roles[0].name}` is not asked for."),
    "output order": _fact("Look at the order of the outputs of `{name}`.", "The outputs of `{name}` must change places."),
    "stacked outputs": _fact("Look at what `{name}` returns.", "`{name}` returns one array; return a list of outputs."),
    "form": _fact("Look at what `{name}` returns.", "`{name}` must return its outputs in a list."),
    "missing update": _fact("Look at the updates of `{name}`.", "`{name}` does not update `{variable}`.",
                            "Pass updates=[({variable}, ...)] to theano.function: `{variable}` becomes {right}."),
    "other state": _other_state,
    "digits": lambda change: (
        f"Look at {_code(change.here)} {place(change.roles)}.",
        f"{_code(change.here)} loses digits for some inputs, {place(change.roles)}; else the formula is right."),
    "not finite": lambda change: (
        f"Look at {_code(change.here)} {place(change.roles)}.",
        f"{_code(change.here)} is no finite number for some inputs, {place(change.roles)}; else the formula is right."),
}  # fmt: skip
"""For each kind the sentences of the three levels; a level that is missing says what the one before it does."""

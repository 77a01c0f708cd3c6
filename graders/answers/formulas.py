"""Answers as text that a person can read: ``f(x, y) = 3 * x + x * y``, ``state := state + inc``."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from exercises.checking.texts import value_text

from .arrays import array_in
from .format import Answers, Function, Node, Place, Ref

INFIX = {
    "lt": (0, "<"), "gt": (0, ">"), "le": (0, "<="), "ge": (0, ">="), "eq": (0, "=="), "neq": (0, "!="),
    "or": (1, "|"), "xor": (2, "^"), "and": (3, "&"),
    "add": (4, "+"), "sub": (4, "-"), "mul": (5, "*"), "true_div": (5, "/"), "int_div": (5, "//"), "mod": (5, "%"),
    "pow": (7, "**"),
}  # fmt: skip
"""Op to precedence and sign, as in Python."""
PREFIX = {"neg": (6, "-"), "invert": (6, "~")}
CALLED = 8
"""The precedence of what needs no brackets."""
ANY_ORDER = ("add", "mul", "or", "xor", "and")

WRITTEN = {"round_half_to_even": "round", "make_vector": "stack", "reduce_max": "max", "reduce_min": "min", "second": "fill",
           "max_and_argmax": "max", "if_else": "ifelse"}  # fmt: skip
"""Op to what one writes for it, where that is another name."""
ALONG = {"cast": "dtype", **dict.fromkeys(("sum", "prod", "reduce_max", "reduce_min", "max_and_argmax"), "axis")}
"""Op to the parameter that is worth showing."""
SPREAD = (*INFIX, *PREFIX, "switch", "maximum", "minimum", "clip", "second", "softmax")
"""Ops before which Theano adds dimensions by itself: nobody has written those."""
UNNAMED = {"input": "(an input)", "shared": "(a shared variable)"}
"""What stands for a variable without a name."""

MAX_OPERANDS = 60
MAX_TEXT, MAX_DEPTH = 160, 30


def expression(nodes: Sequence[Node], ref: Ref) -> str:
    """The formula of one expression, cut where it gets long."""
    text = _text(nodes, ref, 0, MAX_DEPTH)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 4] + " ..."


def sign_of(nodes: Sequence[Node], ref: Ref) -> str:
    """How the operation on top of an expression is written: "*", or the name of a function."""
    node = nodes[ref[0]]
    whole = as_one_call(nodes, ref, lambda ref, level=0: "x")  # only the name counts
    if whole is not None:
        return re.sub(r"^x\.|\(.*", "", whole)
    if node.op in INFIX or node.op in PREFIX:
        return (INFIX.get(node.op) or PREFIX[node.op])[1]
    return "set_subtensor" if node.params.get("set_instead_of_inc") else WRITTEN.get(node.op, node.op)


Known = dict[tuple[Ref, int, int], str]


def _text(nodes: Sequence[Node], ref: Ref, outside: int, depth: int, known: Known | None = None) -> str:
    """A formula, of which no more is made than may be shown: a graph that uses its parts again and again is endless text."""
    known = {} if known is None else known
    key = ref, outside, depth
    if key not in known:
        text = _made(nodes, ref, outside, depth, known) if depth > 0 else "..."
        known[key] = text if len(text) <= 2 * MAX_TEXT else text[: 2 * MAX_TEXT]
    return known[key]


def _made(nodes: Sequence[Node], ref: Ref, outside: int, depth: int, known: Known) -> str:
    node = nodes[ref[0]]
    if node.op == "constant":
        return "None" if node.value is None else value_text(array_in(node.value))
    if node.op in ("input", "shared"):
        return node.name if node.name and node.name.isidentifier() else UNNAMED[node.op]

    def text_of(ref: Ref, level: int = 0) -> str:
        return _text(nodes, ref, level, depth - 1, known)

    def operand(position: int, level: int = 0) -> str:
        ref = node.inputs[position]
        if is_hidden(nodes, node, ref):
            (ref,) = nodes[ref[0]].inputs
        return text_of(ref, level)

    if node.op in ("identity", "rebroadcast"):
        return operand(0, outside)
    whole = as_one_call(nodes, ref, text_of)
    if whole is not None:
        return whole
    if node.op in INFIX:
        level, sign = INFIX[node.op]
        shown = range(len(node.inputs))[:MAX_OPERANDS]
        both = (sign if sign == "**" else f" {sign} ").join(
            operand(i, level + ((i > 0) != (sign == "**") and node.op not in ANY_ORDER)) for i in shown
        )
        return f"({both})" if level < outside else both
    if node.op in PREFIX:
        level, sign = PREFIX[node.op]
        return f"({sign}{operand(0, level)})" if level < outside else f"{sign}{operand(0, level)}"
    if node.op == "subtensor":
        return indexed(node, operand(0, CALLED), [operand(i) for i in range(1, len(node.inputs))])
    if node.op == "inc_subtensor":
        part = indexed(node, operand(0, CALLED), [operand(i) for i in range(2, len(node.inputs))])
        return f"{'set' if node.params['set_instead_of_inc'] else 'inc'}_subtensor({part}, {operand(1)})"
    arguments = [operand(position) for position in range(len(node.inputs))[:MAX_OPERANDS]]
    along = node.params.get(ALONG.get(node.op, ""))
    if along is not None and along != list(range(len(nodes[node.inputs[0][0]].types[node.inputs[0][1]].broadcastable))):
        along = along[0] if isinstance(along, list) and len(along) == 1 else along
        arguments.append(f"{ALONG[node.op]}={along}")
    return f"{WRITTEN.get(node.op, node.op)}({', '.join(arguments)})"


Text = Callable[..., str]
"""The formula of a reference, in brackets where its precedence is below the one asked for."""


def as_one_call(nodes: Sequence[Node], ref: Ref, text_of: Text) -> str | None:
    """What Theano makes several operations of, as the call that one writes for it; None for other things."""
    way = rectified(nodes, ref)
    if way is not None:
        return f"relu({text_of(nodes[nodes[ref[0]].inputs[way[0]][0]].inputs[0])})"
    node = nodes[ref[0]]
    kids = [nodes[source] for source, _ in node.inputs]
    return CALLS[node.op](nodes, ref, kids, text_of) if node.op in CALLS else None


def _dimshuffle(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    order, inside = nodes[ref[0]].params["new_order"], text_of(nodes[ref[0]].inputs[0], CALLED)
    if order == list(range(len(order))):
        return inside
    return f"{inside}.T" if order == [1, 0] else f"{inside}.dimshuffle({str(order)[1:-1]})"


def _true_div(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    total, count = nodes[ref[0]].inputs
    if kids[0].op != "sum" or not _counts(nodes, count):
        return None
    return f"mean({text_of(total).removeprefix('sum(')}"


def _second(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    filled = nodes[kids[1].inputs[0][0]] if _only_adds(kids[1]) else kids[1]
    named = "zeros_like" if _is_number(filled, 0) else "ones_like" if _is_number(filled, 1) else None
    return named and f"{named}({text_of(nodes[ref[0]].inputs[0])})"


def _alloc(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    named = "zeros" if _is_number(kids[0], 0) else "ones" if _is_number(kids[0], 1) else None
    return named and f"{named}({', '.join(map(text_of, nodes[ref[0]].inputs[1:]))})"


def _max_and_argmax(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    return f"argmax({text_of(nodes[ref[0]].inputs[0])})" if ref[1] == 1 else None


def _reshape(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    if _is_number(kids[1], -1):
        return f"{text_of(nodes[ref[0]].inputs[0], CALLED)}.flatten()"
    if kids[0].op == "dot" and all(nodes[index].op == "reshape" for index, _ in kids[0].inputs):
        factors = [nodes[index].inputs[0] for index, _ in kids[0].inputs]
        factors = [nodes[index].inputs[0] if nodes[index].op == "dimshuffle" else (index, out) for index, out in factors]
        return f"tensordot({', '.join(map(text_of, factors))})"
    return None


def _dot(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    if [kid.params.get("new_order") for kid in kids] == [[0, "x"], ["x", 0]]:
        return f"outer({', '.join(text_of(kid.inputs[0]) for kid in kids)})"
    return None


def _switch(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    if kids[0].op == "gt" and kids[0].inputs[0] == nodes[ref[0]].inputs[1] and kids[2].op == "mul":
        below = any(nodes[index].op == "expm1" for index, _ in kids[2].inputs)
        return f"elu({text_of(nodes[ref[0]].inputs[1])})" if below else None
    return None


def _cumulate(nodes: Sequence[Node], ref: Ref, kids: list[Node], text_of: Text) -> str | None:
    name = "cumsum" if nodes[ref[0]].params["mode"] == "add" else "cumprod"
    return f"{name}({text_of(nodes[ref[0]].inputs[0])})"


CALLS: Mapping[str, Callable[[Sequence[Node], Ref, list[Node], Text], str | None]] = {
    "dimshuffle": _dimshuffle, "true_div": _true_div, "second": _second, "alloc": _alloc, "reshape": _reshape, "dot": _dot,
    "max_and_argmax": _max_and_argmax, "switch": _switch, "cumulate": _cumulate,
}  # fmt: skip
"""By the operation on top."""


def _is_number(node: Node, number: int) -> bool:
    """Whether a node is that number, or several of it."""
    if node.op != "constant" or node.value is None:
        return False
    value = array_in(node.value)
    return value.size > 0 and bool((value == number).all())


def is_hidden(nodes: Sequence[Node], node: Node, operand: Ref) -> bool:
    """Whether an operand of a node only adds dimensions that nobody has written: Theano added them.

    It adds none to the operand that has the most: where all have some added, one of them was written.
    """
    inner = nodes[operand[0]]
    if node.op not in SPREAD or not _only_adds(inner):
        return False
    all_added = len(node.inputs) > 1 and all(_only_adds(nodes[index]) for index, _ in node.inputs)
    return not all_added or nodes[inner.inputs[0][0]].op == "constant"


def _only_adds(node: Node) -> bool:
    """Whether a node only adds dimensions in front, or to a single number."""
    order = node.params.get("new_order") if node.op == "dimshuffle" else None
    kept = [axis for axis in order or () if axis != "x"]
    return order is not None and order == ["x"] * (len(order) - len(kept)) + list(range(len(kept)))


def rectified(nodes: Sequence[Node], ref: Ref) -> tuple[int, ...] | None:
    """The way to ``a`` in ``0.5 * (a + abs(a))``, which is what Theano makes of ``relu(a)``; None for anything else."""
    node = nodes[ref[0]]
    for half, place in ((0, 1), (1, 0)) if node.op == "mul" and len(node.inputs) == 2 else ():
        total, factor = nodes[node.inputs[place][0]], nodes[node.inputs[half][0]]
        while factor.op == "dimshuffle":
            factor = nodes[factor.inputs[0][0]]
        if total.op == "add" and len(total.inputs) == 2 and factor.op == "constant" and factor.value is not None:
            inner, other = total.inputs
            is_abs = nodes[other[0]].op == "abs" and nodes[other[0]].inputs == (inner,)
            if is_abs and (array_in(factor.value) == 0.5).all():
                return place, 0
    return None


def _counts(nodes: Sequence[Node], ref: Ref) -> bool:
    """Whether an expression is a length, or several multiplied."""
    while nodes[ref[0]].op in ("cast", "dimshuffle", "true_div", "mul", "subtensor"):
        ref = nodes[ref[0]].inputs[0]
    return nodes[ref[0]].op in ("shape", "shape_i")


def indexed(node: Node, inside: str, given: Sequence[str]) -> str:
    """The part of ``inside`` that a node takes; ``given`` are the formulas of its indices that are operands."""
    values = iter(given)

    def part(entry: object) -> str:
        if isinstance(entry, dict):
            start, stop, step = (part(each) for each in entry["slice"])
            return f"{start}:{stop}" + (f":{step}" if step else "")
        return "" if entry is None else next(values, "?") if isinstance(entry, str) else str(entry)

    return f"{inside}[{', '.join(map(part, node.params['index']))}]"


def whole(answers: Answers) -> str:
    """Every function and every named expression, on one line."""
    return "; ".join(lines(answers, answers.names))


def lines(answers: Answers, wanted: Collection[str]) -> list[str]:
    """A line for each of the ``wanted`` names that is a function or an expression, and for functions without a name."""
    names = {value.content: name for name, value in answers.names.items() if value.kind == "function"}
    called = [(function, names.get(i, "function")) for i, function in enumerate(answers.functions)]
    found = [_function(answers, function, name) for function, name in called if name in wanted or name == "function"]
    for name, value in answers.names.items():
        if name not in wanted:
            continue
        if value.kind == "variable" and answers.nodes[value.content[0]].op not in ("input", "shared"):
            found.append(f"{name} = {expression(answers.nodes, value.content)}")
        elif value.kind not in ("variable", "function"):
            found.append(f"{name} is {value.kind}")
    return found


def _function(answers: Answers, function: Function, name: str) -> str:
    nodes = answers.nodes
    given = [
        _text(nodes, i.variable, 0, 1) + (" = " + value_text(array_in(i.default)) if i.default else "")
        for i in function.inputs
        if not i.implicit
    ]
    results = [expression(nodes, ref) for ref in function.outputs]
    packing = {"one": "{}", "list": "[{}]", "dict": "{{{}}}", "none": "None{}"}[function.returns]
    if function.returns == "dict":
        results = [f"{key}: {result}" for key, result in zip(function.keys, results)]
    text = f"{name}({', '.join(given)}) = {packing.format(', '.join(results))}"
    for one in function.inputs:
        if one.update is not None:
            text += f", {_text(nodes, one.variable, 0, 1)} := {expression(nodes, one.update)}"
    return text


def place_text(answers: Answers, place: Place) -> str:
    """Where an expression belongs: "result 2 of f", "the update of state", "z"."""
    kind, number, position = place
    if kind == "name":
        return str(number)
    function = answers.functions[number]
    if kind == "update":
        return f"the update of {_text(answers.nodes, function.inputs[position].variable, 0, 1)}"
    name = next((n for n, v in answers.names.items() if v.kind == "function" and v.content == number), "the function")
    return f"result {position + 1} of {name}" if len(function.outputs) > 1 else f"the result of {name}"

"""Answers as text that a person can read: ``f(x, y) = 3 * x + x * y``, ``state := state + inc``."""

from collections.abc import Sequence

from exercises.checking.texts import value_text

from .arrays import array_in
from .format import Answers, Function, Node, Place, Ref

INFIX = {
    "add": (1, " + "), "sub": (1, " - "), "mul": (2, " * "), "true_div": (2, " / "), "int_div": (2, " // "),
    "mod": (2, " % "),
    "pow": (4, "**"), "lt": (0, " < "), "gt": (0, " > "), "le": (0, " <= "), "ge": (0, " >= "), "eq": (0, " == "),
    "neq": (0, " != "),
}  # fmt: skip
"""Op to precedence and sign."""

WRITTEN = {"round_half_to_even": "round", "make_vector": "stack", "reduce_max": "max", "reduce_min": "min", "second": "fill",
           "if_else": "ifelse"}  # fmt: skip
"""Op to what one writes for it, where that is another name."""
UNNAMED = {"input": "(an input)", "shared": "(a shared variable)"}
"""What stands for a variable without a name."""

MAX_OPERANDS = 60
MAX_TEXT, MAX_DEPTH = 160, 30


def expression(nodes: Sequence[Node], ref: Ref) -> str:
    """The formula of one expression, cut where it gets long."""
    text = _text(nodes, ref, 0, MAX_DEPTH)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 4] + " ..."


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

    def operand(position: int, level: int = 0) -> str:
        ref = node.inputs[position]
        inner = nodes[ref[0]]
        if node.op in INFIX and inner.op == "dimshuffle" and inner.params["new_order"] in (["x", 0], ["x", 0, 1]):
            (ref,) = inner.inputs  # Theano adds it by itself, nobody has written it
        return _text(nodes, ref, level, depth - 1, known)

    if node.op == "identity":
        return operand(0, outside)
    if node.op == "dimshuffle":
        order, inside = node.params["new_order"], operand(0, 5)
        if order in ([], ["x"], ["x", "x"]):
            return inside
        return f"{inside}.T" if order == [1, 0] else f"{inside}.dimshuffle({str(order)[1:-1]})"
    way = rectified(nodes, ref)
    if way is not None:
        return f"relu({_text(nodes, nodes[node.inputs[way[0]][0]].inputs[0], 0, depth - 1, known)})"
    if node.op == "true_div" and nodes[node.inputs[0][0]].op == "sum" and _counts(nodes, node.inputs[1]):
        return operand(0).replace("sum", "mean", 1)
    if node.op in INFIX:
        level, sign = INFIX[node.op]
        shown = range(len(node.inputs))[:MAX_OPERANDS]
        both = sign.join(operand(i, level + (i > 0 and node.op not in ("add", "mul"))) for i in shown)
        return f"({both})" if level < outside else both
    if node.op == "neg":
        return f"-{operand(0, 3)}"
    if node.op == "subtensor":
        return _subtensor(node, operand(0, 5), [operand(i) for i in range(1, len(node.inputs))])
    arguments = [operand(position) for position in range(len(node.inputs))[:MAX_OPERANDS]]
    named = {"cast": "dtype", "sum": "axis", "prod": "axis", "reduce_max": "axis", "reduce_min": "axis"}
    if node.op in named and node.params[named[node.op]] is not None:
        arguments.append(f"{named[node.op]}={node.params[named[node.op]]}")
    return f"{WRITTEN.get(node.op, node.op)}({', '.join(arguments)})"


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


def _subtensor(node: Node, inside: str, given: list[str]) -> str:
    values = iter(given)

    def part(entry: object) -> str:
        if isinstance(entry, dict):
            start, stop, step = (part(each) for each in entry["slice"])
            return f"{start}:{stop}" + (f":{step}" if step else "")
        return "" if entry is None else next(values, "?") if isinstance(entry, str) else str(entry)

    return f"{inside}[{', '.join(map(part, node.params['index']))}]"


def whole(answers: Answers) -> str:
    """Every function and every named expression, on one line."""
    names = {value.content: name for name, value in answers.names.items() if value.kind == "function"}
    parts = [_function(answers, function, names.get(i, "function")) for i, function in enumerate(answers.functions)]
    for name, value in answers.names.items():
        if value.kind == "variable" and answers.nodes[value.content[0]].op not in ("input", "shared"):
            parts.append(f"{name} = {expression(answers.nodes, value.content)}")
        elif value.kind not in ("variable", "function"):
            parts.append(f"{name} is {value.kind}")
    return "; ".join(parts)


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

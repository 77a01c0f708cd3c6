"""Which operation of a compiled function refuses the shapes that it is given, in the names of its author."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from exercises.checking.texts import plain_name, value_text
from exercises.words import joined, say

SIGNS = {"Add": "+", "Sub": "-", "Mul": "*", "TrueDiv": "/"}
DEEPEST = 3
"""Operations within operations that are written out."""


def misfit(function: Any, values: Sequence[np.ndarray]) -> str:
    """A sentence that names the first operation that fails for ``values``, its operands and their shapes.

    Theano's own message is that of its optimized code, which nobody has written. Empty where nothing fails so, or where an
    operation can't be named.
    """
    try:
        failed = _first_failure(function, values)
        return "" if failed is None else _sentence(*failed)
    except Exception:  # whatever an unusual graph holds: the error itself is told all the same
        return ""


def _first_failure(function: Any, values: Sequence[np.ndarray]) -> tuple[Any, dict[Any, list[Any]]] | None:
    """The first node, in Theano's order before it optimizes, that raises ``ValueError``, and what was computed by then."""
    from theano import Constant
    from theano.gof import graph

    given = iter(values)
    known: dict[Any, list[Any]] = {}
    for declared, container in zip(function.maker.inputs, function.input_storage):
        known[declared.variable] = [container.data if declared.implicit else next(given, container.data)]
    for node in graph.io_toposort(list(known), [output.variable for output in function.maker.outputs]):
        for variable in node.inputs:
            if isinstance(variable, Constant):
                known[variable] = [variable.data]
        known.update({variable: [None] for variable in node.outputs})
        computed = {variable: [True] for variable in known}
        node.op.prepare_node(node, storage_map=known, compute_map=computed, impl="py")
        try:
            node.op.make_py_thunk(node, known, computed, [])()
        except ValueError:
            return node, known
    return None


def _sentence(node: Any, known: dict[Any, list[Any]]) -> str:
    operands = [_written(variable) for variable in node.inputs]
    whole = _text(node.outputs[0], DEEPEST)
    shapes = [
        say("{operand} has {shape}", operand=f"`{_text(each, 1)}`", shape=np.shape(known[each][0])) for each in operands
    ]
    sentence = say(
        "In `{formula}` the shapes do not fit: {shapes}.", formula=whole, shapes=joined(dict.fromkeys(shapes), ", ")
    )
    return "" if "..." in sentence else sentence


def _written(variable: Any) -> Any:
    """What was written in the place of an operand to which Theano has added dimensions."""
    node = variable.owner
    order = getattr(node.op, "new_order", None) if node is not None else None
    kept = [axis for axis in order or () if axis != "x"]
    return node.inputs[0] if order is not None and "x" in order and kept == sorted(kept) else variable


def _text(variable: Any, depth: int) -> str:
    """An expression of named variables; "..." where it holds something else, or is long."""
    variable = _written(variable)
    node, name = variable.owner, plain_name(variable)
    if name or node is None:
        data = getattr(variable, "data", None)
        return name or (value_text(data) if data is not None and np.size(data) == 1 else "...")
    kind = type(node.op).__name__
    scalar = type(node.op.scalar_op).__name__ if kind == "Elemwise" else ""
    if depth == 0:
        return "..."
    inner = [_text(each, depth - 1) for each in node.inputs]
    if kind == "Dot":
        return f"T.dot({', '.join(inner)})"
    if kind == "DimShuffle" and tuple(node.op.new_order) == (1, 0):
        return f"{inner[0]}.T"
    if scalar == "Tanh":
        return f"T.tanh({inner[0]})"
    return f" {SIGNS[scalar]} ".join(inner) if scalar in SIGNS else "..."

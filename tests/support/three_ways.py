"""Evaluate answers three ways: Theano's C code as the judge has it, Theano's Python code, and our interpreter.

A program for ``test_three_ways``, in the judge's environment: a line of JSON in, ``[name, message]``, and a line out,
``{"name": ..., "calls": n, "disagreements": [text...]}``.
"""

import dataclasses
import json
import os
import sys
import warnings

import numpy as np

from graders.answers import wire
from graders.answers.format import Function, FunctionInput, Node
from graders.answers.numpy_engine.load import Interpreter

ULPS = 256
"""How far results may be apart, in units of the last place of the largest value on the way to them, in the coarsest
dtype of the graph: the order of operations is free, a formula's value is not."""

WHOLE = {"zero": [0], "one": [1], "negative": [-1, -7], "fractional": [3, 1, 2], "large": [2**31 - 1, -(2**31), 2**15],
         "small": [2, 5, 3], "nan": [100], "infinity": [-100, 127]}  # fmt: skip
REAL = {"zero": [0], "one": [1], "negative": [-1, -2.5], "fractional": [0.375, -1.7, 0.1], "large": [1e6, -3e7, 2e18],
        "small": [1e-5, -1e-8], "nan": [np.nan, 1], "infinity": [np.inf, -np.inf, 1]}  # fmt: skip
SHAPES = [(3, 2), (2, 4), (1, 1), (1, 3), (3, 1), (2, 2)]


class Watched(Interpreter):
    """Remembers the largest finite magnitude on the way."""

    largest = 1.0

    def _apply(self, index, node, inputs):
        results = super()._apply(index, node, inputs)
        for value in [*inputs, *results]:
            if isinstance(value, np.ndarray) and value.size and value.dtype.kind in "fciu":
                sizes = np.abs(value.astype("complex128"))
                self.largest = max(self.largest, np.max(sizes, where=np.isfinite(sizes), initial=0))
        return results


def message_of(inputs, outputs):
    """The message on a function of these inputs and outputs."""
    import theano

    from graders.answers.theano_engine.dump import dump

    f = theano.function(inputs, outputs, on_unused_input="ignore", mode=theano.Mode("py", None))
    return json.loads(json.dumps(wire.to_json(dump({"f": f}, ["f"]))))


def with_more_functions(answers):
    """``answers`` with functions for what is no function itself: symbolic names, reading and setting shared variables."""
    nodes, functions, names = list(answers.nodes), list(answers.functions), dict(answers.names)

    def add(name, *inputs, outputs=()):
        names[name] = type(next(iter(answers.names.values())))("function", len(functions))
        functions.append(Function(tuple(inputs), tuple(outputs), "list"))

    for name, value in answers.names.items():
        if value.kind == "variable" and nodes[value.content[0]].types[value.content[1]].kind == "tensor":
            leaves = sorted(leaves_of(nodes, value.content))
            given = [FunctionInput((n, 0), implicit=nodes[n].op == "shared") for n in leaves if nodes[n].op != "constant"]
            add(f"the value of {name}", *given, outputs=[value.content])
    for n, node in enumerate(answers.nodes):
        if node.op == "shared":
            add(f"read {n}", FunctionInput((n, 0), implicit=True), outputs=[(n, 0)])
            nodes.append(Node("input", types=node.types))
            setter = FunctionInput((n, 0), implicit=True, update=(len(nodes) - 1, 0))
            add(f"set {n}", FunctionInput((len(nodes) - 1, 0)), setter)
    return dataclasses.replace(answers, nodes=tuple(nodes), functions=tuple(functions), names=names)


def leaves_of(nodes, ref):
    """The indices of the leaves that a reference is computed from."""
    found, stack = set(), [ref[0]]
    while stack:
        n = stack.pop()
        if n not in found:
            found.add(n)
            stack.extend(source for source, _ in nodes[n].inputs)
    return {n for n in found if not nodes[n].inputs and nodes[n].op in ("input", "constant", "shared")}


def arguments_for(types, kind, turn):
    """An argument for every type: vectors before the first matrix have its number of rows, those after it of columns."""
    rows, columns = SHAPES[turn]
    seen_matrix, made = False, []
    for place, type_ in enumerate(types):
        dimensions = len(type_.broadcastable)
        shape = [columns if seen_matrix else rows] if dimensions == 1 else [rows, columns, 2, 2, 2, 2, 2, 2][:dimensions]
        shape = [1 if one else size for size, one in zip(shape, type_.broadcastable)]
        seen_matrix |= dimensions > 1
        values = (REAL if np.dtype(type_.dtype).kind in "fc" else WHOLE)[kind]
        cycle = [values[(n + place + turn) % len(values)] for n in range(int(np.prod(shape)))]
        with np.errstate(all="ignore"):
            made.append(np.array(cycle).reshape(shape).astype(type_.dtype))
    return made


def difference(results, tolerance):
    """How the results of a call differ, each the outputs or an error; empty if they agree."""
    failed = [isinstance(result, Exception) for result in results]
    if any(failed):
        shown = [type(result).__name__ if bad else "a result" for result, bad in zip(results, failed)]
        return "" if all(failed) else f"C, Python, NumPy: {', '.join(shown)}"
    reference = flat(results[-1])
    for who, result in zip(("C", "Python"), results[:-1]):
        for got, wanted in zip(flat(result), reference, strict=True):
            got = np.asarray(got)
            if (got.dtype, got.shape) != (wanted.dtype, wanted.shape):
                return f"{who}: {got.dtype}{got.shape}, NumPy: {wanted.dtype}{wanted.shape}"
            close = np.isclose(got, wanted, 0, tolerance, equal_nan=True) if got.dtype.kind in "fc" else got == wanted
            if not np.all(close):
                return f"{who}: {got.ravel()[:4].tolist()}, NumPy: {wanted.ravel()[:4].tolist()}"
    return ""


def flat(result):
    """The outputs of a call as a list."""
    if result is None:
        return []
    if isinstance(result, dict):
        return list(result.values())
    return list(result) if isinstance(result, (list, tuple)) else [result]


def tried(call, *arguments):
    """The result, or the error."""
    try:
        return call(*[argument.copy() for argument in arguments])
    except Exception as error:
        return error


def compare(name, message):
    """All functions of ``message`` on all kinds of arguments: the number of calls, and what differs."""
    from theano_ways import compiled_both_ways

    answers = with_more_functions(wire.from_json(message))
    ours = Watched(answers)
    compiled = compiled_both_ways(answers)
    calls, disagreements = 0, []
    epsilon = max(
        (
            np.finfo(type_.dtype).eps
            for node in answers.nodes
            for type_ in node.types
            if type_.kind == "tensor" and np.dtype(type_.dtype).kind in "fc"
        ),
        default=0,
    )
    called = [(name, value.content) for name, value in answers.names.items() if value.kind == "function"]
    called.sort(key=lambda item: item[0].startswith("set"))
    for kind in REAL:
        for turn in range(len(SHAPES)):
            for which, number in called:
                given = answers.functions[number].inputs
                types = [answers.nodes[one.variable[0]].types[0] for one in given if not one.implicit]
                ours.largest = 1.0
                arguments = arguments_for(types, kind, turn)
                results = [tried(way[which], *arguments) for way in compiled]
                results.append(tried(lambda *a, n=number: ours.call(n, *a), *arguments))
                different = difference(results, ULPS * epsilon * ours.largest)
                calls += len(results)
                if different:
                    shown = ", ".join(str(argument.tolist()) for argument in arguments)
                    disagreements.append(f"{name}: {which}({shown}): {different}"[:400])
    return {"name": name, "calls": calls, "disagreements": disagreements}


def main():
    # Theano prints about C code that does not compile.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    from graders.answers.theano_engine.quirks import make_ready_to_compile

    make_ready_to_compile()
    for line in sys.stdin:
        name, message = json.loads(line)
        try:
            report = compare(name, message)
        except Exception as error:
            report = {"name": name, "calls": 0, "disagreements": [f"{name}: {type(error).__name__}: {error}"[:400]]}
        print(json.dumps(report), file=channel, flush=True)


if __name__ == "__main__":
    main()

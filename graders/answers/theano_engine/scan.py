"""The row of Theano's loop, ``scan``: an op with a graph inside.

The inner graph needs no words of its own: its nodes stand in the same list as all others, before the loop's, and count
towards the same limits. The loop's ``inputs`` are three lists in a row: ``outer`` references that it is applied to,
then ``inner`` references to the leaves that one step reads, then references to what one step computes. The parameters
say how Theano pairs them: sequences, the ``taps`` of outputs that look back several steps, how many look back one step,
how many are shared variables with updates, how many don't look back, and whether the last one says when to stop.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import theano
from theano.gof import graph
from theano.scan_module.scan_op import Scan as Scan

WITHOUT_C = theano.Mode(linker="py", optimizer="fast_compile")
"""How loops are compiled: Theano's C code for them does not compile on Python 3.11, and takes seconds to fail."""

MAX_NESTED = 2
"""Loops within loops. Theano compiles them recursively."""

KINDS = {
    "outer": "count", "inner": "count", "sequences": "count", "taps": "taps", "one_step": "count", "shared": "count",
    "fresh": "count", "until": "bool",
}  # fmt: skip


def operands(node: Any) -> list[Any]:
    """The inputs of an apply node, with the inner graph's inputs and outputs behind those of a loop."""
    inner = [*node.op.inputs, *node.op.outputs] if type(node.op) is Scan else []
    return [*node.inputs, *inner]


def read(op: Any) -> dict[str, Any] | None:
    """The parameters of a loop; None for a gradient's loop (it writes several steps at a time) or one on a GPU."""
    if op.n_mit_mot or op.gpua or _nested(op.outputs) >= MAX_NESTED:
        return None
    taps = [[int(tap) for tap in taps] for taps in op.tap_array[: op.n_mit_sot]]
    known = op.n_seqs + sum(map(len, taps)) + op.n_sit_sot + op.n_shared_outs
    return {
        "outer": 1 + op.n_seqs + len(taps) + op.n_sit_sot + op.n_shared_outs + op.n_nit_sot + len(op.inputs) - known,
        "inner": len(op.inputs), "sequences": op.n_seqs, "taps": taps, "one_step": op.n_sit_sot,
        "shared": op.n_shared_outs, "fresh": op.n_nit_sot, "until": bool(op.as_while),
    }  # fmt: skip


def apply(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    """Make the loop anew; raise ``ValueError`` unless the numbers agree, for Theano pairs by position without looking."""
    taps, looking_back = params["taps"], len(params["taps"]) + params["one_step"]
    paired = params["sequences"] + sum(map(len, taps)) + params["one_step"] + params["shared"]
    unchanged = params["inner"] - paired
    wanted = 1 + params["sequences"] + looking_back + params["shared"] + params["fresh"] + unchanged
    if unchanged < 0 or params["outer"] != wanted:
        raise ValueError(f"expected {paired} inputs of a step at least and {wanted} of the loop, got {params}")
    wanted += params["inner"] + looking_back + params["fresh"] + params["shared"] + params["until"]
    if len(inputs) != wanted:
        raise ValueError(f"expected {wanted} inputs and results in all, got {len(inputs)}")
    outer, rest = list(inputs[: params["outer"]]), list(inputs[params["outer"] :])
    inner, outputs = rest[: params["inner"]], rest[params["inner"] :]
    if any(variable.owner is not None for variable in inner) or len(set(inner)) < len(inner):
        raise ValueError("expected different leaves as inputs of a step")
    if _nested(outputs) >= MAX_NESTED:
        raise ValueError(f"expected at most {MAX_NESTED} loops within each other")
    info = {
        "n_seqs": params["sequences"], "n_mit_sot": len(taps), "n_sit_sot": params["one_step"],
        "tap_array": [*taps, *([-1] for _ in range(params["one_step"]))], "n_shared_outs": params["shared"],
        "n_nit_sot": params["fresh"], "as_while": params["until"], "n_mit_mot": 0, "n_mit_mot_outs": 0,
        "mit_mot_out_slices": [], "truncate_gradient": -1, "name": None, "mode": WITHOUT_C, "destroy_map": {},
        "gpua": False, "profile": False, "allow_gc": False, "strict": False,
    }  # fmt: skip
    return list(Scan(inner, outputs, info)(*outer, return_list=True))


def _nested(outputs: Sequence[Any]) -> int:
    """How many loops there are within each other in a graph, counted up to one more than the limit."""
    depth, level = 0, list(outputs)
    while depth <= MAX_NESTED:
        loops = [node.op for node in graph.io_toposort([], level) if type(node.op) is Scan]
        if not loops:
            break
        depth, level = depth + 1, [output for loop in loops for output in loop.outputs]
    return depth

"""A call that proves a failure is made once more, by NumPy: a fault of Theano's compiler costs nobody a point."""

from typing import Any

import numpy as np

from exercises.checking.failures import Call
from graders.answers.numpy_engine.load import EvaluationError, NotInterpreted, load
from graders.answers.theano_engine.dump import dump

RELATIVE = {"f": 1e-2, "c": 1e-2}
"""How far two evaluations of floating-point numbers may be apart: rounding grows on its way through a graph."""


def contradiction(call: Call | None) -> str:
    """What NumPy says of a call, its results and the state after it, where that is another thing than Theano did.

    The function's graph is evaluated as it was written. Empty if both agree, or if there is nothing to repeat: no call, a
    graph that the interpreter can't evaluate, an input that changes with every call (what it was before is not known).
    """
    if call is None:
        return ""
    answers = dump({"f": call.function}, ["f"])
    if not answers.functions or any(given.update and not given.implicit for given in answers.functions[0].inputs):
        return ""
    interpreter = load(answers)
    shared = [given.variable for given in answers.functions[0].inputs if given.implicit]
    interpreter.state.update(zip(shared, call.before))
    try:
        result = interpreter.call(0, *call.values)
    except (NotInterpreted, EvaluationError):
        return ""
    again = [result, [interpreter.state[variable] for variable in shared]]
    # Beyond the finite numbers, another order of the same operations may give something else.
    if not _finite(again) or _same([call.result, call.after], again):
        return ""
    return (
        f"For {call.values!r} and the state {call.before!r} Theano's compiled function gave {call.result!r} and left "
        f"{call.after!r}; NumPy evaluates the graph to {again!r}."
    )


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(_same, one, other))
    if one is None or other is None:
        return one is other
    one, other = np.asarray(one), np.asarray(other)
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    with np.errstate(all="ignore"):
        if one.dtype.kind not in RELATIVE:
            return bool((one == other).all())
        relative = RELATIVE[one.dtype.kind]
        return bool(np.allclose(one, other, relative, relative * np.abs(other).max(initial=0.0)))


def _finite(result: Any) -> bool:
    if isinstance(result, (list, dict)):
        return all(map(_finite, result.values() if isinstance(result, dict) else result))
    return result is None or bool(np.isfinite(result).all())

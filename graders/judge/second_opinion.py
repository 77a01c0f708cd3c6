"""A call that proves a failure is made once more, by NumPy: a fault of Theano's compiler costs nobody a point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from exercises.checking import Call
from graders.answers.format import Answers
from graders.answers.interpreter import EvaluationError, Interpreter, NotInterpreted
from graders.answers.wire import from_json

RELATIVE = {"f": 1e-2, "c": 1e-2}
"""How far two evaluations of floating-point numbers may be apart: rounding grows on its way through a graph."""


def contradiction(message: Any, namespace: Mapping[str, Any], call: Call | None) -> str:
    """What NumPy says of a call of one of the functions in ``namespace``, where it says another thing than Theano did.

    ``message`` holds the answers that ``namespace`` was made from. Empty if both agree, or if there is nothing to repeat:
    no call, a function that is not among the answers, a graph that the interpreter can't evaluate.
    """
    if call is None:
        return ""
    answers = from_json(message)
    number = next(
        (value.content for name, value in answers.names.items()
         if value.kind == "function" and namespace.get(name) is call.function), None,
    )  # fmt: skip
    if number is None or any(given.update is not None and not given.implicit for given in answers.functions[number].inputs):
        return ""  # an input that changes with every call: what it was before is not known
    try:
        again = _evaluated(answers, number, call)
    except (NotInterpreted, EvaluationError):
        return ""
    # Beyond the finite numbers, another order of the same operations may give something else.
    if not _finite(again) or _same(call.result, again):
        return ""
    return f"Theano's compiled function gave {call.result!r} for {call.values!r}, NumPy evaluates the graph to {again!r}."


def _evaluated(answers: Answers, number: int, call: Call) -> Any:
    interpreter = Interpreter(answers)
    shared = [given.variable for given in answers.functions[number].inputs if given.implicit]
    interpreter.state.update(zip(shared, call.state))
    return interpreter.call(number, *call.values)


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

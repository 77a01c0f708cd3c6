"""Exercise 1, the polynomial f(x, y) = 3x + xy + 3y: names, NumPy reference, public examples and checks."""

from __future__ import annotations

from typing import Any

import numpy as np

from exercises.checking import (
    CheckFailed,
    call,
    call_text,
    describe,
    describe_result,
    describe_type,
    fail_values,
    require_function,
    require_inputs,
    require_judgeable,
)

WHOLLY_PUBLIC = ("function", "examples")
"""The grade cells whose public check is the whole check; the others try hidden inputs when they are graded."""

EXAMPLES = (((1, 1), 7), ((10, -3), -9))
"""The arguments and results that the task names."""

TWO_REALS = "two real scalars, x and y"


def reference(x: float, y: float) -> float:
    """3x + xy + 3y for two real numbers, in float64."""
    return 3.0 * x + x * y + 3.0 * y


def tolerance(x: float, y: float) -> float:
    """How far a right float32 answer may be off at (x, y).

    Each of the few operations rounds by at most half an ulp of a term; the floor of 9 is for the right form
    (x + 3)(y + 3) - 9, which cancels near 0.
    """
    return 16 * float(np.finfo(np.float32).eps) * (abs(3 * x) + abs(x * y) + abs(3 * y) + 9)


def single_number(result: Any, shown: str, expected: float) -> float:
    """The number that ``f`` returned, bare or in a one-element list; raise :class:`CheckFailed` for anything else."""
    value = result[0] if isinstance(result, list) and len(result) == 1 else result
    if not isinstance(value, np.ndarray) or value.ndim != 0:
        reason = "`f` must return one number (or a list with one number)."
        fail_values(reason, shown, expected, describe_result(result))
    if value.dtype.kind not in "iuf":
        fail_values(f"`f` must return a real number, not a value of type {value.dtype}.", shown, expected, result)
    return float(value)


def require_reals(f: Any) -> None:
    """Raise :class:`CheckFailed` unless ``f`` is a compiled function of two floating-point scalars."""
    require_function("f", f)
    for number, declared in enumerate(require_inputs("f", f, 2, TWO_REALS), 1):
        variable = declared.variable
        if variable.ndim != 0 or not variable.dtype.startswith("float"):
            raise CheckFailed(
                f"Input {number} of `f` is {describe_type(variable)}; `f` must take {TWO_REALS}.",
                "Use T.dscalar or T.fscalar: they take fractions too.",
            )


def compare(f: Any, x: float, y: float) -> None:
    """Raise :class:`CheckFailed` unless f(x, y) is the polynomial's value, to float32 precision."""
    dtypes = [declared.variable.dtype for declared in require_inputs("f", f, 2, TWO_REALS)]
    # The reference sees what the function sees: 0.1 as float32 is another number than 0.1.
    x, y = (float(np.asarray(value, dtype)) for value, dtype in zip((x, y), dtypes))
    shown, expected = call_text("f", (x, y)), reference(x, y)
    got = single_number(call("f", f, x, y), shown, expected)
    if not abs(got - expected) <= tolerance(x, y):
        fail_values("`f` must compute 3x + xy + 3y.", shown, expected, got)


def check_function(f: Any) -> None:
    """`f` is a compiled Theano function of two real scalars."""
    require_reals(f)


def check_examples(f: Any) -> None:
    """`f(1, 1)` is 7 and `f(10, -3)` is -9."""
    require_function("f", f)
    for arguments, _ in EXAMPLES:
        compare(f, *arguments)


def require_expression(z: Any) -> None:
    """Raise :class:`CheckFailed` unless ``z`` is a symbolic scalar expression."""
    import theano

    require_judgeable("z", z)
    if not isinstance(z, theano.Variable) or isinstance(z, (theano.Constant, theano.compile.SharedVariable)):
        raise CheckFailed(f"`z` is {describe(z)}, not a symbolic expression of x and y.", "Assign the expression to z.")
    if not isinstance(z.type, theano.tensor.TensorType):
        raise CheckFailed("`z` must be a scalar made of two real scalars.", "Use T.dscalar or T.fscalar for x and y.")
    if z.ndim != 0:
        raise CheckFailed(f"`z` must be a scalar; yours is {describe_type(z)}.", "Use T.dscalar or T.fscalar for x and y.")


def check_graph(f: Any, z: Any) -> None:
    """`z` is a symbolic expression of the two inputs for 3x + xy + 3y, and `f` depends on both.

    The public part: what `z` and `f` are, not what they compute.
    """
    require_expression(z)
    require_function("f", f)

"""Exercise 1, the polynomial f(x, y) = 3x + xy + 3y: names, NumPy reference, public examples and checks."""

from typing import Any

import numpy as np

from exercises.checking import (
    FEW_DIGITS,
    Call,
    CheckFailed,
    beyond_large,
    describe,
    describe_result,
    describe_type,
    fail_values,
    make_call,
    require_function,
    require_inputs,
    require_judgeable,
    require_numbers,
    value_text,
)
from exercises.words import say

WHOLLY_PUBLIC = ("function", "examples")
"""The grade cells whose public check is the whole check; the others try hidden inputs when they are graded."""

EXAMPLES = (((1, 1), 7), ((10, -3), -9))
"""The arguments and results that the task names."""

TWO_REALS = say("two real scalars, x and y")
REALS = ("float32", "float64")
"""The dtypes of inputs that are precise enough."""
DECLARE_REALS = say("Use T.dscalar or T.fscalar for x and y.")


def reference(x: float, y: float) -> float:
    """3x + xy + 3y for two real numbers, in float64. Raises ``TypeError`` for symbols."""
    require_numbers(x, y)
    x, y = float(x), float(y)
    return 3.0 * x + x * y + 3.0 * y


def tolerance(x: float, y: float) -> float:
    """How far a right answer may be off at (x, y).

    Each of the few operations rounds by at most half an ulp of a term, in float32; the floor of 9 is for the right form
    (x + 3)(y + 3) - 9, which cancels near 0. In float64 the product may be made of squares, which cancel at large numbers.
    """
    single, double = (16 * float(np.finfo(dtype).eps) for dtype in REALS)
    relative = FEW_DIGITS if beyond_large(x, y) else single
    return relative * (abs(3 * x) + abs(x * y) + abs(3 * y) + 9) + double * (abs(x) + abs(y)) ** 2


def agrees(got: Any, x: float, y: float) -> bool:
    """Whether ``got`` is the polynomial's value at (x, y), to float32 precision; no number is wrong where it may overflow.

    That is beyond :data:`exercises.checking.rounding.LARGE`.
    """
    if beyond_large(x, y) and not np.isfinite(got):
        return True
    return bool(abs(float(got) - reference(x, y)) <= tolerance(x, y))


def single_number(made: Call, expected: float, allowed: float) -> Any:
    """The number that a call returned, bare or in a one-element list; raise :class:`CheckFailed` for anything else."""
    result = made.result
    value = result[0] if isinstance(result, list) and len(result) == 1 else result
    if not isinstance(value, np.ndarray) or value.ndim != 0:
        reason = say("`f` must return one number (or a list with one number).")
        fail_values(
            reason, made.shown, expected, describe_result(result, allowed), proof=made, allowed=allowed, about="outputs"
        )
    if value.dtype.kind not in "iuf":
        reason = say("`f` must return a real number, not a value of type {type}.", type=value.dtype)
        fail_values(reason, made.shown, expected, value, proof=made, allowed=allowed, about="outputs")
    return value[()]


def require_reals(f: Any) -> None:
    """Raise :class:`CheckFailed` unless ``f`` is a compiled function of two floating-point scalars."""
    require_function("f", f)
    for number, declared in enumerate(require_inputs("f", f, 2, TWO_REALS), 1):
        variable = declared.variable
        if variable.ndim != 0 or variable.dtype not in REALS:
            whole = variable.ndim == 0 and variable.dtype.startswith(("int", "uint", "bool"))
            reason = say(
                "Input {number} of `f` is {type}; `f` must take {wanted}.",
                number=number, type=describe_type(variable), wanted=TWO_REALS,
            )  # fmt: skip
            hint = say("Use T.dscalar or T.fscalar: they take fractions too.") if whole else DECLARE_REALS
            raise CheckFailed(reason, hint, about="inputs")


def declared_as(variables: Any, values: tuple[float, float]) -> Any:
    """``values`` in the dtypes of ``variables``: 0.1 as float32 is another number than 0.1.

    Raises :class:`CheckFailed` for a dtype that is not one of real numbers, and for one that can't hold the value.
    """
    held = []
    for number, (variable, value) in enumerate(zip(variables, values), 1):
        dtype = np.dtype(variable.dtype)
        array = np.zeros((), dtype) if dtype.kind not in "iuf" else np.asarray(value).astype(dtype)
        if dtype.kind not in "iuf" or (dtype.kind != "f" and array != value) or not np.isfinite(array):
            reason = say(
                "Input {number} of `f` is {type}, which can't hold {value}.",
                number=number, type=describe_type(variable), value=value_text(value),
            )  # fmt: skip
            raise CheckFailed(reason, DECLARE_REALS, about="inputs")
        held.append(array[()])
    return held


def compare(f: Any, x: float, y: float) -> None:
    """Raise :class:`CheckFailed` unless f(x, y) is the polynomial's value, to float32 precision."""
    # The reference sees what the function sees.
    x, y = declared_as([declared.variable for declared in require_inputs("f", f, 2, TWO_REALS)], (x, y))
    expected, allowed = reference(x, y), tolerance(float(x), float(y))
    made = make_call("f", f, x, y)
    got = single_number(made, expected, allowed)
    if not agrees(got, float(x), float(y)):
        reason = say("`f` must compute 3x + xy + 3y.")
        fail_values(reason, made.shown, expected, got, proof=made, allowed=allowed, about="outputs")


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
        reason = say("`z` is {what}, not a symbolic expression of x and y.", what=describe(z))
        raise CheckFailed(reason, say("Assign the expression to z."), about="z")
    if not hasattr(z, "ndim"):
        raise CheckFailed(say("`z` must be a scalar made of two real scalars."), DECLARE_REALS, about="z")
    if z.ndim != 0:
        raise CheckFailed(say("`z` must be a scalar; yours is {type}.", type=describe_type(z)), about="z")
    if z.dtype.startswith("complex"):
        reason = say("`z` must be a real number; yours is {type}.", type=describe_type(z))
        raise CheckFailed(reason, DECLARE_REALS, about="z")


def check_graph(f: Any, z: Any) -> None:
    """`z` is a symbolic expression of two real scalars for 3x + xy + 3y, and `f` depends on both of its inputs.

    The public part: what `z` and `f` are, not what they compute.
    """
    require_expression(z)
    require_function("f", f)

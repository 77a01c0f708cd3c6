"""Exercise 2, the layer f(x, W, b) = tanh(xW + b): names, NumPy reference, public examples and checks."""

from typing import Any

import numpy as np

from exercises.checking import (
    FEW_DIGITS,
    SHAPES,
    Call,
    CheckFailed,
    beyond_large,
    describe_result,
    describe_type,
    difference_text,
    fail_values,
    make_call,
    require_function,
    require_inputs,
    require_numbers,
    rounded,
    value_text,
)
from exercises.words import later, say

WHOLLY_PUBLIC = ("function", "examples", "dtype")
"""The grade cells whose public check is the whole check; the others try hidden inputs when they are graded."""

EXAMPLE = (
    np.array([0.1, 0.2, 0.3], dtype="float32"),
    np.array([[0.1, -0.2], [-0.4, 0.5], [0.6, -0.7]], dtype="float32"),
    np.array([0.1, 0.2], dtype="float32"),
)
"""x of shape (3,), W of shape (3, 2), b of shape (2,), all float32: the data that the task names."""

INPUTS = say("a vector x, a matrix W and a vector b, in that order")
OUTPUTS = ("xW + b", "tanh(xW + b)")
FLAT = 1e-6
"""How far tanh may be off where it is flat."""
DECLARE = say("Declare x, W and b with T.fvector, T.fmatrix and T.fvector.")
"""A hint."""
POSITIONS = (say("first"), say("second"))


def reference(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """xW + b and tanh(xW + b) in float64, both of shape (k,), for x (n,), W (n, k), b (k,).

    Raises ``TypeError`` for symbols.
    """
    require_numbers(x, W, b)
    x, W, b = (np.asarray(array, "float64") for array in (x, W, b))
    activation = x @ W + b
    return activation, np.tanh(activation)


def tolerances(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far right float32 outputs may be off, entry by entry, both of shape (k,).

    The first bound is the usual one for a dot product of n terms (n + 2 roundings of at most the sum of the absolute
    terms). The second is what that makes of tanh, which is nothing where tanh is flat, and 1e-6, because tanh written
    with sigmoid or exp has no relative accuracy near 0.
    """
    size = np.abs(x.astype("float64")) @ np.abs(W.astype("float64")) + np.abs(b.astype("float64"))
    activation = size * (FEW_DIGITS if beyond_large(x, W, b) else 2 * (len(x) + 2) * float(np.finfo(np.float32).eps))
    exact, value = reference(x, W, b)
    spread = np.maximum(np.tanh(exact + activation) - value, value - np.tanh(exact - activation))
    return activation, spread + FLAT


def output(f: Any, which: int, args: tuple[np.ndarray, ...]) -> tuple[np.ndarray, Call]:
    """Call ``f`` and return output ``which`` (0 or 1) and the call; raise :class:`CheckFailed` unless there is one.

    The first output may stand alone: it is judged by itself.
    """
    made = make_call("f", f, *args)
    outputs = [made.result] if isinstance(made.result, np.ndarray) else made.result
    if not isinstance(outputs, list) or len(outputs) not in (2, which + 1):
        wanted = say("a list of {length}: {values}", length=2, values=value_text(rounded(reference(*args), FLAT)))
        reason = say("`f` must return two outputs, [xW + b, tanh(xW + b)].")
        fail_values(reason, made.shown, wanted, describe_result(made.result, FLAT), proof=made, about="outputs")
    return np.asarray(outputs[which]), made


def compare(f: Any, which: int, x: np.ndarray, W: np.ndarray, b: np.ndarray) -> None:
    """Raise :class:`CheckFailed` unless output ``which`` (0 or 1) of f(x, W, b) is right."""
    # Other types would see other numbers than the counterexample shows.
    require_arrays(f, ("float32", "float64"))
    args = (x, W, b)
    expected, allowed = reference(*args)[which], tolerances(*args)[which]
    got, made = output(f, which, args)
    about = f"output {which}"
    fail = lambda reason: fail_values(reason, made.shown, expected, got, proof=made, allowed=allowed, about=about)
    claim = say("The {position} output of `f` must be {formula}", position=POSITIONS[which], formula=OUTPUTS[which])
    if got.shape != expected.shape:
        vector = later("{claim}, a vector of length {length}; yours has shape {shape}.")
        fail(say(vector, claim=claim, length=len(b), shape=got.shape))
    if got.dtype.kind not in "iuf":
        fail(say("{claim}, real numbers; yours are of type {type}.", claim=claim, type=got.dtype))
    wrong = ~(np.abs(got.astype("float64") - expected) <= allowed)
    if beyond_large(*args):
        wrong &= np.isfinite(got)  # a right answer may overflow; a number must be right
    if wrong.any():
        fail(say("{claim}; {difference}.", claim=claim, difference=difference_text(wrong, got, expected)))


def require_arrays(f: Any, dtypes: tuple[str, ...]) -> None:
    """Raise :class:`CheckFailed` unless ``f`` takes a vector, a matrix and a vector of any length, of these ``dtypes``."""
    variables = [declared.variable for declared in require_inputs("f", f, 3, INPUTS)]
    for name, wanted, variable in zip("xWb", (1, 2, 1), variables):
        if variable.ndim == wanted and variable.dtype in dtypes and not any(variable.broadcastable):
            continue
        reason = say(
            "`f` must take {inputs}, all float32: {name} must be {wanted}; yours is {type}.",
            inputs=INPUTS, name=name, wanted=say(SHAPES[wanted][0], dtype="float32"), type=describe_type(variable),
        )  # fmt: skip
        raise CheckFailed(reason, DECLARE, about="inputs")


def check_function(f: Any) -> None:
    """`f` is a compiled Theano function of a float32 vector x, matrix W and vector b, in that order."""
    require_function("f", f)
    require_arrays(f, ("float32",))


def check_examples(f: Any) -> None:
    """`f` gives `[0.21, 0.07]` and `[0.20696652, 0.06988589]` for the data of the task."""
    require_function("f", f)
    for which in (1, 0):  # the second first: it says so when there are not two
        compare(f, which, *EXAMPLE)


def check_dtype(f: Any) -> None:
    """Both outputs of `f` are float32 vectors."""
    require_function("f", f)
    outputs = [declared.variable for declared in f.maker.outputs]
    if len(outputs) != 2:
        reason = say("`f` must return two outputs, [xW + b, tanh(xW + b)]; yours returns {count}.", count=len(outputs))
        raise CheckFailed(reason, about="outputs")
    for which, variable in enumerate(outputs):
        is_vector = getattr(variable, "ndim", None) == 1
        if not is_vector or variable.dtype != "float32":
            reason = say(
                "The {position} output of `f` must be a float32 vector; yours is {type}.",
                position=POSITIONS[which], type=describe_type(variable),
            )  # fmt: skip
            raise CheckFailed(reason, about="type" if is_vector else f"output {which}")

"""Elementwise ops for ``interpreter``: one row an op, NumPy's or SciPy's function and the dtype it computes in."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import special

from ..format import Type

Row = tuple[str, Callable[..., Any]]
"""Where the inputs are cast to before the function is called: ``out`` (the node's dtype), ``wide`` (float64, for functions
that SciPy has no narrow form of; complex numbers stay), ``common`` (what NumPy would compare in), ``as is``."""


def _pow(base: Any, exponent: Any) -> Any:
    """A negative power of a whole number is a fraction, which the node's dtype then cuts off."""
    if exponent.dtype.kind == "i" and (exponent < 0).any():
        base = base.astype("float64")
    return np.power(base, exponent)


def _dividing(function: Any) -> Callable[..., Any]:
    """``function``, but for whole numbers divided by zero."""

    def divide(x: Any, y: Any) -> Any:
        if y.dtype.kind in "iub" and np.size(x) and not np.all(y):
            raise ZeroDivisionError("integer division by zero")
        return function(x, y)

    return divide


def _round_half_away_from_zero(x: Any) -> Any:
    whole = np.trunc(x)
    return np.where(np.abs(x - whole) >= 0.5, whole + np.copysign(1, x), whole)


def _clip(x: Any, low: Any, high: Any) -> Any:
    """Unlike NumPy's: NaN as a limit is none, and the lower one wins where they cross."""
    return np.where(x < low, low, np.where(x > high, high, x))


def _complex(real: Any, imag: Any) -> Any:
    result = np.empty(np.broadcast(real, imag).shape, "complex128")
    result.real, result.imag = real, imag
    return result


def _from_polar(radius: Any, angle: Any) -> Any:
    if np.any(radius < 0):
        raise ValueError(f"expected a radius of 0 or more, got {radius}")
    return _complex(radius * np.cos(angle), radius * np.sin(angle))


def _ultra_fast_sigmoid(x: Any) -> Any:
    """Three pieces; NaN fails every comparison and so gets the lowest value."""
    half = np.abs(0.5 * x)
    bent = np.where(half < 3, 0.935409070603099 + 0.0458812946797165 * (half - 1.7), 0.99505475368673)
    tanh = np.where(x >= 0, 1, -1) * np.where(half < 1.7, 1.5 * half / (1 + half), bent)
    return 0.5 * (tanh + 1)


def _chained(function: Any) -> Callable[..., Any]:
    """Any number of inputs, from left to right."""
    return lambda *inputs: functools.reduce(function, inputs)


def _rows(how: str, module: Any, *names: str) -> dict[str, Row]:
    """Rows of a module's functions of the same names."""
    return {name: (how, getattr(module, name)) for name in names}


TABLE: Mapping[str, Row] = {
    **_rows(
        "out", np, "sqrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "arcsin", "arccos",
        "arctan", "arctan2", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "deg2rad", "rad2deg", "ceil",
        "floor", "trunc", "conj", "invert",
    ),
    **_rows("as is", np, "isnan", "isinf", "real", "imag", "angle", "abs"),
    **{name: ("out", _chained(function)) for name, function in {
        "add": np.add, "mul": np.multiply, "maximum": np.maximum, "minimum": np.minimum, "or": np.bitwise_or,
        "and": np.bitwise_and, "xor": np.bitwise_xor,
    }.items()},
    "lt": ("common", np.less), "gt": ("common", np.greater), "le": ("common", np.less_equal),
    "ge": ("common", np.greater_equal), "eq": ("common", np.equal), "neq": ("common", np.not_equal),
    "sub": ("out", np.subtract), "true_div": ("out", np.true_divide), "int_div": ("out", _dividing(np.floor_divide)),
    "mod": ("out", _dividing(np.mod)), "pow": ("out", _pow), "neg": ("out", np.negative), "sgn": ("out", np.sign),
    "inv": ("out", np.reciprocal), "sqr": ("out", np.square), "round_half_to_even": ("out", np.rint),
    "round_half_away_from_zero": ("out", _round_half_away_from_zero), "clip": ("out", _clip),
    "switch": ("as is", lambda condition, yes, no: np.where(condition != 0, yes, no)),
    "second": ("as is", lambda first, second: second), "identity": ("out", lambda x: x), "cast": ("as is", lambda x: x),
    "complex": ("as is", _complex), "complex_from_polar": ("wide", _from_polar),
    **_rows("wide", special, "erf", "erfc", "erfcx", "erfinv", "erfcinv", "gamma", "gammaln", "psi", "gammainc",
            "gammaincc", "jv", "j0", "j1", "iv", "i0", "i1"),
    "tri_gamma": ("wide", lambda x: special.polygamma(1, x)),
    "chi2sf": ("wide", lambda x, degrees: np.where(degrees > 0, special.chdtrc(degrees, x), np.nan)),
    "gammau": ("wide", lambda k, x: special.gammaincc(k, x) * special.gamma(k)),
    "gammal": ("wide", lambda k, x: special.gammainc(k, x) * special.gamma(k)),
    "xlogx": ("wide", lambda x: special.xlogy(x, x)), "xlogy0": ("wide", special.xlogy),
    "mul_without_zeros": ("out", lambda x, y: np.where(x == 0, y, np.where(y == 0, x, x * y))),
    "sigmoid": ("wide", special.expit), "softplus": ("wide", lambda x: np.logaddexp(0, x)),
    "ultra_fast_sigmoid": ("wide", _ultra_fast_sigmoid),
    "softsign": ("wide", lambda x: x / (1 + np.abs(x))),
}  # fmt: skip
"""Op name to row, for ``theano_ops.ELEMENTWISE`` and ``cast``."""


def apply(name: str, inputs: Sequence[Any], input_types: Sequence[Type], type_: Type) -> Any:
    """The entries of ``inputs`` (arrays of ``type_``'s number of dimensions) combined one by one, as ``type_``'s dtype.

    Raises ``ValueError`` where lengths differ in a dimension that the types don't declare broadcastable, and
    ``ZeroDivisionError`` for whole numbers divided by zero.
    """
    wanted = shape(inputs, input_types)
    how, function = TABLE[name]
    if name == "cast" and inputs[0].dtype.kind == "c" and type_.dtype not in ("bool", "complex64", "complex128"):
        raise TypeError(f"expected a real number to cast to {type_.dtype}, got a complex one")
    with np.errstate(all="ignore"):
        result = function(*(prepared(value, how, inputs, type_.dtype) for value in inputs))
        return np.broadcast_to(np.asarray(result), wanted).astype(type_.dtype)


def prepared(value: Any, how: str, inputs: Sequence[Any], dtype: str) -> Any:
    """An input of a row's function, cast to where ``how`` says."""
    if how == "as is" or (how == "wide" and value.dtype.kind == "c"):
        return value
    target = {"out": dtype, "wide": "float64"}.get(how) or np.result_type(*(np.asarray(one).dtype for one in inputs))
    return value.astype(target)


def shape(inputs: Sequence[Any], types: Sequence[Type]) -> tuple[int, ...]:
    """The shape of the result: in every dimension the length of those inputs that are not broadcastable there.

    Raises ``ValueError`` where they differ.
    """
    found = []
    for axis in range(max((len(type_.broadcastable) for type_ in types), default=0)):
        lengths = {value.shape[axis] for value, type_ in zip(inputs, types) if not type_.broadcastable[axis]}
        if len(lengths) > 1:
            raise ValueError(f"expected equal lengths in dimension {axis}, got {sorted(lengths)}")
        found.append(lengths.pop() if lengths else 1)
    return tuple(found)

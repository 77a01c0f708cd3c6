"""Theano's scalar ops that may cross, by their engine-neutral names: applied entry by entry, or reducing an axis."""

from collections.abc import Mapping
from typing import Any

from theano import scalar as scal
from theano.scalar import basic_scipy
from theano.tensor import elemwise, xlogx
from theano.tensor.nnet import nnet, sigm

ELEMENTWISE: Mapping[str, Any] = {
    **{name: getattr(scal, name) for name in (
        "add", "sub", "mul", "true_div", "int_div", "mod", "pow", "maximum", "minimum", "neg", "sgn", "inv", "sqr",
        "sqrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "arcsin", "arccos",
        "arctan", "arctan2", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "ceil", "floor", "trunc",
        "round_half_to_even", "round_half_away_from_zero", "deg2rad", "rad2deg", "lt", "gt", "le", "ge", "eq", "neq",
        "isnan", "isinf", "switch", "xor", "invert", "clip", "second", "identity", "real", "imag", "angle", "complex",
        "conj", "complex_from_polar",
    )},
    "abs": scal.abs_, "or": scal.or_, "and": scal.and_,
    **{name: getattr(basic_scipy, name) for name in (
        "erf", "erfc", "erfcx", "erfinv", "erfcinv", "gamma", "gammaln", "psi", "tri_gamma", "chi2sf", "gammainc",
        "gammaincc", "gammau", "gammal", "jv", "j0", "j1", "iv", "i0", "i1",
    )},
    "xlogx": xlogx.scalar_xlogx, "xlogy0": xlogx.scalar_xlogy0, "mul_without_zeros": elemwise.mul_without_zeros,
    "sigmoid": sigm.scalar_sigmoid, "softplus": sigm.scalar_softplus, "ultra_fast_sigmoid": sigm.ultra_fast_scalar_sigmoid,
    "softsign": nnet.scalar_softsign,
}  # fmt: skip
"""Engine-neutral name to Theano's scalar op, applied to scalars, or entry by entry with broadcasting."""

REDUCTIONS: Mapping[str, Any] = {
    "reduce_max": scal.maximum, "reduce_min": scal.minimum, "reduce_or": scal.or_, "reduce_and": scal.and_,
    "reduce_xor": scal.xor, "reduce_add": scal.add, "reduce_mul": scal.mul,
}  # fmt: skip

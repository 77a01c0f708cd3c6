"""The table of Theano ops that may cross, one row an op: how to recognise it, its parameters, how to apply it again.

A name in this table is engine-neutral; only this module and ``load``/``dump`` know Theano. No row carries code: an op with
a callback, a file or C source of its own has no row and is reported by name.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import theano.ifelse
import theano.tensor as T
from theano import gradient, printing
from theano import scalar as scal
from theano.compile import ops as compile_ops
from theano.scalar import basic_scipy
from theano.tensor import basic, blas, elemwise, extra_ops, nlinalg, opt, slinalg, subtensor, type_other, xlogx
from theano.tensor.nnet import nnet, sigm
from theano.tensor.sort import ArgSortOp, SortOp

from . import theano_scan
from .format import DTYPES, MAX_DIMENSIONS, MAX_INPUTS, expect

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
"""Engine-neutral name to Theano's scalar op, applied entry by entry with broadcasting."""

REDUCTIONS: Mapping[str, Any] = {
    "reduce_max": scal.maximum, "reduce_min": scal.minimum, "reduce_or": scal.or_, "reduce_and": scal.and_,
    "reduce_xor": scal.xor, "reduce_add": scal.add, "reduce_mul": scal.mul,
}  # fmt: skip

TRANSPARENT = (printing.Print, compile_ops.OutputGuard)
"""Ops whose value is their input's and whose side effect must not cross: dumped as the input itself."""


@dataclass(frozen=True)
class Row:
    """One op: its ``name``, the ``kinds`` of its parameters, ``read`` (op to parameters) and ``apply``.

    ``read`` returns None for a form of the op that has no words. ``apply(params, inputs)`` returns the list of output
    variables and may raise whatever Theano raises.
    """

    name: str
    kinds: Mapping[str, str]
    read: Callable[[Any], dict[str, Any] | None]
    apply: Callable[[Mapping[str, Any], Sequence[Any]], list[Any]]


def _outputs(op: Any, inputs: Sequence[Any]) -> list[Any]:
    result = op(*inputs, return_list=True)
    return list(result)


def _plain(name: str, cls: type, **kinds: str) -> tuple[type, Row]:
    """A row for an op whose constructor takes its own attributes by name."""

    def read(op: Any) -> dict[str, Any]:
        return {key: _plain_data(getattr(op, key)) for key in kinds}

    def apply(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
        return _outputs(cls(**params), inputs)

    return cls, Row(name, kinds, read, apply)


def _plain_data(value: Any) -> Any:
    """Tuples as lists and NumPy integers as Python's, as JSON has them."""
    if isinstance(value, (list, tuple)):
        return [_plain_data(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, (bool, int, float)):
        return value.item()
    return value


def _pairs(axes: Mapping[int, bool]) -> list[list[Any]]:
    return [[int(axis), bool(broadcastable)] for axis, broadcastable in sorted(axes.items())]


def _index_out(entry: Any) -> Any:
    """An entry of ``idx_list``: an input's type, a fixed integer, or a slice of those and None."""
    if isinstance(entry, slice):
        return {"slice": [_index_out(part) for part in (entry.start, entry.stop, entry.step)]}
    if entry is None or isinstance(entry, int):
        return entry
    if isinstance(entry, scal.Scalar):
        return entry.dtype
    return int(entry)


def _index_in(entry: Any) -> Any:
    if isinstance(entry, dict):
        return slice(*(_index_in(part) for part in entry["slice"]))
    return scal.get_scalar_type(entry) if isinstance(entry, str) else entry


def _subtensor(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    return _outputs(subtensor.Subtensor([_index_in(entry) for entry in params["index"]]), inputs)


def _inc_subtensor(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    index = [_index_in(entry) for entry in params["index"]]
    return _outputs(subtensor.IncSubtensor(index, set_instead_of_inc=params["set_instead_of_inc"]), inputs)


def _dimshuffle(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    (variable,) = inputs
    return _outputs(elemwise.DimShuffle(variable.broadcastable, params["new_order"]), [variable])


def _rebroadcast(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    return _outputs(compile_ops.Rebroadcast(*(tuple(pair) for pair in params["axis"])), inputs)


def _max_and_argmax(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    return _outputs(basic.MaxAndArgmax(list(params["axis"])), inputs)


def _permute_row_elements(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    # Theano takes the third input's truth value, and a variable is always true.
    x, y, inverse = inputs
    return _outputs(basic.PermuteRowElements(), [x, y, int(basic.get_scalar_constant_value(inverse))])


def _alloc_empty(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    # With zeros in it: what happens to be in the judge's memory is nobody's business.
    return [basic.alloc(np.zeros((), params["dtype"]), *inputs)]


def _ifelse(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    return _outputs(theano.ifelse.IfElse(params["n_outs"]), inputs)


def _nothing(op: Any) -> dict[str, Any]:
    return {}


ROWS: Mapping[type, Row] = dict([
    (elemwise.DimShuffle, Row("dimshuffle", {"new_order": "order"},
                              lambda op: {"new_order": _plain_data(op.new_order)}, _dimshuffle)),
    _plain("sum", elemwise.Sum, axis="axes", dtype="dtype?", acc_dtype="dtype?"),
    _plain("prod", elemwise.Prod, axis="axes", dtype="dtype?", acc_dtype="dtype?", no_zeros_in_input="bool"),
    _plain("prod_without_zeros", elemwise.ProdWithoutZeros, axis="axes", dtype="dtype?", acc_dtype="dtype?"),
    _plain("all", elemwise.All, axis="axes"),
    _plain("any", elemwise.Any, axis="axes"),
    (basic.MaxAndArgmax, Row("max_and_argmax", {"axis": "axes"}, lambda op: {"axis": _plain_data(op.axis)},
                             _max_and_argmax)),
    _plain("argmax", basic.Argmax, axis="axes"),
    _plain("dot", basic.Dot),
    _plain("batched_dot", blas.BatchedDot),
    (basic.Reshape, Row("reshape", {"ndim": "dimensions"}, lambda op: {"ndim": int(op.ndim)},
                        lambda params, inputs: _outputs(basic.Reshape(params["ndim"]), inputs))),
    _plain("tile", basic.Tile, ndim="dimensions"),
    (compile_ops.Rebroadcast, Row("rebroadcast", {"axis": "pattern"}, lambda op: {"axis": _pairs(op.axis)}, _rebroadcast)),
    _plain("specify_shape", compile_ops.SpecifyShape),
    _plain("shape", compile_ops.Shape),
    _plain("shape_i", compile_ops.Shape_i, i="dimensions"),
    _plain("alloc", basic.Alloc),
    (basic.AllocEmpty, Row("alloc_empty", {"dtype": "dtype"}, lambda op: {"dtype": op.dtype}, _alloc_empty)),
    _plain("make_vector", opt.MakeVector, dtype="dtype"),
    (basic.Join, Row("join", {}, _nothing, lambda params, inputs: _outputs(basic.Join(), inputs))),
    _plain("split", basic.Split, len_splits="count"),
    _plain("arange", basic.ARange, dtype="dtype"),
    _plain("eye", basic.Eye, dtype="dtype"),
    _plain("tri", basic.Tri, dtype="dtype"),
    _plain("nonzero", basic.Nonzero),
    _plain("choose", basic.Choose, mode="word"),
    _plain("default", basic.Default),
    (basic.PermuteRowElements, Row("permute_row_elements", {}, _nothing, _permute_row_elements)),
    _plain("extract_diag", basic.ExtractDiag, offset="int", axis1="int", axis2="int"),
    _plain("alloc_diag", basic.AllocDiag, offset="int", axis1="int", axis2="int"),
    _plain("diag_matrix", nlinalg.AllocDiag),
    _plain("tensor_from_scalar", basic.TensorFromScalar),
    _plain("scalar_from_tensor", basic.ScalarFromTensor),
    (subtensor.Subtensor, Row("subtensor", {"index": "index"},
                              lambda op: {"index": [_index_out(entry) for entry in op.idx_list]}, _subtensor)),
    (subtensor.IncSubtensor, Row("inc_subtensor", {"index": "index", "set_instead_of_inc": "bool"},
                                 lambda op: {"index": [_index_out(entry) for entry in op.idx_list],
                                             "set_instead_of_inc": bool(op.set_instead_of_inc)}, _inc_subtensor)),
    *[_plain(name, cls) for name, cls in (
        ("advanced_subtensor1", subtensor.AdvancedSubtensor1), ("advanced_subtensor", subtensor.AdvancedSubtensor),
        ("advanced_boolean_subtensor", subtensor.AdvancedBooleanSubtensor))],
    *[_plain(name, cls, set_instead_of_inc="bool") for name, cls in (
        ("advanced_inc_subtensor1", subtensor.AdvancedIncSubtensor1),
        ("advanced_inc_subtensor", subtensor.AdvancedIncSubtensor),
        ("advanced_boolean_inc_subtensor", subtensor.AdvancedBooleanIncSubtensor))],
    _plain("make_slice", type_other.MakeSlice),
    _plain("cumulate", extra_ops.CumOp, axis="int?", mode="word"),
    _plain("diff", extra_ops.DiffOp, n="count", axis="int"),
    _plain("repeat", extra_ops.RepeatOp, axis="int?"),
    _plain("fill_diagonal", extra_ops.FillDiagonal),
    _plain("bartlett", extra_ops.Bartlett),
    _plain("searchsorted", extra_ops.SearchsortedOp, side="word"),
    _plain("unique", extra_ops.Unique, return_index="bool", return_inverse="bool",
           return_counts="bool", axis="int?"),
    _plain("sort", SortOp, kind="word"),
    _plain("argsort", ArgSortOp, kind="word"),
    _plain("softmax", nnet.Softmax),
    _plain("softmax_with_bias", nnet.SoftmaxWithBias),
    _plain("softmax_grad", nnet.SoftmaxGrad),
    _plain("log_softmax", nnet.LogSoftmax),
    _plain("crossentropy_one_hot", nnet.CrossentropyCategorical1Hot),
    _plain("crossentropy_one_hot_grad", nnet.CrossentropyCategorical1HotGrad),
    _plain("crossentropy_softmax_argmax", nnet.CrossentropySoftmaxArgmax1HotWithBias),
    _plain("crossentropy_softmax_grad", nnet.CrossentropySoftmax1HotWithBiasDx),
    _plain("matrix_inverse", nlinalg.MatrixInverse),
    _plain("pinv", nlinalg.MatrixPinv),
    _plain("det", nlinalg.Det),
    _plain("cholesky", slinalg.Cholesky, lower="bool"),
    _plain("solve", slinalg.Solve, A_structure="word", lower="bool"),
    _plain("assert", opt.Assert),  # without its message, which Theano would paste into C code
    (theano.ifelse.IfElse, Row("if_else", {"n_outs": "count"}, lambda op: {"n_outs": int(op.n_outs)}, _ifelse)),
    (theano_scan.Scan, Row("scan", theano_scan.KINDS, theano_scan.read, theano_scan.apply)),
    *[(cls, Row(name, {}, _nothing, lambda params, inputs: _outputs(compile_ops.view_op, inputs))) for name, cls in (
        ("view", compile_ops.ViewOp), ("deep_copy", compile_ops.DeepCopyOp),
        ("consider_constant", gradient.ConsiderConstant), ("zero_grad", gradient.ZeroGrad),
        ("undefined_grad", gradient.UndefinedGrad), ("disconnected_grad", gradient.DisconnectedGrad),
        ("grad_clip", gradient.GradClip), ("grad_scale", gradient.GradScale))],
])  # fmt: skip
"""Op class to row. The gradient markers are views: what they do to a gradient is done by the time a graph crosses."""

_SCALARS = {type(op): name for name, op in ELEMENTWISE.items()}
_BY_NAME = {row.name: row for row in ROWS.values()}
NAMES = frozenset(_BY_NAME) | frozenset(ELEMENTWISE) | frozenset(REDUCTIONS) | {"cast"}
"""Every op name that the format knows besides the leaves."""


def recognise(op: Any) -> tuple[str, dict[str, Any]] | None:
    """The name and parameters of a Theano op, or None when it has no row."""
    kind = type(op)
    if kind is elemwise.Elemwise:
        if type(op.scalar_op) is scal.Cast:
            return "cast", {"dtype": op.scalar_op.o_type.dtype}
        name = _SCALARS.get(type(op.scalar_op))
        return None if name is None else (name, {})
    if kind in (elemwise.CAReduce, elemwise.CAReduceDtype):
        for name, scalar_op in REDUCTIONS.items():
            if type(op.scalar_op) is type(scalar_op) and getattr(op, "dtype", None) is None:
                return name, {"axis": _plain_data(op.axis)}
        return None
    row = ROWS.get(kind)
    params = None if row is None else row.read(op)
    return None if row is None or params is None else (row.name, params)


def apply(name: str, params: Mapping[str, Any], inputs: Sequence[Any], where: str) -> list[Any]:
    """Apply the op ``name`` to Theano variables and return its outputs.

    Raises :class:`AnswersError` for an unknown op or parameters of the wrong kind, and whatever Theano raises when
    the op refuses its inputs.
    """
    if name in ELEMENTWISE:
        _check_params(params, {}, where)
        return _outputs(_elemwise(name), inputs)
    if name == "cast":
        _check_params(params, {"dtype": "dtype"}, where)
        return _outputs(elemwise.Elemwise(scal.Cast(scal.get_scalar_type(params["dtype"]))), inputs)
    if name in REDUCTIONS:
        _check_params(params, {"axis": "axes"}, where)
        return _outputs(elemwise.CAReduce(REDUCTIONS[name], params["axis"]), inputs)
    expect(name in _BY_NAME, where, "an op of the table", name)
    row = _BY_NAME[name]
    _check_params(params, row.kinds, where)
    return row.apply(params, inputs)


@functools.cache
def _elemwise(name: str) -> Any:
    # Theano's own instance where there is one: some optimisations and printers look for it.
    own = getattr(T, {"abs": "abs_", "or": "or_", "and": "and_", "second": "fill"}.get(name, name), None)
    scalar_op = ELEMENTWISE[name]
    if isinstance(own, elemwise.Elemwise) and own.scalar_op == scalar_op and not own.inplace_pattern:
        return own
    return elemwise.Elemwise(scalar_op)


def _check_params(params: Mapping[str, Any], kinds: Mapping[str, str], where: str) -> None:
    expect(set(params) == set(kinds), where, f"the parameters {sorted(kinds)}", sorted(map(str, params)))
    for key, kind in kinds.items():
        expect(_is_kind(params[key], kind), where, f"parameter {key} of kind {kind}", params[key])


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 31


def _is_axis(value: Any) -> bool:
    """Whether ``value`` counts from the front: Theano's C code takes a negative axis for a place in memory."""
    return _is_int(value) and value >= 0


def _is_list(value: Any, of: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and len(value) <= MAX_DIMENSIONS and all(of(item) for item in value)


def _is_dtype(value: Any) -> bool:
    return isinstance(value, str) and value in DTYPES


def _is_index_part(value: Any) -> bool:
    return value is None or _is_int(value) or _is_dtype(value)


def _is_index_entry(value: Any) -> bool:
    if isinstance(value, dict):
        parts = value.get("slice")
        return set(value) == {"slice"} and _is_list(parts, _is_index_part) and len(parts) == 3  # type: ignore[arg-type]
    return value is not None and _is_index_part(value)


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "int": _is_int,
    "int?": lambda value: value is None or _is_int(value),
    "bool": lambda value: isinstance(value, bool),
    # Theano makes this many outputs or dimensions before it looks at the inputs.
    "count": lambda value: _is_axis(value) and value <= MAX_INPUTS,
    "dimensions": lambda value: _is_axis(value) and value <= MAX_DIMENSIONS,
    "word": lambda value: isinstance(value, str) and len(value) <= 20 and value.isascii() and value.isidentifier(),
    "dtype": _is_dtype,
    "dtype?": lambda value: value is None or _is_dtype(value),
    "axes": lambda value: value is None or _is_list(value, _is_int),
    "taps": lambda value: _is_list(value, lambda taps: _is_list(taps, lambda tap: _is_int(tap) and tap < 0) and taps),
    "order": lambda value: _is_list(value, lambda item: item == "x" or _is_axis(item)),
    "index": lambda value: _is_list(value, _is_index_entry),
    "pattern": lambda value: _is_list(
        value, lambda pair: isinstance(pair, list) and len(pair) == 2 and _is_axis(pair[0]) and isinstance(pair[1], bool)
    ),
}


def _is_kind(value: Any, kind: str) -> bool:
    return _KINDS[kind](value)

"""The table of Theano ops that may cross, one row an op: how to recognise it, its parameters, how to apply it again.

A name in this table is engine-neutral; only the modules ``theano_*`` and ``load``/``dump`` know Theano. No row carries
code: an op with a callback, a file or C source of its own has no row and is reported by name.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import theano.ifelse
import theano.tensor as T
from theano import gradient, printing
from theano import scalar as scal
from theano.compile import ops as compile_ops
from theano.configparser import change_flags
from theano.tensor import basic, blas, elemwise, extra_ops, nlinalg, opt, slinalg, subtensor, type_other
from theano.tensor.sort import ArgSortOp, SortOp

from ..format import DTYPES, MAX_DIMENSIONS, MAX_INPUTS, expect
from . import scan
from .rows import NEURAL, Row, outputs, plain, plain_data
from .scalars import ELEMENTWISE, REDUCTIONS

FLOATX = ("float64", "float32")
"""A few ops take their output type from ``floatX``; the student's may have been either."""

TRANSPARENT = (printing.Print, compile_ops.OutputGuard)
"""Ops whose value is their input's and whose side effect must not cross: dumped as the input itself."""


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


def _indices(op: Any) -> list[Any]:
    return [_index_out(entry) for entry in op.idx_list]


def _index(params: Mapping[str, Any]) -> list[Any]:
    return [_index_in(entry) for entry in params["index"]]


def _permute_row_elements(params: Mapping[str, Any], inputs: Sequence[Any]) -> list[Any]:
    # Theano takes the third input's truth value, and a variable is always true.
    x, y, inverse = inputs
    return outputs(basic.PermuteRowElements(), [x, y, int(basic.get_scalar_constant_value(inverse))])


def _nothing(op: Any) -> dict[str, Any]:
    return {}


ROWS: Mapping[type, Row] = dict([
    (elemwise.DimShuffle, Row("dimshuffle", {"new_order": "order"},
                              lambda op: {"new_order": plain_data(op.new_order)},
                              lambda params, inputs: outputs(
                                  elemwise.DimShuffle(inputs[0].broadcastable, params["new_order"]), inputs))),
    plain("sum", elemwise.Sum, axis="axes", dtype="dtype?", acc_dtype="dtype?"),
    plain("prod", elemwise.Prod, axis="axes", dtype="dtype?", acc_dtype="dtype?", no_zeros_in_input="bool"),
    plain("prod_without_zeros", elemwise.ProdWithoutZeros, axis="axes", dtype="dtype?", acc_dtype="dtype?"),
    plain("all", elemwise.All, axis="axes"),
    plain("any", elemwise.Any, axis="axes"),
    plain("max_and_argmax", basic.MaxAndArgmax, axis="axes"),
    plain("argmax", basic.Argmax, axis="axes"),
    plain("dot", basic.Dot),
    plain("batched_dot", blas.BatchedDot),
    plain("reshape", basic.Reshape, ndim="dimensions"),
    plain("tile", basic.Tile, ndim="dimensions"),
    (compile_ops.Rebroadcast, Row("rebroadcast", {"axis": "pattern"},
                                  lambda op: {"axis": [[int(axis), bool(one)] for axis, one in sorted(op.axis.items())]},
                                  lambda params, inputs: outputs(compile_ops.Rebroadcast(*params["axis"]), inputs))),
    plain("specify_shape", compile_ops.SpecifyShape),
    plain("shape", compile_ops.Shape),
    plain("shape_i", compile_ops.Shape_i, i="dimensions"),
    plain("alloc", basic.Alloc),
    # With zeros in it: what happens to be in the judge's memory is nobody's business.
    (basic.AllocEmpty, Row("alloc_empty", {"dtype": "dtype"}, lambda op: {"dtype": op.dtype},
                           lambda params, inputs: [basic.alloc(np.zeros((), params["dtype"]), *inputs)])),
    plain("make_vector", opt.MakeVector, dtype="dtype"),
    plain("join", basic.Join),
    plain("split", basic.Split, len_splits="count"),
    plain("arange", basic.ARange, dtype="dtype"),
    plain("eye", basic.Eye, dtype="dtype"),
    plain("tri", basic.Tri, dtype="dtype"),
    plain("nonzero", basic.Nonzero),
    plain("choose", basic.Choose, mode="word"),
    plain("default", basic.Default),
    (basic.PermuteRowElements, Row("permute_row_elements", {}, _nothing, _permute_row_elements)),
    plain("extract_diag", basic.ExtractDiag, offset="int", axis1="int", axis2="int"),
    plain("alloc_diag", basic.AllocDiag, offset="int", axis1="int", axis2="int"),
    plain("diag_matrix", nlinalg.AllocDiag),
    plain("tensor_from_scalar", basic.TensorFromScalar),
    plain("scalar_from_tensor", basic.ScalarFromTensor),
    (subtensor.Subtensor, Row("subtensor", {"index": "index"},
                              lambda op: {"index": _indices(op)},
                              lambda params, inputs: outputs(subtensor.Subtensor(_index(params)), inputs))),
    (subtensor.IncSubtensor, Row("inc_subtensor", {"index": "index", "set_instead_of_inc": "bool"},
                                 lambda op: {"index": _indices(op), "set_instead_of_inc": bool(op.set_instead_of_inc)},
                                 lambda params, inputs: outputs(subtensor.IncSubtensor(
                                     _index(params), set_instead_of_inc=params["set_instead_of_inc"]), inputs))),
    *[plain(name, cls) for name, cls in (
        ("advanced_subtensor1", subtensor.AdvancedSubtensor1), ("advanced_subtensor", subtensor.AdvancedSubtensor),
        ("advanced_boolean_subtensor", subtensor.AdvancedBooleanSubtensor))],
    *[plain(name, cls, set_instead_of_inc="bool") for name, cls in (
        ("advanced_inc_subtensor1", subtensor.AdvancedIncSubtensor1),
        ("advanced_inc_subtensor", subtensor.AdvancedIncSubtensor),
        ("advanced_boolean_inc_subtensor", subtensor.AdvancedBooleanIncSubtensor))],
    plain("make_slice", type_other.MakeSlice),
    plain("cumulate", extra_ops.CumOp, axis="int?", mode="word"),
    plain("diff", extra_ops.DiffOp, n="count", axis="int"),
    plain("repeat", extra_ops.RepeatOp, axis="int?"),
    plain("fill_diagonal", extra_ops.FillDiagonal),
    plain("bartlett", extra_ops.Bartlett),
    plain("searchsorted", extra_ops.SearchsortedOp, side="word"),
    plain("unique", extra_ops.Unique, return_index="bool", return_inverse="bool",
           return_counts="bool", axis="int?"),
    plain("sort", SortOp, kind="word"),
    plain("argsort", ArgSortOp, kind="word"),
    *NEURAL,
    plain("matrix_inverse", nlinalg.MatrixInverse),
    plain("pinv", nlinalg.MatrixPinv),
    plain("det", nlinalg.Det),
    plain("cholesky", slinalg.Cholesky, lower="bool"),
    plain("solve", slinalg.Solve, A_structure="word", lower="bool"),
    plain("assert", opt.Assert),  # without its message, which Theano would paste into C code
    plain("if_else", theano.ifelse.IfElse, n_outs="count"),
    (scan.Scan, Row("scan", scan.KINDS, scan.read, scan.apply)),
    *[(cls, Row(name, {}, _nothing, lambda params, inputs: outputs(compile_ops.view_op, inputs))) for name, cls in (
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
    scalar_op = op.scalar_op if kind is elemwise.Elemwise else op
    if type(scalar_op) is scal.Cast:
        return "cast", {"dtype": scalar_op.o_type.dtype}
    if type(scalar_op) in _SCALARS:
        return _SCALARS[type(scalar_op)], {}
    if kind in (elemwise.CAReduce, elemwise.CAReduceDtype):
        for name, scalar_op in REDUCTIONS.items():
            if type(op.scalar_op) is type(scalar_op) and getattr(op, "dtype", None) is None:
                return name, {"axis": plain_data(op.axis)}
        return None
    row = ROWS.get(kind)
    params = None if row is None else row.read(op)
    return None if row is None or params is None else (row.name, params)


def is_usual(name: str, node: Any) -> bool:
    """Whether the apply node of op ``name`` has the dtype that :func:`apply` gives it; it may have been told another."""
    if name not in ELEMENTWISE:
        return True
    dtypes = tuple(variable.dtype for variable in node.inputs)
    return any(usual_dtype(name, dtypes, floatx) == node.outputs[0].dtype for floatx in FLOATX)


@functools.lru_cache(1000)
def usual_dtype(name: str, dtypes: tuple[str, ...], floatx: str) -> str:
    """The dtype of the elementwise op ``name``, applied to inputs of these dtypes under this ``floatX``."""
    with change_flags(floatX=floatx, compute_test_value="off"):
        scalars = [scal.get_scalar_type(dtype).make_variable() for dtype in dtypes]
        return str(ELEMENTWISE[name].make_node(*scalars).outputs[0].dtype)


def apply(name: str, params: Mapping[str, Any], inputs: Sequence[Any], where: str) -> list[Any]:
    """Apply the op ``name`` to Theano variables and return its outputs; of ``theano.scalar``'s variables, such ones.

    Raises :class:`AnswersError` for an unknown op or parameters of the wrong kind, and whatever Theano raises when
    the op refuses its inputs.
    """
    lifted = not inputs or not all(isinstance(given.type, scal.Scalar) for given in inputs)
    if name in ELEMENTWISE:
        _check_params(params, {}, where)
        return outputs(_elemwise(name) if lifted else ELEMENTWISE[name], inputs)
    if name == "cast":
        _check_params(params, {"dtype": "dtype"}, where)
        cast = scal.Cast(scal.get_scalar_type(params["dtype"]))
        return outputs(elemwise.Elemwise(cast) if lifted else cast, inputs)
    if name in REDUCTIONS:
        _check_params(params, {"axis": "axes"}, where)
        return outputs(elemwise.CAReduce(REDUCTIONS[name], params["axis"]), inputs)
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
        expect(_KINDS[kind](params[key]), where, f"parameter {key} of kind {kind}", params[key])


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

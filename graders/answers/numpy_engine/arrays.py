"""Ops on whole arrays for ``interpreter``: shapes, indexing, sorting, linear algebra. One function an op.

Each takes the node and then the values of its inputs, and returns the value of its output, or a tuple of several. What
comes out need not have the node's dtype yet: ``interpreter`` casts it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..format import Node

Function = Callable[..., Any]


def _dimshuffle(node: Node, x: Any) -> Any:
    order = node.params["new_order"]
    kept = [axis for axis in order if axis != "x"]
    dropped = tuple(axis for axis in range(x.ndim) if axis not in kept)
    moved = np.transpose(x, kept + list(dropped)).reshape([x.shape[axis] for axis in kept])
    return np.expand_dims(moved, tuple(place for place, axis in enumerate(order) if axis == "x"))


def _axes(node: Node, x: Any) -> tuple[int, ...]:
    axis = node.params["axis"]
    return tuple(range(x.ndim) if axis is None else axis)


def _reduction(ufunc: Any) -> Function:
    """Reduce with ``ufunc``, in the accumulator's dtype where the op names one."""
    dtype = lambda node: node.params.get("acc_dtype") or node.types[0].dtype
    return lambda node, x: ufunc.reduce(x, axis=_axes(node, x), dtype=dtype(node))


def _argmax(node: Node, x: Any) -> Any:
    """Theano counts places along several axes as if these were one, the last."""
    axes = _axes(node, x)
    kept = [axis for axis in range(x.ndim) if axis not in axes]
    last = np.transpose(x, kept + list(axes)).reshape([x.shape[axis] for axis in kept] + [-1])
    return np.argmax(last, axis=-1)


def _dot(node: Node, x: Any, y: Any) -> Any:
    dtype = node.types[0].dtype
    return np.dot(x.astype(dtype), y.astype(dtype))


def _batched_dot(node: Node, x: Any, y: Any) -> Any:
    if len(x) != len(y):
        raise ValueError(f"expected batches of one length, got {len(x)} and {len(y)}")
    results = [_dot(node, one, another) for one, another in zip(x, y)]
    return np.stack(results) if results else np.zeros((0, *x.shape[1:-1], *y.shape[2:]))


def _rebroadcast(node: Node, x: Any) -> Any:
    for axis, broadcastable in node.params["axis"]:
        if broadcastable and x.shape[axis] != 1:
            raise ValueError(f"expected length 1 in dimension {axis}, got {x.shape[axis]}")
    return x


def _specify_shape(node: Node, x: Any, shape: Any) -> Any:
    if x.shape != tuple(shape):
        raise ValueError(f"expected the shape {tuple(shape)}, got {x.shape}")
    return x


def _split(node: Node, x: Any, axis: Any, lengths: Any) -> Any:
    if len(lengths) != node.params["len_splits"] or lengths.sum() != x.shape[int(axis)] or (lengths < 0).any():
        raise ValueError(f"expected lengths that sum to {x.shape[int(axis)]}, got {lengths}")
    return tuple(np.split(x, np.cumsum(lengths)[:-1], axis=int(axis)))


def _permute_row_elements(node: Node, x: Any, order: Any, inverse: Any) -> Any:
    rows, places = np.broadcast_arrays(x, order) if x.ndim == order.ndim else (x, order)
    return np.take_along_axis(rows, np.argsort(places, axis=-1) if inverse else places, axis=-1)


def _alloc_diag(node: Node, x: Any) -> Any:
    offset = node.params["offset"]
    size = x.shape[-1] + abs(offset)
    result = np.zeros((*x.shape[:-1], size, size), x.dtype)
    place = np.arange(x.shape[-1])
    result[..., place + max(0, -offset), place + max(0, offset)] = x
    return np.moveaxis(result, (-2, -1), sorted((node.params["axis1"], node.params["axis2"])))


def _fill_diagonal(node: Node, x: Any, value: Any) -> Any:
    result = x.copy()
    np.fill_diagonal(result, value)
    return result


def _index(node: Node, values: Sequence[Any]) -> tuple[Any, ...]:
    """The index of a subtensor: fixed numbers, and ``values`` where the entry names a dtype."""
    left = iter(values)

    def entry(part: Any) -> Any:
        if isinstance(part, dict):
            return slice(*[entry(bound) for bound in part["slice"]])
        return int(next(left)) if isinstance(part, str) else part

    return tuple(entry(part) for part in node.params["index"])


def _changed(node: Node, x: Any, index: Any, y: Any) -> Any:
    """A copy of ``x`` with ``y`` put or added there; an entry that the index names twice is added to twice."""
    result = x.copy()
    if node.params["set_instead_of_inc"]:
        result[index] = y
    else:
        np.add.at(result, index, y.astype(x.dtype))
    return result


def _checked(x: Any, index: Sequence[Any]) -> tuple[Any, ...]:
    masks = (isinstance(part, np.ndarray) and part.dtype == bool for part in index)
    used = sum(part.ndim if mask else 1 for part, mask in zip(index, masks) if part is not None)
    if used > x.ndim:
        raise IndexError(f"expected an index of at most {x.ndim} dimensions, got {used}")
    return tuple(index)


def _cumulate(node: Node, x: Any) -> Any:
    accumulate = np.cumsum if node.params["mode"] == "add" else np.cumprod
    return accumulate(x, axis=node.params["axis"], dtype=x.dtype)


def _sorting(sort: Any) -> Function:
    return lambda node, x, axis: sort(x, None if axis is None else int(axis), node.params["kind"])


def _cholesky(node: Node, x: Any) -> Any:
    lower = np.linalg.cholesky(x)
    return lower if node.params["lower"] else lower.conj().T


def _solve(node: Node, a: Any, b: Any) -> Any:
    part = {"lower_triangular": np.tril, "upper_triangular": np.triu}.get(node.params["A_structure"], np.asarray)
    return np.linalg.solve(part(a), b)


def _assert(node: Node, x: Any, *conditions: Any) -> Any:
    if not all(np.all(condition) for condition in conditions):
        raise AssertionError("expected every condition of an assert to hold")
    return x


def _view(node: Node, x: Any) -> Any:
    return x


TABLE: Mapping[str, Function] = {
    "dimshuffle": _dimshuffle, "sum": _reduction(np.add), "prod": _reduction(np.multiply),
    "prod_without_zeros": lambda node, x: _reduction(np.multiply)(node, np.where(x == 0, np.ones_like(x), x)),
    "max_and_argmax": lambda node, x: (np.max(x, axis=_axes(node, x)), _argmax(node, x)), "argmax": _argmax,
    "all": lambda node, x: np.all(x, axis=_axes(node, x)), "any": lambda node, x: np.any(x, axis=_axes(node, x)),
    **{f"reduce_{name}": _reduction(ufunc) for name, ufunc in {
        "max": np.maximum, "min": np.minimum, "or": np.bitwise_or, "and": np.bitwise_and, "xor": np.bitwise_xor,
        "add": np.add, "mul": np.multiply,
    }.items()},
    "dot": _dot, "batched_dot": _batched_dot,
    "reshape": lambda node, x, shape: x.reshape([int(size) for size in shape]),
    "tile": lambda node, x, times: np.tile(x, times), "rebroadcast": _rebroadcast, "specify_shape": _specify_shape,
    "shape": lambda node, x: np.array(x.shape, "int64"), "shape_i": lambda node, x: np.int64(x.shape[node.params["i"]]),
    "alloc": lambda node, value, *shape: np.full([int(size) for size in shape], value, value.dtype),
    "alloc_empty": lambda node, *shape: np.zeros([int(size) for size in shape]),
    "make_vector": lambda node, *entries: np.array(entries, node.types[0].dtype),
    "join": lambda node, axis, *parts: np.concatenate(parts, int(axis)), "split": _split,
    "arange": lambda node, *bounds: np.arange(*(bound.item() for bound in bounds), dtype=node.params["dtype"]),
    "eye": lambda node, n, m, k: np.eye(int(n), int(m), int(k)),
    "tri": lambda node, n, m, k: np.tri(int(n), int(m), int(k)),
    "nonzero": lambda node, x: np.stack(np.nonzero(x)),
    "choose": lambda node, x, choices: np.choose(x, choices, mode=node.params["mode"]),
    "default": lambda node, x, default: default if x is None else x, "permute_row_elements": _permute_row_elements,
    "extract_diag": lambda node, x: x.diagonal(node.params["offset"], node.params["axis1"], node.params["axis2"]),
    "alloc_diag": _alloc_diag, "diag_matrix": lambda node, x: np.diag(x),
    "tensor_from_scalar": _view, "scalar_from_tensor": _view,
    "subtensor": lambda node, x, *values: x[_index(node, values)],
    "inc_subtensor": lambda node, x, y, *values: _changed(node, x, _index(node, values), y),
    "make_slice": lambda node, *bounds: slice(*[None if bound is None else int(bound) for bound in bounds]),
    **dict.fromkeys(("advanced_subtensor1", "advanced_subtensor", "advanced_boolean_subtensor"),
                    lambda node, x, *index: x[_checked(x, index)]),
    **dict.fromkeys(("advanced_inc_subtensor1", "advanced_inc_subtensor", "advanced_boolean_inc_subtensor"),
                    lambda node, x, y, *index: _changed(node, x, _checked(x, index), y)),
    "cumulate": _cumulate, "diff": lambda node, x: np.diff(x, node.params["n"], node.params["axis"]),
    "repeat": lambda node, x, times: np.repeat(x, times, node.params["axis"]), "fill_diagonal": _fill_diagonal,
    "bartlett": lambda node, size: np.bartlett(int(size)),
    "searchsorted": lambda node, x, values, *sorter: np.searchsorted(x, values, node.params["side"], *sorter),
    "unique": lambda node, x: np.unique(x, **node.params), "sort": _sorting(np.sort), "argsort": _sorting(np.argsort),
    "matrix_inverse": lambda node, x: np.linalg.inv(x), "pinv": lambda node, x: np.linalg.pinv(x),
    "det": lambda node, x: np.linalg.det(x), "cholesky": _cholesky, "solve": _solve, "assert": _assert,
    "if_else": lambda node, yes, *branches: branches[: node.params["n_outs"]] if yes else branches[node.params["n_outs"] :],
    **dict.fromkeys(("view", "deep_copy", "consider_constant", "zero_grad", "undefined_grad", "disconnected_grad",
                     "grad_clip", "grad_scale"), _view),
}  # fmt: skip
"""Op name to function, for the ops of ``theano_ops.ROWS`` but those of ``numpy_neural`` and the loop."""

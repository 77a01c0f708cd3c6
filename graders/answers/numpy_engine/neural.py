"""Theano's ops for neural networks, for ``interpreter``. Rows are distributions; a ``target`` names an entry of each."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..format import Node


def _softmax(node: Node, x: Any) -> Any:
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _log_softmax(node: Node, x: Any) -> Any:
    below = x - x.max(axis=1, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=1, keepdims=True))


def _biased(x: Any, bias: Any) -> Any:
    if len(bias) != x.shape[1]:
        raise ValueError(f"expected a bias of length {x.shape[1]}, got {len(bias)}")
    return x + bias


def _softmax_with_bias(node: Node, x: Any, bias: Any) -> Any:
    return _softmax(node, _biased(x, bias)) if x.size else x


def _softmax_grad(node: Node, gradient: Any, softmax: Any) -> Any:
    product = gradient * softmax
    return product - product.sum(axis=1, keepdims=True) * softmax


def _rows(target: Any, matrix: Any) -> Any:
    if len(target) != len(matrix) or (target < 0).any():
        raise ValueError(f"expected {len(matrix)} targets of 0 or more, got {target}")
    return np.arange(len(matrix))


def _cross_entropy_grad(node: Node, gradient: Any, distribution: Any, target: Any) -> Any:
    result, rows = np.zeros_like(distribution), np.arange(len(gradient))
    result[rows, target] = -gradient / distribution[rows, target]
    return result


def _cross_entropy_softmax(node: Node, x: Any, bias: Any, target: Any) -> Any:
    biased = _biased(x, bias)
    losses = -_log_softmax(node, biased)[_rows(target, x), target]
    return losses, _softmax(node, biased), biased.argmax(axis=1)


def _cross_entropy_softmax_grad(node: Node, gradient: Any, softmax: Any, target: Any) -> Any:
    factor = np.broadcast_to(gradient, len(softmax))
    result = factor[:, None] * softmax
    result[_rows(target, softmax), target] -= factor
    return result


def _sparse_block_gemv(node: Node, start: Any, weights: Any, x: Any, rows: Any, columns: Any) -> Any:
    result = start.copy()
    for batch, place, block in np.ndindex(*start.shape[:2], x.shape[1]):
        result[batch, place] += x[batch, block] @ weights[rows[batch, block], columns[batch, place]]
    return result


def _sparse_block_outer(node: Node, start: Any, x: Any, y: Any, rows: Any, columns: Any, factor: Any) -> Any:
    """Theano ignores the factor too."""
    result = start.copy()
    for batch, i, j in np.ndindex(len(x), rows.shape[1], columns.shape[1]):
        result[rows[batch, i], columns[batch, j]] += np.outer(x[batch, i], y[batch, j])
    return result


def _batch_norm_train(node: Node, x: Any, scale: Any, bias: Any, epsilon: Any, share: Any, *running: Any) -> Any:
    axes = tuple(node.params["axes"])
    mean, variance = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    inverse = 1 / np.sqrt(variance + epsilon)
    results = [(x - mean) * inverse * scale + bias, mean, inverse]
    if running:
        count = x.size / mean.size
        unbiased = variance * count / (count - 1)
        results += [old * (1 - share) + new * share for old, new in zip(running, (mean, unbiased))]
    return results


def _batch_norm_train_grad(node: Node, x: Any, gradient: Any, scale: Any, mean: Any, inverse: Any, epsilon: Any) -> Any:
    axes = tuple(node.params["axes"])
    normal = (x - mean) * inverse
    to_scale, to_bias = ((gradient * factor).sum(axes, keepdims=True) for factor in (normal, 1))
    change = gradient * inverse - normal * inverse * (gradient * normal).mean(axes, keepdims=True)
    return scale * (change - change.mean(axes, keepdims=True)), to_scale, to_bias


TABLE: Mapping[str, Callable[..., Any]] = {
    "softmax": _softmax, "log_softmax": _log_softmax, "softmax_with_bias": _softmax_with_bias,
    "softmax_grad": _softmax_grad,
    "crossentropy_one_hot": lambda node, rows, target: -np.log(rows[np.arange(len(rows)), target]),
    "crossentropy_one_hot_grad": _cross_entropy_grad, "crossentropy_softmax_argmax": _cross_entropy_softmax,
    "crossentropy_softmax_grad": _cross_entropy_softmax_grad, "sparse_block_gemv": _sparse_block_gemv,
    "sparse_block_outer": _sparse_block_outer, "batch_norm_train": _batch_norm_train,
    "batch_norm_train_grad": _batch_norm_train_grad,
    "batch_norm_inference": lambda node, x, scale, bias, mean, variance, epsilon:
        (x - mean) / np.sqrt(variance + epsilon) * scale + bias,
}  # fmt: skip
"""Op name to function, as in ``numpy_arrays``."""

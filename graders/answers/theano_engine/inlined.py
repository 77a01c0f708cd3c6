"""Ops that stand for a graph of other ops: they cross as that graph, and the format needs no word for them."""

from collections.abc import Callable, Mapping
from typing import Any

import theano
import theano.tensor as T
from theano.compile.builders import OpFromGraph
from theano.configparser import change_flags
from theano.gof import graph
from theano.scalar import Composite
from theano.tensor import blas
from theano.tensor.elemwise import Elemwise


def _added_product(z: Any, alpha: Any, x: Any, y: Any, beta: Any) -> Any:
    return beta * z + alpha * T.dot(x, y)


PRODUCTS: Mapping[type, Callable[..., Any]] = {
    blas.Gemv: _added_product,
    blas.Gemm: _added_product,
    blas.Ger: lambda z, alpha, x, y: z + alpha * T.outer(x, y),
    blas.Dot22: T.dot,
    blas.Dot22Scalar: lambda x, y, alpha: alpha * T.dot(x, y),
}
"""The formulas of BLAS's products."""


def inlined(node: Any) -> list[Any] | None:
    """The outputs of an apply node, computed without its op; None for an op that stands for itself."""
    op = node.op
    if type(op) is OpFromGraph:
        return theano.clone(op.local_outputs, dict(zip(op.local_inputs, node.inputs)))
    if type(op) is Composite:
        return theano.clone(op.outputs, dict(zip(op.inputs, node.inputs)))
    with change_flags(compute_test_value="off"):
        if type(op) is Elemwise and type(op.scalar_op) is Composite:
            return _entry_by_entry(node)
        # One in place has no formula: what it writes into may be used elsewhere.
        if type(op) in PRODUCTS and not getattr(op, "destroy_map", None):
            return [_product(node)]
    return None


def _entry_by_entry(node: Any) -> list[Any]:
    """The graph within a lifted ``Composite``, every op of it lifted by itself."""
    inner = node.op.scalar_op
    made = dict(zip(inner.inputs, node.inputs))
    for step in graph.io_toposort(inner.inputs, inner.outputs):
        operands = [made[one] if one in made else T.constant(one.data, dtype=one.dtype) for one in step.inputs]
        made.update(zip(step.outputs, Elemwise(step.op)(*operands, return_list=True)))
    results = [made[one] for one in inner.outputs]
    for given in node.inputs:  # every input has its part in the shape, used or not
        results = [one if one.broadcastable == node.outputs[0].broadcastable else T.fill(given, one) for one in results]
    return results


def _product(node: Any) -> Any:
    (output,) = node.outputs
    inputs = [T.cast(given, output.dtype) if given.ndim == 0 else given for given in node.inputs]
    return T.patternbroadcast(PRODUCTS[type(node.op)](*inputs), output.broadcastable)

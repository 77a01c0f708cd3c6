"""Every op of the table crosses: what is rebuilt computes the same values in the same dtypes."""

import itertools
import re

import numpy as np
import pytest
import theano
import theano.tensor as T
from theano import scalar as scal
from theano.configparser import change_flags
from theano.gof import graph
from theano.tensor import basic, elemwise, extra_ops
from theano_cases import SAMPLES, cases, m, n, p, square

from graders.answers import format as answers_format
from graders.answers.format import AnswersError
from graders.answers.theano_engine import ops

# Theano's Python code for the ops of a time before NumPy 1.20 and SciPy 1.10.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:theano"),
    pytest.mark.filterwarnings("ignore::FutureWarning:theano"),
    pytest.mark.filterwarnings("ignore:Tile op is deprecated"),
]

CHANGED = {"deep_copy", "consider_constant", "zero_grad", "undefined_grad", "disconnected_grad", "grad_clip", "grad_scale"}
"""Rebuilt as a plain view."""
ZEROED = {"alloc_empty", "scan"}
"""Rebuilt with zeros where there was memory as it happened to be: a loop writes its results into such memory."""
PADDED = {"choose"}
"""Rebuilt with a dimshuffle more, which does nothing: Theano makes one whenever the op is applied."""


def evaluate(function):
    """What a compiled function makes of the samples, whatever it takes."""
    return function(*(np.array(SAMPLES[given.name], given.variable.dtype) for given in function.maker.inputs))


def test_every_op_has_a_case():
    assert set(cases()) == ops.NAMES


@pytest.mark.parametrize("name", sorted(ops.NAMES))
def test_an_op_crosses(name, message_of, cross):
    outputs = cases()[name]
    f = theano.function([leaf for leaf in graph.inputs(outputs) if leaf.name in SAMPLES], outputs)
    assert name in {node["op"] for node in message_of(f=f)["nodes"]}
    wanted, got = evaluate(f), evaluate(cross(f=f)["f"])
    assert [value.dtype for value in got] == [value.dtype for value in wanted]
    for one, another in zip(got, wanted, strict=True):
        np.testing.assert_array_equal(one, another)
    assert not any(np.isnan(value).any() for value in wanted if value.dtype.kind == "f")


@pytest.mark.parametrize("name", sorted(ops.NAMES - CHANGED - ZEROED - PADDED))
def test_what_was_rebuilt_crosses_again_as_it_was(name, message_of, cross):
    first = message_of(z=cases()[name])
    assert message_of(**cross(z=cases()[name])) == first


@pytest.mark.parametrize("name", sorted(ops.ELEMENTWISE))
def test_an_elementwise_op_keeps_its_types(name, cross):
    scalar_op = ops.ELEMENTWISE[name]
    kept = 0
    for dtype, floatx in itertools.product(["float32", "int8", "uint8", "int32", "bool"], ops.FLOATX):
        arguments = [T.matrix(dtype=dtype), T.vector(dtype=dtype), T.row(dtype=dtype)]
        try:
            with change_flags(floatX=floatx):
                z = elemwise.Elemwise(scalar_op)(*arguments[: scalar_op.nin if scalar_op.nin > 0 else 3])
        except (TypeError, NotImplementedError):
            continue  # it does not exist for this dtype, so no student can have it
        assert cross(z=z)["z"].type == z.type
        kept += 1
    assert kept


@pytest.mark.parametrize("name", sorted(ops.ELEMENTWISE))
def test_an_elementwise_op_on_scalars_stays_scalar(name, cross, message_of):
    scalar_op = ops.ELEMENTWISE[name]
    kept = 0
    for dtype in ("float64", "float32", "int8", "uint8", "bool"):
        arguments = [scal.get_scalar_type(dtype)() for _ in range(scalar_op.nin if scalar_op.nin > 0 else 3)]
        try:
            z = scalar_op(*arguments)
        except (TypeError, NotImplementedError):
            continue  # it does not exist for this dtype
        assert {node["op"] for node in message_of(z=z)["nodes"]} == {"input", name}
        assert cross(z=z)["z"].type == z.type
        kept += 1
    assert kept


def test_gradients_cross(cross):
    cost = T.sum(T.nnet.softmax(T.tanh(T.dot(m.T, square)) ** 2)[:, 0]) + T.max(m) * T.nnet.sigmoid(m[0, 1]).sum()
    f = theano.function([m, square], T.grad(cost, [m, square]))
    for one, another in zip(evaluate(cross(f=f)["f"]), evaluate(f), strict=True):
        np.testing.assert_array_equal(one, another)


def test_memory_as_it_happens_to_be_crosses_as_zeros(cross):
    z = T.AllocEmpty("float32")(n, 1)
    crossed = cross(f=theano.function([n], z), z=z)
    assert crossed["z"].type == z.type
    assert crossed["f"](2).tolist() == [[0], [0]]


class MyDot(basic.Dot):
    """Not Theano's class, so it may carry code."""


class MyScalarOp(type(scal.add)):
    """Not Theano's class, so it may carry code."""


@pytest.mark.parametrize(
    "op",
    [
        MyDot(),
        elemwise.Elemwise(MyScalarOp(scal.upcast_out)),
        elemwise.CAReduce(MyScalarOp(scal.upcast_out)),
        MyScalarOp(scal.upcast_out),
        extra_ops.CpuContiguous(),
    ],
)
def test_an_op_outside_the_table_is_not_recognised(op):
    assert ops.recognise(op) is None


def test_the_message_of_an_assert_stays_behind(message_of):
    # Theano would paste it into the C code that it compiles, unquoted enough to run anything.
    z = T.opt.Assert('\\"); exit(42); {//')(p, n > 0)
    assert "exit" not in str(message_of(z=z))


WRONG = {
    "int": [None, True, 1.0, "1", 1 << 31, [1]], "int?": [False, 1.0, "1", [None]], "bool": [None, 1, 0, "true"],
    "count": [-1, answers_format.MAX_INPUTS + 1, True, 1.0, None], "dimensions": [-1, 9, 2**40, True, 2.0, None],
    "word": [None, 1, "", "two words", 'a"', "a\\", "a\n", "x" * 21, "\u03c0"],
    "dtype": [None, 1, "object", "str", "floatX", ""], "dtype?": [1, "object", "", ["int8"]],
    "axes": [1, "0", [None], [True], [0.0], [[0]], list(range(9)), {"0": 0}],
    "taps": [None, [-1], [[]], [[0]], [[1, -1]], [[-1.0]], [["-1"]], [[True]], [[-1]] * 9, [[-1] * 9], [[-(2**31)]]],
    "order": [None, 0, "x", [None], ["y"], [-1], [True], [0.0], list(range(9))],
    "pattern": [None, [0], [[0]], [[0, 1]], [[-1, True]], [[True, True]], [["0", True]], [[0, True, True]]],
    "index": [None, 0, [None], [1.0], [True], ["str"], [[0]], [{}], [{"slice": [1]}], [{"slice": [1, 2, 3.0]}],
              [{"slice": [1, 2, [3]]}], [{"slice": [1, 2, 3], "more": 1}], [{"slice": None}], [0] * 9],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(row.name for row in ops.ROWS.values() if row.kinds))
def test_a_parameter_of_the_wrong_kind_is_refused(name):
    (kinds,) = {tuple(row.kinds.items()) for row in ops.ROWS.values() if row.name == name}
    node = cases()[name][0].owner
    while ops.recognise(node.op)[0] != name:
        node = next(parent.owner for parent in node.inputs if parent.owner is not None)
    legal = ops.recognise(node.op)[1]
    for key, kind in kinds:
        for wrong in WRONG[kind]:
            with pytest.raises(AnswersError, match=f"^here: expected parameter {key} of kind {re.escape(kind)}"):
                ops.apply(name, {**legal, key: wrong}, node.inputs, "here")
    with pytest.raises(AnswersError, match=r"^here: expected the parameters"):
        ops.apply(name, {**legal, "inplace": True}, node.inputs, "here")
    with pytest.raises(AnswersError, match=r"^here: expected the parameters"):
        ops.apply(name, {}, node.inputs, "here")


@pytest.mark.parametrize("name", ["composite", "", "input", "shared", "__class__", "Add"])
def test_an_unknown_op_is_refused(name):
    with pytest.raises(AnswersError, match=r"^here: expected an op of the table"):
        ops.apply(name, {}, [p], "here")


@pytest.mark.parametrize("name", ["add", "cast", "reduce_max"])
def test_an_elementwise_op_or_reduction_takes_no_other_parameters(name):
    with pytest.raises(AnswersError, match=r"^here: expected the parameters"):
        ops.apply(name, {"axis": None, "dtype": "int8", "inplace_pattern": {"0": 0}}, [p], "here")

"""The interpreter computes what Theano computes, for every op of the table, without Theano."""

import subprocess
import sys

import numpy as np
import pytest
import theano
import theano.tensor as T
import theano_cases
import theano_loops
from theano.gof import graph

from graders.answers import wire
from graders.answers.format import Answers, Function, FunctionInput, Node, Type
from graders.answers.numpy_engine import ops as numpy_ops
from graders.answers.numpy_engine.load import EvaluationError, Interpreter, NotInterpreted
from graders.answers.theano_engine import ops

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:theano"),
    pytest.mark.filterwarnings("ignore::FutureWarning:theano"),
    pytest.mark.filterwarnings("ignore:Tile op is deprecated"),
]

x, v = T.dscalar("x"), T.dvector("v")
n = T.lscalar("n")
INTERPRETED = numpy_ops.NAMES


@pytest.fixture(name="interpreted")
def fixture_interpreted(message_of):
    """The interpreter for some named functions, which have crossed; ``call(0, ...)`` is the first one."""

    def interpreted(**functions):
        return Interpreter(wire.from_json(message_of(**functions)))

    return interpreted


def same(got, wanted):
    for one, another in zip(got, wanted, strict=True):
        assert (one.dtype, one.shape) == (another.dtype, another.shape)
        np.testing.assert_allclose(one, another, rtol=1e-6 if one.dtype == "float32" else 1e-12, atol=1e-15)


def test_every_op_is_interpreted():
    assert INTERPRETED == ops.NAMES


@pytest.mark.parametrize("name", sorted(ops.NAMES))
def test_an_op_is_computed_as_theano_does(name, interpreted):
    outputs, samples = theano_cases.cases()[name], theano_cases.SAMPLES
    inputs = [leaf for leaf in graph.inputs(outputs) if leaf.name in samples]
    f = theano.function(inputs, outputs)
    values = [np.array(samples[leaf.name], leaf.dtype) for leaf in inputs]
    same(interpreted(f=f).call(0, *values), f(*values))


@pytest.mark.parametrize("how", theano_loops.LOOPS)
def test_a_loop_is_computed_as_theano_does(how, interpreted):
    z = theano_loops.LOOPS[how]()
    outputs, samples = z if isinstance(z, list) else [z], theano_loops.SAMPLES
    inputs = [leaf for leaf in graph.inputs(outputs) if leaf.name in samples]
    f = theano.function(inputs, outputs)
    values = [np.array(samples[leaf.name], leaf.dtype) for leaf in inputs]
    same(interpreted(f=f).call(0, *values), f(*values))


def test_a_loop_updates_its_shared_variables(interpreted):
    state = theano.shared(1.0, name="state")
    z, updates = theano.scan(lambda: (2 * state, {state: state + 1}), n_steps=n)
    ours = interpreted(f=theano.function([n], z, updates=updates))
    assert ours.call(0, np.array(3)).tolist() == [2, 4, 6]
    assert [value.tolist() for value in ours.state.values()] == [4]


def test_a_loop_may_look_back_into_a_short_buffer(interpreted):
    z = theano.scan(lambda a, b: a + b, outputs_info=[{"initial": v, "taps": [-2, -1]}], n_steps=6)[0][-1]
    # A copy is dumped as it was optimised: with a buffer of as many values as are looked back at.
    f = theano.function([v], z, mode=theano.Mode("py", "fast_run").excluding("fusion"))
    start = np.array([1.0, 1.0])
    # Only the interpreter's: the copy itself returns 13, by a mistake of Theano's.
    assert interpreted(f=f.copy()).call(0, start)[0] == f(start) == 21


def test_updates_are_computed_before_any_is_done(interpreted):
    one, two = theano.shared(1), theano.shared(10)
    ours = interpreted(f=theano.function([], [one, two + one], updates=[(one, two), (two, one + two)]))
    assert [value.tolist() for value in ours.call(0)] == [1, 11]
    assert [value.tolist() for value in ours.call(0)] == [10, 21]
    assert sorted(value.tolist() for value in ours.state.values()) == [11, 21]


def test_a_default_that_updates_itself_goes_on(interpreted):
    ours = interpreted(f=theano.function([v, theano.In(x, value=1.0, update=x + v.sum())], 10 * x))
    two = np.array([2.0])
    assert [ours.call(0, two), ours.call(0, two), ours.call(0, two, np.array(100.0)), ours.call(0, two)] == [
        10,
        30,
        1000,
        1020,
    ]


@pytest.mark.parametrize(
    ("outputs", "packed"), [(x, 3), ([x, -x], [3, -3]), ({"a": x, "b": -x}, {"a": 3, "b": -3}), ([], [])]
)
def test_outputs_are_packed_for_the_caller(outputs, packed, interpreted):
    assert interpreted(f=theano.function([x], outputs, on_unused_input="ignore")).call(0, np.array(3.0)) == packed


def test_what_comes_out_belongs_to_the_caller(interpreted):
    state = theano.shared(np.zeros(2))
    ours, given = interpreted(f=theano.function([v], [v, state, v[:1]])), np.ones(2)
    for output in ours.call(0, given):
        output += 5
    assert [output.tolist() for output in ours.call(0, given)] == [[1, 1], [0, 0], [1]]


WHOLE = {"int8": [-128, 127, 100, -1], "uint8": [0, 255, 200, 7], "int64": [-(2**63), 2**63 - 1, 2**62, -3]}


@pytest.mark.parametrize("dtype", WHOLE)
def test_whole_numbers_wrap(dtype, interpreted):
    a = T.vector("a", dtype=dtype)
    f = theano.function([a], [a + a, a * a, a - 2 * a, abs(a), -a, a // 3, a % 3, a.sum(dtype=dtype), a**2])
    values = np.array(WHOLE[dtype], dtype)
    same(interpreted(f=f).call(0, values), f(values))


REFUSED = {
    "lengths that differ": (lambda: v + v[1:], "add"), "an index out of range": (lambda: v[7], "subtensor"),
    "a shape that does not fit": (lambda: v.reshape((2, 2)), "reshape"),
    "a false assertion": (lambda: T.opt.assert_op(v, v.sum() < 0), "assert"),
    "a whole number by zero": (lambda: v[0].astype("int8") // 0, "int_div"),
    "a vector of one entry is not broadcast": (lambda: v * T.ones((v.shape[0] - 2,)), "mul"),
}  # fmt: skip


@pytest.mark.parametrize("how", REFUSED)
def test_what_theano_refuses_is_refused_by_the_node(how, interpreted):
    make, op = REFUSED[how]
    ours = interpreted(f=theano.function([v], make()))
    with pytest.raises(EvaluationError, match=rf"^node \d+ \({op}\): \w+: "):
        ours.call(0, np.arange(3.0))


@pytest.mark.parametrize(
    "arguments", [(), (1.0,), (np.float32(1),), (np.zeros(1),), (np.array(1.0),) * 2, (np.array(1, "f4"),)]
)
def test_arguments_fit_exactly(arguments, interpreted):
    with pytest.raises(TypeError, match=r"^expected "):
        interpreted(f=theano.function([x], x)).call(0, *arguments)


def test_an_op_that_it_does_not_know_is_named():
    scalar = Type("tensor", "float64")
    nodes = (Node("input", types=(scalar,)), Node("convolve", {}, ((0, 0),), (scalar,)))
    ours = Interpreter(Answers(nodes, (Function((FunctionInput((0, 0)),), ((1, 0),), "one"),)))
    with pytest.raises(NotInterpreted, match=r"got 'convolve'$"):
        ours.call(0, np.array(1.0))


def test_theano_is_not_needed():
    said = "print([name for name in sys.modules if name.startswith('theano')])"
    source = f"import sys, graders.answers.numpy_engine.load\n{said}"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

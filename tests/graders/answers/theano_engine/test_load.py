"""Functions and variables come back as what they were: same values, same types, same packing, same objects."""

import numpy as np
import pytest
import theano
import theano.tensor as T
from theano import In
from theano.compile.function_module import Function as TheanoFunction
from theano.gof import graph

from exercises.checking.description import Placeholder
from graders.answers.format import DTYPES, Answers, AnswersError, Array, Function, FunctionInput, Node, Type, Value
from graders.answers.theano_engine import load as loader

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:theano")

x, y = T.dscalars("x", "y")
inc = T.lscalar("inc")


def new_state(value=0):
    return theano.shared(np.asarray(value), name="state")


def accumulator(state, **options):
    return theano.function([inc], [state, 2 * state], updates=[(state, state + inc)], **options)


def same(got, wanted):
    """Assert equal values, dtypes and containers."""
    assert type(got) is type(wanted)
    if isinstance(wanted, dict):
        assert list(got) == list(wanted)
        got, wanted = list(got.values()), list(wanted.values())
    if wanted is None:
        return
    for one, another in zip(*((items if isinstance(items, list) else [items]) for items in (got, wanted)), strict=True):
        assert (one.dtype, one.shape) == (another.dtype, another.shape)
        np.testing.assert_array_equal(one, another)


PACKED = {
    "bare": lambda: theano.function([x, y], x * y + 3),
    "list of one": lambda: theano.function([x, y], [x * y]),
    "list": lambda: theano.function([x, y], [x * y, x, T.stack([x, y])]),
    "dictionary": lambda: theano.function([x, y], {"sum": x + y, "first": x}),
    "empty list": lambda: theano.function([x, y], [], on_unused_input="ignore"),
    "nothing": lambda: theano.function([x, y], None, on_unused_input="ignore"),
    "an input": lambda: theano.function([x, y], y, on_unused_input="ignore"),
    "a constant": lambda: theano.function([x, y], T.constant(3.0), on_unused_input="ignore"),
    "one expression twice": lambda: theano.function([x, y], [z := x + y, z]),
    "givens": lambda: theano.function([x, y], (z := x * x) + z, givens={z: 2 * y}, on_unused_input="ignore"),
    "copy": lambda: theano.function([x, y], x * y).copy(),
    "other mode": lambda: theano.function([x, y], x * y / y, mode=theano.Mode("py", None)),
    "borrowed": lambda: theano.function([In(x, borrow=True), In(y, mutable=True)], theano.Out(x - y, borrow=True)),
}


@pytest.mark.parametrize("how", PACKED)
def test_outputs_are_packed_as_they_were(how, cross):
    f = PACKED[how]()
    same(cross(f=f)["f"](2.0, 5.0), f(2.0, 5.0))


def test_updates_cross(cross):
    state = new_state([1, 2])
    f = accumulator(state)
    crossed = cross(f=f, state=state)
    for step in (3, 0, -7):
        same(crossed["f"](step), f(step))
        same(crossed["state"].get_value(), state.get_value())


@pytest.mark.parametrize("outputs", [None, []])
def test_updates_without_outputs_cross(outputs, cross):
    state = new_state(5)
    f = theano.function([inc], outputs, updates={state: state * inc})
    crossed = cross(f=f, state=state)
    assert crossed["f"](3) == f(3)
    assert crossed["state"].get_value() == 15


def test_a_default_update_crosses(cross):
    state = new_state(5)
    state.default_update = state + 1
    f = theano.function([], 2 * state)
    crossed = cross(f=f, quiet=theano.function([], state, no_default_updates=True), state=state)
    assert [crossed["f"](), crossed["f"](), crossed["quiet"]()] == [10, 12, 7]


def test_an_unchanged_shared_variable_is_read_when_called(cross):
    state = new_state(5)
    crossed = cross(state=state, f=theano.function([x], x + state))
    crossed["state"].set_value(7)
    assert crossed["f"](1) == 8
    assert state.get_value() == 5


def test_givens_for_a_shared_variable_cross(cross):
    state = new_state(5)
    crossed = cross(f=theano.function([inc], 2 * state, givens={state: inc}), state=state)
    assert crossed["f"](4) == 8
    assert crossed["state"].get_value() == 5


def test_one_shared_variable_stays_one(cross):
    state = new_state()
    both = [accumulator(state), theano.function([inc], updates=[(state, state - inc)])]
    crossed = cross(both=both, state=state, again=state, held=(state, state + 1))
    up, down = crossed["both"]
    up(5), down(2), up(1)
    assert crossed["state"] is crossed["again"] is crossed["held"][0] is up.maker.inputs[1].variable
    assert crossed["state"] in graph.inputs([crossed["held"][1]])
    assert crossed["state"].get_value() == 4
    assert state.get_value() == 0


def test_equal_shared_variables_stay_two(cross):
    crossed = cross(f=accumulator(one := new_state()), one=one, two=new_state())
    crossed["f"](5)
    assert [crossed["one"].get_value(), crossed["two"].get_value()] == [5, 0]


def test_variables_that_belong_together_stay_together(cross):
    z = (w := x + y) * x
    crossed = cross(x=x, w=w, z=z, pair=[w, w])
    assert crossed["z"].owner.inputs == [crossed["w"], crossed["x"]]
    assert crossed["pair"] == [crossed["w"]] * 2
    assert [variable.name for variable in graph.inputs([crossed["z"]])] == ["x", "y"]


def test_copies_of_a_function_cross(cross):
    state, other = new_state(), new_state(100)
    f = theano.function([inc], [state + 0, 2 * state], updates=[(state, state + inc)])
    names = {"f": f, "shared": f.copy(share_memory=True), "swapped": f.copy(swap={state: other}),
             "reader": f.copy(delete_updates=True), "plain": f.copy()}  # fmt: skip
    crossed = cross(state=state, other=other, **names)
    for step, name in enumerate([*names, *names]):
        same(crossed[name](step), names[name](step))
        assert crossed["state"].get_value() == state.get_value()
        assert crossed["other"].get_value() == other.get_value()


def test_a_swapped_state_may_be_an_output_itself(cross):
    state, other = new_state(), new_state(100)
    f = accumulator(state).copy(swap={state: other})
    crossed = cross(f=f, again=f.copy(), state=state, other=other)
    same(crossed["f"](10), f(10))
    same(crossed["again"](1), f(1))
    assert [crossed["state"].get_value(), crossed["other"].get_value()] == [0, 111]


def test_names_of_inputs_cross(cross):
    inputs = [In(x, name="width"), In(y, name="height"), T.dscalar()]
    f = cross(f=theano.function(inputs, x - y, on_unused_input="ignore"))["f"]
    assert [given.name for given in f.maker.inputs] == ["width", "height", None]
    g = cross(f=theano.function(inputs[:2], x - y))["f"]
    assert g(height=2, width=5) == 3


def test_defaults_cross(cross):
    f = cross(f=theano.function([x, In(y, value=2.0)], x - y))["f"]
    assert [f(5), f(5, 1), f(5)] == [3, 4, 3]


def test_an_input_that_updates_itself_crosses(cross):
    f = theano.function([inc, In(x, value=1.0, update=x + inc)], 10 * x)
    f(5)
    g = cross(f=f)["f"]
    assert [g(1), g(1), g(1, 100), g(1)] == [f(1), f(1), f(1, 100), f(1)] == [60, 70, 1000, 1010]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("allow_downcast", [None, False, True])
def test_what_an_input_accepts_crosses(strict, allow_downcast, cross):
    small = T.fscalar("small")
    f = theano.function([In(small, strict=strict, allow_downcast=allow_downcast)], 2 * small)
    g = cross(f=f)["f"]
    for value in (0.5, 0.1, np.float64(0.1), np.array(0.1, "float32")):
        try:
            wanted = f(value)
        except TypeError:
            with pytest.raises(TypeError):
                g(value)
        else:
            same(g(value), wanted)


PATTERNS = [(), (False,), (True,), (False, False), (True, False), (True, True), (False, True), (True, False, False)]


@pytest.mark.parametrize("dtype", DTYPES)
def test_shared_variables_of_every_type_cross(dtype, cross):
    unit = 0.5 + 0.5j if "complex" in dtype else 1
    for pattern in PATTERNS:
        shape = tuple(1 if one else size for one, size in zip(pattern, (2, 3, 2)))
        value = np.array(np.arange(np.prod(shape, dtype=int)).reshape(shape) % 3 * unit, dtype)
        state = theano.shared(value, name="state", broadcastable=pattern)
        crossed = cross(state=state, f=theano.function([], updates=[(state, state * state)]))
        assert (crossed["state"].type, crossed["state"].name) == (state.type, "state")
        same(crossed["state"].get_value(), value)
        crossed["f"]()
        same(crossed["state"].get_value(), np.array(value * value))


@pytest.mark.parametrize("dtype", DTYPES)
def test_arrays_and_constants_of_every_type_cross(dtype, cross):
    for value in (np.ones((), dtype), np.ones((2, 0, 3), dtype), np.arange(6).astype(dtype).reshape(2, 3).T):
        crossed = cross(array=value, swapped=value.astype(value.dtype.newbyteorder(">")), constant=T.constant(value))
        same(crossed["array"], value)
        same(crossed["swapped"], value)
        same(crossed["constant"].data, value)
        assert crossed["array"].flags.writeable


@pytest.mark.parametrize("floatx", ["float32", "float64"])
def test_either_floatx_crosses(floatx, cross):
    with theano.configparser.change_flags(floatX=floatx):
        n = T.iscalar("n")
        z = T.cast(T.true_div(n, 2), "floatX") + T.arange(n).mean() + T.nnet.sigmoid(T.bvector("v")).sum()
    crossed = cross(z=z)["z"]
    assert crossed.type == z.type


def test_placeholders_are_rebuilt_with_their_sentences(cross):
    builtin, symbolic = "a built-in Python function", "a symbolic Theano expression"
    assert cross(f=len)["f"] == Placeholder(builtin, kind=builtin)
    why = "uses a variable of type Generic, which the grader does not know."
    assert cross(f=theano.gof.generic())["f"] == Placeholder(symbolic, why, symbolic)


def test_none_as_a_variable_crosses(cross):
    assert cross(z=theano.tensor.type_other.NoneConst)["z"] is theano.tensor.type_other.NoneConst


SCALAR = Type("tensor", "float64", ())
ONE = Array("float64", (), np.float64(1).tobytes())
LEAF = Node("input", types=(SCALAR,), name="x")


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        ([Node("tanh", {}, ((0, 0),), (Type("tensor", "float32", ()),))], r"^node 1 \(tanh\): expected outputs of "),
        ([Node("tanh", {}, ((0, 0),), (Type("tensor", "float64", (False,)),))], r"^node 1 \(tanh\): expected outputs of "),
        ([Node("tanh", {}, ((0, 0),), (SCALAR, SCALAR))], r"^node 1 \(tanh\): expected outputs of "),
        ([Node("tanh", {}, ((0, 0), (0, 0)), (SCALAR,))], r"^node 1 \(tanh\): Theano refuses it"),
        ([Node("add", {}, (), (SCALAR,))], r"^node 1 \(add\): Theano refuses it"),
        ([Node("dimshuffle", {"new_order": [3]}, ((0, 0),), (SCALAR,))], r"^node 1 \(dimshuffle\): Theano refuses it"),
        ([Node("reduce_add", {"axis": [5]}, ((0, 0),), (SCALAR,))], r"^node 1 \(reduce_add\): Theano refuses it"),
        ([Node("choose", {"mode": "nonsense"}, ((0, 0), (0, 0)), (SCALAR,))], r"^node 1 \(choose\): Theano refuses it"),
        ([Node("shared", types=(Type("scalar", "float64"),), value=ONE)], r"^node 1 \(shared\): a shared variable of type"),
        ([Node("make_slice", {}, ((0, 0),) * 3, (Type("slice"),))], r"^node 1 \(make_slice\): Theano refuses it"),
        ([Node("dot", {}, ((0, 0),), (SCALAR,))], r"^node 1 \(dot\): Theano refuses it"),
        ([Node("print", {}, ((0, 0),), (SCALAR,))], r"^node 1 \(print\): expected an op of the table, got 'print'"),
    ],
)
def test_a_node_that_theano_refuses_is_no_answer(nodes, sentence):
    with pytest.raises(AnswersError, match=sentence):
        loader.load(Answers((LEAF, *nodes)))


def test_an_update_of_another_type_is_refused():
    nodes = (LEAF, Node("input", types=(Type("tensor", "int8", ()),)), Node("shared", types=(SCALAR,), value=ONE))
    with pytest.raises(AnswersError, match=r"^function 0: expected an update of type .*float64.*, got .*int8"):
        loader.load(Answers(nodes, (Function((FunctionInput((0, 0), update=(1, 0)),), (), "none"),)))


def test_what_can_not_be_compiled_is_a_compile_error():
    nodes = (LEAF, Node("make_slice", {}, ((1, 0),) * 3, (Type("slice"),)))
    nodes = (LEAF, Node("constant", types=(Type("none"),)), nodes[1])
    with pytest.raises(loader.CompileError, match=r"^function 0: Theano can't compile it: "):
        loader.load(Answers(nodes, (Function((), ((2, 0), (0, 0)), "list"),)))


def test_functions_are_compiled_here(cross):
    f = theano.function([x], x + 1)
    g = cross(f=f)["f"]
    assert type(g) is TheanoFunction
    assert g.maker is not f.maker
    assert not {id(v) for v in g.maker.fgraph.variables} & {id(v) for v in f.maker.fgraph.variables}


def test_an_answer_is_checked_before_it_is_built():
    with pytest.raises(AnswersError, match=r"^name 'f': expected an existing function, got '0'"):
        loader.load(Answers(names={"f": Value("function", 0)}))

"""Which nodes a drawing of a Theano graph has, and how they are written."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises.graph_drawing import MAX_EDGES, Node, svg
from exercises.graph_nodes import TooLarge, of_function, of_variable

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:theano"),
    pytest.mark.filterwarnings("ignore::FutureWarning:theano"),
]

FAST_RUN = theano.Mode(linker="py", optimizer="fast_run")
x, y = T.dscalars("x", "y")
v, w = T.dvectors("v", "w")
M = T.dmatrix("M")
i = T.lscalar("i")


def operations(nodes):
    return [(node.label, node.small) if node.small else node.label for node in nodes if node.kind == "operation"]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (x + y, ["+"]),
        (x - y / x, ["/", "−"]),
        (-(x**y), ["^", "−"]),
        (T.sqr(x), ["x²"]),
        (T.dot(v, M), ["dot"]),
        (M.T, [".T"]),
        (v.dimshuffle(0, "x"), [("dimshuffle", "0, x")]),
        (T.tanh(v) + T.exp(v), ["tanh", "exp", "+"]),
        (v + 3, ["+"]),
        (M * v + x, ["×", "+"]),
        (T.sum(M), ["sum"]),
        (M.sum(axis=0), [("sum", "axis=0")]),
        (M.max(axis=1), [("max", "axis=1")]),
        (T.all(M > 0), [">", "all"]),
        (T.minimum(x, y), ["min"]),
        (T.nnet.sigmoid(v), ["sigmoid"]),
        (T.nnet.softmax(M), ["softmax"]),
        (T.cast(x, "float32"), [("cast", "float32")]),
        (v[0], ["[0]"]),
        (v[1:], ["[1:]"]),
        (M[::2, -1], ["[::2, -1]"]),
        (v[i], ["[…]"]),
        (T.set_subtensor(v[:2], w), [("set_subtensor", "[:2]")]),
        (T.inc_subtensor(v[0], x), [("inc_subtensor", "[0]")]),
        (T.concatenate([v, w]), ["join"]),
        (T.le(x, y) * T.neq(x, y), ["≤", "≠", "×"]),
        (T.patternbroadcast(v.dimshuffle("x", 0), (True, False)), [("dimshuffle", "x, 0")]),
        (M.diagonal(), ["ExtractDiag"]),
    ],
)
def test_operations_are_written_as_people_write_them(expression, found):
    assert operations(of_variable(expression)) == found


def test_numbers_stand_at_each_use_and_variables_once():
    nodes = of_variable(3 * x + x * y + 3 * y)
    assert [node.label for node in nodes if node.kind == "constant"] == ["3", "3"]
    assert sorted(node.label for node in nodes if node.kind == "input") == ["x", "y"]
    assert nodes[-1] == Node("result", "output", "", (len(nodes) - 2,))


def test_types_stand_at_inputs_and_at_results_of_another():
    assert [node.small for node in of_variable(x + y)] == ["float64", "float64", "", ""]
    assert [node.small for node in of_variable(M.sum())] == ["float64 matrix", "", "float64"]


def test_order_is_told_where_it_matters():
    told = {node.label: node.is_ordered for node in of_variable(T.dot(v, M) * 2 + w - 1) if node.kind == "operation"}
    assert told == {"dot": True, "×": False, "+": False, "−": True}


def test_names_of_results():
    a = T.dot(v, M)
    a.name = "a"
    z = a + 1
    z.name = "z"
    assert operations(of_variable(z)) == [("dot", "a"), "+"]
    assert of_variable(z)[-1].label == "z"


@pytest.mark.parametrize("variable", [x, T.dscalar(), theano.shared(np.int64(1), name="state"), T.constant(3)])
def test_a_graph_of_one_node(variable):
    assert len(of_variable(variable)) in (1, 2)


def test_a_function_with_updates():
    state = theano.shared(np.int64(1), name="state")
    nodes = of_function(theano.function([i], [state, 2 * state], updates=[(state, state + i)], mode=FAST_RUN))
    assert {node.label: node.kind for node in nodes} == {
        "i": "input", "state": "shared", "+": "operation", "2": "constant", "×": "operation", "output 1": "output",
        "output 2": "output", "new state": "update"}  # fmt: skip


def test_an_input_that_is_not_used_is_there():
    nodes = of_function(theano.function([x, y], 2 * x, mode=FAST_RUN, on_unused_input="ignore"))
    assert [node.label for node in nodes if node.kind == "input"] == ["x", "y"]


@pytest.mark.parametrize(
    ("expression", "formula"),
    [
        (3 * x + x * y + 3 * y, "3 × x + x × y + 3 × y"),
        ((x + 1) * (y - (x - y)), "(1 + x) × (y − (x − y))"),
        (T.tanh(x) / (1 + x * y), "tanh(x) / (1 + x × y)"),
        (sum(T.tanh(x + n) for n in range(20)), "40 operations in one"),
    ],
)
def test_a_fused_operation_has_its_formula(expression, formula):
    found = operations(of_function(theano.function([x, y], expression, mode=FAST_RUN, on_unused_input="ignore")))
    assert found == [("Composite", formula)]


def test_a_fused_operation_of_results_tells_how_many_it_is():
    compiled = theano.function([v, w], T.tanh(T.exp(v[0]) * T.dot(v, w) + 1), mode=FAST_RUN)
    (small,) = [
        small
        for label, small in (o for o in operations(of_function(compiled)) if isinstance(o, tuple))
        if label == "Composite"
    ]
    assert small == "4 operations in one"


def test_too_large_graphs_are_refused_before_they_get_deep():
    deep = x
    for _ in range(20_000):
        deep = deep * y
    with pytest.raises(TooLarge):
        of_variable(deep)
    with pytest.raises(TooLarge):
        of_variable(T.stack([x] * (MAX_EDGES + 1)))


def test_what_is_unknown_has_the_name_of_its_class():
    class Odd(theano.Op):
        def make_node(self, given):
            return theano.Apply(self, [given], [given.type()])

    nodes = of_variable(Odd()(x))
    assert operations(nodes) == ["Odd"]
    assert svg(nodes, "A graph.", "g") is None or "Odd" in svg(nodes, "A graph.", "g")


@pytest.mark.filterwarnings("ignore")
def test_a_loop():
    result, _ = theano.scan(lambda p: p * 2, outputs_info=T.constant(1.0), n_steps=5)
    assert "scan" in operations(of_variable(result))

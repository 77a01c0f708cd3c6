"""What is drawn of answers: operations and results, as people write them."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises.graph_drawing import Node
from graders.answers.theano_engine.dump import dump
from graders.reports.drawn import MAX_DRAWN, drawn
from graders.reports.graph import graph_of

x, y = T.dscalars("x", "y")
X, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")


def answers_of(**namespace):
    return dump(namespace, namespace)


def shown(graph):
    """The operations and results, with the labels of what goes into them."""
    return [(node.label, *(graph[i].label for i in node.operands)) for node in graph if node.operands]


def test_the_polynomial_as_it_is_written():
    z = 3 * x + x * y + 3 * y
    graph = drawn(answers_of(f=theano.function([x, y], z), z=z), ("f", "z"))
    assert shown(graph) == [
        ("×", "3", "x"), ("×", "x", "y"), ("+", "×", "×"), ("×", "3", "y"), ("+", "+", "×"), ("z", "+")]  # fmt: skip
    assert graph[:2] == (Node("x", "input", "float64"), Node("y", "input", "float64"))
    assert graph[-1].small == "output of f"
    assert [node.small for node in graph if node.kind == "constant"] == ["", ""]


def test_two_expressions_are_drawn_apart():
    graph = drawn(answers_of(f=theano.function([x, y], x + y), z=x * y), ("f", "z"))
    assert [(node.label, node.small) for node in graph if node.kind == "output"] == [("output", "of f"), ("z", "")]
    assert sum(node.kind == "input" for node in graph) == 2


def test_what_looks_alike_but_is_of_other_variables_is_not_the_same():
    a, c = T.dscalars("x", "x")
    graph = drawn(answers_of(f=theano.function([a, c], a + c), z=a + a), ("f", "z"))
    assert [node.label for node in graph if node.kind == "output"] == ["output", "z"]


def test_the_layer():
    a = T.dot(X, W) + b
    graph = drawn(answers_of(f=theano.function([X, W, b], [a, T.tanh(a)])), ("f",))
    assert shown(graph) == [
        ("dot", "x", "W"), ("+", "dot", "b"), ("tanh", "+"), ("output 1", "+"), ("output 2", "tanh")]  # fmt: skip
    assert [node.small for node in graph if node.kind == "input"] == ["float32 vector", "float32 matrix", "float32 vector"]
    assert [node.is_ordered for node in graph if node.label in ("dot", "+")] == [True, False]


def test_the_accumulator():
    state, inc = theano.shared(np.int64(1), name="state"), T.lscalar("inc")
    function = theano.function([theano.In(inc, value=1)], [state, 2 * state], updates=[(state, state + inc)])
    graph = drawn(answers_of(accumulator=function, state=state), ("accumulator", "state"))
    assert graph[0] == Node("inc", "input", "int64, default 1")
    assert [(node.label, node.kind) for node in graph if node.kind in ("shared", "output", "update")] == [
        ("state", "shared"), ("output 1", "output"), ("output 2", "output"), ("new state", "update")]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (W * X + 3, ["×", "+"]),
        (W.T, [".T"]),
        (W.dimshuffle("x", 1, 0), [("dimshuffle", "x, 1, 0")]),
        (W.sum(axis=0), [("sum", "axis=0")]),
        (W.sum(), ["sum"]),
        (X.mean(), ["mean"]),
        (W.max(axis=1), [("max", "axis=1")]),
        (T.argmax(X), ["argmax"]),
        (T.nnet.relu(X), ["relu"]),
        (T.zeros_like(X) + X, ["zeros_like", "+"]),
        (T.outer(X, b), ["outer"]),
        (W.flatten(), ["flatten"]),
        (T.tensordot(W, W, 1), ["tensordot"]),
        (T.cast(X, "float64"), [("cast", "float64")]),
        (X[0], ["[0]"]),
        (X[T.lscalar("i") :], ["[…:]"]),
        (T.set_subtensor(X[:1], 2), [("set_subtensor", "[:1]")]),
        (X**2, ["^"]),
        (T.sqr(X), ["x²"]),
        (-X, ["−"]),
        (T.switch(X > 0, X, b), [">", "switch"]),
        (T.ge(X, b) & T.eq(X, b), ["≥", "=", "and"]),
    ],
)
def test_operations_are_written_as_people_write_them(expression, found):
    graph = drawn(answers_of(z=expression), ("z",))
    assert [(n.label, n.small) if n.small else n.label for n in graph if n.kind == "operation"] == found


def test_an_output_of_another_type_says_so():
    graph = drawn(answers_of(f=theano.function([X], [X + 1, X.sum()])), ("f",))
    assert [node.small for node in graph if node.kind == "output"] == ["of f", "of f, float32"]


def test_expressions_in_a_list_and_names_of_parts():
    part = x * y
    part.name = "part"
    graph = drawn(answers_of(f=[part + 1, x]), ("f",))
    assert [node.label for node in graph if node.kind == "output"] == ["f[0]", "f[1]"]
    assert [node.small for node in graph if node.label == "×"] == ["part"]


def test_a_name_that_is_no_name_stays_a_label():
    odd = T.dscalar("<b>\u202e")
    made = graph_of(answers_of(z=odd + T.dscalar()), ("z",))
    labels = [node.label for node in drawn(answers_of(z=odd + T.dscalar()), ("z",)) if node.kind == "input"]
    assert labels == ["<b>\u202e", "an input"]
    assert made.svg("graph") is None or ("&lt;b&gt;</text>" in made.svg("graph") and "\u202e" not in made.svg("graph"))


def test_a_long_chain_of_what_is_not_drawn_does_no_harm():
    z = x
    for _ in range(500):
        z = T.tensor_copy(z)
    assert shown(drawn(answers_of(z=z + y), ("z",))) == [("+", "x", "y"), ("z", "+")]


def test_the_most_that_is_drawn():
    wide = T.stack([T.dscalar(f"x{n}") for n in range(MAX_DRAWN - 2)])
    assert len(drawn(answers_of(z=wide), ("z",))) == MAX_DRAWN

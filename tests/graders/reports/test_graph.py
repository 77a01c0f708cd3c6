"""Drawings of answers: of every sample answer, from its graph as data, and of what is wrong in it."""

import re
import shutil
from xml.etree import ElementTree

import fuzzing
import numpy as np
import pytest
import theano
import theano.tensor as T
from thorough import THOROUGH

from exercises import graph_layout
from exercises.graph_drawing import Node
from graders.answers.format import Answers, Value
from graders.answers.theano_engine.dump import dump
from graders.answers.wire import from_json
from graders.judge.inside.explain import explain
from graders.judge.inside.explain.reference import of_exercise
from graders.records.explanation import Change, Role
from graders.reports.drawn import MAX_DRAWN, Mark, TooLarge, drawn
from graders.reports.graph import TOO_LARGE, graph_of, marks_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:theano"),
    pytest.mark.filterwarnings("ignore::FutureWarning:theano"),
]
needs_graphviz = pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz")

EVERY = 1 if THOROUGH else 4
"""How many of the wrong answers stand for one another."""
SAMPLES = [
    path for number, path in enumerate(fuzzing.SAMPLES) if path.stem.startswith("right") or number % EVERY == 0
]  # fmt: skip
WITHOUT = ("right_long_sum",)
"""What nobody could read a picture of."""
SPACE = "{http://www.w3.org/2000/svg}"

x, y = T.dscalars("x", "y")
X, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # some sample answers write files


def answers_of(**namespace):
    return dump(namespace, namespace)


def shown(graph):
    """The operations and results, with the labels of what goes into them."""
    return [(node.label, *(graph[i].label for i in node.operands)) for node in graph if node.operands]


def is_whole(svg, identifier):
    root = ElementTree.fromstring(svg)
    assert len(svg) < 30_000 and svg.startswith("<svg ") and "<!--" not in svg
    assert (
        [element.get("id") for element in root.iter() if element.get("id")] == [identifier] == [root.get("aria-labelledby")]
    )
    assert [title.get("id") for title in root.iter(f"{SPACE}title")] == [identifier]
    width, height = float(root.get("width")), float(root.get("height"))
    for element in root.iter(f"{SPACE}text"):
        assert 0 < float(element.get("x")) < width and 0 < float(element.get("y")) < height
    return width


@needs_graphviz
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_answer_can_be_drawn(path):
    assignment, message = fuzzing.sample(path)
    answers, names = from_json(message), fuzzing.NAMES[assignment]
    made = graph_of(answers, names)
    values = [answers.names[name] for name in names if name in answers.names]
    leaves = ("input", "shared")
    results = [
        v for v in values if v.kind == "function" or (v.kind == "variable" and answers.nodes[v.content[0]].op not in leaves)
    ]
    if path.stem in WITHOUT:
        assert made.svg("graph") is None and made.why == TOO_LARGE
    elif results:
        assert is_whole(made.svg("graph-7"), "graph-7") and made.why == ""
    if results:
        assert made.formulas and all(isinstance(line, str) for line in made.formulas)


@needs_graphviz
@pytest.mark.parametrize("assignment", fuzzing.NAMES)
def test_a_usual_answer_fits_on_a_phone(assignment):
    folder = next(path.parent for path in SAMPLES if path.parent.name == assignment)
    plain = next(
        path
        for path in fuzzing.SAMPLES
        if path.parent == folder and path.stem in ("right_plain", "right_class", "right_dict")
    )
    made = graph_of(from_json(fuzzing.sample(plain)[1]), fuzzing.NAMES[assignment])
    assert is_whole(made.svg("graph"), "graph") < 360


# What is drawn


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


@pytest.mark.parametrize("value", [3, "text", None, [], lambda: 1])
def test_what_has_no_graph_is_not_drawn(value):
    state = theano.shared(np.int64(1), name="state")
    made = graph_of(answers_of(f=value, state=state), ("f", "state", "missing"))
    assert (made.svg("graph"), made.formulas, made.why) == (None, (), "")


def test_formulas_are_typeset():
    z = 3 * x - x * y
    made = graph_of(answers_of(f=theano.function([x, y], z), z=z), ("f", "z"))
    assert made.formulas == ("f(x, y) = 3 × x − x × y", "z = 3 × x − x × y")
    assert graph_of(answers_of(f=theano.function([x, y], z), z=z), ("z",)).formulas == ("z = 3 × x − x × y",)


def test_without_graphviz_there_are_formulas(monkeypatch):
    monkeypatch.setattr(graph_layout.subprocess, "run", lambda *args, **options: open("/nowhere/dot"))
    made = graph_of(answers_of(z=x + y), ("z",))
    assert (made.svg("graph"), made.formulas, made.why) == (None, ("z = x + y",), "")


@pytest.mark.parametrize("grow", [lambda z: z * x, lambda z: T.sqrt(z), lambda z: z + z])
def test_large_graphs_are_not_drawn(grow):
    z = x
    for _ in range(400):
        z = grow(z)
    made = graph_of(answers_of(z=z), ("z",))
    assert made.svg("graph") is None and made.why == TOO_LARGE
    assert made.formulas[0].startswith("z = ") and len(made.formulas[0]) < 200
    with pytest.raises(TooLarge):
        drawn(answers_of(z=z), ("z",))


def test_a_long_chain_of_what_is_not_drawn_does_no_harm():
    z = x
    for _ in range(500):
        z = T.tensor_copy(z)
    assert shown(drawn(answers_of(z=z + y), ("z",))) == [("+", "x", "y"), ("z", "+")]


def test_the_most_that_is_drawn():
    wide = T.stack([T.dscalar(f"x{n}") for n in range(MAX_DRAWN - 2)])
    assert len(drawn(answers_of(z=wide), ("z",))) == MAX_DRAWN


# Marks

NAMES = fuzzing.NAMES
STATE = theano.shared(np.int64(1), name="state")
INC = T.lscalar("inc")


def polynomial(z):
    return answers_of(f=theano.function([x, y], z, on_unused_input="ignore"), z=z)


def layer(first, second):
    return answers_of(f=theano.function([X, W, b], [first, second], on_unused_input="ignore"))


def machine(outputs, update):
    return answers_of(
        accumulator=theano.function([INC], outputs, updates=[(STATE, update)], on_unused_input="ignore"), state=STATE
    )


DENSE = T.dot(X, W) + b
WRONG = [
    ("polynomial", lambda: polynomial(3 * x - x * y + 3 * y), [("−", "×", "×")]),
    ("polynomial", lambda: polynomial(3 * x + x**y + 3 * y), [("^", "x", "y")]),
    ("polynomial", lambda: polynomial(2.5 * x + x * y + 3 * y), [("2.5",)]),
    ("polynomial", lambda: polynomial(3 * x + x * y + 3 * x), [("x",)]),
    ("polynomial", lambda: polynomial(3 * x + x * y + y), [("y",)]),
    ("polynomial", lambda: polynomial(T.nnet.relu(3 * x + x * y + 3 * y)), [("relu", "+")]),
    ("tanh_layer", lambda: layer(X.dimshuffle(0, "x") * W + b, T.tanh(DENSE)), [("×", "dimshuffle", "W")]),
    ("tanh_layer", lambda: layer(DENSE, T.sin(DENSE)), [("sin", "+")]),
    ("tanh_layer", lambda: layer(DENSE, T.tanh(DENSE + b)), [("+", "+", "b")]),
    ("accumulator", lambda: machine([STATE, 2 * STATE], STATE - INC), [("−", "state", "inc")]),
    ("accumulator", lambda: machine([STATE, 3 * STATE], STATE + INC), [("3",)]),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "make", "marked"), WRONG)
def test_the_place_of_a_mistake_is_marked(exercise, make, marked):
    answers = make()
    found = explain(answers, NAMES[exercise], of_exercise(exercise), seconds=5.0)
    marks = marks_of(answers, [change for change in found.changes if not change.weak])
    graph = drawn(answers, NAMES[exercise], marks)
    assert [(n.label, *(graph[i].label for i in n.operands)) for n in graph if n.is_marked] == marked
    assert all(node.word == "look here" for node in graph if node.is_marked)
    made = graph_of(answers, NAMES[exercise], marks)
    assert made.svg("graph") is None or f"Marked: {marked[0][0]} (look here)." in made.svg("graph")


def test_of_a_variable_that_is_used_twice_the_use_is_marked():
    answers = answers_of(z=x * y + x)
    product = next(i for i, node in enumerate(answers.nodes) if node.op == "mul")
    total, leaf = answers.names["z"].content[0], next(i for i, node in enumerate(answers.nodes) if node.name == "x")
    graph = drawn(answers, ("z",), [Mark(leaf, "here", (total, 1))])
    assert [node.is_marked for node in graph if node.label == "x"] == [False, True]
    (apart,) = [i for i, node in enumerate(graph) if node.is_marked]
    assert [node.label for node in graph if apart in node.operands] == ["+"]
    graph = drawn(answers, ("z",), [Mark(leaf, "here")])
    assert [node.is_marked for node in graph if node.label == "x"] == [True]
    graph = drawn(answers, ("z",), [Mark(product, "here", (total, 0))])
    assert [node.label for node in graph if node.is_marked] == ["×"]


def test_a_mark_in_what_is_drawn_elsewhere_is_there():
    z = x - y
    answers = answers_of(f=theano.function([x, y], z), z=z)
    of_z = answers.names["z"].content[0]
    assert answers.functions[0].outputs[0][0] != of_z
    assert [node.label for node in drawn(answers, ("f", "z"), [Mark(of_z, "here")]) if node.is_marked] == ["−"]
    leaf = answers.nodes[of_z].inputs[1][0]
    marked = drawn(answers, ("f", "z"), [Mark(leaf, "here", (of_z, 1))])
    assert [node.label for node in marked if node.is_marked] == ["y"]


def test_a_mark_of_what_is_not_drawn_is_at_what_it_is_made_of():
    answers = answers_of(z=W * x.astype("float32"))
    added = next(i for i, node in enumerate(answers.nodes) if node.op == "dimshuffle")
    graph = drawn(answers, ("z",), [Mark(added, "here"), Mark(10_000 % len(answers.nodes), "there")])
    assert "cast" in [node.label for node in graph if node.is_marked]


def test_changes_without_a_place_or_edits():
    answers = answers_of(z=x + y)
    assert marks_of(answers, [Change("inputs", (Role("name", "z"),))]) == []
    total = answers.names["z"].content[0]
    assert marks_of(answers, [Change("operation", (Role("name", "z"),), node=total)]) == [Mark(total, "look here")]
    gone = Change(
        "operand", (Role("output", "g", 3), Role("output", "z", 3)), node=0, edits=({"role": 0, "path": [7], "new": []},)
    )
    assert marks_of(answers, [gone], "here") == [Mark(0, "here")]


def test_places_that_the_path_leads_to():
    answers = answers_of(z=x * y + x)
    leaf = next(i for i, node in enumerate(answers.nodes) if node.name == "x")
    change = Change("operand", (Role("name", "z"),), node=leaf, edits=({"role": 0, "path": [1], "new": []},))
    assert marks_of(answers, [change]) == [Mark(leaf, "look here", (answers.names["z"].content[0], 1))]


def test_lists_of_anything():
    assert drawn(Answers(names={"f": Value("list", (Value("scalar", 3), Value("tuple", ())))}), ("f",)) == ()
    assert re.match(r"^$", "".join(graph_of(Answers(), ("f",)).formulas))

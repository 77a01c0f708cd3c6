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
from graders.answers.format import Answers, Value
from graders.answers.theano_engine.dump import dump
from graders.answers.wire import from_json
from graders.judge.inside.explain import explain
from graders.judge.inside.explain.reference import of_exercise
from graders.records.explanation import Change, Role
from graders.reports.drawn import Mark, TooLarge, drawn
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

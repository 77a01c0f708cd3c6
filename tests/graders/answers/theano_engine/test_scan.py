"""Theano's loops cross: ``scan`` and what is made of it, loops in loops, loops that stop or update a shared variable."""

import copy
import functools
import itertools

import numpy as np
import pytest
import theano
import theano.tensor as T
from theano.gof import graph
from theano_loops import LOOPS, SAMPLES, loop, n, sums, v, x, y

from graders.answers import wire
from graders.answers.format import AnswersError
from graders.answers.theano_engine import scan
from graders.answers.theano_engine.dump import dump
from graders.answers.theano_engine.load import CompileError, load

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:theano")


@pytest.mark.parametrize("how", LOOPS)
def test_a_loop_crosses(how, cross):
    z = LOOPS[how]()
    results = z if isinstance(z, list) else [z]
    inputs = [leaf for leaf in graph.inputs(results) if leaf.name in SAMPLES]
    f = theano.function(inputs, results)
    crossed = cross(f=f, z=z)
    values = [SAMPLES[leaf.name] for leaf in inputs]
    for got, wanted in zip(crossed["f"](*values), f(*values), strict=True):
        assert got.dtype == wanted.dtype
        np.testing.assert_array_equal(got, wanted)
    rebuilt = crossed["z"] if isinstance(z, list) else [crossed["z"]]
    assert [variable.type for variable in rebuilt] == [variable.type for variable in results]


def test_a_loop_that_updates_a_shared_variable_crosses(cross):
    state = theano.shared(1.0, name="state")
    z, updates = theano.scan(lambda: (2 * state, {state: state + 1}), n_steps=n)
    crossed = cross(f=theano.function([n], z, updates=updates), state=state)
    assert crossed["f"](3).tolist() == [2, 4, 6]
    assert crossed["state"].get_value() == 4


def test_what_can_not_cross_is_named(cross):
    gradient = cross(z=T.grad(sums(v * x), x))["z"]
    assert gradient.unknown == "uses the Theano operation Scan in a form that the grader does not know."
    deep = cross(z=loop(lambda matrix: loop(sums, matrix), T.dtensor3()))["z"]
    assert deep.unknown == "uses the Theano operation Scan in a form that the grader does not know."
    images = T.TensorType("float64", [False] * 5)()
    strange = cross(z=loop(lambda image: T.nnet.conv2d(image, image), images))["z"]
    assert strange.unknown == "uses the Theano operation AbstractConv2d, which the grader does not know."


@functools.cache
def legal_message():
    """A message about a loop with a sequence, two taps, one step back and a constant: 5 inputs of a step."""
    start = [{"initial": v[:2], "taps": [-2, -1]}, x]
    z = loop(lambda a, before, last, p, base: [before + last * a * base, p + a], v, start=start, non_sequences=y)
    f = theano.function([v, x, y], z)
    return wire.to_json(dump({"f": f}, ["f"]))


@pytest.fixture(name="message")
def fixture_message():
    return copy.deepcopy(legal_message())


def loop_in(message):
    (node,) = [node for node in message["nodes"] if node["op"] == "scan"]
    return node


def test_the_loop_of_the_message_is_legal(message):
    loop_in(message)
    load(wire.from_json(message))


COUNTS = ["outer", "inner", "sequences", "one_step", "shared", "fresh"]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("change", [-1, 1, 900])
def test_numbers_that_do_not_agree_are_refused(count, change, message):
    loop_in(message)["params"][count] += change
    with pytest.raises(AnswersError, match=r"^node \d+ \(scan\): (Theano refuses it|expected parameter)"):
        load(wire.from_json(message))


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations_with_replacement(COUNTS, 2)))
def test_numbers_that_agree_but_pair_what_does_not_belong_together_never_escape(first, second, message):
    for by in (-1, 1):
        changed = copy.deepcopy(message)
        params = loop_in(changed)["params"]
        params[first] += by
        params[second] -= by
        if first == second:
            params["taps"].append([-1])
        try:
            load(wire.from_json(changed))
        except (AnswersError, CompileError) as refused:
            assert str(refused)


def test_a_step_that_reads_what_it_is_not_given_is_refused(message):
    node = loop_in(message)
    results = node["inputs"][node["params"]["outer"] + node["params"]["inner"] :]
    node["inputs"][-len(results) :] = [[0, 0]] * len(results)  # the outer vector
    with pytest.raises(AnswersError, match=r"^node \d+ \(scan\): Theano refuses it: MissingInputError"):
        load(wire.from_json(message))


def test_inputs_of_a_step_are_different_leaves(message):
    for other in (-1, 1):
        changed = copy.deepcopy(message)
        node = loop_in(changed)
        first = node["params"]["outer"]
        node["inputs"][first] = node["inputs"][first + 1] if other == 1 else node["inputs"][-1]
        with pytest.raises(AnswersError, match=r"refuses it: ValueError: expected different leaves as inputs of a step$"):
            load(wire.from_json(changed))


def test_a_variable_of_a_step_means_nothing_outside(message):
    node = loop_in(message)
    message["functions"][0]["outputs"][0] = node["inputs"][-1]
    with pytest.raises(CompileError, match=r"^function 0: Theano can't compile it: MissingInputError"):
        load(wire.from_json(message))


def test_three_loops_within_each_other_are_refused(message_of, monkeypatch):
    monkeypatch.setattr(scan, "MAX_NESTED", 3)
    message = message_of(z=loop(lambda matrix: loop(sums, matrix), T.dtensor3()))
    monkeypatch.undo()
    with pytest.raises(AnswersError, match=r"refuses it: ValueError: expected at most 2 loops within each other$"):
        load(wire.from_json(message))


def test_a_loop_is_compiled_without_c_at_once(message, monkeypatch):
    monkeypatch.setattr(type(theano.config), "cxx", "g++", raising=False)
    f = load(wire.from_json(message)).names()["f"]
    assert type(f.maker.mode.linker) is theano.gof.link.PerformLinker
    (node,) = [node for node in f.maker.fgraph.toposort() if type(node.op) is scan.Scan]
    assert type(node.op.mode_instance.linker) is theano.gof.link.PerformLinker

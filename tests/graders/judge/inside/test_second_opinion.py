"""A counterexample is evaluated by NumPy before anybody loses points for it."""

import dataclasses

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises.checking import make_call
from graders.judge.inside.cell import judge_cell
from graders.judge.inside.second_opinion import contradiction
from graders.judge.request import Request
from graders.records.verdict import Outcome

pytestmark = pytest.mark.filterwarnings("ignore")

x, y = T.dscalars("x", "y")
inc = T.lscalar("inc")
RIGHT, WRONG = 3 * x + x * y + 3 * y, 3 * x - x * y + 3 * y
EMPTY = {"version": 2, "nodes": [], "functions": [], "names": {}}


class Faulty(theano.gof.Optimizer):
    """An optimisation that makes another sum of the last one: what a fault of Theano would look like."""

    def apply(self, fgraph):
        node = next(node for node in reversed(fgraph.toposort()) if node.op == T.add)
        fgraph.replace(node.outputs[0], T.sub(*node.inputs[:2]))


FAULTY = theano.Mode(linker="py", optimizer=Faulty())


def made(function, *values):
    """The call of a function, as a check makes it."""
    return make_call("f", function, *values)


def accumulator(mode=None):
    state = theano.shared(5, name="state")
    return state, theano.function([inc], [state, 2 * state], updates=[(state, state + inc)], mode=mode)


def test_both_agree_on_what_a_wrong_answer_computes():
    assert contradiction(made(theano.function([x, y], WRONG), 2.0, 0.1)) == ""


def test_a_result_that_the_graph_does_not_give_is_doubted():
    call = made(theano.function([x, y], WRONG), 2.0, 0.1)
    for wrong in (np.array(7.5), np.array(np.nan), np.array([6.1]), [np.array(6.1)], None):
        assert "NumPy evaluates the graph to" in contradiction(dataclasses.replace(call, result=wrong))


def test_what_is_not_finite_proves_nothing():
    call = made(theano.function([x, y], [x / (y - y), x + y]), 2.0, 0.1)
    assert contradiction(dataclasses.replace(call, result=[np.array(np.nan), np.array(7.5)])) == ""


def test_state_is_what_it_was_before_the_call_and_after_it():
    state, function = accumulator()
    state.set_value(np.array(11))
    call = made(function, 3)
    assert (call.before, call.result, call.after) == ([11], [11, 22], [14])
    assert contradiction(call) == ""
    assert "NumPy evaluates the graph to" in contradiction(dataclasses.replace(call, after=[np.array(15)]))


def test_what_can_not_be_repeated_is_believed():
    assert contradiction(None) == ""
    counting = theano.function([x, theano.In(y, value=1.0, update=y + 1)], x + y)
    assert contradiction(dataclasses.replace(made(counting, 2.0), result=np.array(7.5))) == ""


@pytest.mark.parametrize(("cell", "outcome"), [("returns", Outcome.PASSED), ("updates", Outcome.GRADER_ERROR)])
def test_a_fault_in_the_update_is_left_to_a_person(monkeypatch, cell, outcome):
    monkeypatch.setattr(
        "graders.judge.inside.cell.rebuilt", lambda message: dict(zip(("state", "accumulator"), accumulator(FAULTY)))
    )
    arguments = "accumulator=accumulator, state=state"
    verdict = judge_cell(
        Request(cell, f'from graders import check\ncheck("accumulator", "{cell}", {arguments})', 3.0, EMPTY)
    )
    assert verdict.outcome is outcome and ("NumPy evaluates the graph to" in verdict.detail) == (cell == "updates")


def test_a_fault_in_a_result_is_left_to_a_person(monkeypatch):
    monkeypatch.setattr(
        "graders.judge.inside.cell.rebuilt", lambda message: {"f": theano.function([x, y], RIGHT, mode=FAULTY)}
    )
    verdict = judge_cell(Request("values", 'from graders import check\ncheck("polynomial", "values", f=f)', 4.0, EMPTY))
    assert verdict.outcome is Outcome.GRADER_ERROR and "NumPy evaluates the graph to" in verdict.detail


def test_a_fault_in_the_compiled_expression_is_left_to_a_person(monkeypatch):
    compiled, compile_it = theano.function([x, y], RIGHT, mode=FAULTY), theano.function

    def function(*args, **more):
        return compiled if more.get("name") == "expression" else compile_it(*args, **more)

    monkeypatch.setattr("graders.judge.inside.cell.rebuilt", lambda message: {"f": compile_it([x, y], RIGHT), "z": RIGHT})
    monkeypatch.setattr(theano, "function", function)
    verdict = judge_cell(Request("graph", 'from graders import check\ncheck("polynomial", "graph", f=f, z=z)', 2.0, EMPTY))
    assert verdict.outcome is Outcome.GRADER_ERROR and "NumPy evaluates the graph to" in verdict.detail

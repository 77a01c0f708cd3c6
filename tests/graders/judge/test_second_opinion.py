"""A counterexample is evaluated by NumPy before anybody loses points for it."""

import json

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises import checking
from graders.answers.dump import dump
from graders.answers.wire import to_json
from graders.judge.cell import Grade, judge_cell, rebuilt
from graders.judge.second_opinion import contradiction
from graders.verdicts import Outcome

pytestmark = pytest.mark.filterwarnings("ignore")

x, y = T.dscalars("x", "y")
WRONG = 3 * x - x * y + 3 * y


@pytest.fixture(name="message")
def message_of():
    def message(**names):
        return json.loads(json.dumps(to_json(dump(names, list(names)))))

    return message


def made(namespace, name, *values):
    """The call of a rebuilt function, as a check makes it."""
    checking.latest.clear()
    checking.call(name, namespace[name], *values)
    return checking.latest[0]


def test_both_agree_on_what_a_wrong_answer_computes(message):
    answers = message(f=theano.function([x, y], WRONG))
    namespace = rebuilt(answers)
    assert contradiction(answers, namespace, made(namespace, "f", 2.0, 0.1)) == ""


def test_a_result_that_the_graph_does_not_give_is_doubted(message):
    answers = message(f=theano.function([x, y], WRONG))
    namespace = rebuilt(answers)
    call = made(namespace, "f", 2.0, 0.1)
    for wrong in (np.array(7.5), np.array(np.nan), np.array([6.1]), [np.array(6.1)], None):
        doubt = contradiction(answers, namespace, checking.Call(call.function, call.values, call.state, wrong))
        assert "NumPy evaluates the graph to" in doubt


def test_what_is_not_finite_proves_nothing(message):
    answers = message(f=theano.function([x, y], [x / (y - y), x + y]))
    namespace = rebuilt(answers)
    call = made(namespace, "f", 2.0, 0.1)
    another = checking.Call(call.function, call.values, call.state, [np.array(np.nan), np.array(7.5)])
    assert contradiction(answers, namespace, another) == ""


def test_state_is_what_it_was_before_the_call(message):
    state, inc = theano.shared(5, name="state"), T.lscalar("inc")
    function = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
    answers = message(f=function, state=state)
    namespace = rebuilt(answers)
    namespace["state"].set_value(np.array(11))
    call = made(namespace, "f", 3)
    assert [array.item() for array in call.state] == [11] and [array.item() for array in call.result] == [11, 22]
    assert contradiction(answers, namespace, call) == ""


def test_what_can_not_be_repeated_is_believed(message):
    f = theano.function([x, theano.In(y, value=1.0, update=y + 1)], x + y)
    answers = message(f=f)
    namespace = rebuilt(answers)
    call = made(namespace, "f", 2.0)
    assert contradiction(answers, namespace, call) == contradiction(answers, namespace, None) == ""
    another = checking.Call(f, call.values, call.state, call.result)
    assert contradiction(answers, namespace, another) == ""


def test_a_fault_of_the_compiled_code_is_left_to_a_person(message, monkeypatch):
    """The compiled function is made to compute another thing than the graph."""
    right = 3 * x + x * y + 3 * y
    answers = message(f=theano.function([x, y], right))
    source = 'from graders import check\ncheck("polynomial", "values", f=f)'
    assert judge_cell(Grade("values", source, 4.0, answers)).outcome is Outcome.PASSED
    broken = theano.function([x, y], WRONG)
    monkeypatch.setattr("graders.judge.cell.rebuilt", lambda message: {"f": broken})
    verdict = judge_cell(Grade("values", source, 4.0, answers))
    assert verdict.outcome is Outcome.GRADER_ERROR and "NumPy evaluates the graph to" in verdict.detail

"""What a page can draw of an answer: its graph, and the numbers that show where it goes wrong."""

import json

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises.checking.failures import Call
from graders.answers.theano_engine.dump import dump
from graders.answers.wire import to_json
from graders.judge.inside import evidence, why
from graders.judge.inside.cell import judged
from graders.judge.inside.explain.reference import of_exercise
from graders.judge.request import Request
from graders.records.evidence import Calls, Entries, Evidence, Plane
from graders.records.verdict import Outcome

SOURCE = 'from graders import check\ncheck("{}", "{}", {})'


def found(exercise, cell, arguments="f=f", **answers):
    """The evidence of a grade cell on answers, as it comes back from a record."""
    message = json.loads(json.dumps(to_json(dump(answers, list(answers)))))
    request = Request(cell, SOURCE.format(exercise, cell, arguments), 4.0, message)
    verdict = why.with_reasons(request, *judged(request))
    assert Evidence.from_text(verdict.evidence.to_text()) == verdict.evidence
    assert verdict.evidence.answers == message
    return verdict, verdict.evidence.picture


def polynomial(formula):
    x, y = T.dscalars("x", "y")
    return theano.function([x, y], formula(x, y), on_unused_input="ignore")


def test_two_real_numbers_give_a_plane_of_the_error():
    verdict, picture = found("polynomial", "values", f=polynomial(lambda x, y: 3 * x + 3 * y))
    assert isinstance(picture, Plane) and picture.names == ("x", "y")
    for row, y in enumerate(picture.axis):
        for column, x in enumerate(picture.axis):
            assert picture.got[row][column] == pytest.approx(3 * x + 3 * y)
            assert picture.expected[row][column] == pytest.approx(3 * x + x * y + 3 * y)
    assert all(right == (x * y == 0) for x, y, right in picture.tried) and len(picture.tried) > 10
    assert f"f({picture.at[0]:g}, {picture.at[1]:g})" == verdict.counterexample.call


def test_where_the_call_is_far_out_the_plane_reaches_there():
    _, picture = found("polynomial", "values", f=polynomial(lambda x, y: T.clip(3 * x + x * y + 3 * y, -1e6, 1e6)))
    assert max(map(abs, picture.at)) <= picture.axis[-1]
    assert picture.axis[-1] <= 2.5 * max(map(abs, picture.at))


def test_what_is_no_number_is_none():
    _, picture = found("polynomial", "values", f=polynomial(lambda x, y: T.log(x) + y))
    assert picture.got[0][0] is None and picture.expected[0][0] is not None


def layer(activation):
    x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
    z = T.dot(x, W) + b
    return theano.function([x, W, b], [z, activation(z)])


def test_an_output_of_arrays_gives_its_entries_along_the_curve_of_the_right_function():
    verdict, picture = found("tanh_layer", "values", f=layer(lambda z: T.tanh(z) * 2))
    assert isinstance(picture, Entries) and (picture.output, picture.of, picture.function) == (1, 2, "tanh")
    assert np.allclose(picture.expected, np.tanh(picture.along), atol=1e-6)
    assert np.allclose(picture.got, 2 * np.tanh(picture.along), atol=1e-6)
    assert all(y == pytest.approx(np.tanh(x)) for x, y in picture.curve)
    assert verdict.outcome is Outcome.FAILED


def test_an_output_of_another_shape_keeps_both_shapes():
    _, picture = found("tanh_layer", "values", f=layer(lambda z: T.tanh(z).dimshuffle("x", 0)))
    assert len(picture.shape) == 1 and picture.got_shape == (1, *picture.shape)


def accumulator(outputs, update):
    state = theano.shared(np.int64(1), name="state")
    inc = T.lscalar("inc")
    function = theano.function([inc], outputs(state), updates=update(state, inc), on_unused_input="ignore")
    return {"accumulator": function, "state": state}


def test_a_function_with_state_gives_its_calls_up_to_the_first_that_is_wrong():
    answers = accumulator(lambda s: [s, T.switch(T.gt(s, 2), s, 2 * s)], lambda s, inc: [(s, s + inc)])
    _, picture = found("accumulator", "returns", "accumulator=accumulator, state=state", **answers)
    assert isinstance(picture, Calls) and (picture.function, picture.variable) == ("accumulator", "state")
    assert [step.agrees for step in picture.steps[:-1]] == [True] * (len(picture.steps) - 1)
    assert not picture.steps[-1].agrees and picture.steps[-1].got[0] == picture.steps[-1].expected[0]


def test_a_state_that_stays_is_seen_in_the_first_call():
    answers = accumulator(lambda s: [s, 2 * s], lambda s, inc: [])
    _, picture = found("accumulator", "updates", "accumulator=accumulator, state=state", **answers)
    (step,) = picture.steps
    assert step.got == step.expected == (picture.start, 2 * picture.start)
    assert step.state == picture.start != step.right_state


def test_a_right_answer_has_its_graph_and_no_picture():
    verdict, picture = found("polynomial", "values", f=polynomial(lambda x, y: 3 * x + x * y + 3 * y))
    assert verdict.outcome is Outcome.PASSED and picture is None and verdict.evidence.reference is None


def test_what_is_wrong_before_any_call_has_no_picture_but_the_reference():
    verdict, picture = found("polynomial", "values", f=7)
    assert verdict.outcome is Outcome.FAILED and picture is None
    assert verdict.evidence.reference is not None


def test_a_large_graph_is_not_kept(monkeypatch):
    monkeypatch.setattr(evidence, "MOST_NODES", 5)
    x, y = T.dscalars("x", "y")
    answers = {"f": theano.function([x, y], 3 * x + 3 * y)}
    message = json.loads(json.dumps(to_json(dump(answers, ["f"]))))
    request = Request("values", SOURCE.format("polynomial", "values", "f=f"), 4.0, message)
    verdict = why.with_reasons(request, *judged(request))
    assert verdict.evidence.answers is None and verdict.evidence.reference is None
    assert verdict.evidence.picture is not None


def test_a_graph_with_what_json_lacks_is_not_kept():
    message = to_json(dump({"f": polynomial(lambda x, y: 3 * x + 3 * y)}, ["f"]))
    message["nodes"][0]["params"] = {"forged": float("nan")}
    request = Request("values", SOURCE.format("polynomial", "values", "f=f"), 4.0, message)
    kept = evidence.evidence_of(request, ["f"], None, None, "f")
    assert kept.answers is None and Evidence.from_text(kept.to_text()) == kept


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the module imp, which scan imports
@pytest.mark.parametrize("kind", ["points", "calls"])
def test_a_picture_that_takes_too_long_is_given_up(monkeypatch, caplog, kind):
    monkeypatch.setattr(evidence, "SLOWEST", -1.0)
    if kind == "calls":
        answers = accumulator(lambda s: [s, 2 * s], lambda s, inc: [])
        verdict, picture = found("accumulator", "updates", "accumulator=accumulator, state=state", **answers)
    else:
        loop = lambda x, y: theano.scan(lambda before: before + x, outputs_info=y, n_steps=3)[0][-1]
        verdict, picture = found("polynomial", "values", f=polynomial(loop))
    assert verdict.outcome is Outcome.FAILED and picture is None and "took more than" in caplog.text


def test_a_call_with_what_is_no_number_has_no_plane():
    message = to_json(dump({"f": polynomial(lambda x, y: 3 * x + 3 * y)}, ["f"]))
    request = Request("values", SOURCE.format("polynomial", "values", "f=f"), 4.0, message)
    call = Call(None, [np.array(np.nan), np.array(1.0)], [], None, [], lambda: "f(nan, 1)")
    kept = evidence.evidence_of(request, ["f"], of_exercise("polynomial"), call, "output 0")
    assert kept.picture is None

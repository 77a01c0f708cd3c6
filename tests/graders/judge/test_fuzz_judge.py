"""The judge survives every graph that the loader lets in, and gives points only for what computes the right function."""

import json
import os

import fuzzing
import numpy as np
import pytest
import theano.tensor as T
from fuzzing import GRADE_CELLS, damaged, examples
from hypothesis import currently_in_test_context, event, given
from hypothesis import strategies as st

from graders.answers import wire
from graders.answers.theano_engine import load, ops
from graders.answers.theano_engine.dump import dump
from graders.judge.client import Judge
from graders.judge.request import Request
from graders.records.verdict import Cause, Outcome

pytestmark = pytest.mark.filterwarnings("ignore")

SECONDS = 60.0


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """The judge's real process. A compiler would take seconds for every new graph, so few examples do without it."""
    with pytest.MonkeyPatch.context() as patch:
        if fuzzing.MORE == 1:
            patch.setenv("PATH", os.fspath(tmp_path_factory.mktemp("no-compiler")))
        judge = Judge(seconds=SECONDS)
        judge.start()
        yield judge
        judge.close()


def polynomial_is_right(f, **_):
    points = ((2.0, 5.0), (-0.75, 11.0), (123.0, -77.0), (0.0, 9.5))
    return all(np.isclose(float(np.ravel(f(x, y))[0]), 3 * x + x * y + 3 * y, rtol=1e-4) for x, y in points)


def layer_is_right(f, **_):
    x, w, b = (np.linspace(-1, 2, size).reshape(shape).astype("float32") for size, shape in ((3, 3), (6, (3, 2)), (2, 2)))
    first, second = f(x, w, b)
    return np.allclose(first, x @ w + b, atol=1e-4) and np.allclose(second, np.tanh(x @ w + b), atol=1e-4)


def accumulator_is_right(accumulator, state, **_):
    state.set_value(np.asarray(41, state.dtype))
    first, second = accumulator(-5)
    return (int(first), int(second), int(state.get_value())) == (41, 82, 36)


RIGHT = {"polynomial": polynomial_is_right, "tanh_layer": layer_is_right, "accumulator": accumulator_is_right}


def note_event(text):
    if currently_in_test_context():
        event(text)


def judged(judge, assignment, message):
    """Have every grade cell judged, and try here, without a check, whether an answer with all points is right."""
    lost = 0
    for cell in GRADE_CELLS[assignment]:
        verdict = judge.judge(Request(cell.name, cell.source, cell.points, message))
        shown = json.dumps(message)[:6000]
        assert verdict.cause is not Cause.HUNG, f"{cell.name} hung on {shown}"
        assert not verdict.detail.startswith("the judge died"), f"{cell.name}: {verdict.detail}\n{shown}"
        assert 0 <= verdict.points <= cell.points
        note_event(f"{verdict.outcome.value}, {verdict.detail[:40] or verdict.reason[:40]}")
        # An error of ours is one that is about what was sent; a traceback is a mistake in the grader.
        assert "Traceback" not in verdict.detail, f"{cell.name}: {verdict.detail}\n{shown}"
        lost += verdict.outcome is not Outcome.PASSED
    if not lost:
        note_event(f"{assignment}: all points")
        assert RIGHT[assignment](**load.load(wire.from_json(message)).names()), shown


@examples(10)
@given(st.data())
def test_a_damaged_answer_gets_a_verdict(judge, data):
    assignment, message = data.draw(fuzzing.samples)
    message = data.draw(damaged(message, 2))
    judged(judge, assignment, message)


@examples(20)
@given(st.data())
def test_a_graph_made_at_random_gets_a_verdict(judge, data):
    assignment = data.draw(st.sampled_from(sorted(GRADE_CELLS)))
    message = data.draw(fuzzing.generated(assignment))
    if data.draw(st.booleans()):
        message = data.draw(damaged(message, 2))
    judged(judge, assignment, message)


def test_c_code_that_ends_the_process_is_not_run():
    # Found by the tests above: at a negative number Theano's own C code for each of these ops killed the judge.
    x, y = T.dscalars("x", "y")
    names = ("chi2sf", "gammainc", "gammaincc", "gammau", "gammal")
    z = T.add(*(ops.apply(name, {}, [x, y], name)[0] for name in names))
    message = json.loads(json.dumps(wire.to_json(dump({"z": z}, ["z"]))))
    message = fuzzing.with_function("f", message, [message["names"]["z"]["variable"]], None, "one")
    judge = Judge(seconds=SECONDS)  # with a compiler, where there is one
    try:
        judged(judge, "polynomial", message)
    finally:
        judge.close()

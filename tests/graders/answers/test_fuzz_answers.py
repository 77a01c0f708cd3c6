"""Whatever is sent as answers is read, or refused with the reader's own errors: no crash, no hang, no heap of memory."""

import copy
import json

import fuzzing
import pytest
from forks import in_a_fork
from fuzzing import damaged, examples
from hypothesis import event, given
from hypothesis import strategies as st

from graders.answers import wire
from graders.answers.format import AnswersError
from graders.answers.theano_engine import load

pytestmark = pytest.mark.filterwarnings("ignore")  # nonsense graphs make NumPy and Theano warn of everything

FINE = ("loaded", "refused", "not compiled")


def outcome(message):
    """What becomes of a message in the loader, as a word and the reason."""
    try:
        load.load(wire.from_json(message))
    except AnswersError as error:
        return f"refused: {error}"
    except load.CompileError as error:
        return f"not compiled: {error}"
    return "loaded"


def tried(message):
    said = in_a_fork(lambda: outcome(message))
    assert said.startswith(FINE), f"{said}\n{json.dumps(message)[:4000]}"
    assert len(said) < 3000
    event(said.split(":")[0])
    return said


@examples(60)
@given(st.data())
def test_a_damaged_answer_is_loaded_or_refused(data):
    _, message = data.draw(fuzzing.samples)
    tried(data.draw(damaged(message)))


@examples(40)
@given(st.sampled_from(sorted(fuzzing.FREE)).flatmap(fuzzing.generated))
def test_what_the_table_of_ops_makes_crosses(message):
    # An op that Theano applies once must be applied again in the same way.
    assert not tried(message).startswith("refused")


@examples(40)
@given(st.data())
def test_a_damaged_graph_is_loaded_or_refused(data):
    message = data.draw(st.sampled_from(sorted(fuzzing.FREE)).flatmap(fuzzing.generated))
    tried(data.draw(damaged(message, 3)))


@examples(200)
@given(st.data())
def test_reading_and_writing_again_changes_nothing(data):
    _, message = data.draw(fuzzing.samples)
    message = data.draw(damaged(message, 2))
    before = copy.deepcopy(message)
    try:
        answers = wire.from_json(message)
    except AnswersError as error:
        assert len(str(error)) < 1000
        return
    assert message == before or "NaN" in json.dumps(message)
    assert wire.from_json(json.loads(json.dumps(wire.to_json(answers)))) == answers or "NaN" in json.dumps(message)

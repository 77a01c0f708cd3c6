import copy
import json
import pickle
from dataclasses import replace

import pytest

from exercises.checking.failures import Counterexample
from exercises.words import say
from graders.cleaning.text import quoted
from graders.records.verdict import MAX_DETAIL, MAX_TEXT, Cause, Outcome, Verdict


@pytest.mark.parametrize("outcome", list(Outcome))
def test_points_are_for_passed_only(outcome):
    assert Verdict("values", outcome, 4.0).points == (4.0 if outcome is Outcome.PASSED else 0.0)


@pytest.mark.parametrize("points", [float("nan"), float("inf"), -1.0])
def test_points_that_are_no_points_are_refused(points):
    with pytest.raises(ValueError, match="expected 0 or more points"):
        Verdict("values", Outcome.PASSED, points)


def test_a_verdict_survives_json():
    shown = Counterexample("f(0, 1)", "3", "-3")
    verdict = Verdict("values", Outcome.FAILED, 4.0, "Sentence.", "Reason.", "Hint.", shown, "Detail.")
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_words_survive_json_and_are_plain_texts_for_programs():
    reason = say("`{name}` is {what}.", name="f", what=say("a list"))
    verdict = Verdict("values", Outcome.FAILED, 4.0, reason, reason, reason, Counterexample("f(1)", reason, reason))
    again = Verdict.from_json(json.loads(json.dumps(verdict.to_json())))
    for read in (again, pickle.loads(pickle.dumps(verdict)), copy.deepcopy(verdict), replace(verdict, detail="x")):
        texts = [read.description, read.reason, read.hint, read.counterexample.expected, read.counterexample.got]
        assert all(text.recipe == reason.recipe for text in texts)
    assert again == verdict and json.dumps({"reason": verdict.reason}) == '{"reason": "`f` is a list."}'


def test_words_that_are_too_long_or_hold_control_codes_are_plain_texts():
    for gap, shown in (("x" * MAX_TEXT, "x" * (MAX_TEXT - 3) + "..."), ("a\x1bb", "a b is it.")):
        verdict = Verdict("values", Outcome.FAILED, 4.0, reason=say("{gap} is it.", gap=gap))
        assert type(verdict.reason) is str and verdict.reason == shown


@pytest.mark.parametrize("reason", [7, None, ["x"], {"say": "{x}", "gaps": {}}, {"do": "x"}])
def test_a_reason_that_is_no_text_is_refused(reason):
    data = Verdict("values", Outcome.FAILED, 4.0).to_json()
    with pytest.raises(ValueError):
        Verdict.from_json({**data, "reason": reason})
    with pytest.raises(ValueError):
        Verdict.from_json({**data, "counterexample": {"call": "f(1)", "expected": "1", "got": reason}})


def test_a_record_from_before_there_were_causes_has_none():
    data = Verdict("values", Outcome.GRADER_ERROR, 4.0, cause=Cause.GRADER_FAILED).to_json()
    assert Verdict.from_json(data).cause is Cause.GRADER_FAILED
    del data["cause"]
    assert Verdict.from_json(data).cause is Cause.UNSAID


def test_what_a_student_wrote_stays_on_its_line():
    text = "x\n\nother.ipynb: 10 of 10\x1b[2J\ud800\u202e"
    verdict = Verdict("values", Outcome.FAILED, 4.0, "", text, text, Counterexample(text, text, text))
    for shown in (verdict.reason, verdict.hint, verdict.counterexample.call, verdict.counterexample.got):
        assert shown == "x  other.ipynb: 10 of 10 [2J? "


def test_every_text_has_a_length():
    text = "x" * 1_000_000
    verdict = Verdict("values", Outcome.FAILED, 4.0, text, text, text, Counterexample(text, text, text), text)
    shown = vars(verdict.counterexample).values()
    for text in (verdict.description, verdict.reason, verdict.hint, *shown):
        assert text == "x" * (MAX_TEXT - 3) + "..."
    assert len(verdict.detail) == MAX_DETAIL
    assert Verdict.from_json(verdict.to_json()) == verdict


def test_a_students_words_stay_between_our_marks():
    assert quoted("x` Passed `\u202e\n\0\ud800 10 of 10", 15) == "`x' Passed '   ?`"

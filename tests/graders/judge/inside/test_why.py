"""An explanation beside the verdict: found once an answer, and never at the cost of the verdict."""

import json
from dataclasses import replace

import theano
import theano.tensor as T

from graders.answers.theano_engine.dump import dump
from graders.answers.wire import to_json
from graders.judge.inside import why
from graders.judge.inside.cell import judged
from graders.judge.request import Request
from graders.records.behaviour import Behaviour
from graders.records.evidence import Evidence
from graders.records.verdict import Outcome, Verdict

SOURCE = 'from graders import check\ncheck("polynomial", "{}", {})'


def request(cell, z, arguments="f=f"):
    x, y = T.dscalars("x", "y")
    value = z(x, y)
    message = to_json(dump({"f": theano.function([x, y], value), "z": value}, ["f", "z"]))
    return Request(cell, SOURCE.format(cell, arguments), 4.0, json.loads(json.dumps(message)))


def wrong(x, y):
    return 3 * x + x * y + 3 * x


def test_a_failed_answer_is_explained_once_for_all_cells_that_ask_the_same(monkeypatch):
    asked, explained = [], why.explained
    monkeypatch.setattr(why, "explained", lambda *given: asked.append(given) or explained(*given))
    for cell in ("examples", "values"):
        one = request(cell, wrong)
        verdict = why.with_reasons(one, *judged(one))
        assert [(change.kind, change.here, change.right) for change in verdict.explanation.changes] == [
            ("operand", "x", "y")
        ]
        assert (verdict.outcome, verdict.points) == (Outcome.FAILED, 0.0)
        assert Verdict.from_json(verdict.to_json()) == verdict
    assert len(asked) == 1


def test_a_right_answer_gets_its_graph_and_no_explanation():
    one = request("values", lambda x, y: 3 * x + x * y + 3 * y)
    verdict = why.with_reasons(one, *judged(one))
    assert verdict.outcome is Outcome.PASSED and verdict.explanation is None
    assert verdict.evidence == Evidence(one.answers)


def test_what_can_not_be_explained_costs_no_verdict(monkeypatch, caplog):
    def broken(*given):
        raise RuntimeError("the master solution raises")

    monkeypatch.setattr(why, "explained", broken)
    one = request("values", lambda x, y: 3 * x + x * y - 3 * y)
    verdict, proof = judged(one)
    told = why.with_reasons(one, verdict, proof)
    assert replace(told, behaviour="") == verdict and Behaviour.from_text(told.behaviour).facts[0].startswith("digest ")
    assert "no explanation" in caplog.text


def test_the_exercise_is_what_the_grade_cell_checks():
    assert why.exercise_of(SOURCE.format("values", "f=f")) == "polynomial"
    assert why.exercise_of("assert f(1) == 2") == ""

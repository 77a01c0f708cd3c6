"""Every answer file gets exactly the points and the explanation that it names, from the real sandbox and the real judge."""

import bait
import nbformat
import pytest

from graders.checkout import CHECKOUT
from graders.course.authoring import sample_answers
from graders.grading.notebook import grade_notebook
from graders.grading.pipeline import Pipeline, Settings
from graders.judge.client import Judge
from graders.notebooks import restoring
from graders.notebooks.assignment import from_source, names
from graders.records.verdict import Outcome
from graders.reports.explained import told
from graders.sandbox.run import Sandbox, kind

ANSWERS = [answer for name in names() for answer in sample_answers.read_all(name)]


@pytest.fixture(scope="module")
def grade():
    judge = Judge(seconds=240.0)  # a cold cache compiles much C
    sandbox = Sandbox(kind())

    def grade(answer):
        release = CHECKOUT / "release" / answer.assignment / f"{answer.assignment}.ipynb"
        nb = answer.fill_in(nbformat.read(release, as_version=4))
        assignment = from_source(answer.assignment)
        restoring.restore(nb, assignment)
        judge.seconds = 25.0 if answer.name.startswith("slow") else 240.0
        verdicts = grade_notebook(nb, assignment, Pipeline(judge, sandbox, Settings(limits=answer.limits)).grade)
        return nb, verdicts

    with bait.laid() as laid:
        grade.bait = laid
        yield grade
        judge.close()
        sandbox.close()


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.assignment}-{answer.name}")
def test_the_answer_gets_its_points(grade, answer):
    nb, verdicts = grade(answer)
    assert {verdict.cell: verdict.points for verdict in verdicts} == answer.expected, verdicts
    asked = any(verdict.outcome is Outcome.GRADER_ERROR for verdict in verdicts)
    assert asked == answer.needs_manual_grade, verdicts
    assert all(verdict.reason for verdict in verdicts if verdict.outcome is not Outcome.PASSED)
    if answer.kind in ("right", "wrong"):
        found = [change for verdict in verdicts if verdict.explanation for change in told(verdict.explanation)]
        assert {change.kind for change in found} == set(answer.causes), found
    if answer.name.startswith("hostile"):
        assert grade.bait.taken() == []
        assert bait.SECRET not in nbformat.writes(nb)

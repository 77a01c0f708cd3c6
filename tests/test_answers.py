"""Every answer file gets exactly the points that it names, from the real sandbox and the real judge."""

import nbformat
import pytest

from graders import sample_answers, submission
from graders.assignment import CHECKOUT, from_source, names
from graders.grading import grade_notebook
from graders.judge.client import Judge
from graders.pipeline import Pipeline
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox, kind
from graders.verdicts import Outcome

ANSWERS = [answer for name in names() for answer in sample_answers.read_all(name)]
PATIENT = Limits()
IMPATIENT = Limits(cell_seconds=5.0, notebook_seconds=15.0)
"""For answers that are meant to run out of time."""


@pytest.fixture(scope="module")
def grade():
    judge = Judge(seconds=240.0)  # a cold cache compiles much C
    sandbox = Sandbox(kind())

    def grade(answer):
        release = CHECKOUT / "release" / answer.assignment / f"{answer.assignment}.ipynb"
        nb = answer.fill_in(nbformat.read(release, as_version=4))
        assignment = from_source(answer.assignment)
        submission.restore(nb, assignment)
        slow = answer.name.startswith(("slow", "hostile"))
        judge.seconds = 25.0 if answer.name.startswith("slow") else 240.0
        pipeline = Pipeline(judge, sandbox, IMPATIENT if slow else PATIENT)
        return grade_notebook(nb, assignment, pipeline.grade)

    yield grade
    judge.close()
    sandbox.close()


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.assignment}-{answer.name}")
def test_the_answer_gets_its_points(grade, answer):
    verdicts = grade(answer)
    assert {verdict.cell: verdict.points for verdict in verdicts} == answer.expected, verdicts
    asked = any(verdict.outcome is Outcome.GRADER_ERROR for verdict in verdicts)
    assert asked == answer.needs_manual_grade, verdicts
    assert all(verdict.reason for verdict in verdicts if verdict.outcome is not Outcome.PASSED)


def test_right_answers_are_right_and_wrong_ones_wrong():
    full = {name: sum(cell.points for cell in from_source(name).grade_cells) for name in names()}
    for answer in ANSWERS:
        points = sum(answer.expected.values())
        assert (points == full[answer.assignment]) == answer.name.startswith("right"), answer
    assert {answer.assignment for answer in ANSWERS} == set(full)


def test_expected_points_name_the_cells_of_the_assignment():
    for answer in ANSWERS:
        assert set(answer.expected) == {cell.name for cell in from_source(answer.assignment).grade_cells}, answer

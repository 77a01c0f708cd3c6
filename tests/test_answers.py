"""Every answer file gets exactly the points that it names, from the real sandbox and the real judge."""

import bait
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
LIMITS = {
    "slow": Limits(cell_seconds=5.0, notebook_seconds=15.0),
    "hostile_endless": Limits(cell_seconds=2.0, notebook_seconds=10.0),
    "hostile": Limits(memory_bytes=1 << 30),
}
"""For answers that are meant to run out of time or memory, by the beginning of their names."""


@pytest.fixture(scope="module")
def grade():
    judge = Judge(seconds=240.0)  # a cold cache compiles much C
    sandbox = Sandbox(kind())

    def grade(answer):
        release = CHECKOUT / "release" / answer.assignment / f"{answer.assignment}.ipynb"
        nb = answer.fill_in(nbformat.read(release, as_version=4))
        assignment = from_source(answer.assignment)
        submission.restore(nb, assignment)
        limits = next((found for name, found in LIMITS.items() if answer.name.startswith(name)), Limits())
        judge.seconds = 25.0 if answer.name.startswith("slow") else 240.0
        verdicts = grade_notebook(nb, assignment, Pipeline(judge, sandbox, limits).grade)
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
    if answer.name.startswith("hostile"):
        assert grade.bait.taken() == []
        assert bait.SECRET not in nbformat.writes(nb)


def test_right_answers_are_right_and_wrong_ones_wrong():
    """A hostile answer may be right all the same: many do their harm first, and see that they can't."""
    full = {name: sum(cell.points for cell in from_source(name).grade_cells) for name in names()}
    for answer in ANSWERS:
        points = sum(answer.expected.values())
        if not answer.name.startswith("hostile"):
            assert (points == full[answer.assignment]) == answer.name.startswith("right"), answer
    assert {answer.assignment for answer in ANSWERS} == set(full)


def test_expected_points_name_the_cells_of_the_assignment():
    for answer in ANSWERS:
        assert set(answer.expected) == {cell.name for cell in from_source(answer.assignment).grade_cells}, answer

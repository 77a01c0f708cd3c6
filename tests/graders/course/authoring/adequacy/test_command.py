"""No wrong answer among the mutants passes; for a weak check of an own exercise one does, and the missing check is named."""

import re

import own_exercise
import pytest

from graders.course.authoring.adequacy import command
from graders.notebooks.assignment import from_source


def test_the_hidden_checks_notice_every_mutant():
    """The other exercises have their turn in CI, which runs ``check-exercise``."""
    found = command.examine("accumulator", pairs=12)
    assert found.survivors == []
    single = {outcome: count for (mutations, outcome), count in found.counts.items() if mutations == 1}
    assert single["killed"] > 200 and sum(single.values()) < 1300
    assert sum(found.counts.values()) - sum(single.values()) == 12
    assert set(found.killed_by) == {cell.name for cell in from_source("accumulator").grade_cells}
    assert "Every wrong answer among them loses points." in found.text()


@pytest.fixture(scope="module")
def weak(tmp_path_factory):
    """What the command says of an exercise whose hidden check tries three positive numbers."""
    folder = own_exercise.checkout(tmp_path_factory.mktemp("weak"), checks=own_exercise.WEAK_CHECKS, released=False)
    return own_exercise.command(folder, "adequacy", "doubling", "--pairs", "0", "--jobs", "2")


def test_a_weak_check_lets_wrong_answers_through(weak):
    assert (weak.returncode, weak.stderr) == (1, "")
    assert "SURVIVOR  apply a function: in the result of f, `2 * x` becomes `abs(2 * x)`\n" in weak.stdout
    assert re.search(
        r"-> No check tries such a call: f\(-[\d.]+\), where -[\d.]+ is right and this one gives [\d.]+\.", weak.stdout
    )
    assert re.search(r"\d+ wrong answers pass every grade cell: add the checks named above\.", weak.stdout)


def test_what_is_equal_is_listed_with_the_reason(weak):
    assert "  the order of the operands does not matter: equal at 48 sets of arguments\n" in weak.stdout
    assert "    swap operands: in the result of f, `2 * x` becomes `x * 2`\n" in weak.stdout


def test_an_answer_that_counts_its_calls_is_left_to_a_person(weak):
    assert (
        "    wear out: after 1000 calls f returns zeros\n" in weak.stdout.split("Left to a person")[1].split("Equivalent")[0]
    )


def test_an_unknown_assignment_is_wrong_use():
    done = own_exercise.command(own_exercise.CHECKOUT, "adequacy", "polynom")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no assignment 'polynom'" in done.stderr

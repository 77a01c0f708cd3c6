"""``check-exercise`` says of a sound exercise that all is well, and of each defect what is wrong and what to do."""

import json
import re

import own_exercise
import pytest
from own_exercise import cell, grade_cell, notebook

from graders.course.authoring import hidden_lines
from graders.notebooks.assignment import names

ALL = ["files", "points", "cells and checks", "sentences", "answers", "master solution", "release", "gradebook", "stub"]
FULL = [*ALL, "sample answers", "adequacy"]


def findings(done):
    """Mark and text of every finding, by name."""
    lines = re.findall(r"^(ok|NOT OK) +([a-z ]+): (.*)$", done.stdout, re.MULTILINE)
    return {name: (mark, text) for mark, name, text in lines}


def check(folder, *more):
    return own_exercise.command(folder, "check-exercise", "doubling", *(more or ("--quick",)))


@pytest.mark.parametrize("name", names())
def test_the_exercises_of_this_course_are_sound(name):
    """The rest of it, which takes minutes, is a step of CI."""
    done = own_exercise.command(own_exercise.CHECKOUT, "check-exercise", name, "--quick")
    assert list(findings(done)) == ALL, done.stderr
    assert {mark for mark, _ in findings(done).values()} == {"ok"}, done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_a_sample_answer_that_does_not_get_its_points_is_named(tmp_path):
    """Also a hostile one: it may be right, but must be what it says. The broken solution keeps adequacy short."""
    everything, nothing = (
        "# Says what it gets.\n# expect: examples=1 values=2\n",
        "# Too modest.\n# expect: examples=0 values=0\n",
    )
    code = "x = T.dscalar()\nf = theano.function([x], {})\n"
    answers = {
        "right_plain": everything + code.format("2 * x"),
        "wrong_modest": nothing + code.format("x + x"),
        "wrong_asking": f"{nothing}# needs manual grade\n{code.format('x')}",
        "hostile_right": everything + code.format("2 * x"),
        "hostile_boasting": everything + code.format("2 * abs(x)"),
    }
    nb = notebook(grade_cell("examples", 1), grade_cell("values", 2), solution="### BEGIN SOLUTION\nf = 1\n### END SOLUTION")
    done = check(own_exercise.checkout(tmp_path, nb, answers=answers), "--pairs", "0", "--jobs", "2")
    assert list(findings(done)) == FULL and done.returncode == 1, done.stdout + done.stderr
    mark, text = findings(done)["sample answers"]
    assert mark == "NOT OK"
    assert text.split("; ") == [
        "hostile_boasting expects 2 points: values failed (0 points) `f` must compute 2x.",
        "wrong_asking is not left to a person",
        "wrong_modest expects 0 points: examples passed (1 points)",
        "wrong_modest expects 0 points: values passed (2 points)",
    ]


@pytest.fixture(scope="module")
def unsound(tmp_path_factory):
    """The findings on an exercise that is wrong in almost every way that leaves it running."""
    visible = cell("code", 'from graders import check\n\ncheck("doubling", "values", f=f)', "values", 2)
    pointless = cell("code", "n = 1\n### BEGIN HIDDEN TESTS\nassert n\n### END HIDDEN TESTS", "pointless", 0)
    nb = notebook(grade_cell("examples", 3), visible, pointless, solution="### BEGIN SOLUTION\nf = None\n### END SOLUTION")
    exercise = own_exercise.EXERCISE.replace('("examples",)', '("examples", "values")') + (
        '\n\ndef check_values(f):\n    """Something else."""\n\n\ndef check_nothing(f):\n    """Nothing."""\n'
    )
    answers = {"right_plain": own_exercise.ANSWERS["right_plain"], "wrong_silent": "f = 3\n"}
    answers["hostile_rich"] = "# Expects more than there is.\n# expect: examples=3 values=7 pointless=0\nf = 3\n"
    folder = own_exercise.checkout(tmp_path_factory.mktemp("unsound"), nb, exercise, answers=answers)
    path = folder / "release" / "doubling" / "doubling.ipynb"
    released = json.loads(path.read_text())
    released["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["2"]}]
    path.write_text(json.dumps(released))
    with (folder / "README.md").open("a") as readme:
        readme.write("\n| `doubling` | 2x | 17 |\n")
    done = check(folder)
    assert done.returncode == 1, done.stdout + done.stderr
    return findings(done), done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("points", "the notebook says that examples is worth 1 points, its metadata 3"),
        ("points", "README.md says 17 points, the cells add up to 5"),
        ("points", "the grade cell pointless is worth 0 points"),
        ("cells and checks", 'the hidden part of values does not call check("doubling", "values", ...)'),
        ("cells and checks", "there is no check test_pointless"),
        ("cells and checks", "no grade cell runs check_nothing"),
        ("sentences", "check_values says 'Something else.', test_values says '`f(x)` is 2x for all real x.'"),
        ("sentences", "values is in WHOLLY_PUBLIC, but its public check is not the hidden one"),
        ("answers", "tests/answers/doubling/wrong_silent.py: expected a comment that describes the answer"),
        ("answers", "right_plain.py expects points for examples, values"),
        ("answers", "hostile_rich.py expects 7 of 2 points for values"),
        ("answers", "there is no wrong_*.py"),
        ("master solution", "examples failed (0 points) `f` is None, not a compiled Theano function."),
        ("release", "values shows a hidden part"),
        ("release", "release/doubling/doubling.ipynb: cell 1 has an output"),
        ("stub", "pointless grader_error (0 points)"),
    ],
)
def test_a_defect_is_noticed(unsound, name, said):
    mark, text = unsound[0][name]
    assert mark == "NOT OK" and said in text


def test_what_to_do_stands_below_each_defect_and_what_is_right_is_ok(unsound):
    found, shown = unsound
    assert {name for name, (mark, _) in found.items() if mark == "ok"} == {"files", "gradebook"}
    assert shown.count("        -> ") == [mark for mark, _ in found.values()].count("NOT OK") == 7


def test_missing_files_are_the_only_finding(tmp_path):
    folder = own_exercise.checkout(tmp_path, released=False)
    (folder / "exercises" / "doubling.py").unlink()
    done = check(folder)
    assert findings(done) == {"files": ("NOT OK", "there is no exercises/doubling.py")}
    assert done.returncode == 1


def test_checks_that_can_not_be_imported_are_named(tmp_path):
    done = check(own_exercise.checkout(tmp_path, checks="import no_such_module\n", released=False))
    mark, text = findings(done)["checks"]
    assert mark == "NOT OK" and "No module named 'no_such_module'" in text


def test_an_unknown_assignment_is_wrong_use():
    done = own_exercise.command(own_exercise.CHECKOUT, "check-exercise", "polynom")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no assignment 'polynom'" in done.stderr


# What a release must not show


def released(*sources):
    return notebook(*(cell("code", source) for source in sources))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("secret = 42", "cell 4 shows the hidden line `secret = 42`"),
        ("x = T.dscalar('x')", "cell 4 shows the hidden line `x = T.dscalar('x')`"),
        ("### BEGIN HIDDEN TESTS", "cell 4 shows a hidden part"),
        ("import graders", "cell 4 shows a hidden part"),
        ("from exercises import check", ""),
    ],
)
def test_a_line_that_is_hidden_in_the_master_must_not_be_released(source, said):
    master = notebook(grade_cell("values", 2, "secret = 42\n"))
    nb = notebook(cell("code", source), solution="raise NotImplementedError()")
    assert hidden_lines.leaks(master, nb) == ([said] if said else [])


def test_only_checks_in_the_hidden_part_count():
    assert hidden_lines.checks_called(grade_cell("values", 2).source) == {("doubling", "values")}
    assert hidden_lines.checks_called('check("doubling", "values", f=f)') == set()
    assert hidden_lines.checks_called("### BEGIN HIDDEN TESTS\nnot python(\n### END HIDDEN TESTS") == set()

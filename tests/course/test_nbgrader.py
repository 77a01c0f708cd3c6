"""nbgrader itself, over one course folder: the commands, the button of the formgrader, and stubs that nobody answered."""

import ast
import csv
import html
import json
import re
import shutil

import feedback_pages
import nbgrader_class
import pytest
from cell_tricks import TRICKS
from course_builder import Points, grade_cells, points
from nbgrader.utils import determine_grade
from nbgrader_class import GRADE_CELLS, SAMPLES, SHARES, STUBS, expected

from graders.checkout import CHECKOUT
from graders.records.verdict import Outcome
from graders.reports.data import from_notebook


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    return nbgrader_class.graded(tmp_path_factory)


@pytest.fixture(scope="session")
def gradebooks(course):
    return {assignment: course.gradebook(assignment) for assignment in GRADE_CELLS}


@pytest.fixture(scope="session")
def api(course):
    """What nbgrader's Python API answered."""
    assert course.log("api").startswith("exit code 0\n"), course.log("api")
    return json.loads((course.folder / "api.json").read_text())


# The commands and the points


@pytest.mark.parametrize(
    "command", ["generate_assignment polynomial --force", "autograde polynomial", "generate_feedback polynomial", "export"]
)
def test_the_command_works(course, command):
    assert course.log(command).startswith("exit code 0\n")
    assert "ERROR" not in course.log(command)
    assert "Traceback" not in course.log(command)
    assert "not recognized" not in course.log(command)


@pytest.mark.parametrize(
    "what", ["tanh_layer", "accumulator", "tanh_layer feedback", "accumulator feedback", "again feedback"]
)
def test_the_button_of_the_formgrader_works(api, what):
    assert api[what]["success"], api[what]
    assert "ERROR" not in api[what]["log"]


@pytest.mark.parametrize("assignment", GRADE_CELLS)
def test_the_gradebook_knows_the_points_of_every_grade_cell(course, assignment):
    cells = grade_cells(course.autograded("right", assignment))
    assert {name: cell.metadata.nbgrader.points for name, cell in cells.items()} == GRADE_CELLS[assignment]


@pytest.mark.parametrize(("assignment", "student"), [pair for pair in SAMPLES if pair[1] != "again"])
def test_gradebook_notebook_and_feedback_agree(course, gradebooks, assignment, student):
    wanted = expected(assignment, student).expected
    nb, page = course.autograded(student, assignment), course.feedback(student, assignment)
    assert points(gradebooks[assignment][student]) == wanted
    assert {name: determine_grade(cell)[0] for name, cell in grade_cells(nb).items()} == wanted
    total, best = sum(wanted.values()), sum(GRADE_CELLS[assignment].values())
    assert feedback_pages.points(page) == (wanted, total, best)


def test_the_export_has_the_same_points(course):
    with (course.folder / "grades.csv").open(newline="") as file:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}
    assert float(rows["polynomial", "right"]["raw_score"]) == 10.0
    assert float(rows["polynomial", "partly"]["raw_score"]) == 8.0
    assert float(rows["tanh_layer", "right"]["raw_score"]) == 10.0
    assert float(rows["accumulator", "unanswered"]["raw_score"]) == 0.0


def test_a_person_is_asked_where_the_grader_cannot_decide_and_nowhere_else(course, gradebooks):
    asked = 0
    for assignment, gradebook in gradebooks.items():
        for student, cells in gradebook.items():
            if (assignment, student) == ("polynomial", "again"):
                continue  # a person has been there already
            verdicts = from_notebook(course.autograded(student, assignment))
            undecided = {verdict.cell for verdict in verdicts if verdict.outcome is Outcome.GRADER_ERROR}
            assert {name for name, cell in cells.items() if cell.needs_manual_grade} == undecided, (assignment, student)
            assert bool(undecided) == (student == "undecided"), (assignment, student)
            asked += len(undecided)
    assert asked > 0


# What students see


def words_of_hidden_checks(assignment):
    """The names that only the hidden checks have: functions, and constants in capitals."""
    tree = ast.parse((CHECKOUT / "graders" / "checks" / f"test_{assignment}.py").read_text())
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    constants = {name for name in names if name.isupper() and len(name) > 3}
    tests = {name for name in names if name.startswith("test_")}  # those that are the public check under another name
    return {word for word in functions | constants | tests if "_" in word or word.isupper()}


def text_of(page):
    return html.unescape(re.sub("<[^>]+>", "", page))


@pytest.mark.parametrize(("assignment", "student"), [pair for pair in SAMPLES if pair[1] not in ("again", "hostile")])
def test_feedback_hides_the_hidden_lines(course, assignment, student):
    text = text_of(course.feedback(student, assignment))
    assert "HIDDEN TESTS" not in text
    assert "graders import" not in text
    assert str(CHECKOUT) not in text
    words = words_of_hidden_checks(assignment)
    assert len(words) > 3
    assert {word for word in words if re.search(rf"\b{word}\b", text)} == set()


def test_feedback_shows_verdict_and_counterexample(course):
    page = course.feedback("wrong", "polynomial")
    verdict = next(v for v in from_notebook(course.autograded("wrong", "polynomial")) if v.cell == "values")
    assert verdict.counterexample.call == "f(1, 1)"
    assert re.sub(r">\s+<", "><", page).count(">f(1, 1)</code>") >= 1
    assert [row[1:] for row in feedback_pages.rows(page)] == [
        ("✓", "passed", "2 of 2"), ("✗", "not right yet", "0 of 2"), ("✗", "not right yet", "0 of 4"),
        ("✗", "not right yet", "0 of 2"),
    ]  # fmt: skip


def test_feedback_shows_what_a_person_decided(course, api):
    page = course.feedback("again", "polynomial")
    assert [row[1:] for row in feedback_pages.rows(page)] == [
        ("✓", "passed", "2 of 2"), ("✓", "passed", "2 of 2"), ("✎", "decided by a person", "2 of 4"),
        ("✓", "passed", "2 of 2"),
    ]  # fmt: skip


@pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz")
def test_pictures_have_a_text_in_their_place(course):
    page = course.feedback("right", "polynomial")
    shown = re.findall(r'<img[^>]*alt="([^"]*)"', page)
    assert shown == ["Graph of a Theano expression", "Graph of a compiled Theano function"]
    assert page.count("data:image/svg+xml;base64,") == 2


def test_feedback_escapes_what_a_student_named(course):
    page = course.feedback("hostile", "polynomial")
    assert "<script>document.title" not in page
    assert '<script>document.title = "10/10"</script>' in text_of(page)


def test_feedback_keeps_markers_that_a_student_wrote(course):
    """nbgrader's own ClearHiddenTests would stop at this answer: its marker has no end."""
    assert "z.name = '### BEGIN HIDDEN TESTS'\nf = theano.function" in text_of(course.feedback("hostile", "polynomial"))


def test_the_formgrader_shows_the_verdict(course, api):
    page = (course.folder / "formgrade.html").read_text()
    assert page.count("Not right yet") == 3
    assert page.count("Passed</strong>") == 1
    assert ">f(1, 1)</code>" in re.sub(r">\s+<", "><", page)


# Isolation and grading again


@pytest.mark.parametrize("assignment", ["polynomial", "tanh_layer"])
def test_student_code_runs_in_the_sandbox(course, assignment):
    """By the command (polynomial) and by the API (tanh_layer). nbgrader's own Execute would find both."""
    nb = course.autograded("right", assignment)
    assert nb.cells[-1].outputs[0].text == "graders: None gradebook: False\n"


def test_what_is_graded_is_not_graded_again(api):
    assert "Skipping existing assignment" in api["again, not forced"]["log"]
    assert api["not forced"] == api["before"]
    assert Points(*api["before"]["values"]) == Points(0.0, False, 0.0, None)


def test_force_grades_again_and_keeps_a_persons_points(api):
    assert api["again, forced"]["success"]
    found = {name: Points(*values) for name, values in api["forced"].items()}
    assert found.pop("values") == Points(1.5, True, 4.0, 1.5)
    assert points(found) == {"function": 2.0, "examples": 2.0, "graph": 2.0}
    assert not any(cell.needs_manual_grade for cell in found.values())


def test_validate_passes_on_the_master_and_fails_on_the_stub(course):
    log = course.log("validate source/accumulator/accumulator.ipynb release/accumulator/accumulator.ipynb")
    _, master, stub = log.split("Validating ")
    assert "Success! Your notebook passes all the tests." in master
    assert "VALIDATION FAILED ON 4 CELL(S)!" in stub


# Nobody gets a point for nothing


def test_every_trick_is_tried():
    assert {trick for rows in SHARES.values() for row in rows for trick in row if trick} == set(TRICKS)


@pytest.mark.parametrize(("assignment", "student"), STUBS)
def test_a_stub_gets_nothing_whatever_is_done_to_its_cells(course, gradebooks, assignment, student):
    nothing = dict.fromkeys(GRADE_CELLS[assignment], 0.0)
    assert points(gradebooks[assignment][student]) == nothing
    cells = grade_cells(course.autograded(student, assignment))
    assert {name: determine_grade(cell) for name, cell in cells.items()} == {
        name: (0.0, best) for name, best in GRADE_CELLS[assignment].items()
    }
    assert not any(cell.needs_manual_grade for cell in gradebooks[assignment][student].values())

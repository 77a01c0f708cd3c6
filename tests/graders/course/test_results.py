from dataclasses import replace

import nbformat
import pytest
from course_builder import copy_of, generated
from nbformat import v4
from nbgrader.api import Gradebook

from exercises.checking.failures import Counterexample
from graders.course import results
from graders.course.results import Result
from graders.records.verdict import Outcome, Verdict
from graders.reports.cell import to_output

# nbgrader 0.9.6 adds rows in a way that SQLAlchemy 2 remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted:sqlalchemy.exc.SAWarning")

BOTH = ("polynomial", "tanh_layer")


def verdict(cell, outcome, points, **more):
    return Verdict(cell, outcome, points, **more)


WRONG = verdict("values", Outcome.FAILED, 4.0, reason="wrong", counterexample=Counterexample("f(0, 1)", "3", "4"))
SAME = verdict("examples", Outcome.FAILED, 2.0, reason="wrong", counterexample=Counterexample("f(0, 1)", "3", "4"))
UNDECIDED = verdict("graph", Outcome.GRADER_ERROR, 2.0, reason="Unknown.")
PASSED = verdict("function", Outcome.PASSED, 2.0)
ALL_PASSED = [verdict(found.cell, Outcome.PASSED, found.max_points) for found in (PASSED, SAME, WRONG, UNDECIDED)]


@pytest.fixture
def graded(tmp_path, tmp_path_factory):
    """A course in which zoe and adam were graded and two folders were not taken."""
    folder = copy_of(generated(tmp_path_factory), tmp_path / "course").folder
    handed_in = {"zoe": [PASSED, SAME, WRONG, UNDECIDED], "adam": ALL_PASSED}
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        for student, verdicts in handed_in.items():
            gradebook.add_student(student)
            gradebook.update_or_create_submission("polynomial", student)
            for found in verdicts:
                grade = gradebook.find_grade(found.cell, "polynomial", "polynomial", student)
                grade.auto_score, grade.needs_manual_grade = found.points, found.outcome is Outcome.GRADER_ERROR
            gradebook.db.commit()
            cells = [v4.new_code_cell("", outputs=[to_output(found)]) for found in verdicts]
            place = folder / "autograded" / student / "polynomial"
            place.mkdir(parents=True)
            nbformat.write(v4.new_notebook(cells=cells), place / "polynomial.ipynb")
            (folder / "submitted" / student / "polynomial").mkdir(parents=True)
    (folder / "submitted" / "eve" / "tanh_layer").mkdir(parents=True)
    (folder / "submitted" / "eve" / "another_course").mkdir()
    (folder / "submitted" / "bob" / "polynomial").mkdir(parents=True)
    (folder / "submitted" / "bob" / "polynomial" / "other.ipynb").touch()
    return folder


def test_results_are_rows_of_the_gradebook_and_folders_without_one(graded):
    found = results.results(graded, BOTH)
    assert [box.cells for box in found[-1].lost] == [("examples", "values"), ("graph",)]
    assert [replace(result, lost=()) for result in found] == [
        Result("adam", "polynomial", 10.0, 10.0, False, ()),
        Result("bob", "polynomial", problem="the folder holds a notebook that nbgrader did not take"),
        Result("eve", "tanh_layer", problem="the folder holds no notebook"),
        Result("zoe", "polynomial", 2.0, 10.0, True),
    ]


def test_results_come_in_the_order_of_the_assignments(graded):
    (graded / "submitted" / "bob" / "tanh_layer").mkdir()
    for order in (BOTH, BOTH[::-1]):
        bobs = [result.assignment for result in results.results(graded, order) if result.student == "bob"]
        assert bobs == list(order)


def test_only_the_assignments_that_are_asked_for_count(graded):
    assert [result.student for result in results.results(graded, ["tanh_layer"])] == ["eve"]


def test_the_table_has_a_line_a_student():
    found = [
        Result("adam", "polynomial", 10.0, 10.0),
        Result("adam", "tanh_layer", 7.5, 10.0, needs_manual_grade=True),
        Result("eve", "tanh_layer", problem="the folder holds no notebook"),
    ]
    lines = results.score_table(found, BOTH).splitlines()
    assert [line.split() for line in lines] == [
        ["student", "polynomial", "tanh_layer", "total"],
        ["adam", "10", "of", "10", "7.5", "of", "10", "?", "17.5"],
        ["eve", "-", "-", "0"],
    ]
    assert len({len(line) for line in lines}) == 1


def test_the_table_of_nobody_is_its_head():
    assert results.score_table([], BOTH).split() == ["student", "polynomial", "tanh_layer", "total"]


def test_lost_points_of_one_cause_share_a_line(graded):
    assert results.lost_points(results.results(graded, BOTH)).splitlines() == [
        "bob, polynomial: the folder holds a notebook that nbgrader did not take",
        "eve, tanh_layer: the folder holds no notebook",
        "zoe, polynomial: -6 examples, values: wrong f(0, 1): expected 3, got 4",
        "zoe, polynomial: ? graph: Unknown. A person will look at it.",
    ]

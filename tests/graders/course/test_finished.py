"""What counts as graded: files and gradebook must agree, and with the assignment as it is now."""

import datetime
import json
import shutil

import class_builder
import course_builder
import pytest
from class_builder import command, pending
from course_builder import GRADE_CELLS, Points, grade_cells, points
from course_state import files, rows
from nbgrader.api import Gradebook


@pytest.fixture
def course(tmp_path_factory, tmp_path):
    """The graded class, to change."""
    return course_builder.copy_of(class_builder.graded(tmp_path_factory)[0], tmp_path / "course")


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The rows of the polynomial and all files, as they were before anything was changed."""
    graded = class_builder.graded(tmp_path_factory)[0]
    return polynomial(graded), files(graded)


def polynomial(course):
    return {key: row for key, row in rows(course).items() if key[0] == "polynomial"}


def opened(course):
    return Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}")


def edit_source(course, cell, change):
    """What an instructor does in mid-term: change a cell of the master notebook, and generate the assignment again."""
    path = course.folder / "source" / "polynomial" / "polynomial.ipynb"
    nb = json.loads(path.read_text())
    change(next(found for found in nb["cells"] if found["metadata"].get("nbgrader", {}).get("grade_id") == cell))
    path.write_text(json.dumps(nb))
    assert course.nbgrader("generate_assignment", "polynomial", "--force") == 0


# Rows that the gradebook has lost


def test_a_student_who_was_removed_from_the_gradebook_is_graded_again(course, before):
    assert course.nbgrader("db", "student", "remove", "bob", "--force") == 0
    done = command(course, "autograde", "polynomial")
    assert "graded 1 in" in done.stdout and "6 were graded already" in done.stdout
    assert polynomial(course) == before[0]


def test_nbgrader_itself_grades_one_again_who_was_removed(course, before):
    with opened(course) as gradebook:
        gradebook.remove_student("bob")
    assert course.nbgrader("autograde", "polynomial") == 0
    said = course.log("autograde polynomial")
    assert said.count("does not agree with the gradebook") == 1 and "autograded/bob/polynomial does not agree" in said
    assert (polynomial(course), files(course)) == before


def test_after_an_older_gradebook_is_put_back_the_class_is_graded_again(course, before, tmp_path_factory):
    shutil.copy(class_builder.handed_in(tmp_path_factory).folder / "gradebook.db", course.folder)
    done = command(course, "autograde", "polynomial")
    assert "graded 7 in" in done.stdout and "0 were graded already" in done.stdout
    assert (polynomial(course), files(course)) == before


def test_rows_that_say_something_else_than_the_files_are_made_again(course):
    with opened(course) as gradebook:
        gradebook.find_grade("values", "polynomial", "polynomial", "bob").auto_score = 4.0
        gradebook.find_grade("values", "polynomial", "polynomial", "dan").auto_score = None
        gradebook.find_grade("values", "polynomial", "polynomial", "fay").needs_manual_grade = False  # nobody has looked
        gradebook.find_submission("polynomial", "ada").timestamp = datetime.datetime(2026, 1, 1)  # it was not late then
        gradebook.db.commit()
    assert pending(course) == ["ada", "bob", "dan", "fay"]


DECIDED = [("bob", "manual_score", 3.0), ("cleo", "manual_score", 0.0), ("fay", "extra_credit", 1.0)]


def test_what_a_person_has_decided_is_no_disagreement(course):
    with opened(course) as gradebook:
        for student, given, score in DECIDED:
            for grade in gradebook.find_submission_notebook("polynomial", "polynomial", student).grades:
                setattr(grade, given, score)
                grade.needs_manual_grade = False
        gradebook.find_comment("solution", "polynomial", "polynomial", "dan").manual_comment = "Well."
        gradebook.db.commit()
    assert pending(course) == []


# Points and cells that have changed


def test_after_a_change_of_points_the_class_is_graded_again_and_manual_scores_stay(course):
    with opened(course) as gradebook:
        gradebook.find_grade("graph", "polynomial", "polynomial", "bob").manual_score = 1.5
        gradebook.db.commit()
    edit_source(course, "graph", lambda cell: cell["metadata"]["nbgrader"].update(points=4))
    done = command(course, "autograde", "polynomial")
    assert "graded 7 in" in done.stdout and "to be looked at again: bob" in done.stdout
    assert course.gradebook("polynomial")["ada"]["graph"] == Points(4.0, False, 4.0, None)
    assert course.gradebook("polynomial")["bob"]["graph"] == Points(1.5, True, 0.0, 1.5)
    assert pending(course) == []


def test_nbgrader_itself_grades_again_after_a_change_of_a_grade_cell(course):
    edit_source(course, "graph", lambda cell: cell["source"].append("\n# Another line."))
    assert pending(course) == ["ada", "bob", "cleo", "dan", "eve", "fay", "gus"]
    assert course.nbgrader("autograde", "polynomial", "--student", "ada") == 0
    assert grade_cells(course.autograded("ada", "polynomial"))["graph"].source.endswith("# Another line.")
    assert "ada" not in pending(course)


def test_a_change_of_text_is_no_reason_to_grade_again(course):
    with opened(course) as gradebook:
        gradebook.find_source_cell("task", "polynomial", "polynomial").source += "Good luck!"
        gradebook.db.commit()
    assert pending(course) == []


# What a person has said


@pytest.mark.parametrize("ours", [True, False])
def test_a_comment_on_an_earlier_answer_is_to_be_looked_at_again(course, ours):
    with opened(course) as gradebook:
        gradebook.find_comment("solution", "polynomial", "polynomial", "bob").manual_comment = "iscalar is wrong here."
        gradebook.find_comment("solution", "polynomial", "polynomial", "dan").manual_comment = ""  # emptied
        gradebook.db.commit()
    for student in ("bob", "dan"):
        course.hand_in(student, "polynomial", course.answered("polynomial", "right_plain"))
    if ours:
        done = command(course, "autograde", "polynomial")
        assert done.returncode == 1 and "All points: 2." in done.stdout
        assert "Points or comments that a person gave are kept, to be looked at again: bob\n" in done.stdout
    else:
        course.nbgrader("autograde", "polynomial", "--force", "--student", "bob")
    found = course.gradebook("polynomial")
    assert [name for name, cell in found["bob"].items() if cell.needs_manual_grade] == ["function"]
    assert [name for name, cell in found["dan"].items() if cell.needs_manual_grade] == []
    assert points(found["bob"]) == GRADE_CELLS["polynomial"]

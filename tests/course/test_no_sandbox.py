"""A course graded where bubblewrap is installed and does not work: nothing is run, unless a plain process is asked for."""

import course_builder
import pytest
from course_builder import GRADE_CELLS, points
from machines import FORBIDDEN, with_bubblewrap

WHY = "bubblewrap is installed and does not work: bwrap: No permissions to create new namespace."


@pytest.fixture
def course(tmp_path_factory, tmp_path, monkeypatch):
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path / "course")
    course.hand_in("mary", "polynomial", course.answered("polynomial", "right_plain"))
    course.hand_in("anna", "polynomial", course.answered("polynomial", "right_plain"))
    monkeypatch.setenv("PATH", with_bubblewrap(tmp_path, FORBIDDEN)["PATH"])
    return course


@pytest.mark.parametrize(
    ("command", "code"), [(("-m", "graders.commands", "autograde"), 2), (("-m", "nbgrader", "autograde"), 1)]
)
def test_nothing_is_graded_and_it_is_said_once_and_why(course, command, code):
    assert course.python("autograde", *command, "polynomial") == code
    log = course.log("autograde")
    assert log.count(WHY) == 1 and "Traceback" not in log and 'c.GradeInSandbox.sandbox = "plain"' in log
    assert not (course.folder / "autograded").exists() and not course.gradebook("polynomial")


def test_a_plain_process_that_is_asked_for_by_name_is_had(course):
    with (course.folder / "nbgrader_config.py").open("a") as config:
        config.write('c.GradeInSandbox.sandbox = "plain"\n')
    assert course.python("autograde", "-m", "graders.commands", "autograde", "polynomial") == 0
    assert "NOT in a sandbox" in course.log("autograde")
    assert points(course.gradebook("polynomial")["mary"]) == GRADE_CELLS["polynomial"]

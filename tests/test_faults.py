"""What a run leaves when it is cut off anywhere: the same command, run again, brings the class to the same result."""

import functools
import logging

import course_builder
import pytest
from fault_points import in_a_process
from fuzzing import MORE
from nbgrader.api import Gradebook
from test_autograde import files, rows

from graders.autograde import ClassAutograde
from graders.course_app import open_course
from graders.pipeline import Graded
from graders.verdicts import Outcome, Verdict


def canned(work):
    """Verdicts without sandbox and judge: those are tried elsewhere, what matters here is what becomes of verdicts."""
    right = any("3 * x + x * y + 3 * y" in cell.source for cell in work.cells if not cell.name)
    outcome = Outcome.PASSED if right else Outcome.FAILED
    return Graded({}, [Verdict(cell.name, outcome, cell.points, "Checked.") for cell in work.cells if cell.name])


def autograde(course, force=False):
    """A run of ``theano-exercises autograde polynomial`` in this process, with canned verdicts."""
    logging.disable(logging.ERROR)
    with open_course(course.folder, "polynomial") as (app, coursedir):
        converter = ClassAutograde(coursedir=coursedir, parent=app)
        converter.force = force
        events = list(converter.run(converter.plan(), 1, canned))
        assert not any(event.problem for event in events), events


def fill(name, prepare):
    def filled(factory):
        def fill(course):
            course_builder.copy_of(course_builder.generated(factory), course.folder)
            course.hand_in("ada", "polynomial", course.answered("polynomial", "right_plain"))
            (course.folder / "submitted" / "ada" / "polynomial" / "notes.txt").write_text("mine")
            (course.folder / "source" / "polynomial" / "data.csv").write_text("1,2")
            prepare(course)

        return course_builder.shared(factory, f"faults-{name}", fill)

    return filled


def hand_in_anew(course):
    """The class is graded, a person has given points, and bob hands in a better notebook."""
    course.hand_in("bob", "polynomial", course.answered("polynomial", "wrong_coefficient"))
    in_a_process(lambda: autograde(course))
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for student in ("ada", "bob"):
            gradebook.find_grade("values", "polynomial", "polynomial", student).manual_score = 1.5
            gradebook.find_comment("solution", "polynomial", "polynomial", student).manual_comment = "Well."
        gradebook.db.commit()
    course.hand_in("bob", "polynomial", course.answered("polynomial", "right_plain"))


COURSES = {"first": fill("first", lambda course: None), "again": fill("again", hand_in_anew)}


@pytest.mark.parametrize(("which", "force"), [("first", False), ("again", False), ("again", True)])
def test_a_power_cut_at_any_change_costs_nothing(which, force, tmp_path_factory, tmp_path):
    start = COURSES[which](tmp_path_factory)
    whole = course_builder.copy_of(start, tmp_path / "whole")
    changes = in_a_process(lambda: autograde(whole, force))
    expected = rows(whole), files(whole)
    assert changes > 20
    for number in range(1, changes + 1, 1 if MORE > 1 else 4):
        course = course_builder.copy_of(start, tmp_path / str(number))
        run = functools.partial(autograde, course, force)
        assert in_a_process(run, number) is None
        assert in_a_process(run) is not None
        assert (rows(course), files(course)) == expected, f"cut off at change {number} of {changes}"

"""A sample class in a scratch course: handed in, graded by our command and by nbgrader's, for the tests that compare."""

import json
import os
import subprocess
import sys

import course_builder
from nbgrader.api import Gradebook

from graders.course import folder
from graders.course.autograde import ClassAutograde

CLASS = {
    "polynomial": {
        "ada": "right_plain", "bob": "wrong_coefficient", "cleo": "wrong_as_op", "dan": "unanswered_not_implemented",
        "eve": "hostile_exits_after_forging",
    },
    "tanh_layer": {"ada": "right_sigmoid", "bob": "wrong_transposed", "cleo": "wrong_not_compiled"},
    "accumulator": {"ada": "right_class", "bob": "wrong_no_update", "dan": "hostile_lying_state"},
}  # fmt: skip


def command(course, *arguments, **options):
    """The command as a user types it in the course folder."""
    environment = {**os.environ, **options.pop("environment", {})}
    return subprocess.run(
        [sys.executable, "-m", "graders.commands", *arguments],
        cwd=course.folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        **options,
    )


def pending(course):
    """The students whose polynomials a run of our command would grade."""
    with folder.open_course(course.folder, "polynomial") as (app, coursedir):
        return list(ClassAutograde(coursedir=coursedir, parent=app).plan().pending.values())


def handed_in(tmp_path_factory):
    """A course whose class has handed in: good files and bad ones, late ones, with other files beside them."""

    def fill(course):
        course_builder.copy_of(course_builder.generated(tmp_path_factory), course.folder)
        for assignment, students in CLASS.items():
            for student, answer in students.items():
                course.hand_in(student, assignment, course.answered(assignment, answer))
        course.hand_in("fay", "polynomial", b"{")
        course.hand_in("gus", "polynomial", course.answered("polynomial", "right_plain"), "Polynomial.ipynb")
        (course.folder / "submitted" / "ada" / "polynomial" / "notes.txt").write_text("mine")
        (course.folder / "submitted" / "ada" / "polynomial" / "timestamp.txt").write_text("2026-01-02 12:00:00 UTC")
        (course.folder / "source" / "polynomial" / "data.csv").write_text("1,2")
        (course.folder / "submitted" / "bob" / "polynomial" / "data.csv").write_text("forged")
        with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
            gradebook.update_or_create_assignment("polynomial", duedate="2026-01-01 12:00:00 UTC")

    return course_builder.shared(tmp_path_factory, "handed-in", fill)


def graded(tmp_path_factory):
    """The class graded by ``theano-exercises autograde``, and what the commands said."""
    said = {}

    def fill(course):
        course_builder.copy_of(handed_in(tmp_path_factory), course.folder)
        for assignment in CLASS:
            # Python without assertions and docstrings, as an instructor's shell may ask for, gives the same points.
            environment = {"PYTHONOPTIMIZE": "2"} if assignment == "accumulator" else {}
            done = command(course, "autograde", assignment, "--jobs", "2", environment=environment)
            said[assignment] = [done.returncode, done.stdout, done.stderr]
            assert assignment == "polynomial" or "Not graded" not in done.stdout, said
        (course.folder / "said.json").write_text(json.dumps(said))

    course = course_builder.shared(tmp_path_factory, "graded-class", fill)
    return course, json.loads((course.folder / "said.json").read_text())


def by_nbgrader(tmp_path_factory):
    """The same class graded by ``nbgrader autograde``."""

    def fill(course):
        course_builder.copy_of(handed_in(tmp_path_factory), course.folder)
        for assignment in CLASS:
            course.nbgrader("autograde", assignment)

    return course_builder.shared(tmp_path_factory, "by-nbgrader", fill)

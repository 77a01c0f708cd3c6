"""What a run leaves when it is cut off anywhere, or the disk is full, or the gradebook locked.

The same command, run again, brings the class to the same result as a run that nothing disturbed.
"""

import contextlib
import functools
import logging
import os
import subprocess

import course_builder
import pytest
from class_builder import command
from course_state import files, rows
from fault_points import gradebook_locked, in_a_process
from fuzzing import MORE
from nbgrader.api import Gradebook

from graders.course.autograde import ClassAutograde
from graders.course.folder import CourseError, open_course
from graders.records.verdict import Outcome, Verdict
from graders.records.work import Graded


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
    for number in range(1, changes + 1, 1 if MORE > 1 else 6):
        course = course_builder.copy_of(start, tmp_path / str(number))
        run = functools.partial(autograde, course, force)
        assert in_a_process(run, number) is None
        assert in_a_process(run) is not None
        assert (rows(course), files(course)) == expected, f"cut off at change {number} of {changes}"


@contextlib.contextmanager
def small_disk(place, size):
    """An empty disk of some size at ``place``."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    place.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def filled_up(folder):
    """Fill the disk of ``folder``; return the file that does."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


def refused(course, tmp_path):
    """What a run says that ends at once."""
    said = tmp_path / "said"

    def run():
        with pytest.raises(CourseError) as error:
            autograde(course)
        said.write_text(str(error.value))

    assert in_a_process(run) is not None
    return said.read_text()


FULL = "No space left on device. Make room on that disk, then run the same command again"


@pytest.mark.parametrize("place", [".", "autograded"])
def test_a_full_disk_ends_the_run_with_a_sentence_and_costs_nothing(place, tmp_path_factory, tmp_path):
    start = COURSES["first"](tmp_path_factory)
    whole = course_builder.copy_of(start, tmp_path / "whole")
    in_a_process(functools.partial(autograde, whole))
    with small_disk(tmp_path / "course" / place, "20m" if place == "." else "64k"):
        course = course_builder.copy_of(start, tmp_path / "course")
        filler = filled_up(course.folder / place)
        sentence = refused(course, tmp_path)
        assert "database or disk is full" in sentence or FULL in sentence, sentence
        assert str(course.folder) in sentence and "Traceback" not in sentence
        assert not list(course.folder.glob("autograded/*/*/*.ipynb"))
        filler.unlink()
        subprocess.run(["mount", "-o", "remount,size=20m", course.folder / place], check=True)
        in_a_process(functools.partial(autograde, course))
        assert (rows(course), files(course)) == (rows(whole), files(whole))


def test_a_folder_that_is_read_only_is_named(tmp_path_factory, tmp_path):
    start = COURSES["first"](tmp_path_factory)
    with small_disk(tmp_path / "course", "20m"):
        course = course_builder.copy_of(start, tmp_path / "course")
        subprocess.run(["mount", "-o", "remount,ro", course.folder], check=True)
        assert refused(course, tmp_path).startswith(f"{course.folder} can't be written: Read-only file system.")


@pytest.mark.parametrize("disk", ["full", "ro"])
def test_a_cache_folder_that_cannot_be_written_is_named(disk, tmp_path_factory, tmp_path):
    course = course_builder.copy_of(COURSES["first"](tmp_path_factory), tmp_path / "course")
    with small_disk(tmp_path / "cache", "1m"):
        if disk == "ro":
            subprocess.run(["mount", "-o", "remount,ro", tmp_path / "cache"], check=True)
        done = command(course, "autograde", "polynomial", environment={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert (done.returncode, done.stdout) == (2, "")
    why = "Read-only file system" if disk == "ro" else "No space left on device"
    assert done.stderr.splitlines()[-1] == f"theano-exercises: {tmp_path}/cache/theano-exercises can't be used: {why}."
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("seconds", "waits"), [(1.0, True), (60.0, False)])
def test_a_gradebook_that_another_program_has_locked_is_waited_for(seconds, waits, tmp_path_factory, tmp_path):
    course = course_builder.copy_of(COURSES["first"](tmp_path_factory), tmp_path / "course")
    with gradebook_locked(course, seconds):
        if waits:
            assert in_a_process(functools.partial(autograde, course)) is not None
        else:
            sentence = refused(course, tmp_path)
            assert "gradebook.db can't be used: database is locked. Another program is using it" in sentence
    in_a_process(functools.partial(autograde, course))
    assert len(rows(course)) == 1

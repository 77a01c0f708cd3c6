"""Parts of a run that are killed, and what plain nbgrader makes of a submission that was left half done."""

import os
import shutil
import signal
import subprocess
import sys
import time

import class_builder
import course_builder
import pytest
from class_builder import command, pending
from course_state import below, command_line, course_text, files, rows, wait_for
from fault_points import gradebook_locked
from nbformat import v4
from nbgrader.api import Gradebook

from graders.course import folder


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return class_builder.graded(tmp_path_factory)[0]


def started(course, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "graders.commands", *arguments],
        cwd=course.folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_parts_that_are_killed_cost_nobody_a_point(graded, tmp_path_factory, tmp_path):
    course = course_builder.copy_of(class_builder.handed_in(tmp_path_factory), tmp_path / "course")
    run = started(course, "autograde", "polynomial", "--jobs", "1", "--no-memory")
    for done, part in ((1, "graders.judge.inside.server"), (2, "/guest/template.py"), (4, "bwrap")):
        wait_for(lambda done=done: len(list(course.folder.glob("autograded/*/polynomial/polynomial.ipynb"))) >= done)
        for process in below(run.pid, part)[:1]:
            os.kill(process, signal.SIGKILL)
    out, err = run.communicate(timeout=120)
    assert "graded 7" in out and "Traceback" not in err
    expected = {key: row for key, row in rows(graded).items() if key[0] == "polynomial"}
    assert rows(course) == expected


MARKED = """
import ctypes, time
ctypes.CDLL(None).prctl(15, b"{}")
time.sleep(1.2)
"""
"""A cell whose process has a name of its own on this machine."""


def stand_still(run, guest):
    """All of it, for longer than a notebook may take; the grader goes on first."""
    processes = [run.pid, *below(run.pid)]
    for number, seconds in ((signal.SIGSTOP, 5.5), (signal.SIGCONT, 0.0)):
        for process in processes:
            os.kill(process, number)
        time.sleep(seconds)


def kill(run, guest):
    os.kill(guest, signal.SIGKILL)


def test_who_is_stopped_or_killed_from_outside_keeps_the_points_or_is_looked_at(tmp_path_factory, tmp_path):
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path / "course")
    with (course.folder / "nbgrader_config.py").open("a") as config:
        config.write("\nc.GradeInSandbox.cell_seconds, c.GradeInSandbox.notebook_seconds = 4.0, 5.0\n")
    todo = {"stopped": [stand_still], "once": [kill], "twice": [kill, kill]}
    for student in todo:
        nb = course.answered("polynomial", "right_plain")
        nb.cells.insert(2, v4.new_code_cell(MARKED.format(f"{student}-{os.getpid()}")))
        course.hand_in(student, "polynomial", nb)
    run = started(course, "autograde", "polynomial", "--jobs", "1")
    seen = set()
    while any(todo.values()) and run.poll() is None:
        time.sleep(0.05)
        for student, left in todo.items():
            name = ("pgrep", "-x", f"{student}-{os.getpid()}")
            guests = set(subprocess.run(name, capture_output=True, text=True).stdout.split()) - seen
            seen |= guests
            if guests and left:
                left.pop(0)(run, int(guests.pop()))
    out, err = run.communicate(timeout=120)
    assert "A person has to look at: twice\n" in out and "Traceback" not in err, err
    found = course.gradebook("polynomial")
    full = course_builder.GRADE_CELLS["polynomial"]
    assert [course_builder.points(found[student]) for student in todo] == [full, full, dict.fromkeys(full, 0.0)]
    assert {student for student in todo for cell in found[student].values() if cell.needs_manual_grade} == {"twice"}
    again = command(course, "autograde", "polynomial")
    assert "graded 1 in" in again.stdout, again.stderr  # the others are graded already


def test_a_feedback_command_that_is_killed_keeps_nothing_locked(graded, tmp_path):
    course = course_builder.copy_of(graded, tmp_path / "course")
    run = started(course, "feedback", "polynomial", "--jobs", "2")
    wait_for(lambda: len(below(run.pid)) == 2)
    pool = below(run.pid)
    run.kill()
    run.communicate()
    wait_for(lambda: not any(command_line(process) for process in pool), 10)
    done = command(course, "feedback", "polynomial")
    assert done.returncode == 0, done.stderr
    assert len(list(course.folder.glob("feedback/*/polynomial/polynomial.html"))) == 7


def test_a_page_makers_end_is_told_in_a_sentence(graded, tmp_path):
    course = course_builder.copy_of(graded, tmp_path / "course")
    run = started(course, "feedback", "polynomial", "--jobs", "1")
    wait_for(lambda: below(run.pid))
    os.kill(below(run.pid)[0], signal.SIGKILL)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 2 and "Traceback" not in err
    assert "A process that makes pages was ended from outside" in err


def test_feedback_does_not_run_beside_another_command(graded, tmp_path):
    course = course_builder.copy_of(graded, tmp_path / "course")
    with folder.alone(course.folder):
        done = command(course, "feedback", "polynomial")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().endswith("wait until it has ended.") and "Traceback" not in done.stderr


def test_feedback_says_that_the_gradebook_is_locked(graded, tmp_path):
    course = course_builder.copy_of(graded, tmp_path / "course")
    with gradebook_locked(course, 60.0):
        start = time.monotonic()
        done = command(course, "feedback", "polynomial", "--jobs", "2")
        assert time.monotonic() - start < 40
    assert (done.returncode, done.stdout) == (2, "")
    assert "database is locked. Another program is using it" in done.stderr and "Traceback" not in done.stderr


def test_nbgrader_itself_makes_again_what_was_left_half_done(graded, tmp_path):
    course = course_builder.copy_of(graded, tmp_path / "course")
    place = course.folder / "autograded"
    spoilt = {"ada": "{", "bob": course_text(course, "bob"), "cleo": None}
    for student, text in spoilt.items():
        path = place / student / "polynomial" / "polynomial.ipynb"
        path.chmod(0o644)
        path.unlink() if text is None else path.write_text(text)
    untouched = (place / "dan" / "polynomial" / "polynomial.ipynb").stat().st_mtime_ns
    shutil.rmtree(place / "eve" / "polynomial")
    course.nbgrader("autograde", "polynomial")
    said = course.log("autograde polynomial")
    assert said.count("was left half done by a run that was cut off; it is made again.") == len(spoilt)
    assert (place / "dan" / "polynomial" / "polynomial.ipynb").stat().st_mtime_ns == untouched
    assert files(course) == files(graded)
    assert rows(course) == rows(graded)


def test_what_the_grader_failed_at_is_graded_again(graded, tmp_path):
    course = course_builder.copy_of(graded, tmp_path / "course")
    path = course.folder / "autograded" / "cleo" / "polynomial" / "polynomial.ipynb"
    path.chmod(0o644)
    path.write_text(path.read_text().replace('"cause": "unknown"', '"cause": "grader_failed"'))
    assert pending(course) == ["cleo"]
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for grade in gradebook.find_submission_notebook("polynomial", "polynomial", "cleo").grades:
            grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    assert pending(course) == []  # a person has decided, so it stays

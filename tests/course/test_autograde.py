"""``theano-exercises autograde`` over a sample class: the same as ``nbgrader autograde``, in parallel, resumable."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import class_builder
import course_builder
import nbformat
import pytest
from class_builder import CLASS, command
from course_builder import GRADE_CELLS, Course
from course_state import below, course_text, files, rows, wait_for
from nbformat import v4
from nbgrader.api import Gradebook

from graders.checkout import CHECKOUT
from graders.course import folder
from graders.grading import notebook
from graders.reports.data import from_notebook


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    return class_builder.handed_in(tmp_path_factory)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return class_builder.graded(tmp_path_factory)


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory):
    return class_builder.by_nbgrader(tmp_path_factory)


def test_the_gradebook_is_the_same_row_by_row(graded, by_nbgrader):
    ours = rows(graded[0])
    assert len(ours) == 13
    assert ours == rows(by_nbgrader)


def test_the_files_are_the_same(graded, by_nbgrader):
    ours, theirs = files(graded[0]), files(by_nbgrader)
    assert list(ours) == list(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert ours["autograded/bob/polynomial/data.csv"][1] == "1,2"  # the master's, not the student's
    assert "autograded/ada/polynomial/notes.txt" in ours


def test_what_the_sample_answers_must_get_is_what_they_get(graded):
    from graders.course.authoring import sample_answers

    for assignment, students in CLASS.items():
        found = graded[0].gradebook(assignment)
        for student, answer in students.items():
            expected = sample_answers.read(sample_answers.FOLDER / assignment / f"{answer}.py").expected
            assert course_builder.points(found[student]) == expected, (assignment, student)


def test_the_summary_says_what_came_of_it(graded):
    code, out, err = graded[1]["polynomial"]
    assert code == 1  # a person has to look
    assert out.startswith("polynomial: graded 7 in ")
    assert "0 were graded already" in out
    assert "All points: 1. Points lost: 3. Undecided: 3." in out
    assert "A person has to look at: cleo, fay, gus" in out
    assert graded[1]["tanh_layer"][0] == 0
    assert "7/7" in err and "failed=0" in err and "Traceback" not in err and "DEBUG" not in err


def test_what_is_graded_is_left_alone_and_what_is_newer_is_graded_again(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    before = {path: path.stat().st_mtime_ns for path in (course.folder / "autograded").rglob("*.ipynb")}
    again = command(course, "autograde", "polynomial")
    assert again.returncode == 1 and "graded 0 in" in again.stdout
    assert "Graded before, and a person still has to look at: cleo, fay, gus" in again.stdout
    course.hand_in("bob", "polynomial", course.answered("polynomial", "right_plain"))
    done = command(course, "autograde", "polynomial", "--jobs", "1")
    assert "graded 1 in" in done.stdout and "6 were graded already" in done.stdout and done.returncode == 1
    assert sum(cell.points for cell in course.gradebook("polynomial")["bob"].values()) == 10.0
    after = {path: path.stat().st_mtime_ns for path in (course.folder / "autograded").rglob("*.ipynb")}
    assert [path.parts[-3] for path in after if after[path] != before[path]] == ["bob"]


def test_force_and_student_choose(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    chosen = ("--student", "ada", "--student", "dan")
    assert "graded 0 in" in command(course, "autograde", "accumulator", *chosen).stdout
    done = command(course, "autograde", "accumulator", "--force", "--no-memory", *chosen)
    assert (done.returncode, done.stdout.split(" in ")[0]) == (0, "accumulator: graded 2")


def test_a_manual_grade_stays_and_is_looked_at_again(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("values", "polynomial", "polynomial", "bob").manual_score = 1.5
        gradebook.db.commit()
    done = command(course, "autograde", "polynomial", "--force", "--student", "bob")
    assert done.returncode == 1
    assert "Points or comments that a person gave are kept, to be looked at again: bob" in done.stdout
    assert course.gradebook("polynomial")["bob"]["values"] == (1.5, True, 0.0, 1.5)


def test_what_is_not_where_nbgrader_looks_and_who_is_gone_is_named(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    nb, handed_in = course.answered("polynomial", "right_plain"), course.folder / "submitted"
    for student, place in (("hal", ""), ("frank", "Polynomial"), ("ada [2]", "polynomial")):
        course.hand_in(student, place, nb, "polynomial.ipynb")
    course.hand_in("gina", "polynomial", b"", "answer.py")
    (handed_in / "bob").rename(handed_in / "robert")
    done = command(course, "autograde", "polynomial")
    assert done.returncode == 1 and "graded 1 in" in done.stdout
    told = done.stdout[done.stdout.index("In the gradebook") :].splitlines()
    assert told == [
        "In the gradebook, but without a submission: bob",
        "Not graded: ada [2]: nbgrader takes *, ? and [ in a folder's name for a pattern: rename it.",
        "Not graded: frank: its folder 'Polynomial' must be called 'polynomial'.",
        "Not graded: gina: its folder polynomial holds no notebook (*.ipynb).",
        "Not graded: hal: put its polynomial.ipynb into a folder polynomial.",
    ]


def test_who_was_graded_by_other_checks_is_named(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    path = course.folder / "autograded" / "bob" / "accumulator" / "accumulator.ipynb"
    nb = json.loads(path.read_text())
    nb["metadata"][notebook.CHECKS] = "of last term"
    path.write_text(json.dumps(nb))
    done = command(course, "autograde", "accumulator")
    assert "graded 0 in" in done.stdout
    assert done.stdout.splitlines()[-1] == "Graded before by other checks or versions (--force grades them again): bob"


def test_a_cell_that_only_a_person_can_grade_is_for_a_person_from_the_first_run_on(tmp_path_factory, tmp_path):
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path / "course")
    path = course.folder / "source" / "polynomial" / "polynomial.ipynb"
    nb = nbformat.read(path, as_version=4)
    about = {"grade": True, "solution": True, "locked": False, "task": False, "schema_version": 3, "points": 3}
    nb.cells.append(
        v4.new_markdown_cell("Why?", metadata={"nbgrader": {**about, "grade_id": "essay", "cell_type": "markdown"}})
    )
    nbformat.write(nb, path)
    assert course.nbgrader("generate_assignment", "polynomial", "--force") == 0
    answered = course.answered("polynomial", "right_plain")
    answered.cells[-1].source = "Because."
    course.hand_in("mary", "polynomial", answered)
    done = command(course, "autograde", "polynomial")
    assert done.returncode == 1 and "All points: 0. Points lost: 0. Undecided: 1." in done.stdout
    assert "A person has to look at: mary" in done.stdout


@pytest.mark.parametrize("block", ["pthread_sigmask(SIG_BLOCK, [SIGINT])", "signal(SIGCHLD, SIG_IGN)"])
def test_signals_that_whoever_started_it_keeps_away_cost_nobody_a_point(tmp_path_factory, tmp_path, block):
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path / "course")
    with (course.folder / "nbgrader_config.py").open("a") as config:
        config.write("\nc.GradeInSandbox.cell_seconds = 2.0\n")
    nb = course.answered("polynomial", "right_plain")
    nb.cells.append(v4.new_code_cell("while True: pass"))
    course.hand_in("mary", "polynomial", nb)
    start = f"from signal import *; import os, sys; {block}; os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    assert course.python("autograde", "-c", start, "-m", "graders.commands", "autograde", "polynomial") == 0
    assert course_builder.points(course.gradebook("polynomial")["mary"]) == GRADE_CELLS["polynomial"]


def test_a_half_written_notebook_is_not_taken_for_a_graded_one(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    for student, spoil in (("ada", lambda text: text[: len(text) // 2]), ("bob", lambda text: course_text(course, "bob"))):
        path = course.folder / "autograded" / student / "polynomial" / "polynomial.ipynb"
        path.chmod(0o644)
        path.write_text(spoil(path.read_text()))
    (course.folder / "autograded" / "cleo" / "polynomial" / "polynomial.ipynb").unlink()
    done = command(course, "autograde", "polynomial")
    assert "graded 3 in" in done.stdout and "4 were graded already" in done.stdout
    assert files(course) == files(graded[0])
    assert rows(course) == rows(graded[0])


def children(pid):
    done = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    return [int(child) for child in done.stdout.split()]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_stopped_goes_on_where_it_stopped(handed_in, graded, tmp_path, how):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    process = subprocess.Popen(
        [sys.executable, "-m", "graders.commands", "autograde", "polynomial", "--jobs", "2"],
        cwd=course.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    done = course.folder / "autograded"
    wait_for(lambda: len(list(done.glob("*/polynomial/polynomial.ipynb"))) >= 2)
    helpers = children(process.pid)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert len(helpers) == 2  # the template and the judge
    wait_for(lambda: not any(os.path.exists(f"/proc/{helper}") for helper in helpers))
    if how == signal.SIGINT:
        assert process.returncode == 2
        assert "goes on where this one stopped" in err and "Traceback" not in err
        assert not list(done.rglob("*.part"))
    again = command(course, "autograde", "polynomial")
    assert "0 were graded already" not in again.stdout
    ours = {key: row for key, row in rows(graded[0]).items() if key[0] == "polynomial"}
    assert rows(course) == ours
    theirs = {name: file for name, file in files(graded[0]).items() if "/polynomial/" in name}
    assert files(course) == theirs


def test_after_an_interrupt_nothing_is_said_of_what_was_ended(handed_in, tmp_path):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    shutil.rmtree(course.folder / "submitted")
    nb = course.answered("polynomial", "right_plain")
    nb.cells.insert(2, v4.new_code_cell("import time\ntime.sleep(25)"))
    for number in range(6):
        course.hand_in(f"slow-{number}", "polynomial", nb)
    process = subprocess.Popen([sys.executable, "-m", "graders.commands", "autograde", "polynomial", "--jobs", "3"],
                               cwd=course.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    wait_for(lambda: len(below(process.pid, "/guest/template.py")) > 3)  # the template itself, and what runs in it
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - start < 10
    told = [line for line in re.split(r"[\r\n]+", err) if line.strip() and "0/6" not in line]
    assert (out, told[1:]) == ("", ["Interrupted. The same command goes on where this one stopped."]), err
    assert told[0].startswith("polynomial: graded 0 in ")


def test_two_runs_at_once_are_refused(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    with folder.alone(course.folder):
        done = command(course, "autograde", "polynomial")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Another theano-exercises command works in" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["no_such"],
            "The gradebook does not know 'no_such': run `nbgrader generate_assignment no_such` first. "
            f"It knows: {', '.join(GRADE_CELLS)}.",
        ),
        (["polynomial", "--student", "zoe"], "There is no submission of 'polynomial' by zoe."),
        (["polynomial", "--jobs", "0"], "expected 1 or more, got 0"),
        (["polynomial", "--jobs", "many"], "invalid"),
        (["polynomial", "--course", "/"], "has no nbgrader_config.py"),
    ],
)
def test_wrong_use_gets_a_sentence(graded, arguments, sentence):
    done = command(graded[0], "autograde", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr and "Traceback" not in done.stderr


def test_a_broken_configuration_is_named(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    (course.folder / "nbgrader_config.py").write_text("c = get_config(\n")
    done = command(course, "autograde", "polynomial")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nbgrader_config.py can't be used: SyntaxError" in done.stderr and "Traceback" not in done.stderr


def test_a_configuration_without_the_sandbox_is_refused(graded, tmp_path):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    (course.folder / "nbgrader_config.py").write_text("c = get_config()\n")
    done = command(course, "autograde", "polynomial", "--force")
    assert (done.returncode, done.stdout) == (2, "")
    assert "student code would run without a sandbox" in done.stderr and "Traceback" not in done.stderr


def test_without_submissions_it_says_so(tmp_path_factory, tmp_path):
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path / "course")
    done = command(course, "autograde", "polynomial")
    assert done.returncode == 2
    assert "There are no submissions of 'polynomial' in submitted/." in done.stderr


def test_a_gradebook_that_cannot_be_written_stops_the_run_with_a_sentence(handed_in, tmp_path):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    lock = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys, time\nfile = sqlite3.connect('gradebook.db', isolation_level=None)\n"
            "file.execute('BEGIN EXCLUSIVE')\nprint('locked', flush=True)\ntime.sleep(120)",
        ],
        cwd=course.folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert lock.stdout.readline() == "locked\n"
        done = command(course, "autograde", "accumulator")
        assert (done.returncode, done.stdout) == (2, "")
        assert "can't be used: database is locked" in done.stderr and "Traceback" not in done.stderr
    finally:
        lock.kill()
        lock.communicate()
    assert command(course, "autograde", "accumulator").returncode == 0
    assert set(course.gradebook("accumulator")) == set(CLASS["accumulator"])


def test_the_verdicts_in_the_notebooks_cover_every_grade_cell(graded):
    course: Course = graded[0]
    for assignment, students in CLASS.items():
        for student in students:
            found = from_notebook(course.autograded(student, assignment))
            assert [verdict.cell for verdict in found] == list(GRADE_CELLS[assignment])


def test_the_checkout_is_not_touched(graded):
    assert not (CHECKOUT / "submitted").exists() and not (CHECKOUT / "autograded").exists()

"""``theano-exercises feedback`` over a sample class: nbgrader's pages, in parallel, made again where something changed."""

import re
import signal
import subprocess
import sys
import time

import class_builder
import course_builder
import feedback_pages
import pytest
from class_builder import command
from nbgrader.api import Gradebook

MARK = re.compile(r"\n<!-- theano-exercises [0-9a-f]{64} -->\n$")


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """The graded class with feedback by our command, and a copy with feedback by nbgrader's; what ours said."""

    def fill(course):
        course_builder.copy_of(class_builder.graded(tmp_path_factory)[0], course.folder / "nbgrader")
        course_builder.Course(course.folder / "nbgrader").nbgrader("generate_feedback", "polynomial")
        ours = course_builder.copy_of(class_builder.graded(tmp_path_factory)[0], course.folder / "ours")
        done = command(ours, "feedback", "polynomial", "--jobs", "2")
        (course.folder / "said.txt").write_text(f"{done.returncode}\n{done.stdout}\n{done.stderr}")

    course = course_builder.shared(tmp_path_factory, "reported", fill)
    folders = [course_builder.Course(course.folder / name) for name in ("ours", "nbgrader")]
    return (*folders, (course.folder / "said.txt").read_text())


def files(course):
    return {
        path.relative_to(course.folder).as_posix(): (oct(path.stat().st_mode), path.read_text(encoding="utf-8"))
        for path in sorted((course.folder / "feedback").rglob("*"))
        if path.is_file()
    }


def test_the_pages_are_nbgraders_but_for_the_last_line(reported):
    ours, theirs = files(reported[0]), files(reported[1])
    assert list(ours) == list(theirs) and len([name for name in ours if name.endswith(".html")]) == 7
    assert all(MARK.search(text) for name, (_, text) in ours.items() if name.endswith(".html"))
    without = {name: (mode, MARK.sub("", text)) for name, (mode, text) in ours.items()}
    assert [name for name in without if without[name] != theirs[name]] == []


def test_the_summary_counts(reported):
    assert reported[2].startswith("0\npolynomial: wrote feedback on 7 in ")
    assert "0 pages were current" in reported[2] and "7/7" in reported[2]


def test_only_what_changed_is_made_again(reported, tmp_path):
    course = course_builder.copy_of(reported[0], tmp_path / "course")
    assert "wrote feedback on 0 in" in command(course, "feedback", "polynomial").stdout
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("values", "polynomial", "polynomial", "bob").manual_score = 1.5
        gradebook.find_comment("solution", "polynomial", "polynomial", "ada").manual_comment = "Well done, Ada."
        gradebook.db.commit()
    page = course.folder / "feedback" / "dan" / "polynomial" / "polynomial.html"
    page.write_text(page.read_text()[:5000])  # as a crash leaves it
    done = command(course, "feedback", "polynomial")
    assert "wrote feedback on 3 in" in done.stdout and "4 pages were current" in done.stdout
    assert "Well done, Ada." in course.feedback("ada", "polynomial")
    assert ("values", "✎", "decided by a person", "1.5 of 4") in feedback_pages.rows(course.feedback("bob", "polynomial"))
    assert course.feedback("dan", "polynomial") == reported[0].feedback("dan", "polynomial")


def test_a_page_is_made_again_when_the_settings_have_changed(reported, tmp_path):
    course = course_builder.copy_of(reported[0], tmp_path / "course")
    config = course.folder / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.FeedbackPage.language = 'de'\n")
    assert "wrote feedback on 1 in" in command(course, "feedback", "polynomial", "--student", "ada").stdout
    assert MARK.sub("", course.feedback("ada", "polynomial")) != MARK.sub("", reported[0].feedback("ada", "polynomial"))


def test_force_and_student_choose(reported, tmp_path):
    course = course_builder.copy_of(reported[0], tmp_path / "course")
    done = command(course, "feedback", "polynomial", "--force", "--student", "ada")
    assert (done.returncode, done.stdout.split(" in ")[0]) == (0, "polynomial: wrote feedback on 1")


def test_of_a_student_who_was_removed_from_the_gradebook_it_says_what_to_do(reported, tmp_path):
    course = course_builder.copy_of(reported[0], tmp_path / "course")
    assert course.nbgrader("db", "student", "remove", "bob", "--force") == 0
    done = command(course, "feedback", "polynomial")
    assert done.returncode == 1 and "wrote feedback on 0 in" in done.stdout and "6 pages were current" in done.stdout
    assert "Traceback" not in done.stderr and "ERROR" not in done.stderr
    assert done.stdout.splitlines()[-1] == (
        "No feedback: bob: the gradebook does not have it (any more): "
        "run `theano-exercises autograde polynomial --student bob`, or delete autograded/bob/polynomial."
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["tanh"],
            "There are no submissions of 'tanh' in autograded/: run `theano-exercises autograde tanh` first. "
            "It has some of: accumulator, polynomial, tanh_layer.",
        ),
        (["polynomial", "--student", "zoe"], "There is no autograded submission of 'polynomial' by zoe."),
    ],
)
def test_wrong_use_gets_a_sentence(reported, arguments, sentence):
    done = command(reported[0], "feedback", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr and "Traceback" not in done.stderr


def test_a_run_that_is_interrupted_goes_on(reported, tmp_path):
    course = course_builder.copy_of(reported[0], tmp_path / "course")
    process = subprocess.Popen(
        [sys.executable, "-m", "graders.commands", "feedback", "polynomial", "--force", "--jobs", "2"],
        cwd=course.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    start = time.time()
    pages = list((course.folder / "feedback").glob("*/polynomial/*.html"))
    while not any(page.exists() and page.stat().st_mtime > start for page in pages):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Interrupted. What was not reached is as it was before" in err and "Traceback" not in err
    written = [page for page in pages if page.stat().st_mtime > start]
    assert f"polynomial: wrote feedback on {len(written)} in" in err
    assert command(course, "feedback", "polynomial").returncode == 0
    assert files(course) == files(reported[0])

"""The class of ``theano-exercises demo`` with its pages, and copies of it whose pages have other settings."""

from __future__ import annotations

from pathlib import Path

import class_builder
from course_builder import Course, copy_of

from graders.commands.demo import CLASS, FIRST

SETTINGS = {
    "german": 'c.FeedbackPage.language = "de"',
    "reason": 'c.FeedbackPage.reveal = "reason"',
    "reference": 'c.FeedbackPage.reveal = "reference"',
}
"""What differs in each copy."""
STUDENTS = {
    "german": tuple(CLASS),
    "reason": ("donald", "edsger", "kathleen", "margaret", "niklaus"),
    "reference": ("donald", "kathleen"),
}
"""Whose pages are made again in each copy."""


def make(folder: Path) -> Course:
    """The class in a new folder: handed in, graded, with its pages in English."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = class_builder.command(Course(folder.parent), "demo", "--folder", str(folder))
    assert done.returncode == 0, done.stderr
    return Course(folder)


def copies(course: Course) -> dict[str, Course]:
    """Copies beside the course, by the name of what differs, with the pages of some students made again."""
    made = {name: copy_of(course, course.folder.with_name(name)) for name in SETTINGS}
    runs = []
    for name, copied in made.items():
        with (copied.folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(f"\n{SETTINGS[name]}\n")
        students = [part for student in STUDENTS[name] for part in ("--student", student)]
        options = ["--course", str(copied.folder), "--jobs", "1", *students]
        runs += [["feedback", assignment, *options] for assignment in FIRST]
    # All in one process: most of what a single command takes is its start.
    program = f"from graders.commands import main; raise SystemExit(any(main.main(run) for run in {runs}))"
    assert course.python("copies", "-c", program) == 0, course.log("copies")
    return made


def page(course: Course, student: str, assignment: str) -> Path:
    """Where a page of feedback is."""
    return course.folder / "feedback" / student / assignment / f"{assignment}.html"

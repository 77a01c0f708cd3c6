"""Classes to grade: made from the answer files, no two submissions the same file."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from graders.course.authoring import sample_answers

ASSIGNMENT = "polynomial"

STYLES = 8
"""How many ways of naming symbols the class has. Answers that differ only in that are different graphs to the judge."""


def class_of(size: int, release: NotebookNode, seed: int) -> Iterator[tuple[str, NotebookNode]]:
    """``size`` students and their notebooks: right, wrong and missing answers in turn, each changed a little.

    The symbols get other names (one of ``STYLES``), and the solution cell a comment of its own.
    """
    answers = sample_answers.read_all(ASSIGNMENT, ("right", "wrong", "unanswered"))
    chance = random.Random(seed)
    chance.shuffle(answers)
    for number in range(size):
        nb = answers[number % len(answers)].fill_in(release)
        cell = next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("solution"))
        style = chance.randrange(STYLES)
        named = re.sub(r"(T\.\w*scalars?\()(['\"])(\w)", rf"\1\2\g<3>{style or ''}", cell.source)
        cell.source = f"{named}\n# {chance.getrandbits(64):x}"
        yield f"student-{seed}-{number:04}", nb


def hand_in(course: Path, size: int, seed: int) -> None:
    """Put a class's notebooks into the course folder's ``submitted``."""
    release = nbformat.read(course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    for student, nb in class_of(size, release, seed):
        place = course / "submitted" / student / ASSIGNMENT
        place.mkdir(parents=True)
        nbformat.write(nb, place / f"{ASSIGNMENT}.ipynb")

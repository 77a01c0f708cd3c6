"""What a step of ours may ask of nbgrader's converter above it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from graders.course.settings import converter_of
from graders.notebooks.assignment import Assignment, in_course

UNSCORED = "theano_exercises_unscored"
"""Key in nbconvert's resources: the cells that only a person can grade, and has not."""

VERDICTS = "theano_exercises_verdicts"
"""Key in nbconvert's resources: the verdicts of the notebook, by grade cell."""

KEPT = "theano_exercises_kept"
"""Key in nbconvert's resources: the cells whose points or comments a person has given before, which stay."""


@contextlib.contextmanager
def open_gradebook(step: Any, db_url: str) -> Iterator[Gradebook]:
    """The gradebook that the converter above ``step`` holds open for the class; else one for this step alone."""
    shared = getattr(converter_of(step), "gradebook", None)
    if shared is not None:
        yield shared
        return
    with Gradebook(db_url) as gradebook:
        yield gradebook


def _autograded(step: Any) -> Path:
    coursedir = converter_of(step).coursedir
    return Path(coursedir.root, coursedir.autograded_directory)


def assignment_of(step: Any, data: Mapping[str, str]) -> Assignment:
    """The assignment that a notebook belongs to; ``step`` is below nbgrader's converter, ``data`` its resources."""
    converter = converter_of(step)
    known: Callable[[str, str], Assignment] | None = getattr(converter, "known_assignment", None)
    if known is not None:
        return known(data["assignment"], data["notebook"])
    with Gradebook(data["db_url"]) as gradebook:
        return in_course(converter.coursedir, gradebook, data["assignment"])[data["notebook"]]

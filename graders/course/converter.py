"""What a step of ours may ask of nbgrader's converter above it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters.base import BaseConverter

from graders.course.submissions import submission
from graders.grading.pipeline import Settings, shared_pipeline
from graders.notebooks.assignment import Assignment, in_course
from graders.records.submission import Submission
from graders.records.verdict import Verdict
from graders.records.work import Graded, Work

GRADED = "theano_exercises"
"""Key in nbconvert's resources of a :class:`GradedNotebook`, which one step of ours tells the next."""


@dataclass
class GradedNotebook:
    """What the steps have found on a notebook: its verdicts by grade cell; the cells that only a person can grade, and has
    not (``unscored``); those whose points or comments a person has given before, which stay (``kept``); those that somebody
    has ``decided`` for a whole group; the groups of which something is said that the answer has ``left``."""

    verdicts: dict[str, Verdict]
    unscored: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Books:
    """Gradebook, assignments and grader as nbgrader's own converter has them: for one step at a time."""

    def __init__(self, converter: BaseConverter) -> None:
        self.coursedir = converter.coursedir

    @property
    def autograded(self) -> Path:
        """The folder for autograded submissions."""
        return Path(self.coursedir.root, self.coursedir.autograded_directory)

    def gradebook(self) -> AbstractContextManager[Gradebook]:
        """The gradebook, to be used within ``with``."""
        opened: AbstractContextManager[Gradebook] = Gradebook(self.coursedir.db_url, self.coursedir.course_id)
        return opened

    def submission(self, about: Mapping[str, str]) -> Submission:
        """What the gradebook holds of the notebook that nbgrader's resources name. Raises nbgrader's ``MissingEntry``."""
        with self.gradebook() as gradebook:
            return submission(gradebook, about, self.coursedir.course_id)

    def assignment(self, about: Mapping[str, str]) -> Assignment:
        """The notebook of an assignment that nbgrader's resources name."""
        with self.gradebook() as gradebook:
            return in_course(self.coursedir, gradebook, about["assignment"])[about["notebook"]]

    def grader(self, settings: Settings) -> Callable[[Work], Graded]:
        """What takes a notebook's work through sandbox and judge. Raises :class:`SandboxError`."""
        return shared_pipeline(settings).grade


class WithBooks:
    """A converter of ours, which has books for the whole class."""

    books: Books


def converter_of(step: Any) -> BaseConverter | None:
    """The converter of nbgrader that a preprocessor or exporter works for. None where there is none: the formgrader makes
    pages without."""
    while step is not None and not isinstance(step, BaseConverter):
        step = step.parent
    return step


def books_of(step: Any) -> Books:
    """What a step below a converter may ask of it."""
    converter = converter_of(step)
    assert converter is not None, f"{type(step).__name__} is below no converter"
    return converter.books if isinstance(converter, WithBooks) else Books(converter)

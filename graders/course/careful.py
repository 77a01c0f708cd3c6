"""nbgrader's own classes, made careful: as they are, they follow links in a submission's folder and wait for pipes."""

import datetime
import glob
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from graders.cleaning.text import one_line
from graders.course.finished import PART
from graders.notebooks.files import copy_others, open_file

MAX_TIMESTAMP = 100
"""Bytes of a ``timestamp.txt`` that are read."""


class CarefulCourse(CourseDirectory):
    """A course directory that takes a ``timestamp.txt`` for what it is: a file of the student's."""

    def get_existing_timestamp(self, dest_path: str) -> datetime.datetime | None:
        """The time of submission in a submission's folder; None if there is none, with a warning if it can't be read."""
        folder = Path(dest_path)
        path = folder / "timestamp.txt"
        if folder.is_symlink() or not (path.is_symlink() or path.exists()):
            return None
        try:
            with open_file(path) as file:
                text = file.read(MAX_TIMESTAMP).decode("ascii").strip()
            found: datetime.datetime = parse_utc(text)
        except (OSError, ValueError, OverflowError, TypeError):
            self.log.warning("%s holds no time of submission; it is ignored.", one_line(str(path)))
            return None
        return found


class CarefulCopy(BaseConverter):
    """Copies of a submission's other files only those that are files. To stand behind a converter in a class's bases."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        source, target = (Path(place(assignment_id, student_id)) for place in (self._format_source, self._format_dest))
        # A part that was handed in would become a notebook of ours, verdicts and all; a page, or a folder of its name,
        # would stand in the place of the feedback.
        pages = [f"{glob.escape(Path(path).stem)}.html" for path in self.notebooks]
        for note in copy_others(source, target, [*self.coursedir.ignore, "*.ipynb", f".*{PART}", *pages]):
            self.log.warning("%s, %s: %s", student_id, assignment_id, note)


class CarefulAutograde(Autograde, CarefulCopy):
    """nbgrader's Autograde with a careful copy."""


def take_care(converter: Any) -> None:
    """Give nbgrader's own converter and its course directory the careful classes. It has no setting for that."""
    if type(converter) is Autograde:
        converter.__class__ = CarefulAutograde
        converter.coursedir.__class__ = CarefulCourse

"""nbgrader's own classes, made careful: as they are, they follow links in a submission's folder and wait for pipes.

And what else is done to its own Autograde before it looks at the first submission; it has no setting for either.
"""

import datetime
import fnmatch
import glob
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc, rmtree

from graders.cleaning.text import one_line
from graders.course import finished
from graders.course.converter import Books
from graders.course.earlier import Attempt, attempts
from graders.grading.pipeline import Settings
from graders.notebooks.assignment import Assignment, in_course
from graders.notebooks.files import copy_others, open_file
from graders.sandbox.conversation import SandboxError

MAX_TIMESTAMP = 100
"""Bytes of a ``timestamp.txt`` that are read."""


class CarefulCourse(CourseDirectory):
    """A course directory that takes a ``timestamp.txt`` for what it is: a file of the student's.

    And it remembers what it has autograded of a student before that is made again.
    """

    _earlier: dict[tuple[str, str], Attempt] | None = None

    def remember(self, student: str) -> dict[str, Attempt]:
        """To be called before the autograded files of a student are removed: what they are, by notebook."""
        place = Path(self.format_path(self.autograded_directory, student, self.assignment_id))
        found = attempts(place)
        self._earlier = {**(self._earlier or {}), **{(student, name): attempt for name, attempt in found.items()}}
        return found

    def before(self, student: str, notebook: str, digest: str) -> Mapping[str, str]:
        """The outcomes of the attempt before that of this ``digest``, by grade cell; none if there was none."""
        found = (self._earlier or {}).get((student, notebook))
        return {} if found is None else found.before_next(digest)

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
        for note in copy_others(source, target, [*self.coursedir.ignore, "*.ipynb", f".*{finished.PART}", *pages]):
            self.log.warning("%s, %s: %s", student_id, assignment_id, note)


class CarefulAutograde(Autograde, CarefulCopy):
    """nbgrader's Autograde with a careful copy."""

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """nbgrader's own, which removes what is to be made again."""
        self.coursedir.remember(student_id)
        made: bool = super().init_destination(assignment_id, student_id)
        return made


def take_care(converter: Any) -> None:
    """Give nbgrader's own converter and its course directory the careful classes."""
    if type(converter) is Autograde:
        converter.__class__ = CarefulAutograde
        converter.coursedir.__class__ = CarefulCourse


def make_ready(converter: Autograde, settings: Settings) -> None:
    """Have it take care with files, say once if student code can't be run, look again at what does not agree with the
    gradebook, and ask for the notebooks that were not handed in. Raises ``NbGraderException``."""
    take_care(converter)
    try:
        Books(converter).grader(settings)
    except SandboxError as error:
        converter.log.error("%s", error)
        raise NbGraderException(str(error)) from None
    coursedir, name = converter.coursedir, converter.coursedir.assignment_id
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            known = in_course(coursedir, gradebook, name)
        except MissingEntry:  # nbgrader says so itself
            return
        entries = finished.entries(gradebook, name)
    remove_outdated(converter, known, entries)
    for folder, notebooks in converter.assignments.items():
        wanted = {str(Path(folder, f"{name}.ipynb")) for name in known if fnmatch.fnmatch(name, coursedir.notebook_id)}
        notebooks += sorted(wanted.difference(notebooks))


def remove_outdated(converter: Autograde, known: Mapping[str, Assignment], entries: Mapping[str, finished.Entry]) -> None:
    """Remove from ``autograded`` what a run that was cut off has left, and what the gradebook does not agree with: nbgrader
    takes any folder there for done."""
    coursedir = converter.coursedir
    excluded: Collection[str] = coursedir.student_id_exclude.split(",")  # nbgrader would not make them again
    for handed_in in sorted(converter.assignments):
        student = Path(handed_in).parent.name
        place = Path(coursedir.format_path(coursedir.autograded_directory, student, coursedir.assignment_id))
        if student in excluded or not place.is_dir():
            continue
        done = {path.stem: finished.read(path) for path in place.glob("*.ipynb")}
        if not done or None in done.values() or list(place.glob(f".*{finished.PART}")):
            trouble = "was left half done by a run that was cut off"
        elif not _agree(done, known, entries.get(student), coursedir.get_existing_timestamp(handed_in)):
            trouble = "does not agree with the gradebook, where rows, points or cells are others now"
        else:
            continue
        converter.log.warning("%s %s; it is made again.", place, trouble)
        coursedir.remember(student)
        rmtree(str(place))


def _agree(
    done: Mapping[str, finished.Finished | None],
    known: Mapping[str, Assignment],
    entry: finished.Entry | None,
    handed_in: datetime.datetime | None,
) -> bool:
    """Whether the gradebook holds what is in finished notebooks, as far as we have graded them."""
    ours = {name: nb for name, nb in done.items() if name in known and nb is not None and nb.digest is not None}
    if entry is None or handed_in not in (None, entry.timestamp):
        return not ours
    return all(nb.is_current(known[name], entry.rows.get(name, {})) for name, nb in ours.items())

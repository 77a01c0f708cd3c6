"""What is done to nbgrader's own Autograde before it looks at the first submission; it has no setting for that."""

import datetime
import fnmatch
from collections.abc import Collection, Mapping
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import rmtree

from graders.course import finished
from graders.course.careful import take_care
from graders.course.converter import Books
from graders.grading.pipeline import Settings
from graders.notebooks.assignment import Assignment, in_course
from graders.sandbox.conversation import SandboxError


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

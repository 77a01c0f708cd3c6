"""What there is to do in a course folder, and what in it nbgrader will not find."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from graders.course import finished
from graders.course.folder import CourseError, open_gradebook
from graders.judge.fingerprint import current
from graders.notebooks import reading
from graders.notebooks.assignment import Assignment, in_course

PATTERN = re.compile(r"[*?\[]")
"""In the name of a folder: nbgrader looks for it with ``glob``."""


@dataclass
class Plan:
    """What there is to do: the submissions to grade (folder to student), how many are graded already, at whose of these a
    person still has to look, and whose were graded by other checks.

    ``known``: the assignment's notebooks. ``misplaced``: what nbgrader does not take for a submission, by student, with
    what to do; ``gone``: students in the gradebook who have handed in nothing (any more).
    """

    known: dict[str, Assignment]
    pending: dict[str, str] = field(default_factory=dict)
    graded_already: int = 0
    waiting: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    misplaced: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


def in_gradebook(coursedir: CourseDirectory) -> tuple[dict[str, Assignment], dict[str, finished.Entry]]:
    """The assignment's notebooks, and what there is on submissions, by student. Raises :class:`CourseError`."""
    with open_gradebook(coursedir) as gradebook:
        return known_to(gradebook, coursedir), finished.entries(gradebook, coursedir.assignment_id)


def known_to(gradebook: Gradebook, coursedir: CourseDirectory) -> dict[str, Assignment]:
    """The assignment's notebooks by name. Raises :class:`CourseError` if the gradebook does not have it."""
    name = coursedir.assignment_id
    try:
        return in_course(coursedir, gradebook, name)
    except MissingEntry:
        raise CourseError(
            f"The gradebook does not know {name!r}: run `nbgrader generate_assignment {name}` first. "
            f"It knows: {', '.join(sorted(row.name for row in gradebook.assignments)) or 'none'}."
        ) from None


def make_plan(
    coursedir: CourseDirectory,
    found: Mapping[str, str],
    known: dict[str, Assignment],
    entries: Mapping[str, finished.Entry],
    students: Collection[str],
    force: bool,
) -> Plan:
    """The plan for the submissions that nbgrader has ``found`` (folder to student), or those of some ``students``.

    ``known`` and ``entries`` are what is :func:`in_gradebook`; ``force``: what is graded already is pending, too. Raises
    :class:`CourseError`.
    """
    name, plan = coursedir.assignment_id, Plan(known)
    require_there(students, found.values(), f"submission of {name!r}")
    excluded = coursedir.student_id_exclude.split(",") if coursedir.student_id_exclude else []
    for folder, student in found.items():
        if student in excluded or (students and student not in students):
            continue
        done = {name: finished.read(_place(coursedir, student) / f"{name}.ipynb") for name in plan.known}
        entry = entries.get(student)
        if force or entry is None or not _is_graded(coursedir, folder, plan.known, done, entry):
            plan.pending[folder] = student
            continue
        plan.graded_already += 1
        plan.waiting += [student] if entry.needs_manual_grade else []
        plan.older += [student] if any(nb is not None and nb.checks != current() for nb in done.values()) else []
    if not students:
        plan.misplaced = misplaced(Path(coursedir.root, coursedir.submitted_directory), name, set(found.values()))
        plan.gone = sorted(entries.keys() - found.values() - plan.misplaced.keys())
    return plan


def require_there(students: Collection[str], found: Collection[str], what: str) -> None:
    """Raise :class:`CourseError` unless all ``students`` that somebody has named are among those ``found``."""
    missing = sorted(set(students).difference(found))
    if missing:
        raise CourseError(f"There is no {what} by {', '.join(missing)}.")


def _place(coursedir: CourseDirectory, student: str) -> Path:
    return Path(coursedir.format_path(coursedir.autograded_directory, student, coursedir.assignment_id))


def _is_graded(
    coursedir: CourseDirectory,
    folder: str,
    known: Mapping[str, Assignment],
    done: Mapping[str, finished.Finished | None],
    entry: finished.Entry,
) -> bool:
    """Whether all results on exactly this submission are there, in the gradebook too; what was cut off is not."""
    for name, assignment in known.items():
        nb, rows = done[name], entry.rows.get(name, {})
        if nb is None or nb.digest != reading.digest(Path(folder, f"{name}.ipynb")):
            return False
        if not nb.is_current(assignment, rows) or nb.may_end_better(rows):
            return False
    return coursedir.get_existing_timestamp(folder) in (None, entry.timestamp)


def misplaced(submitted: Path, name: str, found: Collection[str]) -> dict[str, str]:
    """What stands in the folder ``submitted`` and may be a submission of the assignment ``name``, but not where nbgrader
    looks: by student, with what to do. ``found``: the students whose submissions it has found."""
    strays = {}
    for folder in sorted(path for path in submitted.iterdir() if path.is_dir() and path.name not in found):
        try:
            inside = [path.name for path in folder.iterdir()]
        except OSError as error:
            strays[folder.name] = f"its folder can't be read: {error.strerror}."
            continue
        like = next((other for other in inside if other.casefold() == name.casefold()), "")
        if PATTERN.search(folder.name) and name in inside:
            strays[folder.name] = "nbgrader takes *, ? and [ in a folder's name for a pattern: rename it."
        elif like and like != name:
            strays[folder.name] = f"its folder {like!r} must be called {name!r}."
        elif like:
            strays[folder.name] = f"its folder {name} holds no notebook (*.ipynb)."
        elif f"{name}.ipynb" in inside:
            strays[folder.name] = f"put its {name}.ipynb into a folder {name}."
    return strays

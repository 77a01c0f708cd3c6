"""A class with its groups of equal mistakes, as it is now."""

from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from graders.course import comments, registry
from graders.course.members import members
from graders.records.group import Group, Member
from graders.reports.groups import Registry, groups


@dataclass(frozen=True)
class GroupedClass:
    """An assignment's ``members`` and ``groups``, largest first, by notebook; ``registry`` tells who is in which group."""

    assignment: str
    members: dict[str, list[Member]]
    groups: dict[str, list[Group]]
    registry: Registry


def grouped(gradebook: Gradebook, coursedir: CourseDirectory) -> GroupedClass:
    """The class of the course's assignment; the names of its groups, and of those in ``comments.yml``, are on record
    afterwards.

    Raises :class:`graders.course.folder.CourseError`.
    """
    root, assignment = Path(coursedir.root), coursedir.assignment_id
    known, kept = registry.read(root, assignment), comments.read(root, assignment)
    found = members(gradebook, coursedir, assignment)
    made = {notebook: groups(those, known, kept) for notebook, those in found.items()}
    names = {group.name for some in made.values() for group in some}
    registry.write(root, assignment, known, names.union(kept))
    return GroupedClass(assignment, found, made, known)

"""``theano-exercises decide``: points for all whose answers the grader could not decide for the same reason."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace

from graders.commands import for_groups
from graders.commands.comment import add_group, given
from graders.commands.exit_codes import TROUBLE
from graders.commands.for_groups import known, without_nothing
from graders.course.class_groups import GroupedClass
from graders.course.comments import Entry, Points
from graders.course.folder import CourseError
from graders.records.verdict import Outcome
from graders.reports.words import number


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    add_group(parser)
    points = "for all undecided cells of an answer together: they are filled one after another, each up to its maximum"
    parser.add_argument("--points", nargs=2, metavar=("N", "REASON"), help=points)
    parser.add_argument("--remove", action="store_true", help="take the decision back: a person is asked again")


def run(options: argparse.Namespace) -> int:
    """Write the decision and bring the class in line; return the exit code."""
    try:
        if not options.group or options.remove == (options.points is not None):
            raise ValueError('Expected GROUP --points N "REASON", or GROUP --remove.')
        points = None if options.remove else given(options.points)
    except ValueError as error:
        print(f"theano-exercises decide: {error}", file=sys.stderr)
        return TROUBLE

    def change(entries: Mapping[str, Entry], now: GroupedClass) -> tuple[str, Entry | None]:
        before = known(entries, now, options.group)
        if points is not None:
            _require_undecided(now, options.group, points)
        return options.group, without_nothing(replace(before, decide=points))

    return for_groups.run("decide", options.course.resolve(), options.assignment, change)


def _require_undecided(now: GroupedClass, group: str, points: Points) -> None:
    """Raise :class:`CourseError` for a group that has nothing to be decided, or not as much as that."""
    found = [one for groups in now.groups.values() for one in groups if one.name == group]
    students = {student for one in found for student in one.students}
    cells = {cell for one in found for cell in one.cells}
    most = 0.0
    for member in (member for members in now.members.values() for member in members if member.student in students):
        asked = [v for v in member.verdicts if v.outcome is Outcome.GRADER_ERROR and v.cell in cells]
        most = max(most, sum(verdict.max_points for verdict in asked))
    if not most:
        raise CourseError(f"The grader has decided all answers in group {group!r}; give them points by `comment --points`.")
    if points.points > most:
        raise CourseError(f"The undecided cells of group {group!r} have {number(most)} points; got {number(points.points)}.")

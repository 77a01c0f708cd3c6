"""``theano-exercises comment``: one comment, and points, for all who made the same mistake."""

import argparse
import math
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from graders.commands import for_groups
from graders.commands.exit_codes import ALL_PASSED, TROUBLE
from graders.commands.for_groups import known, without_nothing
from graders.commands.options import ASSIGNMENT
from graders.course import comments
from graders.course.class_groups import GroupedClass
from graders.course.comments import Entry, Points
from graders.course.folder import CourseError
from graders.reports.comment import require_gaps


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    add_group(parser)
    gaps = "what to tell them, in Markdown; {call}, {expected}, {got} and {cause} are filled from each one's own answer"
    parser.add_argument("text", metavar="TEXT", nargs="?", default="", help=gaps)
    points = "extra credit for what failed, cell after cell up to its maximum; 0 takes it back"
    parser.add_argument("--points", nargs=2, metavar=("N", "REASON"), help=points)
    parser.add_argument("--over-maximum", action="store_true", help="give all of the points, also above the maximum")
    parser.add_argument("--remove", action="store_true", help="take comment and points back")
    parser.add_argument("--apply", action="store_true", help=f"bring the class in line with {comments.FILE}, after an edit")
    parser.add_argument("--list", action="store_true", help="show what is said of which group")


def add_group(parser: argparse.ArgumentParser) -> None:
    """Which group of which course."""
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT)
    parser.add_argument("group", metavar="GROUP", nargs="?", default="", help="the name of a group, as the overview has it")
    parser.add_argument("--course", type=Path, default=Path(), help="the course folder (default: this one)")


def run(options: argparse.Namespace) -> int:
    """Write the entry and bring the class in line; return the exit code."""
    course = options.course.resolve()
    try:
        if options.list:
            print("\n".join(for_groups.listed(comments.read(course, options.assignment))))
            return ALL_PASSED
        entry = _wanted(options)
    except (CourseError, ValueError) as error:
        print(f"theano-exercises comment: {error}", file=sys.stderr)
        return TROUBLE

    def change(entries: Mapping[str, Entry], now: GroupedClass) -> tuple[str, Entry | None] | None:
        if options.apply:
            return None
        before = known(entries, now, options.group)
        if options.remove:
            return options.group, without_nothing(Entry(decide=before.decide))
        points = before.points if entry.points is None else entry.points if entry.points.points else None
        return options.group, without_nothing(replace(before, comment=entry.comment or before.comment, points=points))

    return for_groups.run("comment", course, options.assignment, change)


def _wanted(options: argparse.Namespace) -> Entry:
    """What the command line says. Raises ``ValueError`` with what is wrong with it."""
    says = bool(options.text.strip() or options.points)
    if [says, options.remove, options.apply].count(True) != 1 or options.apply == bool(options.group):
        raise ValueError(
            'Expected GROUP "TEXT", GROUP --points N "REASON" or both; or GROUP --remove; or --apply, or --list.'
        )
    require_gaps(options.text)
    points = None if options.points is None else given(options.points, options.over_maximum)
    return Entry(options.text.strip(), points)


def given(said: tuple[str, str], over: bool = False) -> Points:
    """Points, and their reason, from the command line. Raises ``ValueError``."""
    points, reason = said
    try:
        number = float(points)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"Expected a number of points, such as 1 or 0.5, got {points!r}.")
    if not reason.strip():
        raise ValueError("Expected a reason for the points, got an empty one.")
    return Points(number, reason.strip(), over)

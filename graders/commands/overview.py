"""``theano-exercises overview``: a page on a class, or the same as data, of what is graded by now."""

import argparse
import sys
from pathlib import Path

from graders.cleaning.text import one_line
from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.commands.options import ASSIGNMENT
from graders.course.folder import CourseError, look_into_course
from graders.course.overview import Form, NobodyGraded, assignments, overviews, require_settings, write
from graders.reports.overview.overview import FIRST, Overview
from graders.reports.words import share

MAX_LINE = 100
"""Characters of a cause."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    parser.add_argument("assignment", metavar="ASSIGNMENT", nargs="?", help=ASSIGNMENT)
    parser.add_argument("--all", action="store_true", help="of every assignment in the gradebook")
    parser.add_argument("--json", action="store_true", help="write the data as JSON (docs/json.md) in place of the page")
    parser.add_argument("--csv", action="store_true", help="write a row a student as CSV in place of the page")
    parser.add_argument("--anonymous", action="store_true", help="name nobody, for showing it in a lecture")
    parser.add_argument("--undecided", action="store_true", help="only what a person has to decide")
    parser.add_argument("--course", type=Path, default=Path(), help="the course folder (default: this one)")


def run(options: argparse.Namespace) -> int:
    """Write what was asked for, and say where; return the exit code."""
    if bool(options.assignment) == options.all:
        print("theano-exercises overview: name an assignment, or say --all.", file=sys.stderr)
        return TROUBLE
    wanted = Form(options.json, options.csv, options.anonymous, options.undecided)
    try:
        with look_into_course(options.course.resolve(), options.assignment or "") as (app, coursedir):
            require_settings(app.config)
            found: list[Overview] = []
            for name in assignments(coursedir) if options.all else [options.assignment]:
                coursedir.assignment_id = name
                try:
                    made = overviews(coursedir)
                except NobodyGraded as error:
                    if not options.all:
                        raise
                    print(error)
                    continue
                for path in write(coursedir, made, wanted):
                    print(path)
                for seen in made if not (wanted.json or wanted.csv) else []:
                    print(_decisions(seen) if wanted.undecided else _groups(seen))
                found += made
    except CourseError as error:
        print(f"theano-exercises overview: {error}", file=sys.stderr)
        return TROUBLE
    return SOMETHING_FAILED if any(seen.asked for seen in found) else ALL_PASSED


def _groups(seen: Overview) -> str:
    graded = len(seen.points)
    lines = [f"{seen.notebook}: {len(seen.students)} handed in, {graded} graded, {len(seen.asked)} need a person."]
    lines += [
        f"  {group.name}  {len(group.students):>4}  {share(len(group.students), graded):>5}  {_cut(group.cause)}"
        for group in seen.distinct[:FIRST]
    ]
    return "\n".join(lines)


def _decisions(seen: Overview) -> str:
    count = len({place for decision in seen.decisions for place in decision.places})
    lines = [f"{seen.notebook}: {count} wait for a decision; {len(seen.again)} are to be looked at again."]
    for decision in seen.decisions:
        what = f"only a person can grade {decision.name}" if decision.group is None else _cut(decision.group.cause)
        lines.append(f"  {len(decision.places):>4}  {what}")
        if decision.group is not None:
            lines.append(f'        theano-exercises decide {seen.assignment} {decision.name} --points N "..."')
    return "\n".join(lines)


def _cut(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= MAX_LINE else f"{line[: MAX_LINE - 3]}..."

"""``theano-exercises feedback``: bring a class's feedback pages up to date, with a progress bar."""

import argparse
import os
import sys
from contextlib import closing

from graders.commands import progress
from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.commands.for_groups import not_known
from graders.commands.options import add_course, interrupted
from graders.course.feedback import ClassFeedback, pages
from graders.course.folder import CourseError, configured, open_course
from graders.course.group_comments import bring_in_line


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    add_course(parser, "make pages again that are current")


def run(options: argparse.Namespace) -> int:
    """Make the pages and say what came of it; return the exit code."""
    course, summary = options.course.resolve(), progress.Pages(options.assignment)
    try:
        with open_course(course, options.assignment) as (app, coursedir):
            folders = configured(ClassFeedback, app, coursedir).plan(options.student)
            lost = not_known(bring_in_line(coursedir))  # somebody may have edited comments.yml
            jobs = options.jobs or os.cpu_count() or 1
            with closing(pages(course, options.assignment, folders, jobs, options.force, summary.add)) as made:
                for _ in progress.shown(made, len(folders), app.log):
                    pass
    except CourseError as error:
        print(f"theano-exercises feedback: {error}", file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print(f"{summary.text()}\n{interrupted(options.force)}", file=sys.stderr)
        return TROUBLE
    print("\n".join([summary.text(), *lost]))
    return SOMETHING_FAILED if summary.problems or lost else ALL_PASSED

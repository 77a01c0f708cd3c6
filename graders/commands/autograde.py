"""``theano-exercises autograde``: grade a class, with a progress bar, and say what came of it."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands import startup
from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.commands.options import add_course, interrupted
from graders.grading.pipeline import Pipeline, Settings, open_pipeline
from graders.sandbox.conversation import SandboxError

if TYPE_CHECKING:
    from graders.grading.cluster import Cluster


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    add_course(parser, "grade again what is graded already")
    cluster = "run on a Dask cluster (tcp://host:8786), by default with all its threads"
    parser.add_argument("--scheduler", metavar="ADDRESS", help=cluster)
    parser.add_argument("--no-memory", action="store_true", help="judge every answer anew, also equal ones")


def run(options: argparse.Namespace) -> int:
    """Grade the class; return the exit code."""
    course = options.course.resolve()
    pipeline = None if options.scheduler else _warming_up(course)
    try:
        return _grade(options, course, pipeline)
    finally:
        if pipeline is not None:
            pipeline.close()


def _grade(options: argparse.Namespace, course: Path, pipeline: Pipeline | None) -> int:
    with startup.many_imports():  # while judge and sandbox warm up: it takes as long (1.5 s)
        from graders.commands import progress
        from graders.commands.for_groups import told
        from graders.course.autograde import ClassAutograde
        from graders.course.folder import CourseError, configured, open_course
        from graders.course.group_comments import bring_in_line

    summary = progress.Summary(options.assignment)
    try:
        with open_course(course, options.assignment) as (app, coursedir):
            if options.no_memory:
                app.config.GradeInSandbox.remember = False
            converter = configured(ClassAutograde, app, coursedir)
            converter.force = options.force
            plan = converter.plan(options.student)
            summary.graded_already, summary.waiting, summary.older = plan.graded_already, plan.waiting, plan.older
            summary.problems, summary.gone = dict(plan.misplaced), plan.gone
            settings = replace(converter.settings(), jobs=options.jobs)
            grader = _grader(options.scheduler, settings, pipeline)
            with closing(grader), closing(converter.run(plan, grader.threads, grader.grade, grader.close)) as events:
                for event in progress.shown(events, len(plan.pending), app.log):
                    summary.add(event)
                summary.remembered = grader.remembered()
            done = bring_in_line(coursedir)
    except (CourseError, SandboxError) as error:
        print(f"theano-exercises autograde: {error}", file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print(f"{summary.text()}\n{interrupted(options.force)}", file=sys.stderr)
        return TROUBLE
    print(summary.text())
    if done.entries or done.findings:
        print("\n".join(told(done)))
    return ALL_PASSED if summary.all_decided and not done.unknown else SOMETHING_FAILED


def _grader(scheduler: str, settings: Settings, warm: Pipeline | None) -> Cluster | Pipeline:
    """What grades: the Dask cluster at ``scheduler``, or this machine. Raises ``CourseError`` and :class:`SandboxError`."""
    from graders.course.folder import CourseError

    if not scheduler:
        return open_pipeline(settings) if warm is None else warm.adapted(settings)
    try:
        from graders.grading.cluster import Cluster, ClusterError
    except ImportError as error:
        raise CourseError(f"--scheduler needs Dask ({error}): pip install -e '.[graders,cluster]'") from None
    try:
        return Cluster(scheduler, settings)
    except ClusterError as error:
        raise CourseError(str(error)) from None


def _warming_up(course: Path) -> Pipeline | None:
    """Judge and sandbox as most courses have them, before it is known what this one wants; None where they can't be had."""
    hidden = (course,) if (course / "nbgrader_config.py").is_file() and course != Path("/") else ()
    try:
        pipeline = open_pipeline(Settings(hidden=hidden))
    except SandboxError:
        return None
    pipeline.start()
    return pipeline

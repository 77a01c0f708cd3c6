"""The command ``theano-exercises``: one function per subcommand (those for who writes exercises are in ``authoring``)."""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from graders.authoring.commands import add_authoring_commands
from graders.checkout import Outdated
from graders.command_line import ALL_PASSED, SOMETHING_FAILED, TROUBLE, positive

if TYPE_CHECKING:
    from graders.grading.pipeline import Pipeline
    from graders.records.verdict import Verdict

EPILOG = """exit codes:
  0  every grade cell passed (demo: all went well; doctor: nothing that grading needs is missing)
  1  something failed: an answer is wrong or missing (doctor: Python, Theano, the sandbox or what it promises is)
  2  wrong use of the command, or a grader error: a person has to look"""

COURSE_EPILOG = """exit codes:
  0  every submission has its points, right or wrong (feedback: every page is current)
  1  a person has to look at some, or some could not be done; they are named at the end
  2  wrong use of the command, or interrupted: the same command goes on where it stopped"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # bubblewrap waits for ever where whoever started us ignores it
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: what would be shown stops no run
            setattr(sys, name, open(os.devnull, "w"))
    options = _parser().parse_args(arguments)
    _leave_out_what_no_command_needs()
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return TROUBLE
    except Outdated as error:
        print(f"theano-exercises: {error}", file=sys.stderr)
        return TROUBLE
    except OSError as error:  # a full disk, a cache folder that may not be written
        print(
            f"theano-exercises: {error.filename or 'The output, or a file,'} can't be used: {error.strerror or error}.",
            file=sys.stderr,
        )
        return TROUBLE


def _leave_out_what_no_command_needs() -> None:
    """Keep libraries from importing what takes them a second at every start."""
    # jsonschema would build a grammar of IRIs, for a format that no notebook has.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # nbgrader's collector of zip files wants setuptools to unpack them.
    archives = ModuleType("setuptools.archive_util")
    vars(archives)["__getattr__"] = lambda name: None
    sys.modules.setdefault(archives.__name__, archives)


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="theano-exercises", formatter_class=raw, epilog=EPILOG,
        description="Grade Theano notebooks: student code in a sandbox, hidden checks outside it.",
    )  # fmt: skip
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    demo = commands.add_parser("demo", help="grade a sample class in a course folder of its own", epilog=EPILOG,
                               formatter_class=raw)  # fmt: skip
    demo.add_argument("--folder", type=Path, help="where to put the course (default: a new temporary folder)")
    _add_sandbox_option(demo)
    demo.set_defaults(run=run_demo)

    grade = commands.add_parser("grade", help="grade loose notebooks, without gradebook or course folder", epilog=EPILOG,
                                formatter_class=raw)  # fmt: skip
    grade.add_argument("assignment", metavar="ASSIGNMENT", help="the name of a folder in source/, such as polynomial")
    grade.add_argument("notebooks", metavar="NOTEBOOK", nargs="+", type=Path, help="a notebook that a student handed in")
    grade.add_argument("--json", action="store_true", help="print one JSON object per notebook (docs/json.md)")
    _add_sandbox_option(grade)
    grade.set_defaults(run=run_grade)

    autograde = commands.add_parser("autograde", help="grade all submissions of an assignment in a course folder",
                                    epilog=COURSE_EPILOG, formatter_class=raw)  # fmt: skip
    _add_course_options(autograde, "grade again what is graded already")
    autograde.add_argument("--scheduler", metavar="ADDRESS", help="run on a Dask cluster, such as tcp://host:8786")
    autograde.add_argument("--no-memory", action="store_true", help="judge every answer anew, also equal ones")
    autograde.set_defaults(run=run_autograde)

    feedback = commands.add_parser("feedback", help="make the feedback pages of an assignment in a course folder",
                                   epilog=COURSE_EPILOG, formatter_class=raw)  # fmt: skip
    _add_course_options(feedback, "make pages again that are current")
    feedback.set_defaults(run=run_feedback)

    add_authoring_commands(commands)

    machine = commands.add_parser("doctor", help="say what this machine has and lacks, and what to do", epilog=EPILOG,
                                 formatter_class=raw)  # fmt: skip
    machine.set_defaults(run=run_doctor)
    return parser


def _add_sandbox_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sandbox", choices=["auto", "bubblewrap", "plain"], default="auto",
                        help="where student code runs (default: bubblewrap; where it isn't installed a plain process with "
                        "a warning, but never as root)")  # fmt: skip


def _add_course_options(parser: argparse.ArgumentParser, force: str) -> None:
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="the name of a folder in source/, such as polynomial")
    parser.add_argument("--course", type=Path, default=Path(), help="the course folder (default: this one)")
    parser.add_argument("--jobs", type=positive, help="how many at a time (default: as many as there are cores)")
    parser.add_argument("--student", action="append", default=[], help="only this student's; may be repeated")
    parser.add_argument("--force", action="store_true", help=force)


def run_demo(options: argparse.Namespace) -> int:
    """``theano-exercises demo``."""
    from graders import demo
    from graders.sandbox.conversation import SandboxError

    try:
        demo.run(options.folder, options.sandbox)
    except (demo.DemoError, SandboxError) as error:
        print(f"theano-exercises demo: {error}", file=sys.stderr)
        return TROUBLE
    return ALL_PASSED


def run_grade(options: argparse.Namespace) -> int:
    """``theano-exercises grade``: the verdicts of each notebook, as text or JSON."""
    from graders.grading.pipeline import open_pipeline
    from graders.sandbox.conversation import SandboxError
    from graders.sandbox.limits import Limits

    try:
        pipeline = open_pipeline(options.sandbox, (), True, Limits())
    except SandboxError as error:
        print(f"theano-exercises grade: {error}", file=sys.stderr)
        return TROUBLE
    codes = [ALL_PASSED]
    try:
        pipeline.start()
        # Imported while judge and sandbox warm up: it takes as long.
        from graders.cleaning.text import one_line
        from graders.grading.notebook import grade_file
        from graders.notebooks.assignment import UnknownAssignment, from_source
        from graders.reports.data import to_json
        from graders.reports.terminal import to_text
        from graders.reports.words import number

        try:
            assignment = from_source(options.assignment)
        except UnknownAssignment as error:
            print(f"theano-exercises grade: {error}", file=sys.stderr)
            return TROUBLE
        for path in options.notebooks:
            shown = one_line(str(path))  # a student chose the name: no lines of its own, no terminal codes
            if not path.exists():
                print(f"theano-exercises grade: There is no file {shown}.", file=sys.stderr)
                codes.append(TROUBLE)
                continue
            verdicts = grade_file(path, assignment, pipeline.grade)
            data = to_json(str(path), assignment.name, verdicts)
            if options.json:
                print(json.dumps(data), flush=True)
            else:
                score = f"{number(data['score'])} of {number(data['max_score'])}"
                print(f"{shown}: {score}", *map(to_text, verdicts), "", sep="\n", flush=True)
            codes.append(_exit_code(verdicts))
    finally:
        pipeline.close()
    return max(codes)


def _exit_code(verdicts: Sequence[Verdict]) -> int:
    from graders.records.verdict import Outcome

    outcomes = {verdict.outcome for verdict in verdicts}
    if Outcome.GRADER_ERROR in outcomes:
        return TROUBLE
    return ALL_PASSED if outcomes == {Outcome.PASSED} else SOMETHING_FAILED


def _interrupted(force: bool) -> str:
    if force:
        return "Interrupted. What was not reached is as it was before; the same command begins from the start."
    return "Interrupted. The same command goes on where this one stopped."


def run_autograde(options: argparse.Namespace) -> int:
    """``theano-exercises autograde``: grade a class, with a progress bar, and say what came of it."""
    from graders.sandbox.conversation import SandboxError

    course = options.course.resolve()
    pipeline = None if options.scheduler else _warming_up(course)
    # Imported while judge and sandbox warm up: it takes as long. It makes many objects, all of which stay.
    gc.disable()
    from graders import progress
    from graders.autograde import ClassAutograde
    from graders.course_app import CourseError, configured, open_course

    gc.freeze()
    gc.enable()
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
            grader = (
                converter.cluster(options.scheduler, options.jobs)
                if options.scheduler
                else converter.pipeline(pipeline, options.jobs)
            )
            with closing(grader):
                events = converter.run(plan, grader.threads, grader.grade, grader.close)
                for event in progress.shown(events, len(plan.pending), app.log):
                    summary.add(event)
                summary.remembered = grader.remembered()
    except (CourseError, SandboxError) as error:
        print(f"theano-exercises autograde: {error}", file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print(f"{summary.text()}\n{_interrupted(options.force)}", file=sys.stderr)
        return TROUBLE
    finally:
        if pipeline is not None:
            pipeline.close()
    print(summary.text())
    return ALL_PASSED if summary.all_decided else SOMETHING_FAILED


def _warming_up(course: Path) -> Pipeline | None:
    """Judge and sandbox as most courses have them, before it is known what this one wants; None where they can't be had."""
    from graders.grading.pipeline import open_pipeline
    from graders.sandbox.conversation import SandboxError
    from graders.sandbox.limits import Limits

    hidden = (course,) if (course / "nbgrader_config.py").is_file() and course != Path("/") else ()
    try:
        pipeline = open_pipeline("auto", hidden, True, Limits())
    except SandboxError:
        return None
    pipeline.start()
    return pipeline


def run_feedback(options: argparse.Namespace) -> int:
    """``theano-exercises feedback``: bring a class's feedback pages up to date, with a progress bar."""
    from graders import progress
    from graders.course_app import CourseError, configured, open_course
    from graders.feedback import ClassFeedback, pages

    course, summary = options.course.resolve(), progress.Pages(options.assignment)
    try:
        with open_course(course, options.assignment) as (app, coursedir):
            folders = configured(ClassFeedback, app, coursedir).plan(options.student)
            jobs = options.jobs or os.cpu_count() or 1
            made = pages(course, options.assignment, folders, jobs, options.force)
            for page in progress.shown(made, len(folders), app.log):
                summary.add(page)
    except CourseError as error:
        print(f"theano-exercises feedback: {error}", file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print(f"{summary.text()}\n{_interrupted(options.force)}", file=sys.stderr)
        return TROUBLE
    print(summary.text())
    return SOMETHING_FAILED if summary.problems else ALL_PASSED


def run_doctor(options: argparse.Namespace) -> int:
    """``theano-exercises doctor``: a line per finding, with what to do about it."""
    from graders.grading.doctor import machine

    findings = machine.examine() + machine.protections()
    for finding in findings:
        print(f"{finding.mark:<7}  {finding.name}: {finding.text}", flush=True)
        if finding.advice:
            print(f"         -> {finding.advice}")
    return ALL_PASSED if all(finding.good or not finding.needed for finding in findings) else SOMETHING_FAILED


if __name__ == "__main__":
    sys.exit(main())

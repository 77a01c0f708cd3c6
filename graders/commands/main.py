"""The command ``theano-exercises``. A subcommand is a module of this package, imported when it is asked for."""

import argparse
import importlib
import logging
import os
import signal
import sys
from collections.abc import Sequence

from graders.checkout import Outdated
from graders.commands import startup
from graders.commands.exit_codes import AUTHORING_EPILOG, COURSE_EPILOG, EPILOG, TROUBLE

COMMANDS = {
    "demo": ("grade a sample class in a course folder of its own", EPILOG),
    "grade": ("grade loose notebooks, without gradebook or course folder", EPILOG),
    "autograde": ("grade all submissions of an assignment in a course folder", COURSE_EPILOG),
    "feedback": ("make the feedback pages of an assignment in a course folder", COURSE_EPILOG),
    "overview": ("say at a glance what a class got wrong, and what a person has to decide", COURSE_EPILOG),
    "comment": ("say something to all who made the same mistake", COURSE_EPILOG),
    "decide": ("give points to all whose answers the grader could not decide for the same reason", COURSE_EPILOG),
    "adequacy": ("try wrong answers made from the master solution: do the hidden checks notice each?", AUTHORING_EPILOG),
    "check-exercise": ("say whether an exercise is sound, before it is released", AUTHORING_EPILOG),
    "doctor": ("say what this machine has and lacks, and what to do", EPILOG),
}
"""By the name of a module (``check_exercise`` for ``check-exercise``), which has ``add_options`` and ``run``: what it does,
and its exit codes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # bubblewrap waits for ever where whoever started us ignores it
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: what would be shown stops no run
            setattr(sys, name, open(os.devnull, "w"))
    startup.leave_out_what_no_command_needs()
    options = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
    except Outdated as error:
        print(f"theano-exercises: {error}", file=sys.stderr)
    except BrokenPipeError:  # whoever read what is shown, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # a full disk, a cache folder that may not be written
        what = error.filename or "The output, or a file,"
        print(f"theano-exercises: {what} can't be used: {error.strerror or error}.", file=sys.stderr)
    return TROUBLE


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    about = "Grade Theano notebooks: student code in a sandbox, hidden checks outside it."
    parser = argparse.ArgumentParser(prog="theano-exercises", formatter_class=raw, epilog=EPILOG, description=about)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (text, exit_codes) in COMMANDS.items():
        command = commands.add_parser(name, help=text, formatter_class=raw, epilog=exit_codes)
        if name in arguments[:1]:
            module = importlib.import_module(f"graders.commands.{name.replace('-', '_')}")
            module.add_options(command)
            command.set_defaults(run=module.run)
    return parser

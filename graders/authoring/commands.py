"""``theano-exercises adequacy`` and ``check-exercise``."""

from __future__ import annotations

import argparse
import os
import sys

from graders.command_line import ALL_PASSED, SOMETHING_FAILED, TROUBLE, positive

EPILOG = """exit codes:
  0  nothing is wrong (adequacy: no wrong answer among the mutants passes every grade cell)
  1  something is not as it should be; it is named, with what to do
  2  wrong use of the command, or a grader error: nothing can be said"""


def add_authoring_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the two to the subcommands."""
    adequacy = "try wrong answers made from the master solution: do the hidden checks notice each?"
    sound = "say whether an exercise is sound, before it is released"
    raw = argparse.RawDescriptionHelpFormatter
    for name, run, text in (("adequacy", run_adequacy, adequacy), ("check-exercise", run_check_exercise, sound)):
        command = commands.add_parser(name, help=text, epilog=EPILOG, formatter_class=raw)
        command.add_argument("assignment", metavar="ASSIGNMENT", help="the name of a folder in source/, such as polynomial")
        command.add_argument("--pairs", type=int, default=500, help="how many pairs of mutations to try (default: 500)")
        command.add_argument("--seed", type=int, default=1, help="which pairs are tried (default: 1)")
        command.add_argument("--jobs", type=positive, help="how many at a time (default: as many as there are cores)")
        command.set_defaults(run=run)
    command.add_argument("--quick", action="store_true", help="leave out the wrong answers (adequacy), which take longest")


def run_adequacy(options: argparse.Namespace) -> int:
    """``theano-exercises adequacy``: what becomes of wrong answers made from the master solution."""
    from graders.adequacy.command import AdequacyError, examine
    from graders.notebooks.assignment import UnknownAssignment
    from graders.sandbox.conversation import SandboxError

    try:
        found = examine(options.assignment, options.pairs, options.seed, options.jobs or os.cpu_count() or 1)
    except (AdequacyError, SandboxError, UnknownAssignment) as error:
        print(f"theano-exercises adequacy: {error}", file=sys.stderr)
        return TROUBLE
    print(found.text())
    return SOMETHING_FAILED if found.survivors else ALL_PASSED


def run_check_exercise(options: argparse.Namespace) -> int:
    """``theano-exercises check-exercise``: a line per finding, with what to do about it."""
    from graders.authoring.soundness import examine
    from graders.notebooks.assignment import UnknownAssignment
    from graders.sandbox.conversation import SandboxError

    good, pairs, jobs = True, None if options.quick else options.pairs, options.jobs or os.cpu_count() or 1
    try:
        for finding in examine(options.assignment, pairs, options.seed, jobs):
            print(f"{'ok' if finding.good else 'NOT OK':<6}  {finding.name}: {finding.text}", flush=True)
            if finding.advice:
                print(f"        -> {finding.advice}", flush=True)
            good = good and finding.good
    except (SandboxError, UnknownAssignment) as error:
        print(f"theano-exercises check-exercise: {error}", file=sys.stderr)
        return TROUBLE
    return ALL_PASSED if good else SOMETHING_FAILED

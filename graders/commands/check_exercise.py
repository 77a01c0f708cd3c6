"""``theano-exercises check-exercise``: whether an exercise is sound, a line per finding, with what to do about it."""

import argparse
import os
import sys

from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.commands.options import add_pairs
from graders.course.authoring.soundness import examine
from graders.notebooks.assignment import UnknownAssignment
from graders.sandbox.conversation import SandboxError


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    add_pairs(parser)
    parser.add_argument("--quick", action="store_true", help="leave out the wrong answers (adequacy), which take longest")


def run(options: argparse.Namespace) -> int:
    """Examine the exercise and say what was found; return the exit code."""
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

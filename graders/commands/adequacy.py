"""``theano-exercises adequacy``: what becomes of wrong answers made from the master solution."""

import argparse
import os
import sys

from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.commands.options import add_pairs
from graders.course.authoring.adequacy.command import AdequacyError, examine
from graders.notebooks.assignment import UnknownAssignment
from graders.sandbox.conversation import SandboxError

add_options = add_pairs


def run(options: argparse.Namespace) -> int:
    """Try them and say what came of it; return the exit code."""
    try:
        found = examine(options.assignment, options.pairs, options.seed, options.jobs or os.cpu_count() or 1)
    except (AdequacyError, SandboxError, UnknownAssignment) as error:
        print(f"theano-exercises adequacy: {error}", file=sys.stderr)
        return TROUBLE
    print(found.text())
    return SOMETHING_FAILED if found.survivors else ALL_PASSED

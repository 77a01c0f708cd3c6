"""``theano-exercises grade``: the verdicts on loose notebooks, as text or JSON."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.commands.options import ASSIGNMENT, add_sandbox
from graders.grading.pipeline import Pipeline, Settings, open_pipeline
from graders.records.verdict import Outcome, Verdict
from graders.reports.explained import LEVELS
from graders.sandbox.conversation import SandboxError


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT)
    parser.add_argument("notebooks", metavar="NOTEBOOK", nargs="+", type=Path, help="a notebook that a student handed in")
    parser.add_argument("--json", action="store_true", help="print one JSON object per notebook (docs/json.md)")
    parser.add_argument("--hint", choices=LEVELS, default="what", help="how much hints tell of what is wrong")
    add_sandbox(parser)


def run(options: argparse.Namespace) -> int:
    """Grade the notebooks one after the other; return the exit code."""
    try:
        pipeline = open_pipeline(Settings(options.sandbox))
    except SandboxError as error:
        return _trouble(str(error))
    with closing(pipeline):
        pipeline.start()
        return _grade(options, pipeline)


def _grade(options: argparse.Namespace, pipeline: Pipeline) -> int:
    # Imported while judge and sandbox warm up: it takes as long (1.0 s).
    from graders.cleaning.text import one_line
    from graders.grading.notebook import grade_file
    from graders.notebooks.assignment import UnknownAssignment, from_source
    from graders.reports.data import to_json
    from graders.reports.terminal import to_text
    from graders.reports.words import number

    try:
        assignment = from_source(options.assignment)
    except UnknownAssignment as error:
        return _trouble(str(error))
    codes = [ALL_PASSED]
    for path in options.notebooks:
        shown = one_line(str(path))  # a student chose the name: no lines of its own, no terminal codes
        if not path.exists():
            codes.append(_trouble(f"There is no file {shown}."))
            continue
        verdicts = grade_file(path, assignment, pipeline.grade, options.hint)
        data = to_json(str(path), assignment.name, verdicts)
        if options.json:
            print(json.dumps(data), flush=True)
        else:
            score = f"{number(data['score'])} of {number(data['max_score'])}"
            print(f"{shown}: {score}", *map(to_text, verdicts), "", sep="\n", flush=True)
        codes.append(_exit_code(verdicts))
    return max(codes)


def _exit_code(verdicts: Sequence[Verdict]) -> int:
    outcomes = {verdict.outcome for verdict in verdicts}
    if Outcome.GRADER_ERROR in outcomes:
        return TROUBLE
    return ALL_PASSED if outcomes == {Outcome.PASSED} else SOMETHING_FAILED


def _trouble(text: str) -> int:
    print(f"theano-exercises grade: {text}", file=sys.stderr)
    return TROUBLE

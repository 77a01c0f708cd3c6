"""``theano-exercises demo``: a course folder with a sample class, graded as an instructor would, and what came of it."""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from graders.commands import main
from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.commands.options import add_sandbox
from graders.course import results
from graders.course.authoring import sample_answers
from graders.course.authoring.release import NotGenerated, generate
from graders.course.settings import trouble_with_folder
from graders.notebooks.assignment import names
from graders.sandbox.conversation import SandboxError
from graders.sandbox.run import kind

FIRST = ("polynomial", "tanh_layer", "accumulator")

CLASS: Mapping[str, tuple[str, str, str]] = {
    # Student: the answer files for the polynomial, the tanh layer and the accumulator. Who never ends comes first in the
    # alphabet, so that the others are graded meanwhile.
    "achilles": ("slow_loop", "slow_sleep", "slow_loop"),
    "ada": ("right_plain", "right_plain", "right_list_of_pairs"),
    "alan": ("right_factored_float32", "right_sigmoid", "right_default_update"),
    "barbara": ("right_list_output", "right_tensordot", "right_state_made_again"),
    "claude": ("right_star_import", "right_print_op", "right_class"),
    "donald": ("wrong_missing_product", "wrong_missing_bias", "wrong_returns_new_state"),
    "edsger": ("wrong_coefficient", "wrong_transposed", "wrong_doubled_update"),
    "grace": ("wrong_integer_inputs", "wrong_float64_inputs", "wrong_int32_update"),
    "john": ("wrong_python_function", "wrong_numpy_function", "wrong_python_global"),
    "kathleen": ("wrong_hard_coded_examples", "wrong_sigmoid", "wrong_no_update"),
    "margaret": ("wrong_not_compiled", "wrong_swapped_outputs", "wrong_other_shared_variable"),
    "niklaus": ("wrong_python_2", "wrong_only_tanh", "wrong_stacked_outputs"),
    "noether": ("wrong_as_op", "right_exponential", "right_clone"),
    "nobody": ("unanswered_not_implemented", "unanswered_not_implemented", "unanswered_not_implemented"),
    "mallory": ("hostile_reads_checks", "hostile_exits_after_forging", "hostile_lying_state"),
}

IMPATIENT = """
# Only in the demo: its class has three endless notebooks, and nobody wants to wait half a minute for each. Cells of the
# others take less than a second.
c.GradeInSandbox.cell_seconds = 4.0
c.GradeInSandbox.notebook_seconds = 7.0
c.GradeInSandbox.sandbox = "{}"
"""


class DemoError(Exception):
    """The demo can't go on. The text says why."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be said to this command."""
    parser.add_argument("--folder", type=Path, help="where to put the course (default: a new temporary folder)")
    add_sandbox(parser)


def run(options: argparse.Namespace) -> int:
    """Show it; return the exit code."""
    try:
        show(options.folder, options.sandbox)
    except (DemoError, SandboxError) as error:
        print(f"theano-exercises demo: {error}", file=sys.stderr)
        return TROUBLE
    return ALL_PASSED


def show(folder: Path | None, sandbox: str = "auto") -> None:
    """Make the course in ``folder`` (default: a new temporary one), grade it and print what came of it.

    Raises :class:`DemoError` when ``folder`` exists and is not empty, can't hold a course, or a command fails, and
    :class:`graders.sandbox.conversation.SandboxError` when ``sandbox`` can't be had.
    """
    sandbox = kind(sandbox)
    folder = Path(tempfile.mkdtemp(prefix="theano-exercises-demo-")) if folder is None else folder.resolve()
    trouble = trouble_with_folder(str(folder))
    if trouble:
        raise DemoError(trouble)
    if folder.exists() and any(folder.iterdir()):
        raise DemoError(f"{folder} is not empty; name a folder that is.")
    start = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    there = names()
    assignments = [*(name for name in FIRST if name in there), *(name for name in there if name not in FIRST)]
    print(f"Generating {len(assignments)} assignments ...", flush=True)
    try:
        generate(folder, assignments)
    except NotGenerated as error:
        raise DemoError(str(error)) from None
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(IMPATIENT.format(sandbox))
    for assignment in assignments:
        answers = answers_for(assignment)
        if not answers:
            print(f"\nThere are no sample answers to {assignment}.")
            continue
        hand_in(folder, assignment, answers)
        print(f"\nGrading {len(answers)} submissions of {assignment} ...", flush=True)
        _command("autograde", folder, assignment, SOMETHING_FAILED)  # then a person has to look: one of the class is such
        _command("feedback", folder, assignment, ALL_PASSED)
        _command("overview", folder, assignment, SOMETHING_FAILED)
    results.export(folder)
    _print_results(folder, assignments, time.monotonic() - start)


def answers_for(assignment: str) -> dict[str, str]:
    """The names of the answer files for an assignment, by student.

    In one that the class does not know, each takes the next answer of the kind ("right", ...) that theirs for the first
    exercise is of; who finds none hands in nothing.
    """
    if assignment in FIRST:
        return {student: answers[FIRST.index(assignment)] for student, answers in CLASS.items()}
    kinds = {student: answers[0].split("_")[0] for student, answers in CLASS.items()}
    found = {kind: itertools.cycle(sample_answers.read_all(assignment, [kind])) for kind in kinds.values()}
    picked = {student: next(found[kind], None) for student, kind in kinds.items()}
    return {student: answer.name for student, answer in picked.items() if answer is not None}


def hand_in(folder: Path, assignment: str, answers: Mapping[str, str]) -> None:
    """Put a notebook with the named answer into ``submitted`` for every student."""
    release = nbformat.read(folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    for student, name in answers.items():
        answer = sample_answers.read(sample_answers.FOLDER / assignment / f"{name}.py")
        place = folder / "submitted" / student / assignment
        place.mkdir(parents=True)
        nbformat.write(answer.fill_in(release), place / f"{assignment}.ipynb")


def _command(name: str, folder: Path, assignment: str, worst: int) -> None:
    code = main.main([name, assignment, "--course", str(folder)])
    if code > worst:
        raise DemoError(f"`theano-exercises {name} {assignment}` ended with exit code {code}; what it said is above.")


def _print_results(folder: Path, assignments: Sequence[str], seconds: float) -> None:
    found = results.results(folder, assignments)
    print(f"\nScores (? = a person has to decide)\n\n{results.score_table(found, assignments)}")
    print(f"\nWhere points were lost\n\n{results.lost_points(found)}")
    print(f"\nGraded {len(found)} submissions in {seconds:.0f} s.")
    for result in [result for result in found if result.student == "donald"][:1]:
        print(f"A feedback page to open: {folder / 'feedback' / 'donald' / result.assignment / result.assignment}.html")
        print(f"The class at a glance: {folder / 'overview' / result.assignment}.html")
    print(f"All grades: {folder / 'grades.csv'}")
    print(f"The course is in {folder}; delete it when you have seen enough.")

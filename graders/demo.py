"""``theano-exercises demo``: a course folder with a sample class, graded by nbgrader itself, and what came of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import nbformat

from graders import course, sample_answers
from graders.assignment import CHECKOUT
from graders.sandbox.run import kind
from graders.settings import trouble_with_folder

ASSIGNMENTS = ("polynomial", "tanh_layer", "accumulator")

CLASS: Mapping[str, tuple[str, str, str]] = {
    # Student: the answer files for the polynomial, the tanh layer and the accumulator.
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
    "sisyphus": ("slow_loop", "slow_sleep", "slow_loop"),
    "mallory": ("hostile_reads_checks", "hostile_exits_after_forging", "hostile_lying_state"),
}

IMPATIENT = """
# Only in the demo: its class has three endless notebooks, and nobody wants to wait a minute for each.
c.GradeInSandbox.cell_seconds = 5.0
c.GradeInSandbox.notebook_seconds = 15.0
c.GradeInSandbox.sandbox = "{}"
"""


class DemoError(Exception):
    """The demo can't go on. The text says which command failed and where its log is."""


def run(folder: Path | None, sandbox: str = "auto") -> None:
    """Make the course in ``folder`` (default: a new temporary one), grade it with nbgrader and print what came of it.

    Raises :class:`DemoError` when ``folder`` exists and is not empty, can't hold a course, or an nbgrader command fails, and
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
    shutil.copytree(CHECKOUT / "source", folder / "source", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    config = (CHECKOUT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(config + IMPATIENT.format(sandbox), encoding="utf-8")
    print(f"Generating {len(ASSIGNMENTS)} assignments ...", flush=True)
    for assignment in ASSIGNMENTS:
        nbgrader(folder, "generate_assignment", assignment)
    for assignment, names in zip(ASSIGNMENTS, zip(*CLASS.values())):
        hand_in(folder, assignment, dict(zip(CLASS, names)))
    for assignment in ASSIGNMENTS:
        print(f"Grading {len(CLASS)} submissions of {assignment} ...", flush=True)
        nbgrader(folder, "autograde", assignment)
        nbgrader(folder, "generate_feedback", assignment)
    nbgrader(folder, "export")
    _print_results(folder, time.monotonic() - start)


def nbgrader(folder: Path, *arguments: str) -> None:
    """Run a plain ``nbgrader`` command in the course folder; its output goes to ``demo.log`` there."""
    environment = dict(os.environ)
    # nbgrader calls alembic by name when it makes a gradebook.
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    with (folder / "demo.log").open("a") as log:
        command = [sys.executable, "-m", "nbgrader", *arguments]
        code = subprocess.run(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT).returncode
    if code != 0:
        raise DemoError(f"`nbgrader {' '.join(arguments)}` ended with exit code {code}; see {log.name}.")


def hand_in(folder: Path, assignment: str, answers: Mapping[str, str]) -> None:
    """Put a notebook with the named answer into ``submitted`` for every student."""
    release = nbformat.read(folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    for student, name in answers.items():
        answer = sample_answers.read(sample_answers.FOLDER / assignment / f"{name}.py")
        place = folder / "submitted" / student / assignment
        place.mkdir(parents=True)
        nbformat.write(answer.fill_in(release), place / f"{assignment}.ipynb")


def _print_results(folder: Path, seconds: float) -> None:
    found = course.results(folder, ASSIGNMENTS)
    print(f"\nScores (? = a person has to decide)\n\n{course.score_table(found, ASSIGNMENTS)}")
    print(f"\nWhere points were lost\n\n{course.lost_points(found)}")
    page = folder / "feedback" / "donald" / "polynomial" / "polynomial.html"
    print(f"\nGraded {len(found)} submissions in {seconds:.0f} s.")
    print(f"A feedback page to open: {page}")
    print(f"All grades: {folder / 'grades.csv'}")
    print(f"The course is in {folder}; delete it when you have seen enough.")

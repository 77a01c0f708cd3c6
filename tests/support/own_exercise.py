"""Checkouts with an exercise of an instructor's own: ``doubling``, f(x) = 2x, alone, for tests that break it; or
``parabola``, a fourth one beside the course's three, which is the polynomial under another name.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import v4
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

from graders.checkout import CHECKOUT

EXERCISE = '''"""f(x) = 2x."""
from exercises.checking import call_text, fail_values, make_call, require_function

WHOLLY_PUBLIC = ("examples",)


def reference(x):
    return 2 * x


def compare(f, x):
    made = make_call("f", f, x)
    got = made.result
    if got != reference(x):
        fail_values("`f` must compute 2x.", call_text("f", (x,)), reference(x), got, proof=made)


def check_examples(f):
    """`f(1)` is 2 and `f(3)` is 6."""
    require_function("f", f)
    compare(f, 1)
    compare(f, 3)
'''
CHECKS = '''"""Hidden checks of the doubling."""
import pytest

from exercises import doubling
from exercises.checking import CheckFailed, require_function, require_inputs
from graders.checks.decidable import require_pure

test_examples = doubling.check_examples


def test_values(f):
    """`f(x)` is 2x for all real x."""
    require_function("f", f)
    (declared,) = require_inputs("f", f, 1, "one real scalar")
    if declared.variable.dtype not in ("float32", "float64"):
        raise CheckFailed("`f` must take a real scalar.")
    for x in (0.0, -1.0, 1.0, 0.5, -0.375, 2.0**60, -1234.25, 0.0078125):
        doubling.compare(f, x)
    require_pure("f", f)
'''
WEAK_CHECKS = CHECKS.replace("(0.0, -1.0, 1.0, 0.5, -0.375, 2.0**60, -1234.25, 0.0078125)", "(1.0, 2.5, 10.0)")
SOLUTION = "### BEGIN SOLUTION\nx = T.dscalar('x')\nf = theano.function([x], 2 * x)\n### END SOLUTION"
TASK = "| check | points |\n|:---|---:|\n| `examples` | 1 |\n| `values` | 2 |\n"
ANSWERS = {
    "right_plain": "# Right.\n# expect: examples=1 values=2\nx = T.dscalar()\nf = theano.function([x], x + x)\n",
    "wrong_square": "# x squared.\n# expect: examples=0 values=0\nx = T.dscalar()\nf = theano.function([x], x ** 2)\n",
}


def cell(kind, source, name="", points=None, solution=False):
    """A cell of the master notebook with nbgrader's metadata."""
    made = v4.new_markdown_cell(source) if kind == "markdown" else v4.new_code_cell(source)
    if name:
        grade = points is not None
        made.metadata["nbgrader"] = {
            "grade": grade, "grade_id": name, "locked": not solution, "schema_version": 3, "solution": solution,
            "task": False, **({"points": points} if grade else {}),
        }  # fmt: skip
    return made


def grade_cell(name, points, hidden="from graders import check\n\ncheck({!r}, {!r}, f=f)\n"):
    """A grade cell in the usual form; ``hidden`` is its hidden part."""
    visible = f'from exercises import check\n\ncheck("doubling", "{name}", f=f)\n'
    region = f"### BEGIN HIDDEN TESTS\n{hidden.format('doubling', name)}### END HIDDEN TESTS"
    return cell("code", visible + region, name, points)


def notebook(*grade_cells, solution=SOLUTION, task=TASK):
    """The master notebook with these grade cells."""
    cells = [
        cell("code", "import theano\nimport theano.tensor as T"),
        cell("markdown", task, "task"),
        cell("code", solution, "solution", solution=True),
        *grade_cells,
    ]
    metadata = nbformat.read(CHECKOUT / "source/polynomial/polynomial.ipynb", as_version=4).metadata
    return v4.new_notebook(cells=cells, metadata=metadata)


def checkout(folder: Path, nb=None, exercise=EXERCISE, checks=CHECKS, answers=None, released=True) -> Path:
    """A copy of the checkout in ``folder`` that has this exercise and no other; ``released``: with its release."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("exercises", "graders"):
        shutil.copytree(CHECKOUT / name, folder / name, ignore=ignored)
    for name in ("README.md", "nbgrader_config.py"):
        shutil.copy(CHECKOUT / name, folder)
    for path in (folder / "graders" / "checks").glob("test_*.py"):
        (folder / "exercises" / f"{path.stem.removeprefix('test_')}.py").unlink()
        path.unlink()
    (folder / "exercises" / "doubling.py").write_text(exercise)
    (folder / "graders" / "checks" / "test_doubling.py").write_text(checks)
    (folder / "source" / "doubling").mkdir(parents=True)
    nb = notebook(grade_cell("examples", 1), grade_cell("values", 2)) if nb is None else nb
    (folder / "source" / "doubling" / "doubling.ipynb").write_text(json.dumps(nb))
    place = folder / "tests" / "answers" / "doubling"
    place.mkdir(parents=True)
    for name, text in (ANSWERS if answers is None else answers).items():
        (place / f"{name}.py").write_text(text)
    if released:
        stub = nbformat.from_dict(nb)
        for step in (ClearSolutions(), ClearHiddenTests()):
            stub, _ = step.preprocess(stub, {})
        (folder / "release" / "doubling").mkdir(parents=True)
        (folder / "release" / "doubling" / "doubling.ipynb").write_text(json.dumps(stub))
    return folder


def environment(folder: Path) -> dict[str, str]:
    """An environment in which Python takes that checkout."""
    return {**os.environ, "PYTHONPATH": str(folder)}


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as an instructor types it in that checkout."""
    return subprocess.run(
        [sys.executable, "-m", "graders.commands", *arguments],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=300,
    )


def with_a_fourth(folder: Path) -> Path:
    """A copy of the checkout's files in ``folder``, and the four that are an exercise called ``parabola``."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
    for name in filter(None, subprocess.check_output(listed, cwd=CHECKOUT, text=True).split("\0")):
        if (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, folder / name)
    answers = [f"tests/answers/polynomial/{name}.py" for name in ("right_plain", "right_horner", "wrong_coefficient")]
    for name in (
        "exercises/polynomial.py",
        "graders/checks/test_polynomial.py",
        "source/polynomial/polynomial.ipynb",
        *answers,
    ):
        path = folder / name.replace("polynomial", "parabola")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((CHECKOUT / name).read_text("utf-8").replace("polynomial", "parabola"), "utf-8")
    return folder

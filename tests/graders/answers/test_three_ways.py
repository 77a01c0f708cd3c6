"""Every answer file's graph computes the same by Theano's C code, by Theano's Python code, and by our interpreter."""

import fnmatch
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import three_ways
from thorough import THOROUGH

from graders.checkout import CHECKOUT
from graders.course.authoring import sample_answers
from graders.judge.home import judge_environment, take_slot
from graders.judge.request import names_needed
from graders.notebooks.assignment import from_source, names
from graders.sandbox.conversation import CodeCell, GradeCell
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox, kind

NAMES = {
    name: sorted({needed for cell in from_source(name).grade_cells for needed in names_needed(cell.source)})
    for name in names()
}
"""What an assignment's grade cells need."""

KNOWN = {
    "*: C, Python, NumPy: a result, ValueError, a result": "Theano's Python code refuses NaN as a whole number",
    "*: C, Python, NumPy: a result, OverflowError, a result": "Theano's Python code refuses infinity as a whole number",
    "accumulator/wrong_float_increment: *(): Python: *, NumPy: [[]-9223372036854775808]": "what the two above leave behind",
    "polynomial/*_scalar_*: f(*nan*): C, Python, NumPy: TypeError, TypeError, a result": "Theano's scalars refuse NaN",
    "polynomial/right_scalar_variables_float32: f(*): Python: float64(), NumPy: float32()": "Theano's Python code adds "
    "scalars to a Python 0, which makes double precision of single",
    "tanh_layer/wrong_complex_inputs: f(*inf*": "NumPy's product of complex matrices has NaN where C's has infinity, or "
    "the other way round",
}
"""Pattern of a disagreement to the reason why it is Theano's or NumPy's own."""

ALL = [answer for name in names() for answer in sample_answers.read_all(name, ("right", "wrong"))]
EVERY = 1 if THOROUGH else 8
ANSWERS = [
    answer
    for number, answer in enumerate(ALL)
    if number % EVERY == 0 or any(pattern.startswith(f"{answer.assignment}/{answer.name}:") for pattern in KNOWN)
]


def steps(answer):
    """The given cells before the task, the answer, and the taking of what it defined."""
    release = nbformat.read(CHECKOUT / "release" / answer.assignment / f"{answer.assignment}.ipynb", as_version=4)
    given = []
    for cell in release.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            break
        if cell.cell_type == "code":
            given.append(cell.source)
    cells = [CodeCell(number, source) for number, source in enumerate([*given, *answer.cells])]
    return [*cells, GradeCell("answers", NAMES[answer.assignment])]


@pytest.fixture(scope="module", name="messages")
def fixture_messages():
    """Name and message of every answer whose graph crosses; equal messages once."""
    sandbox = Sandbox(kind())
    found = {}
    for answer in ANSWERS:
        message = sandbox.run(steps(answer), Limits()).answers["answers"]
        if message["functions"]:
            found.setdefault(json.dumps(message), f"{answer.assignment}/{answer.name}")
    sandbox.close()
    return [(name, json.loads(message)) for message, name in found.items()]


@pytest.fixture(scope="module", name="reports")
def fixture_reports(messages):
    slot, compiled = take_slot()
    lines = "".join(json.dumps(pair) + "\n" for pair in messages)
    program = Path(three_ways.__file__)
    with slot:
        done = subprocess.run(
            [sys.executable, program], env=judge_environment(compiled), input=lines, text=True, capture_output=True
        )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_three_agree(reports, messages):
    assert [report["name"] for report in reports] == [name for name, _ in messages]
    disagreements = [text for report in reports for text in report["disagreements"]]
    unknown = [text for text in disagreements if not any(fnmatch.fnmatchcase(text, pattern) for pattern in KNOWN)]
    calls = sum(report["calls"] for report in reports)
    print(f"{len(reports)} graphs, {calls} evaluations, {len(disagreements)} disagreements, {len(unknown)} of them unknown")
    assert not unknown, "\n".join(unknown)
    assert calls > 50_000 // EVERY
    assert all(any(fnmatch.fnmatchcase(text, pattern) for text in disagreements) for pattern in KNOWN)

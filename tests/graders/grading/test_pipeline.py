"""One notebook from cells to verdicts; the sandbox's side is played by hand, the judge is the real one."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from languages import untranslated
from nbformat import v4

from graders.answers.format import VERSION
from graders.grading.notebook import grade_notebook
from graders.grading.pipeline import Pipeline, Settings
from graders.judge.client import SECONDS_AFTER_HANG, Judge
from graders.notebooks.assignment import Assignment, SourceCell
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Work, WorkCell
from graders.reports.data import from_notebook
from graders.sandbox.conversation import CellRun, SandboxError, SandboxResult

SOURCE = 'from graders import check\ncheck("polynomial", "function", f=f)'
CELL = SourceCell("function", "code", SOURCE, "0" * 32, grade=True, locked=True, points=2.0)
ASSIGNMENT = Assignment("polynomial", (CELL,), {"name": "theano", "display_name": "Theano", "language": "python"})
ANSWERS = {"version": VERSION, "nodes": [], "functions": [], "names": {"f": {"scalar": 7}}}


@pytest.fixture(scope="module")
def judge():
    judge = Judge(seconds=60.0)
    yield judge
    judge.close()


class Played:
    """A sandbox that answers (or raises) what it is told to."""

    def __init__(self, result):
        self.result = result

    def run(self, steps, limits):
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.fixture
def grade(judge):
    """Grade a student cell and a grade cell, given what the sandbox is to answer (or to raise)."""

    def grade(result, source="f = 7"):
        cells = [v4.new_code_cell(source), v4.new_code_cell(SOURCE, metadata={"nbgrader": CELL.metadata()})]
        nb = v4.new_notebook(cells=cells)
        return nb, grade_notebook(nb, ASSIGNMENT, Pipeline(judge, Played(result)).grade)

    return grade


def test_a_grade_cell_ends_in_one_number_and_its_verdict(grade):
    nb, (verdict,) = grade(SandboxResult({0: CellRun([], 1)}, {"function": ANSWERS}))
    assert verdict.outcome is Outcome.FAILED
    (output,) = nb.cells[1].outputs
    assert (output.output_type, output.data["text/plain"]) == ("execute_result", "0.0")
    assert from_notebook(nb) == [verdict] and "the number 7" in verdict.reason


LOOP = "the cell that starts with `while True: pass`"
FIRST = "The cell that starts with `f = y`"


@pytest.mark.parametrize(
    ("ending", "outcome", "cause", "words"),
    [
        ("timeout", Outcome.NOT_RUN, Cause.STOPPED, f"it was stopped in {LOOP}"),
        ("memory", Outcome.NOT_RUN, Cause.STOPPED, "used too much memory: it was stopped"),
        ("processes", Outcome.NOT_RUN, Cause.STOPPED, "used too many processes: it was stopped"),
        ("died", Outcome.NOT_RUN, Cause.STOPPED, f"process ended in {LOOP}"),
        ("killed", Outcome.GRADER_ERROR, Cause.KILLED, f"was killed in {LOOP}, twice"),
        ("bad message", Outcome.GRADER_ERROR, Cause.UNREADABLE, "can't be read"),
    ],
)
def test_a_cell_that_was_not_reached_says_what_happened(grade, ending, outcome, cause, words):
    _, (verdict,) = grade(SandboxResult(ending=ending, at=0), "# wait\nwhile True: pass")
    assert (verdict.outcome, verdict.points, verdict.cause) == (outcome, 0.0, cause)
    assert words in verdict.reason and untranslated(verdict.reason, "de") == []


def test_a_sandbox_that_does_not_start_is_our_fault(grade, caplog):
    nb, (verdict,) = grade(SandboxError("no bwrap: secret path"))
    assert (verdict.outcome, verdict.points, verdict.cause) == (Outcome.GRADER_ERROR, 0.0, Cause.GRADER_FAILED)
    assert "secret path" in caplog.text and "secret path" not in str(nb)


def error(name, message):
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": []}


def test_an_error_before_the_grade_cell_becomes_a_hint(grade):
    nothing = {**ANSWERS, "names": {}}
    _, (verdict,) = grade(
        SandboxResult({0: CellRun([error("NameError", "name 'y' is not defined")], 1)}, {"function": nothing}), "f = y"
    )
    assert verdict.outcome is Outcome.NOT_RUN
    assert verdict.hint == f"{FIRST} ended with `NameError: name 'y' is not defined`."


@pytest.mark.parametrize(
    ("run", "hint"),
    [
        (CellRun([], 1, timed_out=True), f"{FIRST} was stopped after 30 seconds."),
        (CellRun([error("ValueError", "It ends here.")], 1), f"{FIRST} ended with `ValueError: It ends here`."),
        (CellRun([error("ValueError", "")], 1), f"{FIRST} ended with `ValueError`."),
        (
            CellRun([error("CellTimeoutError", "This cell was stopped after 30 seconds.")], 1),
            f"{FIRST} ended with `CellTimeoutError: This cell was stopped after 30 seconds`.",
        ),
    ],
)
def test_a_hint_ends_in_one_period(grade, run, hint):
    nothing = {**ANSWERS, "names": {}}
    _, (verdict,) = grade(SandboxResult({0: run}, {"function": nothing}), "f = y")
    assert verdict.hint == hint


def test_outputs_that_no_notebook_may_hold_are_dropped(grade):
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "kept\ud800"},
        {"output_type": "stream", "name": "other", "text": "x"},
        {"output_type": "stream", "name": "stdout", "text": 7},
        {"output_type": "display_data", "data": {"text/plain": 7, "nonsense": "x", "text/\ud800": "x"}},
        {"output_type": "display_data", "data": {"text/plain": "kept"}, "metadata": {"theano_exercises": {"points": 9}}},
        {"output_type": "error", "ename": "E", "evalue": None, "traceback": "x"},
        ["stream"],
        None,
    ]
    nb, _ = grade(SandboxResult({0: CellRun(outputs, 1)}, {"function": ANSWERS}))
    assert [output.output_type for output in nb.cells[0].outputs] == ["stream", "display_data"]
    assert nb.cells[0].outputs[0].text == "kept?"
    assert nb.cells[0].outputs[1].metadata == {}


def test_a_stopped_cell_says_so(grade):
    nb, _ = grade(SandboxResult({0: CellRun([], 1, timed_out=True)}, {"function": ANSWERS}))
    (output,) = nb.cells[0].outputs
    assert (output.ename, output.evalue) == ("CellTimeoutError", "This cell was stopped after 30 seconds.")


def test_a_second_cell_of_an_answer_that_hangs_is_waited_for_less(judge, monkeypatch):
    asked = []

    def hangs(grade, seconds):
        asked.append(seconds)
        return Verdict(grade.cell, Outcome.GRADER_ERROR, grade.max_points, reason="hangs", cause=Cause.HUNG)

    monkeypatch.setattr(judge, "judge", hangs)
    cells = [v4.new_code_cell(SOURCE, metadata={"nbgrader": CELL.metadata()}) for _ in range(3)]
    played = Played(SandboxResult({}, {"function": ANSWERS}))
    grade_notebook(v4.new_notebook(cells=cells), ASSIGNMENT, Pipeline(judge, played).grade)
    assert asked == [60.0, SECONDS_AFTER_HANG, SECONDS_AFTER_HANG]


@pytest.mark.parametrize(
    ("evalue", "outcome"),
    [
        ("No module named 'pandas'", Outcome.GRADER_ERROR),
        ("No module named 'theano.tensr'", Outcome.NOT_RUN),
        ("No module named 'graders'", Outcome.NOT_RUN),
        ("No module named 'exercises.drwaing'", Outcome.NOT_RUN),
        ("No module named 'exercises.drawing'", Outcome.GRADER_ERROR),
    ],
)
def test_a_package_that_only_the_student_has_is_not_their_fault(grade, evalue, outcome):
    error = {"output_type": "error", "ename": "ModuleNotFoundError", "evalue": evalue, "traceback": []}
    nothing = {**ANSWERS, "names": {}}
    _, (verdict,) = grade(SandboxResult({0: CellRun([error], 1)}, {"function": nothing}))
    assert (verdict.outcome, verdict.points) == (outcome, 0.0)
    package = evalue.split("'")[1]
    assert (f"the package `{package}`," in verdict.reason) == (outcome is Outcome.GRADER_ERROR)


SCRATCH = [error("ZeroDivisionError", "division by zero")]
MISSING = [error("ModuleNotFoundError", "No module named 'pandas'")]


@pytest.mark.parametrize(
    ("scratch", "solution", "outcome", "words"),
    [
        (SCRATCH, [], Outcome.NOT_RUN, "ended with `ZeroDivisionError"),
        # What the solution cell says of itself comes first ...
        (SCRATCH, [error("TypeError", "no")], Outcome.NOT_RUN, "ended with `TypeError: no"),
        (MISSING, [error("NotImplementedError", "")], Outcome.NOT_RUN, "still raises NotImplementedError"),
        (
            [error("NotImplementedError", "")],
            [],
            Outcome.NOT_RUN,
            "The cell that starts with `a` ended with `NotImplementedError",
        ),
        (SCRATCH, MISSING, Outcome.GRADER_ERROR, "No module named 'pandas'"),
        # ... but a name that is missing there is missing because of something before.
        (MISSING, [error("NameError", "name 'pd' is not defined")], Outcome.GRADER_ERROR, "No module named 'pandas'"),
        (SCRATCH, [error("NameError", "name 'a' is not defined")], Outcome.NOT_RUN, "ended with `ZeroDivisionError"),
    ],
)
def test_the_error_that_is_named_is_the_one_that_explains_the_missing_answer(judge, scratch, solution, outcome, words):
    nothing = {**ANSWERS, "names": {}}
    played = Played(SandboxResult({0: CellRun(scratch, 1), 1: CellRun(solution, 2)}, {"function": nothing}))
    work = Work((WorkCell(0, "a"), WorkCell(1, "b", solution=True), WorkCell(2, SOURCE, "function", 2.0)))
    (verdict,) = Pipeline(judge, played).grade(work).verdicts
    assert (verdict.outcome, verdict.points) == (outcome, 0.0)
    assert words in verdict.hint


class Counting(Played):
    """A sandbox that counts how many are in it at a time, at most."""

    def __init__(self, result):
        super().__init__(result)
        self.inside = self.most = 0
        self.lock = threading.Lock()

    def run(self, steps, limits):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(0.05)
        with self.lock:
            self.inside -= 1
        return super().run(steps, limits)


class Slow(Judge):
    """A judge that takes longer than the sandbox."""

    def start(self):
        pass

    def judge(self, grade, seconds=None):
        time.sleep(0.1)
        return Verdict(grade.cell, Outcome.PASSED, grade.max_points)


@pytest.mark.parametrize("jobs", [1, 2])
def test_as_many_as_there_are_jobs_are_in_the_sandbox_while_others_are_judged(jobs):
    counting = Counting(SandboxResult({}, {"function": ANSWERS}))
    pipeline = Pipeline(Slow(), counting, settings=Settings(jobs=jobs))
    work = Work((WorkCell(0, SOURCE, "function", 2.0),))
    assert pipeline.threads > jobs
    begin = time.monotonic()
    with ThreadPoolExecutor(pipeline.threads) as pool:
        graded = list(pool.map(pipeline.grade, [work] * 6))
    assert counting.most == jobs
    assert [verdict.points for one in graded for verdict in one.verdicts] == [2.0] * 6
    assert time.monotonic() - begin < 6 * 0.15  # one after the other it would take longer

"""The judge's real process: warm, replaced when it hangs or dies, and its environment its own."""

import os
import signal
import subprocess
import threading
import time

import pytest
from forks import in_a_fork

from graders.answers.format import VERSION
from graders.judge.client import Judge
from graders.judge.home import judge_environment, take_slot
from graders.judge.request import Request
from graders.records.verdict import Cause, Outcome
from graders.sandbox.conversation import Closed

EMPTY = {"version": VERSION, "nodes": [], "functions": [], "names": {}}
NUMBER = {**EMPTY, "names": {"f": {"scalar": 7}}}
FINE = Request("function", 'from graders import check\ncheck("polynomial", "function", f=f)', 2.0, NUMBER)


@pytest.fixture
def judge():
    judge = Judge(seconds=60.0)
    yield judge
    judge.close()


def test_it_judges_and_stays_warm(judge):
    first = judge.judge(FINE)
    assert first.outcome is Outcome.FAILED and "the number 7" in first.reason
    process = judge._process
    assert judge.judge(FINE) == first
    assert judge._process is process


def test_a_judge_that_hangs_is_replaced(judge):
    judge.judge(FINE)
    judge.seconds = 1.5
    hung = judge.judge(Request("loop", "while True: pass", 2.0, EMPTY))
    assert (hung.outcome, hung.points, hung.cause) == (Outcome.GRADER_ERROR, 0.0, Cause.HUNG)
    assert "more than 2 seconds" in hung.reason
    judge.seconds = 60.0
    assert judge.judge(FINE).outcome is Outcome.FAILED


def test_a_grader_that_stands_still_does_not_give_its_judge_up():
    """Both are stopped, as with the whole machine, and the grader goes on first."""

    def judge_twice():
        judge = Judge(seconds=60.0)
        judge.judge(FINE)
        pids = [str(os.getpid()), str(judge._process.pid)]
        slow = Request(FINE.cell, f"import time\ntime.sleep(0.6)\n{FINE.source}", FINE.max_points, FINE.answers)
        with subprocess.Popen(["sh", "-c", 'sleep 0.2; kill -STOP "$@"; sleep 3; kill -CONT "$@"', "", *pids]):
            verdict = judge.judge(slow, seconds=2.5)
        judge.close()
        return verdict.outcome.value

    assert in_a_fork(judge_twice, memory=8 << 30) == "failed"


def test_a_judge_that_is_closed_stays_closed_and_loses_no_word(judge, caplog):
    judge.start()
    closing = threading.Timer(0.5, judge.close)
    closing.start()
    start = time.monotonic()
    with pytest.raises(Closed):
        judge.judge(Request("loop", "while True: pass", 2.0, EMPTY))
    with pytest.raises(Closed):
        judge.judge(FINE)
    closing.join()
    assert time.monotonic() - start < 5 and not caplog.records and judge._process is None


def test_a_judge_that_dies_is_replaced(judge):
    dead = judge.judge(Request("exit", "import os\nos._exit(3)", 2.0, EMPTY))
    assert (dead.outcome, dead.points, dead.cause) == (Outcome.GRADER_ERROR, 0.0, Cause.GRADER_FAILED)
    assert judge.judge(FINE).outcome is Outcome.FAILED


def test_a_judge_killed_from_outside_costs_nobody_a_point(judge, caplog):
    expected = judge.judge(FINE)
    pid = judge._process.pid
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    slow = Request(FINE.cell, f"import time\ntime.sleep(1)\n{FINE.source}", FINE.max_points, FINE.answers)
    assert judge.judge(slow) == expected
    assert judge._process.pid != pid
    assert "trying once more" in caplog.text


def test_what_a_cell_prints_does_not_come_between_two_verdicts(judge):
    noisy = 'import os\nprint("{}")\nos.system("echo noise")\nos.write(1, b"noise")\n' + FINE.source
    verdict = judge.judge(Request("function", noisy, 2.0, NUMBER))
    assert verdict.outcome is Outcome.FAILED
    assert judge.judge(FINE) == verdict


def test_its_settings_are_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("THEANO_FLAGS", "optimizer=None")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    environment = judge_environment(tmp_path)
    assert "optimizer" not in environment["THEANO_FLAGS"]
    assert environment["THEANORC"] == os.devnull
    assert "PYTEST_ADDOPTS" not in environment


def test_a_setting_of_pythons_does_not_reach_it(judge, monkeypatch, tmp_path):
    for name, value in {
        "PYTHONOPTIMIZE": "2",
        "PYTHONINSPECT": "1",
        "PYTHONWARNINGS": "error",
        "PYTHONNOUSERSITE": "1",
    }.items():
        monkeypatch.setenv(name, value)
    assert judge.judge(FINE).outcome is Outcome.FAILED
    found = {name: value for name, value in judge_environment(tmp_path).items() if name in os.environ}
    assert found["PYTHONWARNINGS"] == "ignore" and found["PYTHONNOUSERSITE"] == "1"
    assert found.keys().isdisjoint({"PYTHONOPTIMIZE", "PYTHONINSPECT"})


def test_a_theano_of_the_current_folder_is_not_imported(judge, monkeypatch, tmp_path):
    (tmp_path / "theano.py").write_text("raise SystemExit('imported from the wrong place')")
    monkeypatch.chdir(tmp_path)
    start = time.monotonic()
    assert judge.judge(FINE).outcome is Outcome.FAILED
    assert time.monotonic() - start < 60


def test_answers_nested_too_deeply_are_a_persons_business(judge):
    deep = []
    for _ in range(900):
        deep = [deep]
    verdict = judge.judge(Request("function", FINE.source, 2.0, {**EMPTY, "names": {"f": deep}}))
    assert (verdict.outcome, verdict.points) == (Outcome.GRADER_ERROR, 0.0)
    assert "can't be read" in verdict.reason
    assert judge.judge(FINE).outcome is Outcome.FAILED


@pytest.fixture
def own_cache(monkeypatch, tmp_path):
    """A cache of the test's own: in the user's, tests that run side by side take and free slots at any time."""
    monkeypatch.setattr("graders.judge.home.cache_folder", lambda: tmp_path)


def test_two_judges_never_share_a_folder_of_compiled_code(own_cache):
    one, first = take_slot()
    other, second = take_slot()
    assert first != second
    one.close()
    again, third = take_slot()
    assert third == first
    for slot in (other, again):
        slot.close()


def test_a_compile_lock_that_a_killed_judge_left_is_removed(own_cache):
    slot, folder = take_slot()
    slot.close()
    left = folder / "compiledir_of_the_test" / "lock_dir"
    left.mkdir(parents=True)
    slot, again = take_slot()
    slot.close()
    assert again == folder and not left.exists()

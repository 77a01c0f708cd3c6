"""What is remembered of a verdict, where, and when it is forgotten."""

import dataclasses
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from exercises.checking.failures import Counterexample
from exercises.words import say
from graders.answers.format import VERSION
from graders.judge.client import Judge
from graders.judge.memory import Memory
from graders.judge.request import Request
from graders.records.verdict import Outcome, Verdict
from graders.reports.language import Language

ANSWERS = {"version": VERSION, "nodes": [], "functions": [], "names": {"f": {"scalar": 7}}}
GRADE = Request("function", 'from graders import check\ncheck("polynomial", "function", f=f)', 2.0, ANSWERS)
CHECKS = "their fingerprint"
FAILED = Verdict("function", Outcome.FAILED, 2.0, "Sentence.", "Reason.", "Hint.", Counterexample("f(1)", "2", "3"))


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_verdict_is_recalled_as_it_was(tmp_path, on_disk):
    memory = Memory(tmp_path if on_disk else None)
    assert memory.recall(GRADE, CHECKS) is None
    memory.keep(GRADE, FAILED, CHECKS)
    assert memory.recall(GRADE, CHECKS) == FAILED
    assert (memory.hits, memory.misses) == (1, 1)
    assert bool(list(tmp_path.iterdir())) == on_disk


def test_what_is_recalled_can_be_said_in_another_language(tmp_path):
    said = say("`{name}` is {what}, not a compiled Theano function.", name="f", what=say("a list"))
    Memory(tmp_path).keep(GRADE, dataclasses.replace(FAILED, reason=said), CHECKS)
    assert (
        Language("de").text(Memory(tmp_path).recall(GRADE, CHECKS).reason)
        == "`f` ist eine Liste, keine kompilierte Theano-Funktion."
    )


def test_the_next_process_finds_it_on_disk(tmp_path):
    first = Memory(tmp_path)
    first.keep(GRADE, FAILED, CHECKS)
    first.close()
    assert Memory(tmp_path).recall(GRADE, CHECKS) == FAILED


@pytest.mark.parametrize(
    "change",
    [
        {"cell": "examples"},
        {"source": GRADE.source + "\n"},
        {"max_points": 3.0},
        {"answers": {**ANSWERS, "names": {"f": {"scalar": 8}}}},
    ],
)
def test_anything_that_differs_is_another_verdict(change):
    memory = Memory()
    memory.keep(GRADE, FAILED, CHECKS)
    assert memory.recall(dataclasses.replace(GRADE, **change), CHECKS) is None


def test_other_checks_have_verdicts_of_their_own(tmp_path):
    Memory(tmp_path).keep(GRADE, FAILED, CHECKS)
    assert Memory(tmp_path).recall(GRADE, "other checks") is None


def test_what_was_not_decided_is_not_remembered(tmp_path):
    memory = Memory(tmp_path)
    memory.keep(GRADE, dataclasses.replace(FAILED, outcome=Outcome.GRADER_ERROR), CHECKS)
    memory.keep(dataclasses.replace(GRADE, answers=None), FAILED, CHECKS)
    assert memory.recall(GRADE, CHECKS) is None


@pytest.mark.parametrize("content", [b"this is no database" * 100, b""])
def test_a_broken_file_is_said_once_and_costs_nothing_else(tmp_path, caplog, content):
    (tmp_path / "verdicts.sqlite").write_bytes(content)
    memory = Memory(tmp_path)
    memory.keep(GRADE, FAILED, CHECKS)
    assert memory.recall(GRADE, CHECKS) == FAILED
    assert caplog.text.count("can't be used") == (1 if content else 0)


def test_a_forged_record_is_not_believed(tmp_path, caplog):
    memory = Memory(tmp_path)
    memory.keep(GRADE, FAILED, CHECKS)
    memory.close()
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as file:
        file.execute('UPDATE verdicts SET record = \'{"outcome": "passed"}\'')
    file.close()
    assert Memory(tmp_path).recall(GRADE, CHECKS) is None
    assert "can't be used" in caplog.text


def test_what_nobody_asked_for_in_a_term_is_dropped(tmp_path):
    memory = Memory(tmp_path)
    memory.keep(GRADE, FAILED, CHECKS)
    memory.close()
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as file:
        file.execute("UPDATE verdicts SET day = '2001-01-01'")
    file.close()
    assert Memory(tmp_path).recall(GRADE, CHECKS) is None


def test_several_threads_can_use_it(tmp_path):
    memory = Memory(tmp_path)
    grades = [dataclasses.replace(GRADE, max_points=float(number)) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda grade: memory.keep(grade, FAILED, CHECKS), grades))
        assert all(verdict == FAILED for verdict in pool.map(lambda grade: memory.recall(grade, CHECKS), grades))


def test_the_judge_asks_its_memory_first(tmp_path):
    judge = Judge(seconds=60.0, memory=Memory(tmp_path))
    try:
        first = judge.judge(GRADE)
        assert (first.outcome, judge.memory.misses) == (Outcome.FAILED, 1)
        judge.close()
        assert judge.judge(GRADE) == first
        assert judge._process is None  # nobody had to be asked
        other = Judge(seconds=60.0, memory=Memory(tmp_path))
        assert other.judge(GRADE) == first
        assert other._process is None
    finally:
        judge.close()


def test_the_folder_is_the_users_alone():
    from graders.judge.home import cache_folder

    assert stat.S_IMODE(cache_folder().stat().st_mode) & 0o077 == 0

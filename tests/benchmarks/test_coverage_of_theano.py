"""The measuring of Theano's own tests: a small module of them for real, and how its records are summed up."""

import pytest

from benchmarks.coverage_of_theano import last_words, reasons, run, summary


def record(number, status, reason=""):
    return {"test": "test_file.py::test", "number": number, "status": status, "reason": reason}


def test_the_functions_of_theanos_own_tests_cross_and_agree():
    pytest.importorskip("nose")
    records, ending = run("tensor/nnet/tests/test_blocksparse.py", 240)
    assert {record["status"] for record in records} == {"agrees"}, reasons(records)
    assert len(records) > 20
    assert "10 passed" in ending


def test_a_function_is_as_good_as_its_worst_call():
    records = [record(1, "crosses"), record(1, "agrees"), record(1, "differs", "[1] instead of [2]"), record(1, "agrees")]
    assert last_words([*records, record(2, "agrees")]) == [records[2], record(2, "agrees")]


def test_shares_and_reasons():
    unknown = [record(number, "does not leave", "uses the Theano operation Mean") for number in (1, 2)]
    records = [*unknown, record(3, "agrees"), record(4, "crosses")]
    assert summary(records) == (
        "4 functions, 50.0 % cross and nothing differs; of 3 that were called or did not cross 33.3 % cross and agree"
    )
    assert reasons(records) == ["      2 does not leave: uses the Theano operation Mean (test_file.py::test)"]

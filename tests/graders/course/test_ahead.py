"""Bounded work ahead of whoever takes the results."""

import threading
import time
from contextlib import closing

import pytest

from graders.course.ahead import WAITING, as_done


def test_every_key_comes_once_with_its_result():
    found = {key: future.result() for key, future in as_done(range(50), lambda key: key * key, 3)}
    assert found == {key: key * key for key in range(50)}


def test_the_first_to_end_comes_first():
    order = [key for key, _ in as_done([0.3, 0.0, 0.1], time.sleep, 3)]
    assert order == [0.0, 0.1, 0.3]


def test_no_more_is_done_ahead_than_may_wait():
    begun = []
    done = as_done(range(100), begun.append, 2)
    next(done)
    time.sleep(0.2)
    assert len(begun) <= 2 * (1 + WAITING)
    done.close()


def test_an_exception_is_the_results():
    def fail(key):
        raise OSError(key)

    ((key, future),) = as_done(["a"], fail, 1)
    assert key == "a"
    with pytest.raises(OSError, match="a"):
        future.result()


def test_closing_cancels_what_has_not_begun_and_waits_for_the_rest():
    begun, go = [], threading.Event()

    def work(key):
        begun.append(key)
        if key:
            go.wait(10)

    with closing(as_done(range(20), work, 2)) as done:
        next(done)
        threading.Timer(0.3, go.set).start()
    assert go.is_set()
    assert len(begun) <= 4


def test_an_interrupt_stops_what_goes_on(monkeypatch):
    go = threading.Event()

    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("graders.course.ahead.wait", interrupted)
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), closing(as_done(range(20), lambda key: go.wait(10), 2, go.set)) as done:
        next(done)
    assert time.monotonic() - start < 5


def test_nothing_to_do_is_done_at_once():
    assert list(as_done([], print, 4)) == []

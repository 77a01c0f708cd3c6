"""A pytest plugin: every Theano function that a test compiles crosses our format and is called side by side.

Loaded by ``coverage_of_theano`` with ``-p benchmarks.crossing`` into a process of its own; it replaces methods of Theano.
It writes one JSON line a function and call to the file that the environment variable ``CROSSINGS`` names. Two kinds of
tests look like disagreements and are none: those that set a default by hand between two calls, and those that pass
unaligned arrays, which a copy is not.
"""

from __future__ import annotations

import copy
import inspect
import json
import os
import signal
from collections.abc import Iterator
from typing import Any
from unittest import mock

import numpy as np
import pytest
from theano.compile.function_module import Function, FunctionMaker
from theano.compile.sharedvalue import SharedVariable

from graders.answers import wire
from graders.answers.theano_engine import dump, load, scan

TEST_SECONDS = 60
CALLS = 3
"""How many calls of a function are compared; numeric gradients call one hundreds of times."""

TOLERANCES = {"float16": 1e-2, "float32": 2e-4, "complex64": 2e-4}
"""By dtype, relative to the largest finite entry: Theano's optimisations change the order of sums. Others: 1e-7."""


class OutOfTime(BaseException):
    """Not an ``Exception``: neither Theano nor a test may take it for one of theirs."""


class Watch:
    """The functions of the running test, what became of them, and the file it is written to."""

    def __init__(self, path: str) -> None:
        self.file = open(path, "a", buffering=1, encoding="utf-8")
        self.depth = 0  # functions that are made within the making of another one, or by us, are nobody's
        self.test = ""
        self.made: list[Any] = []
        self.crossed: dict[int, dict[str, Any] | None] = {}
        self.calls: dict[int, int] = {}
        self.count = 0

    def note(self, function: Any, status: str, reason: str = "") -> None:
        number = function.crossing_number
        self.file.write(json.dumps({"test": self.test, "number": number, "status": status, "reason": reason}) + "\n")

    def create(self, made: Any) -> None:
        self.count += 1
        made.crossing_number = self.count
        self.made.append(made)

    def cross(self, function: Any) -> dict[str, Any] | None:
        """The rebuilt function and shared variables by name; None, once noted, for what does not cross."""
        number = function.crossing_number
        if number not in self.crossed:
            self.crossed[number] = self._cross(function)
        return self.crossed[number]

    def _cross(self, function: Any) -> dict[str, Any] | None:
        names = {"f": function, **{f"s{n}": variable for n, variable in enumerate(states(function))}}
        try:
            answers = dump.dump(names, names)
            unknown = [value.unknown or value.content for value in answers.names.values() if value.kind == "placeholder"]
            if unknown:
                self.note(function, "does not leave", " ".join((unknown[0].code, *unknown[0].facts)))
                return None
            # In the test's own mode: what an optimisation changes is no business of the format.
            with mock.patch.object(scan, "WITHOUT_C", function.maker.mode):
                loaded = load.load(wire.from_json(json.loads(json.dumps(wire.to_json(answers))))).names()
        except Exception as error:
            self.note(function, "is refused", f"{type(error).__name__}: {error}")
            return None
        self.note(function, "crosses")
        return loaded

    def end_of_test(self) -> None:
        for function in self.made:
            self.cross(function)
        self.made, self.crossed, self.calls = [], {}, {}


def states(function: Any) -> list[Any]:
    """The shared variables of a function, in order."""
    return [given.variable for given in function.maker.inputs if isinstance(given.variable, SharedVariable)]


def attempt(call: Any, function: Any, args: Any, kwargs: Any) -> tuple[Any, Exception | None]:
    """The outputs and None, or None and the error."""
    try:
        return call(function, *args, **kwargs), None
    except Exception as error:
        return None, error


def difference(got: Any, wanted: Any) -> str:
    """What differs between two results of a call; empty if nothing does."""
    if isinstance(wanted, dict):
        got, wanted = list(got.values()), list(wanted.values())
    if isinstance(wanted, (list, tuple)):
        if len(got) != len(wanted):
            return f"{len(got)} outputs instead of {len(wanted)}"
        return next(filter(None, map(difference, got, wanted)), "")
    got, wanted = np.asarray(got), np.asarray(wanted)
    if (got.dtype, got.shape) != (wanted.dtype, wanted.shape):
        return f"{got.dtype}{got.shape} instead of {wanted.dtype}{wanted.shape}"
    if got.dtype.kind not in "fc":
        return "" if np.array_equal(got, wanted) else f"{got.ravel()[:4]} instead of {wanted.ravel()[:4]}"
    tolerance = TOLERANCES.get(got.dtype.name, 1e-7)
    finite = np.abs(wanted[np.isfinite(wanted)])
    close = np.isclose(got, wanted, tolerance, tolerance * max(finite.max(initial=0), 1e-3), equal_nan=True)
    return "" if close.all() else f"{got[~close][:3]} instead of {wanted[~close][:3]}"


def compared(watch: Watch, call: Any, function: Any, args: Any, kwargs: Any) -> Any:
    """Call ``function`` for the test, and what was rebuilt of it on copies of all that goes in."""
    number = function.crossing_number
    watch.calls[number] = watch.calls.get(number, 0) + 1
    watch.depth += 1
    try:
        crossed = watch.cross(function) if watch.calls[number] <= CALLS else None
        copies = copy.deepcopy((args, kwargs)) if crossed is not None else None
        for name, variable in enumerate(states(function) if crossed is not None else ()):
            assert crossed is not None
            crossed[f"s{name}"].set_value(variable.get_value())
    finally:
        watch.depth -= 1
    wanted, error = attempt(call, function, args, kwargs)
    watch.depth += 1
    try:
        if crossed is not None and copies is not None:
            compare(watch, call, function, crossed, copies, wanted, error)
    finally:
        watch.depth -= 1
    if error is not None:
        raise error
    return wanted


def compare(watch: Watch, call: Any, function: Any, crossed: Any, copies: Any, wanted: Any, error: Any) -> None:
    """Call the rebuilt function and note whether outputs and states agree with the original's."""
    got, our_error = attempt(call, crossed["f"], *copies)
    if (error is None) != (our_error is None):
        who = "only the original fails" if our_error is None else "only the rebuilt one fails"
        failed = error or our_error
        watch.note(function, who, f"{type(failed).__name__}: {str(failed)[:300]}")
        return
    different = difference(got, wanted) if error is None else ""
    for name, variable in enumerate(states(function)):
        different = different or difference(crossed[f"s{name}"].get_value(), variable.get_value())
    watch.note(function, "differs" if different else "agrees", different)


WATCH = Watch(os.environ["CROSSINGS"])


def install(watch: Watch) -> None:
    """Put the watch between Theano and whoever makes and calls functions."""
    create, call = FunctionMaker.create, Function.__call__

    def watched_create(self: Any, *args: Any, **kwargs: Any) -> Any:
        watch.depth += 1
        try:
            made = create(self, *args, **kwargs)
        finally:
            watch.depth -= 1
        if watch.depth == 0:
            watch.create(made)
        return made

    def watched_call(self: Any, *args: Any, **kwargs: Any) -> Any:
        if watch.depth or not hasattr(self, "crossing_number"):
            return call(self, *args, **kwargs)
        return compared(watch, call, self, args, kwargs)

    FunctionMaker.create, Function.__call__ = watched_create, watched_call


install(WATCH)


def out_of_time(*_: Any) -> None:
    """The handler of the alarm."""
    raise OutOfTime(f"the test took more than {TEST_SECONDS} s")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: Any) -> Iterator[None]:
    """One test: its name, its time limit, and what is left to do for functions that it never called."""
    WATCH.test = item.nodeid.rpartition("/")[2]
    if hasattr(getattr(item, "cls", None), "check_name"):
        item.cls.check_name = False  # or a class that another module's tests import refuses to run
    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(TEST_SECONDS)
    try:
        result = yield
        WATCH.depth += 1
        WATCH.end_of_test()
        return result
    finally:
        WATCH.depth = 0
        signal.alarm(0)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: Any, name: str, obj: Any) -> Any:
    """Theano's tests that yield their cases, as nose had them, are one test each: pytest refuses them."""
    if not (name.startswith("test") and inspect.isgeneratorfunction(obj)):
        return None

    def run_cases() -> None:
        # The argument is the object that the method belongs to, if any.
        owner = () if collector.cls is None else (collector.cls(),)
        for case, *arguments in obj(*owner):
            case(*arguments)

    return [pytest.Function.from_parent(collector, name=name, callobj=run_cases)]

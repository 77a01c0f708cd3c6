"""The session of pytest in which the hidden checks run.

A session takes longer to begin than most checks take to run, so the judge works within one that has collected all
checks, and runs their tests in it as they are asked for.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import hypothesis
import pytest

from graders.records.verdict import GraderError

Result = TypeVar("Result")
NOT_NEEDED = ("cacheprovider", "faulthandler", "logging", "stepwise", "terminal", "threadexception", "unraisableexception")
"""Plugins of pytest that no check needs: they would print, write files, or slow down every check."""

ALONE = ("-c", os.devnull, "--noconftest", "--import-mode=importlib", "-W", "ignore", "--capture=no")
"""No configuration but ours, and no output."""
PHASES = (hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink)
"""What Hypothesis does. Its explanations, for which it traces every line, nobody would see."""


def within_session(folder: Path, work: Callable[[], Result]) -> Result:
    """Call ``work`` within a session that has collected the checks in ``folder``; return or raise what it does.

    Raises :class:`GraderError` when pytest does not come up.
    """
    # Hypothesis keeps tables on disk even without a database; not in the instructor's folder.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "theano-exercises"))
    hypothesis.settings.register_profile(
        "judge",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=60,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=PHASES,
    )
    hypothesis.settings.load_profile("judge")
    result: Future[Result] = Future()
    plugins = [part for name in NOT_NEEDED for part in ("-p", f"no:{name}")]
    code = pytest.main([str(folder), "--rootdir", str(folder), *ALONE, *plugins], plugins=[Session(work, result)])
    if not result.done():
        raise GraderError(f"pytest ended with {code!r} before any check was run.")
    return result.result()


class Session:
    """A pytest plugin: collects the checks, then does ``work``, during which :meth:`run` runs them one by one."""

    current: ClassVar[Session | None] = None

    def __init__(self, work: Callable[[], Any], result: Future[Any]) -> None:
        self.work = work
        self.result = result
        self.tests: dict[tuple[Path, str], list[pytest.Function]] = {}
        self.broken: dict[str, str] = {}
        self.answers: Mapping[str, Any] = {}
        self.passed = False
        self.error: BaseException | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken[Path(report.nodeid).name] = str(report.longrepr)[-2000:]

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        if isinstance(item, pytest.Function):
            self.tests.setdefault((item.path, item.originalname), []).append(item)

    def pytest_runtestloop(self) -> bool:
        Session.current = self
        try:
            self.result.set_result(self.work())
        except BaseException as error:  # whoever asked for the work shall see it, not pytest
            self.result.set_exception(error)
        finally:
            Session.current = None
        return True

    def find(self, path: Path, name: str) -> pytest.Function:
        """The one test of this name. Raises :class:`GraderError` if there is none, or more."""
        tests = self.tests.get((path, name), [])
        if len(tests) != 1:
            broken = self.broken.get(path.name, "")
            raise GraderError(f"Expected one check {name} in {path.name}, found {len(tests)}.\n{broken}")
        return tests[0]

    def run(self, test: pytest.Function, answers: Mapping[str, Any]) -> BaseException | None:
        """Run ``test`` with ``answers`` as fixtures; return what was raised. Raises :class:`GraderError` if nothing ran."""
        self.answers, self.passed, self.error = answers, False, None
        try:
            test.ihook.pytest_runtest_protocol(item=test, nextitem=None)
        except BaseException as stop:  # what would end an ordinary session: pytest.exit, an interrupt
            return stop
        finally:
            self.answers = {}
        if self.error is None and not self.passed:
            raise GraderError(f"The check {test.name} was collected, but did not run.")
        return self.error

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Function) -> None:
        item.funcargs.update({name: value for name, value in self.answers.items() if name in item.fixturenames})

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Remember what happened. The report that pytest would make holds tracebacks that nobody reads."""
        if call.excinfo is not None:
            self.error = self.error or call.excinfo.value
        elif call.when == "call":
            self.passed = True
        outcome: Any = "passed" if call.excinfo is None else "failed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

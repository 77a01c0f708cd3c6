"""Runs one hidden check: the pytest test of a grade cell, with the answers as its fixtures."""

from __future__ import annotations

import contextvars
import io
import os
import re
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from exercises.checking import CheckFailed, Counterexample, description_of

CHECKS = Path(__file__).resolve().parents[1] / "checks"

NOT_NEEDED = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging", "pastebin", "recwarn",
    "setuponly", "setupplan", "stepwise", "terminal", "threadexception", "unittest", "unraisableexception",
)  # fmt: skip
"""Plugins of pytest that no check needs: registering them takes longer than most checks."""

_descriptions: contextvars.ContextVar[list[str] | None] = contextvars.ContextVar("descriptions", default=None)


class GraderError(Exception):
    """The check itself went wrong, or none ran. Its text is for the instructor's log."""


@contextmanager
def recording() -> Iterator[list[str]]:
    """Collect the sentence of every hidden check that ran, in order, passed or not."""
    ran: list[str] = []
    token = _descriptions.set(ran)
    try:
        yield ran
    finally:
        _descriptions.reset(token)


def check(exercise: str, cell: str, **answers: Any) -> None:
    """Run test ``test_<cell>`` of ``graders/checks/test_<exercise>.py`` on ``answers``.

    Raises :class:`CheckFailed` when the answer is wrong, :class:`exercises.checking.CannotJudge` when it can't be
    judged, and :class:`GraderError` when the check itself fails or does not exist.
    """
    path = CHECKS / f"test_{exercise}.py"
    if not re.fullmatch(r"[a-z_]+", exercise) or not path.exists():
        raise GraderError(f"There are no checks for the exercise {exercise!r}.")
    plugin = _run_pytest(f"{path}::test_{cell}", answers)
    ran = _descriptions.get()
    if ran is not None:
        ran.append(plugin.description)
    if plugin.error is not None:
        raise _translated(plugin.error, plugin.description, path)
    if plugin.passed != 1:
        raise GraderError(f"Expected one passing check {exercise}/{cell}, got {plugin.passed}.\n{plugin.trouble}")


def _run_pytest(test: str, answers: Mapping[str, Any]) -> Any:
    # Hypothesis keeps tables on disk even without a database; not in the instructor's folder.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "theano-exercises"))
    import hypothesis
    import pytest

    hypothesis.settings.register_profile(
        "judge", derandomize=True, database=None, deadline=None, max_examples=60, report_multiple_bugs=False,
        print_blob=False, suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    hypothesis.settings.load_profile("judge")
    fixtures = {name: _fixture(pytest, value) for name, value in answers.items()}
    plugin = type("AnswersPlugin", (_Recorder,), fixtures)()
    silence = io.StringIO()
    with redirect_stdout(silence), redirect_stderr(silence):
        code = pytest.main(
            [test, "-c", os.devnull, "--rootdir", str(CHECKS), "--noconftest", "--import-mode=importlib", "-W", "ignore",
             *(part for name in NOT_NEEDED for part in ("-p", f"no:{name}"))],
            plugins=[plugin],
        )  # fmt: skip
    plugin.trouble = f"pytest ended with {code!r}.\n{silence.getvalue()[-2000:]}\n{plugin.trouble}"
    return plugin


def _fixture(pytest: Any, value: Any) -> Any:
    @pytest.fixture(scope="session")
    def answer(self: Any) -> Any:
        return value

    return answer


class _Recorder:
    """A pytest plugin: remembers the test's sentence, how often it passed, and the exception of a failure."""

    def __init__(self) -> None:
        self.description = ""
        self.passed = 0
        self.error: BaseException | None = None
        self.trouble = ""

    def pytest_itemcollected(self, item: Any) -> None:
        self.description = description_of(item.function)

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        if call.excinfo is not None:
            self.error = call.excinfo.value
        elif call.when == "call":
            self.passed += 1

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.trouble += str(report.longrepr)[-2000:]


def _translated(error: BaseException, description: str, path: Path) -> BaseException:
    """What the cell's runner shall see: CheckFailed and CannotJudge as they are, a plain assert as a failure."""
    from hypothesis.errors import Flaky

    from exercises.checking import CannotJudge

    if isinstance(error, CannotJudge):
        return error
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, AssertionError) and frames and Path(frames[-1].filename) == path:
        error = CheckFailed(f"Not so: {description}")
    elif isinstance(error, Flaky):
        shown = _counterexample_within(error)
        error = CheckFailed("Repeated with the same values, the same call gives another result.", counterexample=shown)
    if isinstance(error, CheckFailed):
        error.description = description
        return error
    report = "".join(traceback.format_exception(error))
    return GraderError(f"The check {path.name} raised {type(error).__name__}:\n{report[-3000:]}")


def _counterexample_within(error: BaseException) -> Counterexample | None:
    """The call that showed the failure behind Hypothesis's remark that it did not come again."""
    met: list[BaseException] = []
    found: list[BaseException | None] = [error]
    while found:
        current = found.pop()
        if current is None or current in met:
            continue
        if isinstance(current, CheckFailed) and current.counterexample is not None:
            return current.counterexample
        met.append(current)
        found += [*getattr(current, "exceptions", ()), current.__cause__, current.__context__]
    return None

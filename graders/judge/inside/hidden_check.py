"""Runs one hidden check: the pytest test of a grade cell, with the answers as its fixtures."""

import contextvars
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis.errors import Flaky

from exercises.checking.description import description_of
from exercises.checking.failures import CannotJudge, CheckFailed, Counterexample
from exercises.words import say
from graders.checkout import CHECKOUT
from graders.judge.inside.session import Session, within_session
from graders.records.verdict import GraderError

CHECKS = CHECKOUT / "graders" / "checks"
_descriptions: contextvars.ContextVar[list[str] | None] = contextvars.ContextVar("descriptions", default=None)


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

    Raises :class:`CheckFailed` when the answer is wrong, :class:`exercises.checking.failures.CannotJudge` when it can't be
    judged, and :class:`GraderError` when the check itself fails or does not exist.
    """
    path = CHECKS / f"test_{exercise}.py"
    if not re.fullmatch(r"[a-z_]+", exercise) or not path.exists():
        raise GraderError(f"There are no checks for the exercise {exercise!r}.")
    session = Session.current
    if session is None:
        return within_session(CHECKS, lambda: check(exercise, cell, **answers))
    test = session.find(path, f"test_{cell}")
    description = description_of(test.function)
    ran = _descriptions.get()
    if ran is not None:
        ran.append(description)
    error = session.run(test, answers)
    if error is not None:
        raise _translated(error, description, path)


def _translated(error: BaseException, description: str, path: Path) -> BaseException:
    """What the cell's runner shall see: CheckFailed and CannotJudge as they are, a plain assert as a failure."""
    if isinstance(error, CannotJudge):
        return error
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, AssertionError) and frames and Path(frames[-1].filename) == path:
        error = CheckFailed(say("Not so: {description}", description=description))
    elif isinstance(error, Flaky):
        shown = _counterexample_within(error)
        reason = say("Repeated with the same values, the same call gives another result.")
        error = CheckFailed(reason, counterexample=shown)
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

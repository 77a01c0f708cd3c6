"""What a person sees of a run over a class: a progress bar while it lasts, a summary when it ends."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from graders.records.finding import Event
from graders.records.verdict import Outcome

if TYPE_CHECKING:
    from graders.course.feedback import Page

NAMES_SHOWN = 20


class Done(Protocol):
    """A submission that is done; ``problem`` says what kept it from it, if anything."""

    @property
    def problem(self) -> str: ...


AnyDone = TypeVar("AnyDone", bound=Done)


def shown(events: Iterator[AnyDone], total: int, log: logging.Logger) -> Iterator[AnyDone]:
    """Pass events on while a bar shows how many are done and failed, the seconds left and the rate."""
    failed, loggers = 0, [logging.root, log]
    with logging_redirect_tqdm(loggers), tqdm(total=total, unit="submission", dynamic_ncols=True) as bar:
        for logger in loggers:  # tqdm's handler, which comes last, would show every step of nbgrader
            logger.handlers[-1].setLevel(logging.WARNING)
        bar.set_postfix(failed=failed)
        for event in events:
            failed += bool(event.problem)
            bar.set_postfix(failed=failed, refresh=False)
            bar.update()
            yield event


@dataclass
class Summary:
    """What came of a run: names of students by what became of their submissions, and the seconds it took.

    ``waiting``: those graded already at whose submissions a person still has to look; ``older``: those graded already by
    other checks than those of today; ``gone``: those in the gradebook who have handed in nothing (any more).
    """

    assignment: str
    graded_already: int = 0
    waiting: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    right: int = 0
    wrong: int = 0
    undecided: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    start: float = field(default_factory=time.monotonic)
    remembered: str = ""

    def add(self, event: Event) -> None:
        """Count a submission."""
        if event.kept:
            self.kept.append(event.student)
        self.left += [f"{event.student} ({group})" for group in event.left]
        if event.problem:
            self.problems[event.student] = event.problem
        elif event.undecided:
            self.undecided.append(event.student)
        elif all(verdict.outcome is Outcome.PASSED for verdict in event.verdicts):
            self.right += 1
        else:
            self.wrong += 1

    @property
    def all_decided(self) -> bool:
        """Whether nobody has to do anything about any submission."""
        return not self.undecided and not self.problems and not self.kept and not self.waiting

    def text(self) -> str:
        """The summary in a few lines."""
        seconds = time.monotonic() - self.start
        done = self.right + self.wrong + len(self.undecided)
        rate = f" ({seconds / done:.2f} s each)" if done else ""
        lines = [f"{self.assignment}: graded {done} in {seconds:.0f} s{rate}; {self.graded_already} were graded already."]
        if done:
            lines.append(f"All points: {self.right}. Points lost: {self.wrong}. Undecided: {len(self.undecided)}.")
        lines += [self.remembered] * bool(self.remembered)
        for words, students in (
            ("A person has to look at", self.undecided),
            ("Graded before, and a person still has to look at", self.waiting),
            ("Points or comments that a person gave are kept, to be looked at again", self.kept),
            ("Not in a group any more of which something is said", self.left),
            ("Graded before by other checks or versions (--force grades them again)", self.older),
            ("In the gradebook, but without a submission", self.gone),
        ):
            lines += [f"{words}: {_names(students)}"] * bool(students)
        lines += [f"Not graded: {student}: {problem}" for student, problem in sorted(self.problems.items())]
        return "\n".join(lines)


@dataclass
class Pages:
    """What came of a run over feedback pages, and the seconds it took."""

    assignment: str
    written: int = 0
    current: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    start: float = field(default_factory=time.monotonic)

    def add(self, page: Page) -> None:
        """Count a submission."""
        if page.problem:
            self.problems[page.student] = page.problem
        elif page.written:
            self.written += 1
        else:
            self.current += 1

    def text(self) -> str:
        """The summary in a few lines."""
        seconds = time.monotonic() - self.start
        head = f"{self.assignment}: wrote feedback on {self.written} in {seconds:.0f} s; {self.current} pages were current."
        return "\n".join([head, *(f"No feedback: {name}: {why}" for name, why in sorted(self.problems.items()))])


def _names(students: list[str]) -> str:
    more = len(students) - NAMES_SHOWN
    return ", ".join(sorted(students)[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")

"""Gives mutants to the judge's own code, until a grade cell does not let one pass."""

import signal
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from graders.answers.engine import CompileError
from graders.answers.format import Answers, AnswersError
from graders.answers.wire import to_json
from graders.course.authoring.adequacy.mutants import of_names
from graders.judge.inside.cell import judge_cell, rebuilt
from graders.judge.request import Request, names_needed
from graders.records.verdict import Outcome, Verdict

MUTANT_SECONDS = 20
"""Wall clock for one grade cell or one comparison of a mutant: one that takes longer would be left to a person."""


class TookTooLong(Exception):
    """A mutant did not end in time."""


@contextmanager
def limited(seconds: int = MUTANT_SECONDS) -> Iterator[None]:
    """Raise :class:`TookTooLong` in the main thread if what is within takes longer."""

    def stop(number: int, frame: Any) -> None:
        raise TookTooLong(f"It takes more than {seconds} seconds.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@dataclass
class _Record:
    """What a cell has cost so far, and what it was good for."""

    seconds: float = 0.0
    killed: int = 0

    @property
    def cost(self) -> float:
        """Seconds for each mutant that it stops, roughly; as if every cell had begun with one of two."""
        return (self.seconds + 0.02) / (self.killed + 1)


@dataclass
class Trial:
    """The grade cells of an assignment, each with its source and points, and how they have fared with mutants."""

    cells: Sequence[Request]
    records: dict[str, _Record] = field(default_factory=lambda: defaultdict(_Record))
    passed: set[tuple[str, str]] = field(default_factory=set)

    def run(self, answers: Answers) -> Verdict | None:
        """The first verdict that is not "passed"; None if every cell passes. Cells that stop many in little time come first.

        Raises :class:`AnswersError` or :class:`CompileError` if Theano would not have made these answers.
        """
        message = to_json(answers)
        with limited():
            rebuilt(message)
        for cell in sorted(self.cells, key=lambda cell: self.records[cell.cell].cost):
            # A verdict depends on nothing but the cell and the names in it: many mutants leave these as they were.
            key = cell.cell, of_names(answers, names_needed(cell.source))
            if key in self.passed:
                continue
            verdict = self._judged(cell, message)
            if verdict.outcome is not Outcome.PASSED:
                return verdict
            self.passed.add(key)
        return None

    def verdicts(self, answers: Answers) -> list[Verdict]:
        """The verdicts of all cells."""
        message = to_json(answers)
        return [self._judged(cell, message) for cell in self.cells]

    def killed_by(self) -> dict[str, int]:
        """How many mutants each grade cell was the first to stop."""
        return {cell.cell: self.records[cell.cell].killed for cell in self.cells if cell.cell in self.records}

    def _judged(self, cell: Request, message: Any) -> Verdict:
        record, start = self.records[cell.cell], time.process_time()
        with limited():
            verdict = judge_cell(Request(cell.cell, cell.source, cell.max_points, message))
        record.seconds += time.process_time() - start
        record.killed += verdict.outcome is not Outcome.PASSED
        return verdict


REFUSED = (AnswersError, CompileError)
"""What Theano would not have let anybody write."""

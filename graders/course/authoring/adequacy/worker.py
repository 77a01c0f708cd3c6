"""The process that tries mutants: a request as one line of JSON in, reports as lines of JSON out.

Mutants go to the judge's own code, until a grade cell does not let one pass. It works as the judge does, within one session
of pytest, but without C code, and Hypothesis does not look for the simplest counterexample: neither changes what a check
asks for.
"""

import json
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import hypothesis

from graders.answers import formulas
from graders.answers.engine import CompileError
from graders.answers.format import Answers, AnswersError
from graders.answers.wire import from_json, to_json
from graders.course.authoring.adequacy.equivalence import compare
from graders.course.authoring.adequacy.mutants import Mutant, legal, mutants, normal, of_names, operators, pairs
from graders.judge.inside.cell import judge_cell, rebuilt
from graders.judge.inside.explain import explain
from graders.judge.inside.explain.reference import of_exercise
from graders.judge.inside.hidden_check import CHECKS
from graders.judge.inside.session import within_session
from graders.judge.inside.why import exercise_of
from graders.judge.request import Request, names_needed
from graders.records.verdict import Outcome, Verdict
from graders.reports.explained import hint

KILLED, UNDECIDED, ILLEGAL, EQUIVALENT, SURVIVED = "killed", "undecided", "illegal", "equivalent", "survived"
"""What may become of a mutant. Undecided: a person would look, so it gets no points; it counts as killed too."""
WHOLE, PART, NONE = "whole", "part", "none"
"""What is told of why a killed mutant is wrong: all of it, so that it is right afterwards; some of it; nothing."""
MUTANT_SECONDS = 20
"""Wall clock for one grade cell or one comparison of a mutant: one that takes longer would be left to a person."""
REFUSED = (AnswersError, CompileError)
"""What Theano would not have let anybody write."""


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


@dataclass(frozen=True)
class Part:
    """What to try: the message of the master solution, the grade cells, how many pairs, and this process's part of all.

    ``part`` of ``parts`` (counted from 0) does every ``parts``-th mutant.
    """

    answers: Any
    cells: list[list[Any]]
    pairs: int
    seed: int
    part: int = 0
    parts: int = 1


def reports(request: Part) -> Iterator[dict[str, Any]]:
    """What becomes of each mutant, as plain data, then one report with the counts. To be called within a session."""
    original = normal(from_json(request.answers))
    trial = Trial([Request(name, source, points) for name, source, points in request.cells])
    wrong = [f"{v.cell}: {v.reason} {v.detail}" for v in trial.verdicts(original) if v.outcome is not Outcome.PASSED]
    if wrong:
        yield {"broken": "The master solution itself does not pass: " + "; ".join(wrong)}
        return
    trial.records.clear()
    singles = list(mutants(original))
    good = []
    for number, mutant in enumerate(singles):
        typed = legal(mutant)
        if typed is not None:
            good.append(typed)
        if number % request.parts == request.part:
            yield _report(trial, original, mutant, typed)
    share = request.pairs // request.parts + (request.part < request.pairs % request.parts)
    for mutant in pairs(good, original, share, request.seed + request.part):
        yield _report(trial, original, mutant, legal(mutant))
    yield {"killed by": trial.killed_by(), "operators": dict(operators())}


def _report(trial: Trial, original: Answers, mutant: Mutant, typed: Mutant | None) -> dict[str, Any]:
    told: dict[str, Any] = {"mutations": len(mutant.operators), "operators": mutant.operators, "text": mutant.text}
    if typed is None:
        return {**told, "outcome": ILLEGAL}
    try:
        verdict = trial.run(typed.answers)
    except REFUSED:
        return {**told, "outcome": ILLEGAL}
    except TookTooLong as error:
        return {**told, "outcome": UNDECIDED, "why": str(error)}
    if verdict is not None:
        outcome = UNDECIDED if verdict.outcome is Outcome.GRADER_ERROR else KILLED
        if outcome == KILLED:
            told["explained"] = _explained(trial, typed.answers)
        return {**told, "outcome": outcome, "why": f"{verdict.cell}: {verdict.reason} {verdict.detail[-600:]}".strip()}
    try:
        with limited():
            compared = compare(original, typed.answers)
    except Exception as error:
        why = f"It can't be compared with the master solution ({type(error).__name__}: {str(error)[:200]})."
        return {**told, "outcome": SURVIVED, "why": why, "formula": formulas.whole(typed.answers)}
    outcome = SURVIVED if compared.difference else EQUIVALENT
    why = compared.difference or "; ".join(compared.notes) or _why_the_same(mutant, compared.evaluations)
    return {**told, "outcome": outcome, "why": why, "formula": formulas.whole(typed.answers)}


def _explained(trial: Trial, answers: Answers) -> str:
    """How much of why a mutant is wrong students would be told, in the time that there is for one answer."""
    exercise = next(filter(None, (exercise_of(cell.source) for cell in trial.cells)))
    names = dict.fromkeys(name for cell in trial.cells for name in names_needed(cell.source))
    explanation = explain(answers, [name for name in names if name in answers.names], of_exercise(exercise))
    if explanation is None or not hint(explanation, "solution"):
        return NONE
    return WHOLE if explanation.complete else PART


def _why_the_same(mutant: Mutant, evaluations: int) -> str:
    """Why an equivalent mutant is the same, as far as the mutation tells."""
    known = {
        "swap operands": "the order of the operands does not matter",
        "cast": "the type is wide enough for the precision that is asked for",
        "change flags": "checks pass every argument in the declared type",
    }
    reasons = list(dict.fromkeys(known.get(name, "it computes the same") for name in mutant.operators))
    return f"{' and '.join(reasons)}: equal at {evaluations} sets of arguments"


def without_shrinking() -> None:
    """Let Hypothesis try what it tries in the judge, but not look for the simplest counterexample."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("adequacy", hypothesis.settings.get_profile("judge"), phases=phases)
    hypothesis.settings.load_profile("adequacy")


def main() -> None:
    """Read a request from standard input and write its reports to standard output."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = Part(**json.loads(sys.stdin.readline()))

    def work() -> None:
        without_shrinking()
        for report in reports(request):
            channel.write(json.dumps(report) + "\n")
            channel.flush()

    within_session(CHECKS, work)


if __name__ == "__main__":
    main()

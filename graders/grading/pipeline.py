"""The two stages that need neither course folder nor gradebook: a notebook's cells through the sandbox, then the judge.

What goes in (:class:`Work`) and what comes out (:class:`Graded`) is plain data, so the stages can run ahead of the
bookkeeping, in another thread or on another machine.
"""

from __future__ import annotations

import atexit
import functools
import logging
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Semaphore

from graders.checkout import require_as_imported
from graders.cleaning.outputs import Budget, rebuild
from graders.grading.troubles import Troubles, first_line, not_their_fault
from graders.judge.client import HUNG, SECONDS_AFTER_HANG, Judge
from graders.judge.home import cache_folder
from graders.judge.memory import Memory
from graders.judge.request import Grade, names_needed
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Graded, Shown, Work
from graders.sandbox.conversation import CellRun, CodeCell, GradeCell, SandboxError, SandboxResult, Step
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox, kind

log = logging.getLogger(__name__)

OUR_FAULT = "The grader itself failed before it could run your notebook. A person will look at it."

WITH_JUDGE = 2
"""Submissions that may be out of the sandbox but not yet judged, so that neither judge nor sandbox has to wait."""


@dataclass(frozen=True)
class Pipeline:
    """The judge, the sandbox and its limits. Safe for use from several threads; ``jobs`` may be in the sandbox at a time."""

    judge: Judge
    sandbox: Sandbox
    limits: Limits = field(default_factory=Limits)
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    _turn: Semaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_turn", Semaphore(self.jobs))

    def start(self) -> None:
        """Have both warm by the time that the first submission is there."""
        self.sandbox.start()
        self.judge.start()

    @property
    def threads(self) -> int:
        """How many calls of :meth:`grade` at a time keep both busy."""
        return self.jobs + WITH_JUDGE

    def remembered(self) -> str:
        """How many verdicts were there already, in a sentence; empty if there are no remembered ones."""
        memory = self.judge.memory
        if memory is None or not memory.hits:
            return ""
        return f"{memory.hits} of {memory.hits + memory.misses} verdicts were remembered from equal answers."

    def close(self) -> None:
        """End both; calls of :meth:`grade` that go on raise :class:`graders.sandbox.conversation.Closed`."""
        self.judge.close()
        self.sandbox.close()

    def adapted(self, sandbox: str, hidden: tuple[Path, ...], remember: bool, limits: Limits) -> Pipeline:
        """This pipeline with these settings (see :func:`open_pipeline`), or a new one where they need another sandbox."""
        if sandbox not in ("auto", self.sandbox.kind) or hidden != self.sandbox.hidden:
            self.close()
            return open_pipeline(sandbox, hidden, remember, limits)
        if not remember:
            self.judge.memory = None
        return replace(self, limits=limits)

    def grade(self, work: Work) -> Graded:
        """Run and judge. Never raises for what a student did; a sandbox that fails gives ``grader_error``.

        Raises :class:`graders.checkout.Outdated` when this process's own code is not what is in the checkout any more,
        and :class:`graders.sandbox.conversation.Closed`.
        """
        require_as_imported()
        graded = self._grade(work)
        require_as_imported()
        return graded

    def _grade(self, work: Work) -> Graded:
        self.judge.start()
        try:
            with self._turn:
                result = self.sandbox.run(steps(work), self.limits)
        except SandboxError as error:
            log.error("%s", error)
            return Graded({}, undecided(work, OUR_FAULT, Cause.GRADER_FAILED))
        shown: dict[int, Shown] = {}
        verdicts, troubles, budget, seconds = [], Troubles(), Budget(), self.judge.seconds
        for cell in work.cells:
            if not cell.name:
                shown[cell.index] = show(result.cells.get(cell.index), self.limits, budget)
                troubles.add(cell, shown[cell.index])
                continue
            why, fault = _why_missing(work, result)
            grade = Grade(cell.name, cell.source, cell.points, result.answers.get(cell.name), why, fault)
            verdict = self.judge.judge(grade, seconds)
            if grade.answers is None and result.ending == "killed":  # who makes room for it wants it tried again
                verdict = replace(verdict, cause=Cause.GRADER_FAILED)
            if verdict.detail == HUNG:
                seconds = min(seconds, SECONDS_AFTER_HANG)
            if verdict.outcome is Outcome.NOT_RUN and grade.answers is not None and troubles.root is not None:
                verdict = replace(verdict, hint=str(troubles.root), **not_their_fault(troubles.root))
            verdicts.append(verdict)
        return Graded(shown, verdicts)


def open_pipeline(sandbox: str, hidden: tuple[Path, ...], remember: bool, limits: Limits) -> Pipeline:
    """A new judge and a new sandbox: of the kind ("auto", "bubblewrap", "plain"), blind for what is ``hidden``.

    ``remember``: equal answers are judged once. What is remembered stays on disk only where student code can't write it.
    Raises :class:`SandboxError` when bubblewrap is demanded and can't be had.
    """
    box = Sandbox(kind(sandbox), hidden)
    memory = Memory(cache_folder() if box.kind == "bubblewrap" else None) if remember else None
    return Pipeline(Judge(memory=memory), box, limits)


@functools.cache
def shared_pipeline(sandbox: str, hidden: tuple[Path, ...], remember: bool, limits: Limits) -> Pipeline:
    """The one pipeline of this process for these settings (see :func:`open_pipeline`), ended with it."""
    pipeline = open_pipeline(sandbox, hidden, remember, limits)
    atexit.register(pipeline.close)
    return pipeline


def undecided(work: Work, reason: str, cause: Cause = Cause.UNSAID) -> list[Verdict]:
    """A ``grader_error`` for every grade cell."""
    return [
        Verdict(cell.name, Outcome.GRADER_ERROR, cell.points, reason=reason, cause=cause) for cell in work.cells if cell.name
    ]


def steps(work: Work) -> list[Step]:
    """What the sandbox has to do: empty cells are left out, of grade cells only the names of answers are told."""
    return [
        GradeCell(cell.name, _names(cell.source)) if cell.name else CodeCell(cell.index, cell.source)
        for cell in work.cells
        if cell.name or cell.source.strip()
    ]


def _names(source: str) -> tuple[str, ...]:
    """The names to ask for; none for a grade cell that is not Python: the judge will report it as our mistake."""
    try:
        return names_needed(source)
    except SyntaxError:
        return ()


def _why_missing(work: Work, result: SandboxResult) -> tuple[str, bool]:
    """Why a grade cell was not reached, for the student, and whether a person has to look."""
    at = next((cell for cell in work.cells if cell.index == result.at), None)
    where = f" in the cell that starts with {first_line(at)}" if at is not None else ""
    if result.ending == "timeout":
        return f"Your notebook did not end in time: it was stopped{where}, before this cell was reached.", False
    if result.ending in ("memory", "processes"):
        excess = "too much memory" if result.ending == "memory" else "too many processes"
        return f"Your notebook used {excess}: it was stopped{where}, before this cell was reached.", False
    if result.ending == "killed":
        meanwhile = ", while the machine's memory ran out" if result.starved else ""
        killed = f"Your notebook's Python process was killed{where}, twice{meanwhile}, before this cell was reached."
        return f"{killed} That need not be its own doing, so a person will look at it.", True
    if result.ending == "died":
        return f"Your notebook's Python process ended{where}, before this cell was reached.", False
    return f"What your notebook's process sent{where} can't be read, so a person will look at it.", True


def show(run: CellRun | None, limits: Limits, budget: Budget) -> Shown:
    """The outputs that the sandbox sent for a cell, as far as they are legal notebook outputs."""
    if run is None:
        return Shown()
    from nbformat import v4

    outputs = [output for output in (rebuild(data, budget) for data in run.outputs) if output is not None]
    if not run.timed_out:
        return Shown(outputs, run.execution_count)
    text = f"This cell was stopped after {limits.cell_seconds:.0f} seconds."
    outputs = [output for output in outputs if output.output_type != "error"]
    outputs.append(v4.new_output("error", ename="CellTimeoutError", evalue=text, traceback=[text]))
    return Shown(outputs, run.execution_count, limits.cell_seconds)

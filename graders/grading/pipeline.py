"""The two stages that need neither course folder nor gradebook: a notebook's cells through the sandbox, then the judge.

What goes in (:class:`Work`) and what comes out (:class:`Graded`) is plain data, so the stages can run ahead of the
bookkeeping, in another thread or on another machine.
"""

from __future__ import annotations

import atexit
import functools
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Semaphore

from exercises.words import joined, later, say
from graders.checkout import require_as_imported
from graders.cleaning.outputs import Budget, rebuild
from graders.grading.missing.troubles import Troubles, called, explained
from graders.judge.client import SECONDS_AFTER_HANG, Judge
from graders.judge.home import cache_folder
from graders.judge.memory import Memory
from graders.judge.request import Request, names_needed
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Graded, Run, Shown, Work, WorkCell
from graders.sandbox.conversation import CellRun, CodeCell, Ending, GradeCell, SandboxError, SandboxResult, Step
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox, kind

log = logging.getLogger(__name__)
OUR_FAULT = say("The grader itself failed before it could run your notebook.")
WITH_JUDGE = 2
"""Submissions that may be out of the sandbox but not yet judged, so that neither judge nor sandbox has to wait."""


@dataclass(frozen=True)
class Settings:
    """How notebooks are graded: the kind of sandbox ("auto", "bubblewrap", "plain"), folders that student code must not see,
    whether equal answers are judged once, a submission's limits, and how many may be in the sandbox at a time (default: as
    many as there are cores, or threads of a cluster)."""

    sandbox: str = "auto"
    hidden: tuple[Path, ...] = ()
    remember: bool = True
    limits: Limits = field(default_factory=Limits)
    jobs: int | None = None


@dataclass(frozen=True)
class Pipeline:
    """The judge and the sandbox. Safe for use from several threads."""

    judge: Judge
    sandbox: Sandbox
    settings: Settings = field(default_factory=lambda: Settings())
    _turn: Semaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_turn", Semaphore(self._jobs))

    @property
    def _jobs(self) -> int:
        return self.settings.jobs or os.cpu_count() or 1

    def start(self) -> None:
        """Have both warm by the time that the first submission is there."""
        self.sandbox.start()
        self.judge.start()
        _import_what_verdicts_need()

    @property
    def threads(self) -> int:
        """How many calls of :meth:`grade` at a time keep both busy."""
        return self._jobs + WITH_JUDGE

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

    def adapted(self, settings: Settings) -> Pipeline:
        """This pipeline with other settings, or a new one in its place where they need another sandbox."""
        if settings.sandbox not in ("auto", self.sandbox.kind) or settings.hidden != self.sandbox.hidden:
            self.close()
            return open_pipeline(settings)
        if not settings.remember:
            self.judge.memory = None
        return Pipeline(self.judge, self.sandbox, settings)

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
        _import_what_verdicts_need()
        try:
            with self._turn:
                start = time.monotonic()
                result = self.sandbox.run(steps(work), self.settings.limits)
                seconds_run = time.monotonic() - start
        except SandboxError as error:
            log.error("%s", error)
            return Graded({}, undecided(work, Cause.GRADER_FAILED, OUR_FAULT))
        shown: dict[int, Shown] = {}
        verdicts, troubles, budget, seconds = [], Troubles(work.cells, work.examples), Budget(), self.judge.seconds
        for cell in work.cells:
            if not cell.name:
                shown[cell.index] = show(result.cells.get(cell.index), self.settings.limits, budget)
                troubles.add(cell, shown[cell.index])
                continue
            if cell.name not in result.answers:
                verdicts.append(_unreached(cell, work, result))
                continue
            verdict = self.judge.judge(Request(cell.name, cell.source, cell.points, result.answers[cell.name]), seconds)
            if verdict.cause is Cause.HUNG:
                seconds = min(seconds, SECONDS_AFTER_HANG)
            if verdict.cause is Cause.UNDEFINED:
                there, needed = result.answers[cell.name].get("names", {}), _names(cell.source)
                verdict = explained(verdict, troubles, [name for name in needed if name not in there], needed)
            verdicts.append(verdict)
        if any(verdict.explanation is not None for verdict in verdicts):
            from graders.grading.source.spans import with_spans

            verdicts = with_spans(verdicts, work.cells, {trouble.cell.index for trouble in troubles.met})
        stopped = sum(each.stopped_after is not None for each in shown.values())
        return Graded(shown, verdicts, Run(round(seconds_run, 2), result.ending, stopped, budget.characters < 0))


_importing = Lock()


def _import_what_verdicts_need() -> None:
    """What brings NumPy, and is imported while judge and sandbox are warming up (0.2 s).

    By one thread: of two that import parts of a package at once, each may meet the other's part half made.
    """
    with _importing:
        import graders.grading.source.spans  # noqa: F401


def open_pipeline(settings: Settings) -> Pipeline:
    """A new judge and a new sandbox, which whoever opens them closes.

    What is remembered stays on disk only where student code can't write it. Raises :class:`SandboxError` when bubblewrap
    is demanded and can't be had.
    """
    box = Sandbox(kind(settings.sandbox), settings.hidden)
    memory = Memory(cache_folder() if box.kind == "bubblewrap" else None) if settings.remember else None
    return Pipeline(Judge(memory=memory), box, settings)


@functools.cache
def shared_pipeline(settings: Settings) -> Pipeline:
    """The one pipeline of this process for these settings, ended with it."""
    pipeline = open_pipeline(settings)
    atexit.register(pipeline.close)
    return pipeline


def undecided(work: Work, cause: Cause, reason: str) -> list[Verdict]:
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


ENDS: Mapping[Ending, str] = {
    "timeout": later("Your notebook did not end in time: it was stopped{where}, before this cell was reached."),
    "memory": later("Your notebook used too much memory: it was stopped{where}, before this cell was reached."),
    "processes": later("Your notebook used too many processes: it was stopped{where}, before this cell was reached."),
    "died": later("Your notebook's Python process ended{where}, before this cell was reached."),
    "killed": later("Your notebook's Python process was killed{where}, twice, before this cell was reached."),
}
"""What is said of a submission to the grade cells after its end."""
STARVED = later(
    "Your notebook's Python process was killed{where}, twice, while the machine's memory ran out, "
    "before this cell was reached."
)
"""In place of the last, where that is known."""


def _unreached(cell: WorkCell, work: Work, result: SandboxResult) -> Verdict:
    """The verdict on a grade cell that the submission did not come to."""
    at = next((cell for cell in work.cells if cell.index == result.at), None)
    where = say(" in {cell}", cell=called(at, work.cells)) if at is not None else ""
    if result.ending not in ENDS:
        reason: str = say("What your notebook's process sent{where} can't be read.", where=where)
        return Verdict(cell.name, Outcome.GRADER_ERROR, cell.points, reason=reason, cause=Cause.UNREADABLE)
    if result.ending != "killed":
        reason = say(ENDS[result.ending], where=where)
        return Verdict(cell.name, Outcome.NOT_RUN, cell.points, reason=reason, cause=Cause.STOPPED)
    killed = say(STARVED if result.starved else ENDS["killed"], where=where)
    reason = joined([killed, say("That need not be its own doing.")])
    return Verdict(cell.name, Outcome.GRADER_ERROR, cell.points, reason=reason, cause=Cause.KILLED)


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

"""Runs one notebook in a sandbox and listens to it: the outputs and answers it sends, the limits it must keep.

The trusted end of the conversation that ``guest`` describes. All that arrives is data from a stranger: lines are limited
in length and number, JSON is parsed here and nowhere else, and nothing in it is believed but the bytes themselves.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graders.sandbox import bubblewrap, plain
from graders.sandbox.layout import layout
from graders.sandbox.limits import Limits

log = logging.getLogger(__name__)

Ending = Literal["done", "timeout", "died", "bad message"]
GRACE_SECONDS = 2.0
"""How long an interrupted cell has to end by itself."""


MAX_COUNT = 1_000_000
"""Execution counts below this are believed."""


class SandboxError(Exception):
    """The sandbox did not start: our fault or the machine's, never the student's."""


@dataclass(frozen=True)
class CodeCell:
    """A cell to run: its position in the notebook and its source."""

    index: int
    source: str


@dataclass(frozen=True)
class GradeCell:
    """A grade cell: the answers that its ``names`` stand for are taken when it is reached."""

    cell: str
    names: tuple[str, ...]


@dataclass
class CellRun:
    """What running a cell gave: nbformat outputs (untrusted), the count, and whether it was stopped for time."""

    outputs: list[Any]
    execution_count: int | None = None
    timed_out: bool = False


@dataclass
class SandboxResult:
    """What came out. ``answers`` maps a grade cell's id to the parsed, unvalidated message.

    ``ending`` is "done", or says why the rest is missing; ``at`` is the index of the cell that was running then.
    """

    cells: dict[int, CellRun] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    ending: Ending = "done"
    at: int | None = None


class _Flood(Exception):
    """The guest sent more than it may."""


def kind(wanted: str = "auto") -> str:
    """``bubblewrap`` or ``plain``: what ``wanted`` ("auto", "bubblewrap", "plain") means on this machine.

    Raises :class:`SandboxError` when bubblewrap is demanded and can't be had.
    """
    if wanted == "plain":
        log.warning(plain.WARNING.format("The configuration asks for it."))
        return "plain"
    reason = bubblewrap.missing()
    if not reason:
        return "bubblewrap"
    if wanted == "bubblewrap":
        raise SandboxError(reason)
    log.warning(plain.WARNING.format(reason))
    return "plain"


def run_notebook(
    steps: Sequence[CodeCell | GradeCell], limits: Limits, sandbox: str, hidden: Sequence[Path] = ()
) -> SandboxResult:
    """Run ``steps`` in order in a new sandbox of the given kind ("bubblewrap" or "plain") and throw it away.

    ``hidden`` are folders that student code must not see even if the machine's layout would show them.
    Raises :class:`SandboxError` when the sandbox does not come up.
    """
    program = json.dumps({"steps": [_step(step) for step in steps], "limits": limits.for_guest()})
    with _started(limits, sandbox, hidden) as process:
        return _Conversation(process, limits).hold(program)


def _step(step: CodeCell | GradeCell) -> dict[str, Any]:
    if isinstance(step, CodeCell):
        return {"cell": step.index, "source": step.source}
    return {"grade_cell": step.cell, "names": list(step.names)}


@contextlib.contextmanager
def _started(limits: Limits, sandbox: str, hidden: Sequence[Path]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the guest; whatever happens, everything it started is dead and gone afterwards."""
    place = layout(hidden)
    with tempfile.TemporaryDirectory(prefix="theano-exercises-", ignore_cleanup_errors=True) as scratch:
        if sandbox == "bubblewrap":
            command, environment, folder = bubblewrap.command(place, limits), {"PATH": os.environ.get("PATH", "")}, "/"
        else:
            command, environment = plain.prepare(place, Path(scratch))
            folder = environment["HOME"]
        process = subprocess.Popen(
            command, env=environment, cwd=folder, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            yield process
        finally:
            # The session's group; in bubblewrap the process namespace dies with its first process too.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    with contextlib.suppress(BrokenPipeError):
                        stream.close()


class _Conversation:
    """One guest, from its program to its end. A thread reads lines, this one watches the clock."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.process = process
        self.limits = limits
        self.result = SandboxResult()
        self._lines: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
        self._stderr = b""
        self._ready = False
        self._running: int | None = None
        self._cell_deadline = float("inf")
        self._interrupted = False

    def hold(self, program: str) -> SandboxResult:
        threading.Thread(target=self._read_lines, daemon=True).start()
        threading.Thread(target=self._read_stderr, daemon=True).start()
        self._tell(program)
        notebook_deadline = time.monotonic() + self.limits.startup_seconds
        while True:
            wait = min(notebook_deadline, self._cell_deadline) - time.monotonic()
            try:
                line = self._lines.get(timeout=max(wait, 0.0))
            except queue.Empty:
                if self._ready and not self._interrupted and time.monotonic() < notebook_deadline:
                    self._interrupt()
                    continue
                return self._end("timeout")
            if line is None:
                return self._end("died")
            was_ready = self._ready
            try:
                if self._hear(line):
                    return self.result
            except (ValueError, KeyError, TypeError, RecursionError, _Flood):
                return self._end("bad message")
            if self._ready and not was_ready:
                notebook_deadline = time.monotonic() + self.limits.notebook_seconds

    def _tell(self, text: str) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(text.encode() + b"\n")
            self.process.stdin.flush()

    def _interrupt(self) -> None:
        self._interrupted = True
        self._cell_deadline = time.monotonic() + GRACE_SECONDS
        self._tell("interrupt")

    def _end(self, ending: Ending) -> SandboxResult:
        if not self._ready:
            message = self._stderr.decode("utf-8", "replace").strip()[-500:] or "no message"
            raise SandboxError(f"The sandbox did not start ({ending}): {message}")
        self.result.ending, self.result.at = ending, self._running
        if ending == "timeout" and self._running is not None:
            self.result.cells[self._running] = CellRun([], None, timed_out=True)
        return self.result

    def _hear(self, line: bytes) -> bool:
        """Take in one message; return whether it was the last. Raises for anything the protocol does not have."""
        if line == b"":
            raise _Flood
        message = json.loads(line)
        match message:
            case {"ready": True}:
                self._ready = True
            case {"started": int(index)}:
                self._running, self._interrupted = index, False
                self._cell_deadline = time.monotonic() + self.limits.cell_seconds
            case {"cell": int(index), "outputs": list(outputs), "execution_count": int(count)}:
                if index != self._running or not 0 < count < MAX_COUNT or isinstance(count, bool):
                    raise ValueError("a cell that was not running, or no count")
                self.result.cells[index] = CellRun(outputs, count, self._interrupted)
                self._running, self._cell_deadline, self._interrupted = None, float("inf"), False
            case {"grade_cell": str(cell), "answers": answers}:
                if cell in self.result.answers:
                    raise ValueError("a grade cell twice")
                self.result.answers[cell] = answers
            case {"done": True}:
                return True
            case _:
                raise ValueError("an unknown message")
        return False

    def _read_lines(self) -> None:
        """Put every line into the queue; b"" stands for too much, None for the end."""
        assert self.process.stdout is not None
        left = self.limits.message_bytes
        while True:
            try:
                line = self.process.stdout.readline(left + 1)
            except (OSError, ValueError):
                line = b""
            left -= len(line)
            if left < 0:
                self._lines.put(b"")
                return
            self._lines.put(line or None)
            if not line:
                return

    def _read_stderr(self) -> None:
        assert self.process.stderr is not None
        with contextlib.suppress(OSError, ValueError):
            while chunk := self.process.stderr.read1(4096):  # type: ignore[attr-defined]
                self._stderr = (self._stderr + chunk)[-4096:]

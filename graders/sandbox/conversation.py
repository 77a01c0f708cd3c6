"""The trusted end of the conversation with one guest: what it sends is heard, the limits it must keep are enforced.

All that arrives is data from a stranger: it is limited in size, JSON is parsed here and nowhere else, and nothing in it is
believed but the bytes themselves. ``guest`` describes the messages, ``template`` the two sockets.
"""

import contextlib
import json
import re
import select
import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from graders.sandbox.clock import SLICE, Clock
from graders.sandbox.limits import Limits

Ending = Literal["done", "timeout", "died", "killed", "memory", "processes", "bad message"]

ENDINGS: dict[bytes | None, Ending] = {b"exited\n": "died", b"memory\n": "memory", b"processes\n": "processes"}
"""What the keeper says at a submission's end, and what that means."""

SIGNALLED = re.compile(rb"signal (\d+) (\d+)\n")
"""The other thing that it says: which signal ended the guest, and how many processes the kernel has ended meanwhile for want
of memory."""

SENT = {signal.SIGKILL, signal.SIGTERM, signal.SIGHUP}
"""Signals that somebody sends, which may be the submission itself; all others come of what it does."""

GRACE_SECONDS = 2.0
"""How long an interrupted cell has to end by itself, and a guest that has stopped talking to be gone."""

CLEANUP_SECONDS = 10.0
"""How long the keeper has to kill a submission's processes."""

STANDSTILL = 5.0
"""After a loss of so many seconds nobody can say any more whether a submission had its time."""

MAX_COUNT = 1_000_000
"""Execution counts below this are believed."""

MAX_VALUES = 3_000_000
"""In all messages of a submission. In 30 MB there is room for ten million lists, which take a gigabyte when they are parsed;
the largest graph that the format allows has 250 000 values, and a cell's outputs hardly more."""
NO_SIGNS = bytes(set(range(256)) - set(b'",[{'))
"""All bytes but those that every value has: strings a quote at either end, others a comma or bracket before them."""


class SandboxError(Exception):
    """The sandbox did not start or was killed: our fault or the machine's, never the student's."""


class Closed(Exception):
    """What was asked was closed meanwhile, on purpose: nobody waits for an answer."""


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


Step = CodeCell | GradeCell


@dataclass
class CellRun:
    """What running a cell gave: nbformat outputs (untrusted), the count, and whether it was stopped for time."""

    outputs: list[Any]
    execution_count: int | None = None
    timed_out: bool = False


@dataclass
class SandboxResult:
    """What came out. ``answers`` maps a grade cell's id to the parsed, unvalidated message.

    ``ending`` is "done", or says why the rest is missing; ``at`` is the index of the cell that was running then. "killed" is
    by a signal that came from outside or from the submission itself; ``starved``: while it ran, the kernel ended processes
    for want of memory.
    """

    cells: dict[int, CellRun] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    ending: Ending = "done"
    at: int | None = None
    starved: bool = False


def program(steps: Sequence[Step], limits: Limits, uid: int) -> bytes:
    """What a guest is told to do, as it reads it."""
    told = [
        {"cell": step.index, "source": step.source}
        if isinstance(step, CodeCell)
        else {"grade_cell": step.cell, "names": list(step.names)}
        for step in steps
    ]
    return json.dumps({"steps": told, "limits": limits.for_guest(), "uid": uid}).encode() + b"\n"


class Conversation:
    """One guest, from its program to its end. ``talk`` carries the messages, ``life`` is the keeper's lifeline."""

    def __init__(self, talk: socket.socket, life: socket.socket, limits: Limits) -> None:
        self.limits = limits
        self.result = SandboxResult()
        self._talk, self._life = talk, life
        self._clock = Clock()
        self._buffer = bytearray()
        self._received = self._values = 0
        self._ready = False
        self._running: int | None = None
        self._cell_deadline = float("inf")
        self._interrupted = False

    def hold(self, told: bytes) -> SandboxResult:
        """Tell the guest its program and listen until it ends. Raises :class:`SandboxError`."""
        self._talk.settimeout(self.limits.startup_seconds)
        deadline = self._clock.now() + self.limits.startup_seconds
        try:
            self._talk.sendall(told)
        except OSError as error:
            raise SandboxError(f"the sandbox does not take the program ({error})") from None
        while True:
            if not self._arrives(self._talk, min(deadline, self._cell_deadline)):
                if self._ready and not self._interrupted and self._clock.now() < deadline:
                    self._interrupt()
                    continue
                return self._end("timeout")
            was_ready = self._ready
            try:
                lines = self._receive()
                if lines is None:
                    return self._end(self._how_it_ended())
                if any(self._hear(line) for line in lines):
                    return self._end("done")
            except (ValueError, KeyError, TypeError, RecursionError):
                return self._end("bad message")
            if self._ready and not was_ready:
                deadline = self._clock.now() + self.limits.notebook_seconds

    def clean_up(self) -> bool:
        """Have the keeper kill what is left of the submission; return whether it has said that nothing is."""
        with contextlib.suppress(OSError):
            self._life.shutdown(socket.SHUT_WR)
        gone = self._keeper_said(CLEANUP_SECONDS) is not None
        self._talk.close()
        self._life.close()
        return gone

    def _arrives(self, connection: socket.socket, until: float) -> bool:
        """Whether data or the end arrives before the clock shows ``until``; what is there already was in time."""
        while True:
            left = until - self._clock.now()
            if _readable(connection, min(left, SLICE)):
                return True
            if left <= 0:
                return False

    def _receive(self) -> list[bytes] | None:
        """The lines that are complete now; None when the guest has closed its end. Raises ``ValueError`` for too much."""
        try:
            # No more than the limit at once: what comes first is heard, then the limit holds.
            data = self._talk.recv(min(1 << 20, self.limits.message_bytes))
        except ConnectionError:  # it ended without having read all that it was told
            data = b""
        if not data:
            return None
        self._received += len(data)
        if self._received > self.limits.message_bytes:
            raise ValueError("more than the limit")
        if b"\n" not in data:
            self._buffer += data
            return []
        *lines, rest = (bytes(self._buffer) + data).split(b"\n")
        self._buffer = bytearray(rest)
        return lines

    def _hear(self, line: bytes) -> bool:
        """Take in one message; return whether it was the last. Raises for anything the protocol does not have."""
        self._values += _values(line)
        if self._values > MAX_VALUES:
            raise ValueError("more values than the limit")
        match json.loads(line):
            case {"ready": True}:
                self._ready = True
            case {"started": int(index)}:
                self._running, self._interrupted = index, False
                self._cell_deadline = self._clock.now() + self.limits.cell_seconds
            case {"cell": int(index), "outputs": list(outputs), "execution_count": int(count)}:
                if index != self._running or not 0 < count < MAX_COUNT or isinstance(count, bool):
                    raise ValueError("a cell that was not running, or no count")
                if len(line) > 2 * self.limits.output_bytes:  # the guest itself counts a little less
                    raise ValueError("more output than the limit")
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

    def _interrupt(self) -> None:
        self._interrupted = True
        self._cell_deadline = self._clock.now() + GRACE_SECONDS
        with contextlib.suppress(OSError):
            self._life.sendall(b"i")

    def _how_it_ended(self) -> Ending:
        """The guest is silent: has it died, has it closed the socket itself, or has somebody killed the sandbox?"""
        said = self._keeper_said(GRACE_SECONDS)
        if said in ENDINGS and self._ready:
            return ENDINGS[said]
        if said is None:
            return "bad message"
        signalled = SIGNALLED.fullmatch(said)
        if signalled and self._ready:
            self.result.starved = int(signalled[2]) > 0
            return "killed" if int(signalled[1]) in SENT else "died"
        raise SandboxError("the sandbox was ended from outside" if self._ready else "the guest did not start")

    def _keeper_said(self, seconds: float) -> bytes | None:
        """All that the keeper says until it ends; None if it does not end within ``seconds``."""
        until, said = self._clock.now() + seconds, b""
        while self._arrives(self._life, until):
            try:
                data = self._life.recv(64)
            except ConnectionError:
                data = b""
            if not data:
                return said
            said += data
        return None

    def _end(self, ending: Ending) -> SandboxResult:
        if not self._ready:
            raise SandboxError(f"the guest did not start ({ending})")
        self.result.ending, self.result.at = ending, self._running
        if ending == "timeout" and self._running is not None:
            self.result.cells[self._running] = CellRun([], None, timed_out=True)
        out_of_time = ending == "timeout" or any(cell.timed_out for cell in self.result.cells.values())
        if out_of_time and self._clock.lost > STANDSTILL:
            raise SandboxError(f"its time was over, but the grader itself stood still for {self._clock.lost:.0f} seconds")
        return self.result


def _values(line: bytes) -> int:
    """About how many values ``line`` holds, if it is JSON; never less than half of them. Nothing is made of it yet."""
    bare = line.replace(rb"\\", b"").replace(rb"\"", b"")  # a quote that is left begins or ends a string
    signs = bare.translate(None, NO_SIGNS)
    quotes = signs.count(b'"')
    if quotes > MAX_VALUES:
        return quotes
    return quotes // 2 + sum(map(len, signs.split(b'"')[::2]))


def _readable(connection: socket.socket, seconds: float) -> bool:
    """Whether data or the end arrives within ``seconds``."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(max(seconds, 0.0) * 1000))

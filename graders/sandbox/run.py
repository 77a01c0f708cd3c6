"""Runs notebooks in a sandbox: a warm template, and a fork of it for every submission.

``template`` and ``guest`` are what runs inside; ``bubblewrap`` and ``plain`` say how the template is started;
``conversation`` talks to one guest.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from graders.checkout import CHECKOUT, stamp
from graders.sandbox import bubblewrap, plain
from graders.sandbox.conversation import Closed, Conversation, SandboxError, SandboxResult, Step, program
from graders.sandbox.layout import Layout, layout
from graders.sandbox.limits import Limits

log = logging.getLogger(__name__)

TRIES = 2
"""A submission whose end may not be its own doing runs once more, alone: for want of memory, others may be to blame."""

BY_NAME = (
    'To grade without a sandbox all the same, ask for it by name: c.GradeInSandbox.sandbox = "plain", or `--sandbox plain` '
    "after `theano-exercises grade` or `demo`."
)

SOURCES = [CHECKOUT / name for name in ("graders/sandbox", "graders/answers", "exercises")]
"""What runs inside. When it changes, a template is replaced, and closed when its last guest has gone."""


def kind(wanted: str = "auto") -> str:
    """``bubblewrap`` or ``plain``: what ``wanted`` ("auto", "bubblewrap", "plain") means on this machine.

    "auto" is plain only where there is no bubblewrap, and never for root. Raises :class:`SandboxError` when bubblewrap is
    demanded and absent, or there and does not work.
    """
    if wanted == "plain":
        log.warning(plain.WARNING.format("The configuration asks for it."))
        return "plain"
    obstacle = bubblewrap.obstacle()
    if obstacle is None:
        return "bubblewrap"
    if wanted == "bubblewrap" or not falls_back(obstacle):
        raise SandboxError(str(obstacle) if obstacle.cause == "mendable" else f"{obstacle} {BY_NAME}")
    log.warning(plain.WARNING.format(obstacle))
    return "plain"


def falls_back(obstacle: bubblewrap.Obstacle) -> bool:
    """Whether "auto" means a plain process here. As root, student code would own the machine there."""
    return obstacle.cause == "absent" and os.geteuid() != 0


def _place(hidden: Sequence[Path]) -> Layout:
    try:
        return layout(hidden)
    except ValueError as error:
        raise SandboxError(f"{error} Keep the course elsewhere.") from None


class Sandbox:
    """A sandbox of a kind ("bubblewrap" or "plain"); its template is started when first needed and stays warm.

    ``hidden`` are folders that student code must not see even if the machine's layout would show them. Where
    submissions can't be separated within one template (a plain process; a system that forbids namespaces in
    namespaces), each gets a template of its own. Safe for use from several threads; start it from one that lasts,
    for the kernel ends it with the thread that started it. Raises :class:`SandboxError` where they can't be hidden.
    """

    def __init__(self, kind: str, hidden: Sequence[Path] = ()) -> None:
        self.kind = kind
        self.hidden = tuple(hidden)
        if kind == "bubblewrap":
            _place(self.hidden)
        self._template: _Template | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._door, self._leaving, self._inside = threading.Lock(), threading.Condition(), 0

    def start(self) -> None:
        """Start the template, so that it is warm by the time that the first submission is there."""
        if self._isolation != "none":
            self._warm_template()

    def run(self, steps: Sequence[Step], limits: Limits) -> SandboxResult:
        """Run ``steps`` in order, in processes, namespaces and a /tmp of their own, all gone when this returns.

        Raises :class:`SandboxError` when the sandbox does not come up, :class:`Closed` when it is closed meanwhile.
        """
        with bubblewrap.own_uid(self._isolation) as uid:
            return self._tried(program(steps, limits, uid), limits)

    def _tried(self, told: bytes, limits: Limits) -> SandboxResult:
        for left in reversed(range(TRIES)):
            try:
                with self._turn(alone=not left):
                    result = self._run(told, limits, last=not left)
                self._require_open()
                if result.ending != "killed":
                    return result
                trouble = f"A submission's process was killed{' while memory ran out' if result.starved else ''}"
            except SandboxError as error:
                self._require_open()
                if not left:
                    raise
                trouble = str(error)
            log.warning("%s; %s", trouble, "trying once more, alone" if left else "a person has to look")
        return result

    def _run(self, told: bytes, limits: Limits, last: bool) -> SandboxResult:
        """One try. Raises :class:`SandboxError`, after the ``last`` one without leaving the template that failed."""
        warm = self._isolation != "none"
        template = self._warm_template() if warm else _Template(self.kind, self.hidden)
        try:
            return template.run(told, limits)
        except SandboxError as error:
            warm = warm and not last
            raise SandboxError(f"The sandbox failed: {error}: {template.complaints() or 'no message'}") from None
        finally:
            if not warm:
                template.close()

    @contextlib.contextmanager
    def _turn(self, alone: bool) -> Iterator[None]:
        """Come in; ``alone``: when all others have left, and nobody else until the end."""
        with self._door:
            if alone:
                with self._leaving:
                    self._leaving.wait_for(lambda: not self._inside)
                yield
                return
            with self._leaving:
                self._inside += 1
        try:
            yield
        finally:
            with self._leaving:
                self._inside -= 1
                self._leaving.notify_all()

    def close(self) -> None:
        """End the template and everything in it, and stay closed."""
        self._closed = True
        with self._lock:
            if self._template is not None:
                self._template.close()
                self._template = None

    def _require_open(self) -> None:
        if self._closed:
            raise Closed

    @property
    def _isolation(self) -> str:
        return bubblewrap.isolation() if self.kind == "bubblewrap" else "none"

    def _warm_template(self) -> _Template:
        with self._lock:
            self._require_open()
            if self._template is not None and not self._template.alive():
                self._template.close()
                self._template = None
            if self._template is not None and not self._template.current():
                self._template.retire()
                self._template = None
            if self._template is None:
                self._template = _Template(self.kind, self.hidden)
            return self._template


class _Template:
    """The process that forks: its control socket, and the file that catches what it says when it fails."""

    def __init__(self, kind: str, hidden: Sequence[Path]) -> None:
        self._stamp = stamp(SOURCES)
        self._guests, self._retired, self._closed = 0, False, False
        self._held = contextlib.ExitStack()
        if kind == "bubblewrap":
            command = bubblewrap.command(_place(hidden), isolation=bubblewrap.isolation())
            environment, folder = {"PATH": os.environ.get("PATH", "")}, "/"
        else:
            scratch = tempfile.TemporaryDirectory(prefix="theano-exercises-", ignore_cleanup_errors=True)
            command, environment = plain.prepare(Path(self._held.enter_context(scratch)))
            folder = environment["HOME"]
        self._control, theirs = socket.socketpair()
        self._errors: IO[bytes] = tempfile.TemporaryFile()
        self._lock = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                command,
                env=environment,
                cwd=folder,
                start_new_session=True,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
            )

    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def current(self) -> bool:
        """Whether what it runs is still what is on disk."""
        return self._stamp == stamp(SOURCES)

    def retire(self) -> None:
        """Close, when the last guest has gone."""
        self._count(0, retired=True)

    def _count(self, more: int, retired: bool = False) -> None:
        with self._lock:
            self._guests += more
            self._retired |= retired
            over = self._retired and not self._guests
        if over:
            self.close()

    def run(self, told: bytes, limits: Limits) -> SandboxResult:
        """Fork a guest, hold the conversation with it, and see it gone. Raises :class:`SandboxError`."""
        self._count(1)
        try:
            result = self._run(told, limits)
        finally:
            self._count(-1)
        if not self.current():
            raise SandboxError("the checkout was changed meanwhile")
        return result

    def _run(self, told: bytes, limits: Limits) -> SandboxResult:
        (talk, their_talk), (life, their_life) = socket.socketpair(), socket.socketpair()
        conversation = Conversation(talk, life, limits)
        try:
            with their_talk, their_life, self._lock:
                socket.send_fds(self._control, [b"+"], [their_talk.fileno(), their_life.fileno()])
            return conversation.hold(told)
        except OSError as error:
            raise SandboxError(f"the template is gone ({error})") from None
        finally:
            if not conversation.clean_up():
                log.error("A submission's processes did not end; the sandbox is ended.")
                self.close()

    def complaints(self) -> str:
        """What the processes wrote to standard error, its end."""
        try:
            size = os.fstat(self._errors.fileno()).st_size
            return os.pread(self._errors.fileno(), 500, max(size - 500, 0)).decode("utf-8", "replace").strip()
        except ValueError:
            return "no message"

    def close(self) -> None:
        """Kill the process; in bubblewrap everything in its process namespace dies with it."""
        with self._lock:
            if self._closed:  # its number may be another's by now
                return
            self._closed = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._control.close()
        self._errors.close()
        self._held.close()

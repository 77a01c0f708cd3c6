"""Power cuts for tests: ends a process, as SIGKILL does, when it is about to change something for the n-th time.

What counts is every file that is opened to be written, renamed, removed, made or changed in its permissions (Python tells
its audit hooks), and both ends of every commit to the gradebook. A file that is being written is left half written.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.orm import Session

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR


class PowerCut:
    """Counts changes, and ends this process at change number ``at``. Arm it in a process made for it: it stays."""

    def __init__(self, at: float) -> None:
        self.at, self.count, self.armed = at, 0, False

    def arm(self) -> None:
        """Begin to count."""
        self.armed = True
        sys.addaudithook(self._hear)
        commit = Session.commit

        def counted(session: Any) -> None:
            self._change()
            commit(session)
            self._change()

        Session.commit = counted

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event in CHANGES:
            self._change()
        elif event == "open" and isinstance(arguments[0], str) and arguments[2] & WRITING:
            if self.count + 1 == self.at:
                self.armed = False
                with open(arguments[0], "w") as file:
                    file.write('{"cells": [')
            self._change()

    def _change(self) -> None:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_process(do: Callable[[], None], cut_at: float = float("inf")) -> int | None:
    """Call ``do`` in a fork of this process; return how many changes it made, or None if it was cut off."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        cut = PowerCut(cut_at)
        try:
            cut.arm()
            do()
            cut.armed = False
            os.write(into, str(cut.count).encode())
            os._exit(0)
        except BaseException:
            cut.armed = False
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(1)
    os.close(into)
    with os.fdopen(out) as told:
        text = told.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), f"the process ended with {status}"
    return int(text) if status == 0 else None


LOCK = """
import sqlite3, sys, time
gradebook = sqlite3.connect("gradebook.db", isolation_level=None)
gradebook.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
time.sleep(float(sys.argv[1]))
"""


@contextlib.contextmanager
def gradebook_locked(course: Any, seconds: float) -> Iterator[None]:
    """Another program keeps the gradebook of ``course`` locked, for some seconds or until the end of the block."""
    holder = subprocess.Popen([sys.executable, "-c", LOCK, str(seconds)], cwd=course.folder, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"locked\n"
        yield
    finally:
        holder.kill()
        holder.communicate()

"""What hostile code would like to find, put where it would be found if it could get out of its sandbox, and watched."""

from __future__ import annotations

import contextlib
import glob
import os
import select
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

SECRET = "theano-exercises-secret-4fd1"
"""In the environment of the grader and in a file; answers look for it by its beginning."""
PORT = 47113
"""On the loopback device, for TCP and UDP."""
ABSTRACT = b"\0theano-exercises-bait"
SURVIVOR = "te-survivor"
"""The name that hostile answers give to processes that are meant to outlive them."""
HARM = "theano-exercises-harm"
"""What hostile answers call the files that they try to leave behind."""


@contextlib.contextmanager
def laid() -> Iterator[Bait]:
    """Lay the bait. Raises nothing where another test process has laid some of it already."""
    with contextlib.ExitStack() as stack:
        sockets = []
        for family, kind, address in (
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", PORT)),
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", PORT)),
            (socket.AF_UNIX, socket.SOCK_STREAM, ABSTRACT),
        ):
            waiting = stack.enter_context(socket.socket(family, kind))
            with contextlib.suppress(OSError):
                waiting.bind(address)
                if kind == socket.SOCK_STREAM:
                    waiting.listen()
                sockets.append(waiting)
        file = stack.enter_context(tempfile.NamedTemporaryFile("w", prefix="theano-exercises-secret-", suffix=".txt"))
        file.write(SECRET)
        file.flush()
        os.environ["THEANO_EXERCISES_BAIT"] = SECRET
        stack.callback(os.environ.pop, "THEANO_EXERCISES_BAIT")
        yield Bait(sockets, Path(file.name))


class Bait:
    """The watched bait."""

    def __init__(self, sockets: list[socket.socket], file: Path) -> None:
        self._sockets, self._file = sockets, file

    def taken(self) -> list[str]:
        """What somebody has done to it, or left behind on this machine; empty if nothing."""
        found = [f"somebody has connected to {one.getsockname()}" for one in select.select(self._sockets, [], [], 0)[0]]
        if self._file.read_text() != SECRET:
            found.append(f"{self._file} was written")
        found += [f"there is {path}" for folder in ("/tmp", "/", "/dev/shm") for path in glob.glob(f"{folder}/{HARM}*")]
        for name in glob.glob("/proc/[0-9]*/comm"):
            with contextlib.suppress(OSError):
                if SURVIVOR in Path(name).read_text():
                    found.append(f"{name} survives")
        return found

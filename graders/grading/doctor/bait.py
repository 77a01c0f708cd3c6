"""Things outside the sandbox for a submission to find: what it finds, no sandbox keeps from it."""

import contextlib
import os
import pkgutil
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import exercises
from graders.checkout import CHECKOUT
from graders.notebooks.assignment import names
from graders.sandbox.layout import in_sight
from graders.sandbox.limits import Limits

SLEEP = "import time; time.sleep(600)"


@dataclass(frozen=True)
class Bait:
    """What there is to find: files in ``course`` and ``home`` (None if it can't be written), two sockets that listen, a
    process; ``word`` is in all of them."""

    word: str
    course: Path
    home: Path | None
    listener: socket.socket
    abstract: socket.socket
    victim: subprocess.Popen[bytes]

    def in_code(self) -> dict[str, str]:
        """What stands for the ``$names`` in a protection's code."""
        return {
            "word": self.word, "in_home": self.in_home, "course": str(self.course), "home": str(self.home or ""),
            "checkout": str(CHECKOUT), "shown": str([*map(str, in_sight())]), "modules": str(modules()),
            "exercise": next(iter(names()), ""),
            "port": str(self.listener.getsockname()[1]), "victim": str(self.victim.pid), "prefix": sys.prefix,
            "memory": str(Limits.memory_bytes), "processes": str(Limits.processes), "file": str(Limits.file_bytes),
            "scratch": str(Limits.scratch_bytes),
        }  # fmt: skip

    @property
    def in_home(self) -> str:
        return f".theano-exercises-bait-{self.word}"

    def connected(self) -> bool:
        """Whether somebody has connected to the TCP socket since this was asked last."""
        with contextlib.suppress(OSError):
            self.listener.accept()[0].close()
            return True
        return False


def modules() -> list[str]:
    """What students import: all of the package that they are given, and what its notebooks need."""
    ours = pkgutil.iter_modules(exercises.__path__, "exercises.")
    return ["theano", "numpy", "scipy", "matplotlib_inline.backend_inline", *(module.name for module in ours)]


@contextlib.contextmanager
def put_out() -> Iterator[Bait]:
    """Put the bait out, readable for everybody who can see it; it is gone afterwards."""
    word = secrets.token_hex(8)
    with contextlib.ExitStack() as stack:
        course = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="theano-exercises-course-")))
        course.chmod(0o777)
        (course / "bait.txt").write_text(word)
        os.environ["THEANO_EXERCISES_BAIT"] = word
        stack.callback(os.environ.pop, "THEANO_EXERCISES_BAIT", None)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        listener.setblocking(False)
        abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
        if sys.platform == "linux":
            abstract.bind(f"\0{word}")
            abstract.listen()
        victim = subprocess.Popen([sys.executable, "-c", SLEEP, f"victim-{word}"])
        stack.callback(victim.wait)
        stack.callback(victim.kill)
        bait = Bait(word, course, Path.home(), listener, abstract, victim)
        in_home = Path.home() / bait.in_home
        stack.callback(in_home.unlink, missing_ok=True)
        try:
            in_home.write_text(word)
        except OSError:
            bait = replace(bait, home=None)
        yield bait

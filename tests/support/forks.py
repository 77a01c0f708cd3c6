"""A fork of the test's process to try something in that may crash, hang, or take all memory."""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Callable


def in_a_fork(do: Callable[[], str], seconds: float = 20.0, memory: int = 1 << 30) -> str:
    """What ``do`` returns in a fork of this process, at most ``seconds`` of CPU and ``memory`` more bytes than now.

    A traceback if it raises; the name of the signal if that is how it ended.
    """
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        _do_and_tell(do, into, seconds, memory)
    os.close(into)
    with os.fdopen(out, "rb") as told:
        text = told.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return text if status == 0 else f"ended by {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"


def _do_and_tell(do: Callable[[], str], into: int, seconds: float, memory: int) -> None:
    status = 1
    try:
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
        signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends the process
        sys.stdout = sys.stderr = open(os.devnull, "w")
        warnings.simplefilter("ignore")
        try:
            text = do()
        except BaseException:
            text = traceback.format_exc()
        with os.fdopen(into, "wb") as told:
            told.write(text.encode("utf-8", "replace"))
        status = 0
    finally:
        os._exit(status)

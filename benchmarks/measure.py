"""Runs one command over a course folder and measures it from outside: seconds, memory of all its processes, first result."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.5


@dataclass(frozen=True)
class Measured:
    """Seconds of wall clock, peak proportional set size in MB of the command and all below it, seconds to the first result.

    ``output`` is what the command said.
    """

    seconds: float
    peak_mb: float
    first_seconds: float
    output: str


def measure(command: Sequence[str], course: Path, environment: dict[str, str], memory: bool = False) -> Measured:
    """Run ``command`` in ``course``; sampling the memory takes some time of its own, so it is done on demand.

    Raises ``RuntimeError`` when the command fails.
    """
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=course, env={**os.environ, **environment}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    watch = _Watch(process.pid, course, memory)
    watch.start()
    output, _ = process.communicate()
    seconds = time.monotonic() - start
    watch.ended.set()
    watch.join()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output[-2000:]}")
    return Measured(seconds, watch.peak / 1e6, watch.first - start, output)


class _Watch(threading.Thread):
    """Looks at the processes and at the course folder while the command runs."""

    def __init__(self, pid: int, course: Path, memory: bool) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0.0
        self.first = float("nan")
        self._root = psutil.Process(pid)
        self._course = course
        self._memory = memory

    def run(self) -> None:
        found = False
        while not self.ended.wait(SAMPLE_SECONDS if found else 0.02):
            if not found and any(self._course.glob("autograded/*/*/*.ipynb")):
                found, self.first = True, time.monotonic()
            if self._memory and found:
                self.peak = max(self.peak, _pss([self._root, *_below(self._root)]))


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def _pss(processes: list[psutil.Process]) -> float:
    """Bytes of memory, what processes share counted once: the kernel's ``smaps_rollup``, without psutil's full parse."""
    total = 0
    for process in processes:
        try:
            text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
        total += int(found[1]) * 1024 if found else 0
    return float(total)

"""What a whole submission uses, seen from its keeper. Runs inside the sandbox, outside the submission's namespaces.

The kernel's limits hold for a process each; only a control group would limit their sum, and those can rarely be had. So the
keeper looks ten times a second, and at first only at what costs nothing: address spaces, which bound the memory from above.
A single process can't have more than its own limit, so only submissions of several processes are ever counted exactly.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping

SECONDS = 0.1
SHARE, LONGEST = 3, 1.0
"""An exact count is followed by a pause of this many times its duration, but of at most so many seconds."""
PAGE = os.sysconf("SC_PAGE_SIZE")
SOCKET = 12 << 20
"""What a socket holds at most: the kernel doubles the 4 MB that may be asked for, and keeps half as much again."""
SLACK = 8
"""Processes above the kernel's own limit, which is the one to be met."""


class Meter:
    """Counts the processes in ``proc`` without the first, and the file systems in memory at ``scratch``.

    Of the ``limits`` those of memory and of processes. It counts nothing until ``proc`` is another file system than when the
    meter was made: the submission's own.
    """

    def __init__(
        self, limits: Mapping[str, float], proc: str = "/proc", scratch: tuple[str, ...] = ("/tmp", "/dev/shm")
    ) -> None:
        self.memory_bytes, self.processes = int(limits["memory_bytes"]), int(limits["processes"])
        self.proc, self.scratch = proc, scratch
        self._before = os.stat(proc).st_dev
        self.pause = SECONDS

    def excess(self) -> str:
        """What there is too much of, "memory" or "processes"; empty if nothing. Ask again after ``pause`` seconds."""
        if os.stat(self.proc).st_dev == self._before:
            return ""
        pids = [int(name) for name in os.listdir(self.proc) if name.isdigit() and name != "1"]
        if len(pids) > self.processes + SLACK:
            return "processes"
        files = sum(map(_used, self.scratch)) + self._sockets()
        if files + sum(map(self._address_space, pids)) <= self.memory_bytes:
            self.pause = SECONDS
            return ""
        start = time.monotonic()
        used = files + self._memory(pids)
        self.pause = min(LONGEST, max(SECONDS, SHARE * (time.monotonic() - start)))
        return "memory" if used > self.memory_bytes else ""

    def _address_space(self, pid: int) -> int:
        return PAGE * int((self._read(pid, "statm") or "0").split()[0])

    def _memory(self, pids: list[int]) -> int:
        """The bytes that these processes keep from others: what several share is counted once, files not at all."""
        total = 0
        shared: dict[str, int] = {}
        for pid in pids:
            summary, maps = self._read(pid, "smaps_rollup"), self._read(pid, "maps")
            if summary is None or maps is None:
                total += self._address_space(pid)  # it hides, or has just ended and has none
                continue
            sizes = {line.split()[0]: int(line.split()[1]) for line in summary.splitlines()[1:]}
            total += 1024 * sizes.get("Pss_Anon:", sizes.get("Pss:", 0))  # Linux 5.9 and later tell them apart
            shared.update(_shared_without_file(maps))
        return total + sum(shared.values())

    def _sockets(self) -> int:
        """The bytes that the submission's sockets may hold, which are the kernel's and belong to no process."""
        found = re.match(r"sockets: used (\d+)", self._read(1, "net/sockstat") or "")
        return SOCKET * int(found[1]) if found else 0

    def _read(self, pid: int, name: str) -> str | None:
        try:
            with open(f"{self.proc}/{pid}/{name}", encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            return None


def kernel_kills(vmstat: str = "/proc/vmstat") -> int:
    """How many processes this machine's kernel has ended for want of memory since it started; 0 where it does not say."""
    try:
        with open(vmstat) as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("oom_kill "))
    except OSError:
        return 0


def _shared_without_file(maps: str) -> Iterator[tuple[str, int]]:
    """The number and the bytes of shared memory that has no file: it stays even where no process shows it as resident."""
    for line in maps.splitlines():
        span, rights, _, _, number, *path = line.split(maxsplit=5)
        if "s" in rights and path and path[0].startswith("/dev/zero"):
            start, end = span.split("-")
            yield number, int(end, 16) - int(start, 16)


def _used(place: str) -> int:
    status = os.statvfs(place)
    return (status.f_blocks - status.f_bfree) * status.f_frsize

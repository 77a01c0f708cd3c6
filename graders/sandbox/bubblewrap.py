"""The bubblewrap command line: new namespaces for everything, a root made of read-only pieces, few capabilities or none.

Order is the design: the private /tmp first (Python itself may be installed below the real one), then the system, Python
and covers over what must stay hidden, the outer before the inner, then the exercises, then the process's identity.

What runs inside is the template, which runs no student code and makes the namespaces of every submission (``namespaces``).
Started by root it keeps the capabilities that this takes, and every submission becomes a user of its own without any
(otherwise it would be root outside, and root's processes are not counted). Started by a user it gets a user namespace and
no capability, and every submission a user namespace below that.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from graders.sandbox.layout import ENVIRONMENT, Layout, is_link, layout
from graders.sandbox.limits import Limits

FIRST_UID = 61_000
UIDS = 1_000

ROOT_KEEPS = ("SYS_ADMIN", "NET_ADMIN", "SETUID", "SETGID", "SETPCAP", "KILL", "SYS_PTRACE")
"""To make namespaces, mounts and a loopback device, to become another user without rights, to end its processes, to see
how much memory they use."""


def uid(number: int) -> int:
    """The user of submission ``number`` of this process, where root starts it."""
    return FIRST_UID + (8 * os.getpid() + number) % UIDS


def command(place: Layout, run: Sequence[str] = (), *, isolation: str | None = None) -> list[str]:
    """The command that runs the template; ``run`` is a program to run instead, ``isolation`` as :func:`isolation`."""
    isolated = isolation or _examine()[0]
    args = ["bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net",
            "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--clearenv", "--cap-drop", "ALL"]  # fmt: skip
    if isolated == "root":
        args += [part for name in ROOT_KEEPS for part in ("--cap-add", f"CAP_{name}")]
    else:
        args += ["--unshare-user", "--uid", str(FIRST_UID), "--gid", str(FIRST_UID)]
    args += ["--size", str(Limits.scratch_bytes), "--perms", "1777", "--tmpfs", "/tmp"]
    covers = []
    for path, what in place.mounts().items():
        shown = str(path)
        if what == "folder":  # bubblewrap would make them for their owner only, which the guest is not
            args += ["--perms", "0755", "--dir", shown]
        elif what == "cover":
            args += ["--tmpfs", shown]
            covers.append(shown)
        else:
            args += ["--symlink", os.readlink(path), shown] if is_link(path) else ["--ro-bind", shown, shown]
    for source, inside in place.guest:
        args += ["--ro-bind", str(source), inside]
    args += ["--proc", "/proc", "--dev", "/dev"]
    args += [part for path in ("/", "/dev", *covers) for part in ("--remount-ro", path)]
    args += ["--chdir", "/tmp"]
    for name, value in ENVIRONMENT.items():
        args += ["--setenv", name, value]
    return [*args, "--", sys.executable, *(run or ("/guest/template.py", isolated))]


def isolation() -> str:
    """How submissions are separated within one template: "root", "user", or "none" where the system forbids it."""
    return _examine()[0]


def missing() -> str:
    """Why bubblewrap can't be used here, in a sentence; empty when it can. Tries it for real, once."""
    return _examine()[1]


@functools.cache
def _examine() -> tuple[str, str]:
    if sys.platform != "linux":
        return "none", "bubblewrap needs Linux."
    if shutil.which("bwrap") is None:
        return "none", "bubblewrap is not installed (Debian and Ubuntu: apt-get install bubblewrap)."
    reason = ""
    for candidate in ("root",) if os.geteuid() == 0 else ("user", "none"):
        reason = _trial(candidate)
        if not reason:
            return candidate, ""
    return "none", f"bubblewrap does not work here: {reason}."


def _trial(candidate: str) -> str:
    """Start a sandbox, make a submission's namespaces in it and give up all rights; why it fails, or an empty string."""
    try:
        run = command(layout(), ("/guest/namespaces.py", candidate, str(FIRST_UID)), isolation=candidate)
        done = subprocess.run(run, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = done.stderr.strip().splitlines() or ["no message"]
    return "" if done.stdout.strip() == "works" else lines[-1][:200]

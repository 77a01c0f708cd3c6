"""The bubblewrap command line: new namespaces for everything, a root made of read-only pieces, no capabilities.

Order is the design: the private /tmp first (Python itself may be installed below the real one), then the system, Python
and the exercises, then covers over whatever must stay hidden, then the process's identity. Started by root the guest
becomes a user of its own without any privilege (otherwise it would be root outside, and root's processes are not
counted); started by a user it gets a user namespace.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys

from graders.sandbox.layout import ENVIRONMENT, Layout, layout
from graders.sandbox.limits import Limits

FIRST_UID = 61_000
UIDS = 1_000


def command(place: Layout, limits: Limits, *, root: bool | None = None) -> list[str]:
    """The command that runs the guest; ``root`` says whether root starts it (default: whether we are root)."""
    root = os.geteuid() == 0 if root is None else root
    args = ["bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net",
            "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--clearenv"]  # fmt: skip
    if not root:
        args += ["--unshare-user", "--uid", str(FIRST_UID), "--gid", str(FIRST_UID), "--cap-drop", "ALL"]
    args += ["--size", str(limits.scratch_bytes), "--perms", "1777", "--tmpfs", "/tmp"]
    for folder in place.parents():  # bubblewrap would make them for their owner only, which the guest is not
        args += ["--perms", "0755", "--dir", str(folder)]
    for path in place.visible:
        shown = str(path)
        args += ["--symlink", os.readlink(path), shown] if path.is_symlink() else ["--ro-bind", shown, shown]
    for path in place.covered():
        args += ["--tmpfs", str(path)] if path.is_dir() else ["--ro-bind", "/dev/null", str(path)]
    for source, inside in place.guest:
        args += ["--ro-bind", str(source), inside]
    args += ["--proc", "/proc", "--dev", "/dev"]
    args += ["--remount-ro", "/", "--chdir", "/tmp"]
    for name, value in ENVIRONMENT.items():
        args += ["--setenv", name, value]
    if root:
        uid = str(FIRST_UID + os.getpid() % UIDS)
        args += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP", "--"]
        args += ["setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "--no-new-privs"]
        args += ["--bounding-set=-all", "--inh-caps=-all"]
    else:
        args += ["--"]
    return [*args, sys.executable, "/guest/guest.py"]


@functools.cache
def missing() -> str:
    """Why bubblewrap can't be used here, in a sentence; empty when it can. Tries it for real, once."""
    if sys.platform != "linux":
        return "bubblewrap needs Linux."
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (Debian and Ubuntu: apt-get install bubblewrap)."
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "setpriv is not installed (package util-linux); root needs it to give up its rights."
    trial = [*command(layout(), Limits())[:-1], "-c", "print('works')"]
    try:
        done = subprocess.run(trial, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not start: {error}."
    if done.stdout.strip() != "works":
        lines = done.stderr.strip().splitlines() or ["no message"]
        return f"bubblewrap does not work here: {lines[-1][:200]}."
    return ""

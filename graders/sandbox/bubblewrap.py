"""The bubblewrap command line: new namespaces for everything, a root made of read-only pieces, few capabilities or none.

Order is the design: the private /tmp first (Python itself may be installed below the real one), then the system, Python
and covers over what must stay hidden, the outer before the inner, then the exercises, then the process's identity.

What runs inside is the template, which runs no student code and makes the namespaces of every submission (``namespaces``).
Started by root it keeps the capabilities that this takes, and every submission becomes a user of its own without any
(otherwise it would be root outside, and root's processes are not counted). Started by a user it gets a user namespace and
no capability, and every submission a user namespace below that.
"""

import contextlib
import fcntl
import functools
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from graders.sandbox.conversation import SandboxError
from graders.sandbox.layout import ENVIRONMENT, Layout, is_link, layout
from graders.sandbox.limits import Limits

FIRST_UID = 61_000
UIDS = 1_000
TAKEN = Path("/run/theano-exercises")
"""Where root keeps a lock for each of these users while a submission has it: the kernel counts processes by user."""

ROOT_KEEPS = ("SYS_ADMIN", "NET_ADMIN", "SETUID", "SETGID", "SETPCAP", "KILL", "SYS_PTRACE")
"""To make namespaces, mounts and a loopback device, to become another user without rights, to end its processes, to see
how much memory they use."""


@contextlib.contextmanager
def own_uid(isolation: str) -> Iterator[int]:
    """The user of one submission, which no other has at the same time, whoever on this machine runs it.

    Only where root starts it (``isolation`` "root") it becomes that user. Raises :class:`SandboxError` if there is none
    left, ``OSError`` if no lock can be kept.
    """
    if isolation != "root":
        yield FIRST_UID
        return
    TAKEN.mkdir(mode=0o700, exist_ok=True)
    for uid in range(FIRST_UID, FIRST_UID + UIDS):
        with (TAKEN / str(uid)).open("w") as lock:  # the kernel gives it back however this process ends
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield uid
            return
    raise SandboxError(f"{UIDS} submissions run on this machine, which is as many as there are users for them")


def command(place: Layout, run: Sequence[str] = ("/guest/template.py",), *, isolation: str) -> list[str]:
    """The command that runs the template, or another program; ``isolation`` is the last of its arguments, as of
    :func:`isolation`."""
    args = [
        "bwrap",
        "--die-with-parent",
        "--new-session",
        "--unshare-ipc",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-uts",
        "--unshare-cgroup-try",
        "--hostname",
        "sandbox",
        "--clearenv",
        "--cap-drop",
        "ALL",
    ]
    if isolation == "root":
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
    return [*args, "--", sys.executable, *run, isolation]


class Obstacle(SandboxError):
    """bubblewrap can't be used here: ``why``, and what ``todo`` about it, in sentences.

    ``cause``: it is absent; the system forbids what it needs; or something that whoever grades can mend.
    """

    def __init__(self, why: str, todo: str, cause: Literal["absent", "forbidden", "mendable"] = "mendable") -> None:
        super().__init__(f"{why} {todo}")
        self.why, self.todo, self.cause = why, todo, cause


def obstacle() -> Obstacle | None:
    """What is in the way of using bubblewrap here; None when it works."""
    try:
        isolation()
    except Obstacle as found:
        return found
    return None


@functools.cache
def isolation() -> str:
    """How submissions are separated within one template: "root", "user", or "none" where the system forbids it.

    Found out by trying, once if it works. Raises :class:`Obstacle`.
    """
    if sys.platform != "linux":
        raise Obstacle("bubblewrap needs Linux.", "Grade on Linux.", "absent")
    if shutil.which("bwrap") is None:
        install = "Install it (Debian and Ubuntu: apt-get install bubblewrap)."
        raise Obstacle("bubblewrap is not installed.", install, "absent")
    if os.geteuid() == 0:
        _try("root")
        return "root"
    try:
        _try("user")
        return "user"
    except Obstacle as found:
        if found.cause != "forbidden":
            raise
    _try("none")
    return "none"


TRIAL_SECONDS = (30, 180)
"""How long a sandbox has to start; the second time for a machine that is busy with other things."""


def _try(isolation: str) -> None:
    """Start a sandbox, make a submission's namespaces in it, give up all rights, and see what can be read then.

    Raises :class:`Obstacle`.
    """
    try:
        place = layout()
    except ValueError as error:
        raise Obstacle(str(error), "Keep the course, and your home folder, elsewhere.") from None
    run = command(place, ("/guest/trial.py", str(FIRST_UID)), isolation=isolation)
    for seconds in TRIAL_SECONDS:
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(
                run, capture_output=True, text=True, errors="replace", timeout=seconds, stdin=subprocess.DEVNULL
            )
            break
    else:
        raise Obstacle(f"bubblewrap started nothing within {seconds} seconds.", "Try again when the machine has less to do.")
    closed = _said(done.stdout)
    if closed is None:
        said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        for source, inside in place.guest:
            said = said.replace(inside, str(source))
        if "unknown option" in said.lower():
            raise Obstacle(f"This bubblewrap is too old: {said[:300]}.", "Update it: version 0.7 or later is needed.")
        allow = "Whoever runs this system, or the container, must allow namespaces and mounts in it."
        if isolation == "root":
            allow += " Files that are not root's own must be readable for all (`chmod -R go+rX`)."
        raise Obstacle(f"bubblewrap is installed and does not work: {said[:300]}.", allow, "forbidden")
    if closed:
        raise _private(place, closed)


def _said(text: str) -> dict[str, str] | None:
    """What the trial has found; None if it has not come to its end, whatever else is called ``bwrap`` here."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _private(place: Layout, closed: Mapping[str, str]) -> Obstacle:
    """What to do where student code, which root runs as another user, could not read what it may import."""
    sources = map(place.outside, closed)
    open_up = sorted({str(source.parent if source.suffix == ".py" else source) for source in sources})
    why = f"{place.outside(next(iter(closed.values())))} can't be read by the user that student code becomes."
    return Obstacle(why, f"Files that were made under umask 077 are private: `chmod -R go+rX {shlex.join(open_up)}`.")

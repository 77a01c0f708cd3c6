"""Linux namespaces, mounts and rights of one submission. Runs inside the sandbox, before any student code.

bubblewrap makes the sandbox once, for the template; what separates one submission from the next is made here, because a
warm interpreter can't be started by another program. ctypes, because ``os.unshare`` came with Python 3.12 only.
"""

import contextlib
import ctypes
import fcntl
import os
import socket
import struct

import syscalls

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 1 << 17, 1 << 27, 1 << 28, 1 << 29, 1 << 30
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND = 2, 4, 8, 4096
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITY_VERSION_3 = 0x20080522
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
SHARED_MEMORY_BYTES = 16 << 20

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> int:
    """Call a function of libc; raise ``OSError`` when it fails."""
    result = int(getattr(_libc, name)(*arguments))
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}{arguments}: {os.strerror(number)}")
    return result


def leave(user: bool) -> None:
    """Leave the template's namespaces; the process namespace is that of the next child.

    ``user``: a user namespace too, in which this process has all rights over what it makes, and none outside.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET
    _call("unshare", flags | CLONE_NEWUSER if user else flags)
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)


def furnish(scratch_bytes: int) -> None:
    """In the new namespaces: an empty /tmp and /dev/shm, a /proc of its own, a loopback device."""
    os.umask(0o022)  # what is made here the guest must be able to enter
    below = _mounted_below("/tmp")  # Python itself may be installed there
    kept = [(path, os.open(path, os.O_PATH)) for path in below]
    for place, size in ((b"/tmp", scratch_bytes), (b"/dev/shm", SHARED_MEMORY_BYTES)):
        options = f"size={size},nr_inodes=10000,mode=1777".encode()
        _call("mount", b"tmpfs", place, b"tmpfs", MS_NOSUID | MS_NODEV, options)
    for path, descriptor in kept:
        source = f"/proc/self/fd/{descriptor}"
        if os.path.isdir(source):
            os.makedirs(path, 0o755, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
            os.close(os.open(path, os.O_CREAT))
        _call("mount", source.encode(), os.fsencode(path), None, MS_BIND, None)
        os.close(descriptor)
    _call("mount", b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
    os.chdir("/tmp")  # the old one lies below the new
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16xh14x", fcntl.ioctl(device, SIOCGIFFLAGS, request))[0]
        fcntl.ioctl(device, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def _mounted_below(folder: str) -> list[str]:
    """The mount points below ``folder``, outermost first."""
    with open("/proc/self/mountinfo", "rb") as file:
        # The fifth field, with blanks and the like as octal numbers.
        points = [os.fsdecode(line.split()[4].decode("unicode_escape").encode("latin-1")) for line in file]
    return [point for point in points if point.startswith(f"{folder}/")]


def forbid_what_users_share() -> None:
    """None below this user namespace of what the kernel counts by user, outside of it too: the rest would be missing there.

    And no more user namespaces, which are the way to most of the kernel's holes.
    """
    for name in ("user_namespaces", "inotify_instances", "fanotify_groups"):
        with contextlib.suppress(FileNotFoundError), open(f"/proc/sys/user/max_{name}", "w") as file:
            file.write("0")


def give_up_rights(uid: int | None) -> None:
    """Become user ``uid`` (None: stay who we are), without any capability, for good."""
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == -1:
            break  # beyond the last one that this kernel has
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    _call("capset", header, bytes(24))
    with open("/proc/self/status") as file:
        rights = {line.split()[0]: line.split()[1] for line in file if line.startswith("Cap")}
    if any(int(held, 16) for held in rights.values()) or (uid is not None and os.getuid() != uid):
        raise PermissionError(f"rights are left: {rights}")


def die_first() -> None:
    """Where the machine's memory runs out the kernel shall end this process and its children, not the instructor's."""
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends. A change of user undoes it, so call it afterwards."""
    _call("prctl", PR_SET_PDEATHSIG, 9, 0, 0, 0)


def set_dumpable(dumpable: bool) -> None:
    """Whether processes of the same user may look into this one and own its files in /proc."""
    _call("prctl", PR_SET_DUMPABLE, int(dumpable), 0, 0, 0)


def isolate(isolation: str, scratch_bytes: int, uid: int) -> None:
    """In the first process of the new process namespace: everything else that separates a submission from the others."""
    furnish(scratch_bytes)
    if isolation == "user":
        forbid_what_users_share()
    die_first()
    give_up_rights(uid if isolation == "root" else None)
    syscalls.deny()
    set_dumpable(False)
    die_with_parent()

"""Which system calls a submission may not make: a seccomp filter. Runs inside the sandbox, before any student code.

A short list of what no notebook needs: the ways to new namespaces and mounts, to other processes' memory, to the parts of
the kernel in which most holes are found, and to memory that belongs to no process (nobody could count it: files without a
name, and pages that ``vmsplice`` puts into a pipe, which may be huge ones). Everything else
is allowed, so Python and its libraries work as ever. The filter is inherited by every process and can't be removed.
"""

import ctypes
import errno
import os
import struct

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16
"""Offsets in the kernel's ``struct seccomp_data``; of an argument the lower half, on a little-endian machine."""
X32 = 0x40000000
"""From this number on: the calls of the x32 machine, which has every call once more."""

NEW_NAMESPACES = 0x7E020000
"""The flags of ``clone`` that make namespaces."""
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}
"""Sockets that are made: these are confined to the submission's own network namespace. Others (AF_VSOCK) are not."""

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

DENIED = {  # name: its numbers on x86_64 and on aarch64
    "unshare": (272, 97), "setns": (308, 268),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "open_by_handle_at": (304, 265),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "syslog": (103, 116),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
    "vmsplice": (278, 75),
}  # fmt: skip
CLONE, SOCKET, SOCKETPAIR = (56, 220), (41, 198), (53, 199)
CLONE3 = 435


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction of the kernel's filter machine: both jumps count the instructions to leave out."""
    return struct.pack("HBBI", code, if_true, if_false, value)


def _fail(number: int) -> bytes:
    return _step(RETURN, ERRNO | number)


def program(machine: str) -> bytes:
    """The filter for ``machine``, as ``os.uname`` names it. Raises ``OSError`` for one whose numbers are not listed here."""
    if machine not in MACHINES:
        raise OSError(errno.ENOSYS, f"no list of system calls for the machine {machine}, only for {', '.join(MACHINES)}")
    column = list(MACHINES).index(machine)
    steps = [_step(LOAD, MACHINE), _step(EQUAL, MACHINES[machine], 1, 0), _step(RETURN, KILL_PROCESS), _step(LOAD, NUMBER)]
    if machine == "x86_64":
        steps += [_step(AT_LEAST, X32, 0, 1), _fail(errno.ENOSYS)]
    steps += [_step(EQUAL, CLONE3, 0, 1), _fail(errno.ENOSYS)]  # its flags are out of a filter's sight; libc falls back
    for numbers in DENIED.values():
        steps += [_step(EQUAL, numbers[column], 0, 1), _fail(errno.EPERM)]
    argument = _step(LOAD, FIRST_ARGUMENT)
    steps += [
        _step(EQUAL, CLONE[column], 0, 4),
        argument,
        _step(ANY_BIT, NEW_NAMESPACES, 0, 1),
        _fail(errno.EPERM),
        _step(RETURN, ALLOW),
    ]
    steps += [_step(EQUAL, SOCKET[column], 1, 0), _step(EQUAL, SOCKETPAIR[column], 0, len(FAMILIES) + 2), argument]
    steps += [_step(EQUAL, family, len(FAMILIES) - place, 0) for place, family in enumerate(FAMILIES.values())]
    return b"".join([*steps, _fail(errno.EAFNOSUPPORT), _step(RETURN, ALLOW)])


def deny() -> None:
    """Put this process and all that it will start under the filter, for good. Raises ``OSError`` where it can't be done.

    The process must have given up the right to new rights (``PR_SET_NO_NEW_PRIVS``).
    """
    steps = program(os.uname().machine)
    held = ctypes.create_string_buffer(steps, len(steps))
    pointed = struct.pack("HP", len(steps) // 8, ctypes.addressof(held))
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, pointed) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")

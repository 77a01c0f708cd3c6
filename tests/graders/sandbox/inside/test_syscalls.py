"""The filter of system calls, in the real sandbox: what is denied is denied, and what notebooks do still works."""

import os

import pytest

from graders.sandbox.conversation import CodeCell
from graders.sandbox.inside import syscalls
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox

LIMITS = Limits(cell_seconds=10.0, notebook_seconds=20.0)
PRELUDE = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, *arguments):
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    return errno.errorcode.get(ctypes.get_errno(), ctypes.get_errno()) if result == -1 else 'allowed'
"""


@pytest.fixture(scope="module")
def say(sandbox):
    """What a cell prints."""
    warm = Sandbox(sandbox)

    def say(source):
        cell = warm.run([CodeCell(0, PRELUDE + source)], LIMITS).cells[0]
        return "".join(output.get("text", str(output)) for output in cell.outputs)

    yield say
    warm.close()


def test_no_namespaces_not_even_as_a_user(say):
    """They are the way to most of the kernel's holes, and root's sandbox has no other bar before them."""
    flags = [1 << bit for bit in (17, 25, 26, 27, 28, 29, 30)]
    assert say(f"print({{attempt('unshare', flag) for flag in {flags}}})") == "{'EPERM'}\n"
    number = syscalls.CLONE[0] if os.uname().machine == "x86_64" else syscalls.CLONE[1]
    assert say(f"print({{attempt('syscall', {number}, flag | 17, 0, 0, 0, 0) for flag in {flags}}})") == "{'EPERM'}\n"
    assert say("import subprocess\nprint(subprocess.run(['unshare', '-Ur', 'true']).returncode)").startswith("1\n")


@pytest.mark.parametrize("name", syscalls.DENIED)
def test_what_is_on_the_list_is_denied(say, name):
    number = syscalls.DENIED[name][list(syscalls.MACHINES).index(os.uname().machine)]
    assert say(f"print(attempt('syscall', {number}, -1, -1, -1, -1, -1))") == "EPERM\n"


def test_sockets_are_of_families_that_are_confined(say):
    families = [*syscalls.FAMILIES.values(), 17, 38, 40, 44]  # packets, ciphers, the virtual machine's host, XDP
    found = say(f"print([attempt('socket', family, 3 if family == 17 else 1, 0) for family in {families}])")
    assert found.count("EAFNOSUPPORT") == 4
    assert say("import socket\na, b = socket.socketpair()\na.send(b'x')\nprint(b.recv(1))") == "b'x'\n"


def test_calls_of_another_machine_are_not_a_way_around(say):
    if os.uname().machine != "x86_64":
        pytest.skip("only this machine has the same calls under other numbers")
    assert say(f"print(attempt('syscall', {syscalls.X32} + 272, 1 << 28))") == "ENOSYS\n"


def test_what_notebooks_do_still_works(say):
    source = """
import multiprocessing, subprocess, tempfile, threading, mmap
thread = threading.Thread(target=print, args=('thread',)); thread.start(); thread.join()
print(subprocess.run(['echo', 'process'], capture_output=True, text=True).stdout.strip())
with multiprocessing.get_context('fork').Pool(2) as pool:
    print(pool.map(abs, [-1, 2]))
shared = mmap.mmap(-1, 10); shared[:2] = b'ok'
with tempfile.TemporaryFile() as file:
    file.write(shared[:2]); file.seek(0); print(file.read())
print(ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 5)())
"""
    assert say(source) == "thread\nprocess\n[1, 2]\nb'ok'\n5\n"


def test_a_machine_without_a_list_is_an_error_and_no_sandbox_without_it():
    with pytest.raises(OSError, match="no list of system calls for the machine riscv64"):
        syscalls.program("riscv64")


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_every_jump_ends_within_the_program(machine):
    program = syscalls.program(machine)
    steps = [program[at : at + 8] for at in range(0, len(program), 8)]
    assert len(steps) < 256
    for place, step in enumerate(steps):
        if step[0] in (syscalls.EQUAL, syscalls.AT_LEAST, syscalls.ANY_BIT):
            assert place + 1 + max(step[2], step[3]) < len(steps)
    assert steps[-1][0] == syscalls.RETURN

"""Runs inside the sandbox: imports Theano, NumPy and IPython once, then forks a guest for every submission.

The processes, from the outside in::

    template   warm; never runs student code. On standard input: one byte a submission, with two sockets attached.
      keeper   one a submission, outside its namespaces: obeys the lifeline, says how the guest ended, ends last
        init   the first process of the submission's own namespaces: furnishes them, gives up all rights, reaps
          guest   runs the student's cells (``guest``), talks over the conversation socket

The *conversation* carries the program in and the messages out (``guest`` describes them). The *lifeline* is the keeper's
alone: ``i`` means interrupt the guest; its end means kill everything. When the guest has ended, the keeper writes
``exited`` on it and closes it; or ``signal``, the number of the one that ended it, and how many processes the kernel has
ended meanwhile for want of memory; or ``memory`` or ``processes``, if it has killed a submission that used too much of these
(``meter``). By then every process of the submission is gone. Whoever sees the lifeline end without such a word knows that
it was not the student's code that ended.

Started with one argument: ``root`` (namespaces made by root, each submission with a user id of its own), ``user`` (in a
user namespace) or ``none`` (no namespaces: a plain process, for one submission).
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from typing import Any, NoReturn

import guest
import meter
import namespaces


def serve(control: socket.socket, warm: guest.Warm, isolation: str) -> None:
    """Fork a keeper for every pair of sockets that comes, until the control socket ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are reaped by the kernel
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if not request:
            return
        if os.fork() == 0:
            control.close()
            conversation, lifeline = (socket.socket(fileno=descriptor) for descriptor in descriptors)
            keep(conversation, lifeline, warm, isolation)
        for descriptor in descriptors:
            os.close(descriptor)


def keep(conversation: socket.socket, lifeline: socket.socket, warm: guest.Warm, isolation: str) -> NoReturn:
    """The keeper, from its birth to its end."""
    wake, wakened = os.pipe()
    os.set_blocking(wakened, False)
    signal.set_wakeup_fd(wakened)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        program = json.loads(_line(conversation))
        if isolation != "none":
            namespaces.leave(user=isolation == "user")
        watch = None if isolation == "none" else meter.Meter(program["limits"])
        before = meter.kernel_kills()
        child = os.fork()
        if child == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (wake, wakened, lifeline.detach()):
                os.close(descriptor)
            run(program, conversation, warm, isolation)
        conversation.close()
        _guard(child, lifeline, wake, watch, before)
    except BaseException:
        complain()
    os._exit(1)


def _guard(child: int, lifeline: socket.socket, wake: int, watch: meter.Meter | None, kills: int) -> NoReturn:
    """Wait for the child's end, obey the lifeline, and kill who uses too much. ``kills``: the kernel's, before the child.

    Without a ``watch`` there are no namespaces: the child leads a process group that dies with it.
    """
    group = watch is None
    while True:
        ready, _, _ = select.select([lifeline.fileno(), wake], [], [], watch.pause if watch else None)
        excess = watch.excess() if watch and not ready else ""
        if excess:
            _kill(child, group)
            os.waitpid(child, 0)
            lifeline.sendall(f"{excess}\n".encode())
            os._exit(0)
        if lifeline.fileno() in ready:
            if lifeline.recv(1) == b"i":
                os.kill(child, signal.SIGINT)
                continue
            _kill(child, group)
            os.waitpid(child, 0)
            os._exit(0)
        if wake not in ready:
            continue
        os.read(wake, 64)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            _kill(child, group)
            number = _signal(status, group)
            lifeline.sendall(f"signal {number} {meter.kernel_kills() - kills}\n".encode() if number else b"exited\n")
            os._exit(0)


def _signal(status: int, group: bool) -> int:
    """The signal that ended the guest (or its init, from outside), 0 if none did. An init passes it on as its exit code."""
    code = os.waitstatus_to_exitcode(status)
    return -code if code < 0 else 0 if group else code


def _kill(child: int, group: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        (os.killpg if group else os.kill)(child, signal.SIGKILL)


def run(program: dict[str, Any], conversation: socket.socket, warm: guest.Warm, isolation: str) -> NoReturn:
    """The guest, behind an init where there are namespaces: an init is deaf to most signals, a student's process isn't."""
    try:
        if isolation != "none":
            namespaces.isolate(isolation, int(program["limits"]["scratch_bytes"]), int(program["uid"]))
            child = os.fork()
            if child != 0:
                conversation.close()
                _reap(child)
            namespaces.set_dumpable(True)
        os.setsid()
        guest.run(program, conversation.detach(), warm)
    except BaseException:
        complain()
    os._exit(1)


def _line(conversation: socket.socket) -> bytes:
    """The program: all up to the first end of line. Nothing else is ever sent this way."""
    parts: list[bytes] = []
    while not (parts and parts[-1].endswith(b"\n")):
        part = conversation.recv(1 << 16)
        if not part:
            raise EOFError("the conversation ended before the program")
        parts.append(part)
    return b"".join(parts)


def _reap(child: int) -> NoReturn:
    """The first process of a process namespace: passes interrupts on, reaps orphans, ends with the guest and as it did."""

    def interrupt(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGINT)

    signal.signal(signal.SIGINT, interrupt)
    ended = 0
    while ended != child:
        ended, status = os.wait()
    os._exit(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def complain() -> None:
    """Write the current exception to standard error, which is the trusted side's until a guest runs."""
    os.write(2, traceback.format_exc().encode("utf-8", "replace"))


def main() -> None:
    isolation = sys.argv[1]
    # A command that a script starts in the background ignores it, and so would every guest.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # and what starts it may have it blocked
    control = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    gc.disable()  # imports make many objects and hardly any garbage
    try:
        warm = guest.warm_up()
    except BaseException:
        complain()
        raise
    gc.enable()
    gc.collect()
    gc.freeze()  # what is shared with the guests stays shared: the collector would write into every object
    serve(control, warm, isolation)
    os._exit(0)


if __name__ == "__main__":
    main()

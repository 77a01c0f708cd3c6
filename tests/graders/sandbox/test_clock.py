"""Nobody pays for the time in which the grader stood still: the clock, and the deadlines that go by it."""

import json
import os
import socket
import subprocess
import time

import pytest
from forks import in_a_fork

from graders.sandbox import clock, conversation
from graders.sandbox.conversation import Conversation, SandboxError, program
from graders.sandbox.limits import Limits

LIMITS = Limits(cell_seconds=1.0, notebook_seconds=1.5)
STANDS_STILL = 'sleep 0.3; kill -STOP "$0"; sleep 2; kill -CONT "$0"'


def test_a_standstill_is_lost_and_all_else_counts(monkeypatch):
    moments = iter([100.0, 100.2, 100.9, 160.9, 161.0])
    monkeypatch.setattr(clock.time, "monotonic", lambda: next(moments))
    mine = clock.Clock()
    assert [round(mine.now(), 6) for _ in range(4)] == [0.2, 0.9, 0.9 + clock.SLICE, 1.0 + clock.SLICE]
    assert mine.lost == pytest.approx(60.0 - clock.SLICE)


def say(channel, *messages):
    channel.sendall(b"".join(json.dumps(message).encode() + b"\n" for message in messages))


def ends_meanwhile(channel):
    """More than the socket holds: who sends it waits until somebody reads, and is done later than its deadline."""
    time.sleep(0.6)
    shown = [{"output_type": "stream", "name": "stdout", "text": "x" * 900_000}]
    say(channel, {"cell": 0, "outputs": shown, "execution_count": 1, "failed": False})
    time.sleep(0.1)
    say(channel, {"grade_cell": "end", "answers": 7}, {"done": True})


def stays_silent(channel):
    channel.recv(1)


def heard(guest):
    """What a grader that stands still hears of a guest that goes on."""

    def hear():
        (talk, theirs), (life, _keeper) = socket.socketpair(), socket.socketpair()
        if os.fork() == 0:
            talk.close()
            theirs.recv(1 << 16)
            say(theirs, {"ready": True}, {"started": 0})
            guest(theirs)
            os._exit(0)
        with subprocess.Popen(["sh", "-c", STANDS_STILL, str(os.getpid())]):
            try:
                result = Conversation(talk, life, LIMITS).hold(program([], LIMITS, 1))
            except SandboxError as error:
                return str(error)
        return f"{result.ending} {result.answers} {[cell.timed_out for cell in result.cells.values()]}"

    return in_a_fork(hear)


def test_what_was_sent_during_a_standstill_was_in_time():
    assert heard(ends_meanwhile) == "done {'end': 7} [False]"


def test_a_time_out_after_a_long_standstill_may_be_ours(monkeypatch):
    monkeypatch.setattr(conversation, "STANDSTILL", 1.0)
    assert heard(stays_silent) == "its time was over, but the grader itself stood still for 2 seconds"

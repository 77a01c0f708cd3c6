"""Whatever a guest sends, the trusted end comes back in time, with data of the kinds that it promises."""

import contextlib
import json
import socket
import threading
import time

import pytest
from fuzzing import damaged, examples
from hypothesis import event, given
from hypothesis import strategies as st
from nbformat import v4, validate

from graders.cleaning.outputs import Budget
from graders.grading.pipeline import show
from graders.judge.memory import Memory
from graders.judge.request import Request
from graders.sandbox.conversation import CodeCell, Conversation, GradeCell, SandboxError, program
from graders.sandbox.limits import Limits

LIMITS = Limits(cell_seconds=0.5, notebook_seconds=2.0, startup_seconds=2.0, message_bytes=200_000)
TOLD = program([CodeCell(0, "f = 1"), GradeCell("function", ("f",)), CodeCell(1, "f")], LIMITS, 1)
OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": "one\n"},
    {"output_type": "execute_result", "data": {"text/plain": "1", "image/png": "AAAA"}, "execution_count": 3,
     "metadata": {"image/png": {"alt": "a picture"}}},
    {"output_type": "display_data", "data": {"text/html": "<b>1</b>"}, "metadata": {}},
    {"output_type": "error", "ename": "ValueError", "evalue": "1", "traceback": ["1", "2"]},
]  # fmt: skip
ANSWERS = {"version": 2, "nodes": [], "functions": [], "names": {"f": {"scalar": 1}}}
HONEST = [
    {"ready": True}, {"started": 0}, {"cell": 0, "outputs": OUTPUTS, "execution_count": 1, "failed": False},
    {"grade_cell": "function", "answers": ANSWERS}, {"started": 1},
    {"cell": 1, "outputs": OUTPUTS[:1], "execution_count": 2, "failed": False}, {"done": True},
]  # fmt: skip


def lines(messages):
    return b"".join(json.dumps(message).encode() + b"\n" for message in messages)


@st.composite
def talks(draw):
    """What a guest sends: the messages of an honest one, damaged; the bytes of that, damaged as well."""
    messages = draw(damaged(HONEST)) if draw(st.booleans()) else draw(st.lists(st.sampled_from(HONEST), max_size=9))
    data = lines(messages)
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from([0, 0, 1, 2, 50]))
        junk = st.sampled_from([b"\n", b"\0", b"\xff", b"{", b"[" * 3000, b"1" * 5000, b"NaN", b"\\ud800", b"-", b'"'])
        data = data[:start] + draw(junk | st.binary(max_size=5)) + data[end:]
    return data


def held(data, said):
    """The result of a conversation with a guest that sends ``data`` and is gone; ``said`` by its keeper."""
    (talk, theirs), (life, keeper) = socket.socketpair(), socket.socketpair()
    with keeper:
        sender = threading.Thread(target=_send, args=(theirs, data))
        sender.start()
        keeper.sendall(said)
        keeper.shutdown(socket.SHUT_WR)
        conversation = Conversation(talk, life, LIMITS)
        try:
            return conversation.hold(TOLD)
        finally:
            conversation.clean_up()
            sender.join()


def _send(theirs, data):
    with theirs, contextlib.suppress(OSError):  # who has heard enough does not listen to the end
        theirs.recv(1 << 16)  # the program
        theirs.sendall(data)


def test_an_honest_guest_is_heard():
    result = held(lines(HONEST), b"exited\n")
    assert (result.ending, list(result.cells), result.answers) == ("done", [0, 1], {"function": ANSWERS})


@pytest.mark.parametrize(
    ("said", "ending"),
    [(b"signal 9 0\n", ("killed", False)), (b"signal 9 2\n", ("killed", True)), (b"signal 11 0\n", ("died", False))],
)
def test_a_signal_is_told_with_whether_memory_ran_out(said, ending):
    result = held(lines(HONEST[:2]), said)
    assert (result.ending, result.starved) == ending


@examples(150)
@given(talks(), st.sampled_from([b"exited\n", b"signal 9 0\n", b"", b"x", b"exited\nmore"]))
def test_a_stranger_is_heard_with_care(data, said):
    start = time.monotonic()
    try:
        result = held(data, said)
    except SandboxError as error:
        event("sandbox error")
        assert str(error)
        return
    finally:
        assert time.monotonic() - start < 5
    event(result.ending)
    for index, run in result.cells.items():
        assert isinstance(index, int) and isinstance(run.outputs, list)
        shown = show(run, LIMITS, Budget())
        cell = v4.new_code_cell("", outputs=shown.outputs, execution_count=shown.execution_count)
        validate(v4.new_notebook(cells=[cell]))
        json.dumps(cell).encode()
    for answers in result.answers.values():
        remembered(answers)


def remembered(answers):
    """The other thing that the trusted side does with unvalidated answers before the judge has them."""
    if answers is not None:
        try:
            assert Memory().recall(Request("function", "", 1.0, answers), "checks") is None
        except (TypeError, ValueError, RecursionError):
            event("answers that can't be read")


@pytest.mark.parametrize("data", [b"", b"\n", b"[" * 100_000 + b"\n", b"1" * 100_000 + b"\n", b"x" * 150_000], ids=repr)
def test_what_is_no_message_ends_the_conversation(data):
    result = held(b'{"ready": true}\n' + data, b"exited\n")
    assert result.ending == ("bad message" if b"\n" in data else "died")

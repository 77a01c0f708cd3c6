"""Runs inside the sandbox: executes the student's cells and sends out their outputs and answers.

Nothing here is secret and nothing here is trusted afterwards: the student's code shares this process and may change all
of it. What protects the trusted side is that it reads our messages as data (``graders.answers.wire``) and enforces
every limit from outside. The limits set here are the kernel's, whose hard values can't be raised again.

``template`` warms up, forks and calls :func:`run`. In: one line of JSON, ``{"steps": [step...], "limits": {...}, "uid":
n}``, where a step is ``{"cell": index, "source": str}`` or ``{"grade_cell": id, "names": [str...]}``; an interrupt comes
as Ctrl-C. Out: one JSON object a line: ``{"ready": true}``, ``{"started": index}``,
``{"cell": index, "outputs": [...], "execution_count": n, "failed": bool}``, ``{"grade_cell": id, "answers": {...}}``,
``{"done": true}``. Outputs are as nbformat 4 has them.
"""

import builtins
import getpass
import io
import json
import logging
import os
import random
import resource
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from shell import Outputs, Shell, Stream, make_shell, refuse_input

HERE = os.path.dirname(os.path.abspath(__file__))
OUR_MODULES = [name.removesuffix(".py") for name in os.listdir(HERE) if name.endswith(".py")]


def set_limits(limits: dict[str, float]) -> None:
    """Hand the limits to the kernel, soft and hard alike."""
    for name, key in (
        (resource.RLIMIT_AS, "memory_bytes"),
        (resource.RLIMIT_NPROC, "processes"),
        (resource.RLIMIT_NOFILE, "open_files"),
        (resource.RLIMIT_FSIZE, "file_bytes"),
    ):
        try:
            resource.setrlimit(name, (int(limits[key]), int(limits[key])))
        except (ValueError, OSError):
            if sys.platform == "linux":  # macOS knows some of them by name only
                raise
    # The wall clock outside is the real limit; this one ends what got away from it.
    seconds = int(2 * limits["notebook_seconds"] + limits["startup_seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # at the first it has a signal of its own
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def quiet_imports() -> Any:
    """Import Theano, whose warnings must not reach a student, and the dump; return ``(dump, to_json)``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        from answers.theano_engine import quirks

        quirks.do_without_compiler(os.path.expanduser("~/.theano"))
        from answers.theano_engine.dump import dump
        from answers.wire import to_json

        logging.disable(logging.NOTSET)
    return dump, to_json


@dataclass(frozen=True)
class Warm:
    """What every guest starts with: made once, by the template."""

    outputs: Outputs
    shell: Shell
    dump: Callable[..., Any]
    to_json: Callable[..., Any]


FIRST_NOTEBOOK = (
    "import theano, theano.tensor as T\nx, W = T.dvector(), T.fmatrix()\nz = 3 * x.sum() + T.tanh(T.dot(x, W)).sum()",
    "f = theano.function([x, W], z)\nf([1], [[2]])",
    "from exercises.drawing import draw\ndraw(x)",
    "1 / 0",
)
"""What is slow the first time: a compilation, a picture, a traceback."""
ROUNDS = 3
"""Python makes code that has run a few times faster; what is done here no guest has to do."""


def warm_up() -> Warm:
    """Import what every submission needs and do what is slow the first time."""
    outputs = Outputs(1 << 20)
    sys.stdout, sys.stderr = Stream("stdout", outputs, 1), Stream("stderr", outputs, 2)
    vars(sys).update(__stdout__=sys.stdout, __stderr__=sys.stderr)
    dump, to_json = quiet_imports()
    shell = make_shell(outputs)
    fresh = dict(shell.user_ns)
    for _ in range(ROUNDS):
        for source in FIRST_NOTEBOOK:
            shell.run_cell(source, store_history=False)
        json.dumps(to_json(dump(shell.user_ns, ["f", "z"])))
    shell.reset(new_session=True)
    shell.user_ns.update({name: value for name, value in fresh.items() if name not in shell.user_ns})  # `_`, `__doc__`
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)
    # As in Jupyter, modules of the working folder come first; ours are imported already or found behind it.
    sys.path.remove(HERE)
    sys.path.insert(0, "")
    builtins.input = refuse_input
    getpass.getpass = refuse_input
    outputs.start()
    return Warm(outputs, shell, dump, to_json)


class Guest:
    """Runs the steps of a program and sends a message after each."""

    def __init__(self, channel: int, warm: Warm) -> None:
        self.outputs, self.shell, self.dump, self.to_json = warm.outputs, warm.shell, warm.dump, warm.to_json
        self.streams = sys.stdout, sys.stderr
        self.channel = channel
        self.caught = tempfile.TemporaryFile()  # for what bypasses `sys.stdout`: subprocesses, C code
        os.dup2(self.caught.fileno(), 1)
        os.dup2(self.caught.fileno(), 2)
        self._json, self._write = json.dumps, os.write

    def send(self, **message: Any) -> None:
        data = (self._json(message) + "\n").encode("ascii")
        while data:
            data = data[self._write(self.channel, data) :]

    def run_cell(self, index: int, source: str) -> None:
        self.outputs.start()
        self.send(started=index)
        # A student's own stream stays, but IPython can't work without any.
        sys.stdout = getattr(sys, "stdout", None) or self.streams[0]
        sys.stderr = getattr(sys, "stderr", None) or self.streams[1]
        try:
            failed = not self.shell.run_cell(source, store_history=True).success
        except BaseException as error:  # an interrupt between two cells; a hook or a stream of the student's that raises
            failed = True
            name = type(error).__name__
            self.outputs.add({"output_type": "error", "ename": name, "evalue": "", "traceback": [name]})
        self._collect_descriptors()
        count = max(self.shell.execution_count - 1, 1)
        self.send(cell=index, outputs=self.outputs.items, execution_count=count, failed=failed)

    def _collect_descriptors(self) -> None:
        """Add what subprocesses and C code wrote to the descriptors, and empty the file."""
        size = os.fstat(self.caught.fileno()).st_size
        if size:
            text = os.pread(self.caught.fileno(), self.outputs.limit, 0).decode("utf-8", "replace")
            os.ftruncate(self.caught.fileno(), 0)
            os.lseek(self.caught.fileno(), 0, os.SEEK_SET)
            self.outputs.add({"output_type": "stream", "name": "stdout", "text": text})

    def hand_out(self, cell: str, names: list[str]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the student may have turned warnings into errors
            try:
                answers = self.to_json(self.dump(self.shell.user_ns, names))
            except Exception:  # ours or theirs, it can't be told from in here: a person has to look
                answers = {"dump failed": traceback.format_exc()[-2000:]}
        self.send(grade_cell=cell, answers=answers)


def run(program: dict[str, Any], channel: int, warm: Warm) -> NoReturn:
    """Run a submission's program in this process, a fresh fork of the template, and end the process."""
    limits = program["limits"]
    set_limits(limits)
    warm.outputs.limit = int(limits["output_bytes"])
    theano = sys.modules["theano"]
    for folder in (theano.config.compiledir, warm.shell.profile_dir.location):  # this /tmp is a new one
        os.makedirs(folder, exist_ok=True)
    random.seed()
    sys.modules["numpy"].random.seed()
    sys.stdin = io.StringIO()
    for name in OUR_MODULES:  # a student may have modules of these names
        sys.modules.pop(name, None)
    guest = Guest(channel, warm)
    guest.send(ready=True)
    for step in program["steps"]:
        if "grade_cell" in step:
            guest.hand_out(step["grade_cell"], step["names"])
        else:
            guest.run_cell(step["cell"], step["source"])
    guest.send(done=True)
    os._exit(0)  # no exit handler of the student's runs

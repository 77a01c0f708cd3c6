"""The way to the judge's process: started when first needed, warm afterwards, killed and replaced when it hangs or dies."""

import contextlib
import json
import logging
import queue
import subprocess
import sys
import tempfile
import threading
from typing import TextIO

from exercises.words import later, say
from graders.checkout import Stamp
from graders.judge.fingerprint import current, stamp_of_checks
from graders.judge.home import cache_folder, judge_environment, take_slot
from graders.judge.memory import Memory
from graders.judge.request import FAILED, UNREADABLE, Request
from graders.records.verdict import Cause, Outcome, Verdict
from graders.sandbox.clock import SLICE, Clock
from graders.sandbox.conversation import Closed

log = logging.getLogger(__name__)
JUDGE_SECONDS = 120.0
"""For one grade cell, by the clock of this process: a cold cache has to compile C for every op of an answer."""
SECONDS_AFTER_HANG = 15.0
"""For the other cells of a notebook in which one has already hung: one answer must not hold up a class."""
TRIES = 2
"""A judge that somebody killed (the system, for want of memory) is asked once more: the answer is not to blame."""
HANGS = later("Checking your answer took more than {seconds} seconds.")


class Judge:
    """One warm judge, with a memory if it is given one. Safe for use from several threads: it judges one cell at a time.

    When the checks on disk are not those that it has loaded any more, it starts anew.
    """

    def __init__(self, seconds: float = JUDGE_SECONDS, memory: Memory | None = None) -> None:
        self.seconds = seconds
        self.memory = memory
        self._lock = threading.RLock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()
        self._errors: TextIO | None = None
        self._slot: TextIO | None = None
        self._stamp: Stamp = {}
        self._closed = False

    def start(self) -> None:
        """Start the process, so that it is warm by the time that the first answers are there."""
        if self._lock.acquire(blocking=False):  # else it is there: somebody is being judged
            try:
                self._started()
            finally:
                self._lock.release()

    def judge(self, grade: Request, seconds: float | None = None) -> Verdict:
        """The verdict on one grade cell; a judge that hangs or dies gives ``grader_error``, never an exception.

        ``seconds`` of wall clock are allowed, by default those of the judge. Raises :class:`Closed` when that is closed
        meanwhile.
        """
        try:
            remembered = None if self.memory is None else self.memory.recall(grade, current())
        except (TypeError, ValueError, RecursionError) as error:
            return self._lost(grade, Cause.UNREADABLE, UNREADABLE, f"the answers can't be read: {type(error).__name__}")
        if remembered is not None:
            return remembered
        return self._judge(grade, self.seconds if seconds is None else seconds)

    def _judge(self, grade: Request, seconds: float) -> Verdict:
        try:
            # Not `asdict`, which would copy the answers, and recurse twice as deep as the parser that let them in.
            request = json.dumps(vars(grade))
        except (TypeError, ValueError, RecursionError) as error:
            return self._lost(grade, Cause.UNREADABLE, UNREADABLE, f"the answers can't be sent on: {type(error).__name__}")
        with self._lock:
            return self._ask(grade, request, seconds)

    def _ask(self, grade: Request, request: str, seconds: float) -> Verdict:
        try:
            for left in reversed(range(TRIES)):
                line = self._line(request, seconds)
                if line and self._stamp == stamp_of_checks():
                    break
                detail = "the checks were changed meanwhile" if line else f"the judge died: {self._last_errors()}"
                self._end()
                if not left:
                    return self._lost(grade, Cause.GRADER_FAILED, FAILED, detail)
                log.warning("Grade cell %s: %s; trying once more", grade.cell, detail.strip())
        except queue.Empty:
            self._end()
            return self._lost(grade, Cause.HUNG, say(HANGS, seconds=f"{seconds:.0f}"), "the judge hung")
        answer = json.loads(line)
        verdict = Verdict.from_json(answer["verdict"])
        if verdict.detail:
            log.error("Grade cell %s: %s", grade.cell, verdict.detail)
        if self.memory is not None:
            self.memory.keep(grade, verdict, answer["checks"])
        return verdict

    def _line(self, request: str, seconds: float) -> str:
        """The judge's answer to ``request``, empty if it died. Raises ``queue.Empty`` when it takes too long."""
        process = self._started()
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(request + "\n")
            process.stdin.flush()
        clock = Clock()
        while (left := seconds - clock.now()) > 0:
            if self._closed:
                raise Closed
            with contextlib.suppress(queue.Empty):
                return self._lines.get(timeout=min(left, SLICE))
        raise queue.Empty

    def _lost(self, grade: Request, cause: Cause, reason: str, detail: str) -> Verdict:
        log.error("Grade cell %s: %s", grade.cell, detail)
        return Verdict(grade.cell, Outcome.GRADER_ERROR, grade.max_points, reason=reason, detail=detail, cause=cause)

    def _started(self) -> subprocess.Popen[str]:
        if self._closed:
            raise Closed
        if self._process is not None and self._stamp != stamp_of_checks():
            log.info("The checks have changed: the judge starts anew.")
            self._end()
        if self._process is None:
            self._stamp = stamp_of_checks()
            self._lines = queue.Queue()
            self._errors = tempfile.TemporaryFile("w+")
            self._slot, compiled = take_slot()
            command = [sys.executable, "-m", "graders.judge.inside.server"]
            self._process = subprocess.Popen(
                command,
                env=judge_environment(compiled),
                cwd=cache_folder(),
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,
            )
            threading.Thread(target=_read, args=(self._process, self._lines), daemon=True).start()
        return self._process

    def _last_errors(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        return self._errors.read()[-2000:]

    def close(self) -> None:
        """Kill the process, also while it judges, and stay closed."""
        self._closed = True
        with self._lock:
            self._end()

    def _end(self) -> None:
        """Kill the process; the next :meth:`_started` starts another."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors, self._slot):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        self._process = self._errors = self._slot = None


def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    """Put every line into the queue, and "" for the end."""
    assert process.stdout is not None
    with contextlib.suppress(ValueError):  # closed while reading
        for line in process.stdout:
            lines.put(line)
    lines.put("")

"""Verdicts that the judge has given before, by the content of everything that they depend on.

A verdict is a pure function of the answers, the grade cell, and the checks with all that they import (their
:func:`~graders.judge.fingerprint.fingerprint`); so equal answers are judged once. What the grader could not decide is never
remembered: the next try may end better.
"""

import contextlib
import datetime
import hashlib
import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from graders.judge.request import Request
from graders.records.verdict import Outcome, Verdict

log = logging.getLogger(__name__)
KEPT_DAYS = 120
"""A term: verdicts that nobody has asked for since are dropped."""
TABLE = "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, record TEXT NOT NULL, day TEXT NOT NULL)"


class Memory:
    """Remembers verdicts in this process and, if given a ``folder``, in a file there. Safe for several threads.

    The folder must be out of the reach of what students run. A file that can't be used (read-only, broken, locked) is
    said once in the log; nothing else depends on it. ``hits`` and ``misses`` count.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.hits = self.misses = 0
        self._verdicts: dict[str, Verdict] = {}
        self._lock = threading.Lock()
        self._file: sqlite3.Connection | None = None
        if folder is not None:
            with self._used_with_care():
                self._file = sqlite3.connect(folder / "verdicts.sqlite", timeout=5.0, check_same_thread=False)
                self._file.execute("PRAGMA journal_mode = WAL")
                self._file.execute("PRAGMA synchronous = NORMAL")
                self._file.execute(TABLE)
                old = datetime.date.today() - datetime.timedelta(days=KEPT_DAYS)
                self._file.execute("DELETE FROM verdicts WHERE day < ?", (old.isoformat(),))
                self._file.commit()

    def recall(self, grade: Request, checks: str) -> Verdict | None:
        """The verdict that the ``checks`` of this fingerprint gave on the same answers in the same grade cell, if any."""
        key = _key(grade, checks)
        with self._lock:
            verdict = self._verdicts.get(key) or self._read(key)
            if verdict is None:
                self.misses += 1
            else:
                self.hits += 1
                self._verdicts[key] = verdict
            return verdict

    def keep(self, grade: Request, verdict: Verdict, checks: str) -> None:
        """Remember a verdict of these ``checks``, unless the grader could not decide."""
        if verdict.outcome is Outcome.GRADER_ERROR:
            return
        key = _key(grade, checks)
        with self._lock:
            self._verdicts[key] = verdict
            with self._used_with_care():
                if self._file is not None:
                    row = (key, json.dumps(verdict.to_json()), datetime.date.today().isoformat())
                    self._file.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", row)
                    self._file.commit()

    def close(self) -> None:
        """Close the file; what this process remembers stays."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _read(self, key: str) -> Verdict | None:
        with self._used_with_care():
            if self._file is not None:
                row = self._file.execute("SELECT record FROM verdicts WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    today = datetime.date.today().isoformat()
                    self._file.execute("UPDATE verdicts SET day = ? WHERE key = ? AND day < ?", (today, key, today))
                    self._file.commit()
                    return Verdict.from_json(json.loads(row[0]))
        return None

    @contextlib.contextmanager
    def _used_with_care(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            log.warning("The file of remembered verdicts can't be used (%s); answers are judged anew.", error)
            with contextlib.suppress(sqlite3.Error):
                if self._file is not None:
                    self._file.close()
            self._file = None


def _key(grade: Request, checks: str) -> str:
    parts = [checks, grade.cell, grade.source, grade.max_points, grade.answers]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

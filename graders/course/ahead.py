"""Reads and grades submissions in threads, a bounded number ahead of whoever does the bookkeeping."""

from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from nbformat.notebooknode import NotebookNode

from graders.grading.notebook import work_of
from graders.notebooks import reading, restoring
from graders.notebooks.assignment import Assignment
from graders.records.work import Graded, Work

Key = TypeVar("Key")
Result = TypeVar("Result")
WAITING = 4
"""Results a job that may wait to be taken: more would only fill the memory."""


def as_done(
    keys: Iterable[Key], do: Callable[[Key], Result], jobs: int, stop: Callable[[], None] = lambda: None
) -> Generator[tuple[Key, Future[Result]], None, None]:
    """Call ``do`` on every key, ``jobs`` at a time, and yield keys with their futures as they are done.

    Closing the iterator, or interrupting it, cancels what has not begun and waits for what has; ``stop`` makes that end
    sooner.
    """
    todo = iter(keys)
    running: dict[Future[Result], Key] = {}
    with ThreadPoolExecutor(jobs, thread_name_prefix="ahead") as pool:
        try:
            while True:
                for key in islice(todo, jobs * (1 + WAITING) - len(running)):
                    running[pool.submit(do, key)] = key
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future
        finally:
            for future in running:
                future.cancel()
            if running:
                stop()


@dataclass(frozen=True)
class Prepared:
    """A notebook whose results are there before the bookkeeping: restored, with what had to be restored, and graded."""

    nb: NotebookNode
    notes: list[str]
    trouble: str
    work: Work
    graded: Graded


def prepare_all(folder: str, known: Mapping[str, Assignment], grade: Callable[[Work], Graded]) -> dict[str, Prepared]:
    """All ``known`` notebooks of the submission in ``folder``, read, restored and graded."""
    return {name: _prepare(Path(folder, f"{name}.ipynb"), assignment, grade) for name, assignment in known.items()}


def _prepare(path: Path, assignment: Assignment, grade: Callable[[Work], Graded]) -> Prepared:
    nb, trouble = reading.read_or_stand_in(path, assignment)
    notes = restoring.restore(nb, assignment)
    work = work_of(nb, assignment)
    return Prepared(nb, notes, trouble, work, Graded({}, []) if trouble else grade(work))

"""Does things in threads, a bounded number ahead of whoever takes the results."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

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

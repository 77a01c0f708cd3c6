"""``--scheduler``: sandbox and judge run on the workers of a Dask cluster; the books stay here.

A worker needs this checkout installed (``pip install -e ".[graders,cluster]"``), neither gradebook nor course folder. What
travels is plain data: the code cells to a worker, outputs and verdicts back. Dask gives the work of a worker that dies to
another one.
"""

import logging
import re
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from distributed import Client
from distributed.scheduler import KilledWorker

from exercises.words import say
from graders.checkout import Outdated, require_as_imported
from graders.grading.pipeline import Settings, shared_pipeline, undecided
from graders.judge.fingerprint import current
from graders.records.verdict import Cause
from graders.records.work import Graded, Work
from graders.sandbox.conversation import SandboxError
from graders.sandbox.run import kind

log = logging.getLogger(__name__)
CONNECT_SECONDS = 10
ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?P<host>[^\s:/\[\]]+|\[[0-9a-fA-F:.]+\]):(?P<port>\d+)")
PRINTED = "`dask scheduler` prints its own, such as tcp://host:8786."
KILLS_WORKERS = say("The computers that graded your notebook broke down, one after the other.")


class ClusterError(Exception):
    """The cluster can't be used. The text says why, and what to do."""


class Cluster:
    """A connection to the scheduler at ``address``. Raises :class:`ClusterError` when its workers can't be used."""

    def __init__(self, address: str, settings: Settings) -> None:
        _require_scheduler(address)
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"There is no Dask scheduler at {address}: {error}.") from None
        self._settings = replace(settings, hidden=())  # the course folder is not on the workers: there is nothing to hide
        try:
            self._examine(settings.sandbox)
        except BaseException:
            self.close()
            raise

    def _examine(self, sandbox: str) -> None:
        """See that every worker would come to the same verdicts, and say where student code would run unprotected."""
        found = self._on_every_worker(_describe_worker, sandbox)
        if not found:
            raise ClusterError("The cluster has no workers; start some with `dask worker ADDRESS`.")
        self._checks = current()
        for address, (checks, box) in found.items():
            if checks != self._checks:
                raise ClusterError(
                    f"The worker {address} has other checks or versions than this machine: install the same checkout there."
                )
            if box == "plain":
                log.warning("On the worker %s student code runs in a plain process, NOT in a sandbox.", address)
            elif box != "bubblewrap":
                raise ClusterError(f"The worker {address} has no sandbox: {box}")

    def _on_every_worker(self, call: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
        try:
            return dict(self._client.run(call, *arguments))
        except ImportError as error:
            raise ClusterError(f"A worker lacks this package ({error}): install the checkout there too.") from None

    @property
    def threads(self) -> int:
        """How many submissions the workers take at a time."""
        return self._settings.jobs or sum(self._client.nthreads().values())

    def grade(self, work: Work) -> Graded:
        """Have a worker do it; if it dies, another. Raises :class:`Outdated` when the checks are not the same any more."""
        require_as_imported()
        try:
            return self._client.submit(_grade, work, self._checks, self._settings, pure=False).result()
        except KilledWorker as error:
            log.error("%s", error)
            return Graded({}, undecided(work, Cause.GRADER_FAILED, KILLS_WORKERS))

    def remembered(self) -> str:
        """Nothing is known here of what the workers remember."""
        return ""

    def close(self) -> None:
        """End the connection; calls of :meth:`grade` that go on come back with an error."""
        self._client.close(timeout=CONNECT_SECONDS)


def _require_scheduler(address: str) -> None:
    """Raise :class:`ClusterError` unless a scheduler answers at ``address``. Dask itself would try on, for ever at some."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise ClusterError(f"{address!r} is no address of a Dask scheduler. {PRINTED}")
    try:
        with socket.create_connection((found["host"].strip("[]"), int(found["port"])), CONNECT_SECONDS) as connection:
            spoken = address.startswith("tls:") or connection.recv(1)  # a scheduler speaks first, but for TLS
    except (OSError, OverflowError, UnicodeError) as error:
        raise ClusterError(f"There is no Dask scheduler at {address}: {error}. {PRINTED}") from None
    if not spoken:
        raise ClusterError(f"Who answers at {address} is no Dask scheduler. {PRINTED}")


def _describe_worker(sandbox: str) -> tuple[str, str]:
    """On a worker: the fingerprint of its checks, and the kind of sandbox, or why there is none."""
    try:
        return current(), kind(sandbox)
    except SandboxError as error:
        return current(), str(error)


def _grade(work: Work, checks: str, settings: Settings) -> Graded:
    """On a worker: through the one pipeline of its process."""
    if current() != checks:
        raise Outdated("A worker's checks have changed since the run began: run the command again.")
    return shared_pipeline(settings).grade(work)

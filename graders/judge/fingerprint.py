"""The code that a verdict depends on besides the answers and the grade cell: its digest, and whether it has changed."""

import functools
import hashlib
import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from graders.answers.theano_engine import quirks
from graders.checkout import CHECKOUT, Stamp, stamp

SOURCES = (
    "exercises",
    "graders/__init__.py",
    "graders/answers",
    "graders/checkout.py",
    "graders/checks",
    "graders/cleaning/__init__.py",
    "graders/cleaning/text.py",
    "graders/judge",
    "graders/records",
    "source",
)
"""What is explained of an answer comes from the master solution, in ``source``."""
PACKAGES = (*quirks.PACKAGES, "hypothesis", "pytest")


def fingerprint(sources: Iterable[Path] | None = None) -> str:
    """A digest of that code, as it is on disk now, and of the versions of what it uses."""
    digest = hashlib.sha256()
    for path in _sources() if sources is None else sources:
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    versions = [sys.version, shutil.which("g++") or "", *(importlib.metadata.version(name) for name in PACKAGES)]
    digest.update("\0".join(versions).encode())
    return digest.hexdigest()


def _sources() -> list[Path]:
    return [Path(path) for path in sorted(stamp(CHECKOUT / name for name in SOURCES))]


def stamp_of_checks() -> Stamp:
    """What tells whether it is still the same code: its files' stamp, and that of the packages."""
    return stamp([*(CHECKOUT / name for name in SOURCES), *_packages()])


@functools.cache
def _packages() -> list[Path]:
    found = (importlib.util.find_spec(name.lower()) for name in PACKAGES)
    return [Path(spec.origin) for spec in found if spec is not None and spec.origin is not None]


_latest: tuple[Stamp, str] = {}, ""


def current() -> str:
    """The :func:`fingerprint`, read again only where the stamp has changed; empty while files come and go."""
    global _latest
    now = stamp_of_checks()
    if _latest[0] != now:
        try:
            _latest = now, fingerprint()
        except OSError:
            return ""
    return _latest[1]

"""Where the judge lives: its cache folder, the folder for what it compiles, its environment."""

import errno
import fcntl
import itertools
import os
import shutil
from pathlib import Path
from typing import TextIO

import platformdirs

from graders.answers.theano_engine import quirks
from graders.checkout import CHECKOUT

ROOM = 32 << 20
"""Bytes that must be free where the judge compiles."""
NOT_INHERITED = ("PYTHON", "PYTEST_", "HYPOTHESIS_")
INHERITED = {
    "PYTHONHOME", "PYTHONPLATLIBDIR", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX",
}  # fmt: skip
"""Of Python's settings the judge has those that say where packages and compiled files are. With others a check may pass
unseen (``PYTHONOPTIMIZE`` drops assertions), or answers be read as code (``PYTHONINSPECT``)."""


def cache_folder() -> Path:
    """The folder for what the judge compiles: the user's own, never one that a student's process can write."""
    folder = Path(platformdirs.user_cache_dir("theano-exercises"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def take_slot() -> tuple[TextIO, Path]:
    """A folder for compiled code that no other judge uses; it stays taken while the returned file is open.

    Judges that share a folder wait for Theano's compile lock, which sleeps for seconds and outlives a killed process.
    Raises ``OSError`` when the disk is full: Theano would try to write its lock for ever.
    """
    if shutil.disk_usage(cache_folder()).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(cache_folder()))
    for number in itertools.count():
        folder = cache_folder() / f"compiled-{number}"
        folder.mkdir(exist_ok=True, mode=0o700)
        slot = (folder / "taken").open("w")
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            slot.close()
            continue
        for left in folder.glob("*/lock_dir"):  # by a judge that was killed while it compiled
            shutil.rmtree(left, ignore_errors=True)
        return slot, folder
    raise AssertionError("there is always another number")


def judge_environment(compiled: Path) -> dict[str, str]:
    """The environment of the judge: the user's, but with Theano's and Python's settings our own.

    ``compiled`` is the folder for what Theano compiles.
    """
    cache = cache_folder()
    own = {
        "THEANO_FLAGS": f"{quirks.NO_BLAS},base_compiledir={compiled}",
        "THEANORC": os.devnull,
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONWARNINGS": "ignore",
        # Theano finds some of its compiled code by the hashes of strings.
        "PYTHONHASHSEED": "0",
        "SETUPTOOLS_USE_DISTUTILS": "stdlib",  # Theano imports distutils; the one of setuptools takes longer
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    kept = {name: value for name, value in os.environ.items() if name in INHERITED or not name.startswith(NOT_INHERITED)}
    return {**kept, **own}

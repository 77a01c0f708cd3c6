"""Files that a student handed in: opened and copied only if they are files. No link is followed, nothing is waited for."""

import errno
import os
import stat
from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from graders.cleaning.text import one_line

MAX_ENTRIES = 1_000
"""Files and folders beside the notebook that are looked at."""
MAX_BYTES = 100_000_000
"""Of all of them together; nbgrader itself takes files of up to this size."""
MAX_DEPTH = 10


def open_file(path: Path) -> BinaryIO:
    """The ordinary file ``path``, opened for reading. Raises ``OSError`` for a link, a pipe, a device or a folder."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    return os.fdopen(descriptor, "rb")


def find_others(folder: Path, ignore: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The ordinary files in and below ``folder``, in order, and a sentence on everything that is left out.

    ``ignore``: names and patterns of names that are left out without a word, folders with all that is in them.
    """
    if folder.is_symlink():
        return [], ["the folder is a link; nothing in it is copied."]
    files: list[Path] = []
    notes: list[str] = []
    pending, entries, total = [folder], 0, 0
    while pending:
        place = pending.pop()
        found, trouble = _entries(place, MAX_ENTRIES - entries)
        notes += trouble
        entries += len(found)
        for entry in found:
            if any(fnmatchcase(entry.name, pattern) for pattern in ignore):
                continue
            path = Path(entry.path)
            size = 0 if entry.is_symlink() else entry.stat(follow_symlinks=False).st_size
            if entry.is_dir(follow_symlinks=False) and len(path.relative_to(folder).parts) <= MAX_DEPTH:
                pending.append(path)
            elif not entry.is_file(follow_symlinks=False):
                what = "a link" if entry.is_symlink() else "not an ordinary file or nested too deeply"
                notes.append(f"{one_line(path.name)[:80]!r} is {what}; it is not copied.")
            elif total + size > MAX_BYTES:
                notes.append(f"{one_line(path.name)[:80]!r} has {size / 1e6:.0f} MB, which is too much; it is not copied.")
            else:
                total += size
                files.append(path)
    return sorted(files), notes


def _entries(place: Path, most: int) -> tuple[list[os.DirEntry[str]], list[str]]:
    """What is in a folder, at most so much, and what there is to say about the rest."""
    try:
        with os.scandir(place) as scan:
            found = list(islice(scan, most + 1))
    except OSError as error:
        return [], [f"{one_line(place.name)[:80]!r} can't be read ({error.strerror}); it is not copied."]
    more = [f"there are more than {MAX_ENTRIES} files; not all are copied."] if len(found) > most else []
    return sorted(found[:most], key=lambda entry: entry.name), more


def copy_others(folder: Path, target: Path, ignore: Sequence[str]) -> list[str]:
    """Copy what :func:`find_others` finds into the folder ``target``; return a sentence on everything that is left out."""
    files, notes = find_others(folder, ignore)
    for path in files:
        copy = target / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        try:
            with open_file(path) as source, copy.open("xb") as file:
                file.write(source.read(MAX_BYTES))
        except OSError as error:
            notes.append(f"{one_line(path.name)[:80]!r} can't be copied ({error.strerror}).")
    return notes

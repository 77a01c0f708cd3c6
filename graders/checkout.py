"""Whether the files that a process has imported are still what they were: a ``git pull`` changes them under whoever runs."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
"""The checkout, as Python has found it."""

PACKAGES = ("graders", "exercises")
KINDS = (".py", ".ipynb")

Status = tuple[int, int] | None
"""Time and size of a file, by which Python too knows whether what it has compiled is current; None if it is gone."""
Stamp = Mapping[str, Status]
"""Of files: what has the same stamp is the same."""


class Outdated(Exception):
    """This process runs code that is not in the checkout any more. The text names the files and says what to do."""


def stamp(places: Iterable[Path]) -> Stamp:
    """The stamp of the modules and notebooks that are, or are below, ``places``. It is taken at every verdict: a hundred
    files take half a millisecond."""
    found: dict[str, Status] = {}
    pending = [str(place) for place in places]
    while pending:
        path = pending.pop()
        if path.endswith(KINDS):
            found[path] = _status(path)
        else:
            pending += _within(path)
    return found


def _status(path: str) -> Status:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _within(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as scan:
            return [entry.path for entry in scan if entry.name[0] != "." and (entry.name.endswith(KINDS) or entry.is_dir())]
    except OSError:  # it is gone
        return []


_at_start = stamp(CHECKOUT / name for name in PACKAGES)


def require_as_imported() -> None:
    """Raise :class:`Outdated` if a file of ours that this process has imported has changed since it started.

    Its modules come from before; a judge or a sandbox that it starts would be made of what is there now.
    """
    loaded = [module.__file__ or "" for name, module in list(sys.modules.items()) if name.partition(".")[0] in PACKAGES]
    changed = sorted(path for path in loaded if path in _at_start and _status(path) != _at_start[path])
    if changed:
        shown = [os.path.relpath(path, CHECKOUT) for path in changed[:3]] + ["..."] * (len(changed) > 3)
        raise Outdated(
            f"The checkout has changed since this process started ({', '.join(shown)}), and old code must not work with "
            "new: run the command again; if it is a server (Jupyter, a Dask worker), start that again."
        )

"""Runs inside the sandbox, once, before any template: does what is done for every submission, and says what is amiss.

Started as ``template`` is, with the user id of a submission before the isolation. Prints as JSON what a submission could
not read of what it may import: where, and the first path there. ``{}`` is what the trusted side waits for.
"""

import itertools
import json
import os
import sys
from collections.abc import Iterator

import namespaces


def unreadable() -> dict[str, str]:
    """Where modules are that this process may not read (a folder above them, one in which Python looks for them, or a file
    or folder of ours), with the first path of each."""
    here = os.path.dirname(os.path.abspath(__file__))
    ours = [os.path.join(here, name) for name in os.listdir(here)]
    found = {}
    for place in [sys.executable, os.path.realpath(sys.executable), *ours, *sys.path[1:]]:
        above = itertools.accumulate(place.split(os.sep)[1:], os.path.join, initial=os.sep)
        closed = next(filter(_closed, above), None)
        if closed is not None:
            place = closed
        else:
            closed = next(filter(_closed, _below(place)), None)
        if closed is not None:
            found[place] = closed
    return found


def _below(place: str) -> Iterator[str]:
    """Modules, packages, and what packages hold. Two levels: to look into all would take seconds."""
    for folder, folders, files in os.walk(place):
        yield from (os.path.join(folder, name) for name in folders + files if name != "__pycache__")
        if folder != place:
            folders.clear()


def _closed(path: str) -> bool:
    """Whether ``path``, in a folder that is open, is there but can't be read, or as a folder can't be entered."""
    if not os.access(path, os.R_OK):
        return os.path.exists(path)  # else a link to what is out of sight
    return not os.access(path, os.X_OK) and os.path.isdir(path)


def main(uid: str, isolation: str) -> None:
    if isolation != "none":
        namespaces.leave(user=isolation == "user")
        child = os.fork()
        if child != 0:
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        namespaces.isolate(isolation, 1 << 20, int(uid))
    # Else a submission's user is the one that started it, who can read what it can.
    found = unreadable() if isolation == "root" else {}
    if not found and not os.path.exists(sys.executable):
        sys.exit(f"{sys.executable} is out of sight")
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])

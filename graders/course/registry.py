"""``groups.json`` in the course folder: which behaviours the groups of each assignment stand for, by their names.

It keeps names the same from run to run, and lets autograding see from one answer alone which groups it is in. Groups that a
person has commented on or decided stay; of others only those that the class has now. Lost, it is made anew: names come from
the behaviours themselves.
"""

import contextlib
import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from graders.course.folder import AGAIN, CourseError
from graders.records.behaviour import Behaviour
from graders.reports.groups import Registry

FILE = "groups.json"


def read(root: Path, assignment: str) -> Registry:
    """The groups of an assignment in the course folder ``root``. Raises :class:`CourseError` if the file can't be read."""
    known = _file(root).get(assignment, {})
    try:
        return Registry({str(name): [Behaviour.from_text(text) for text in texts] for name, texts in known.items()})
    except (AttributeError, TypeError, ValueError) as error:
        raise _broken(root, error) from None


def write(root: Path, assignment: str, registry: Registry, names: Collection[str]) -> None:
    """Keep these groups of an assignment. Raises :class:`CourseError` where that can't be written."""
    file = _file(root)
    kept = {name: [one.to_text() for one in behaviours] for name, behaviours in registry.known.items() if name in names}
    if file.get(assignment, {}) != kept:
        write_whole(root / FILE, json.dumps({**file, assignment: kept}, indent=1, sort_keys=True) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Put a file into its place when it is complete. Raises :class:`CourseError`."""
    part = path.with_name(f".{path.name}.part{os.getpid()}")
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CourseError(f"{path} can't be written: {error.strerror}. Mend that, {AGAIN}") from None


def _file(root: Path) -> dict[str, Any]:
    try:
        found = json.loads((root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise _broken(root, error) from None
    if not isinstance(found, dict):
        raise _broken(root, "no object")
    return found


def _broken(root: Path, why: object) -> CourseError:
    return CourseError(
        f"{root / FILE} can't be read ({why}). Mend it, or delete it: `theano-exercises overview` makes it anew, mostly "
        "with the same names."
    )

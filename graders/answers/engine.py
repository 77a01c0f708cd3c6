"""What an engine is: a folder of this package with these modules, each with what its protocol says.

``ops.py`` has the operations that it knows, in tables of its own; ``scan.py`` its loops. ``load.py`` makes something of
answers that can be called, ``dump.py`` answers of a student's objects (the interpreter, of which nobody hands in objects,
has none), and ``quirks.py`` says what it is made of and mends what is wrong with that. To add an engine is to add a folder.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from .format import Answers


class CompileError(Exception):
    """The graph is legal, but this engine can't compile it: nobody's mistake, a person has to look."""


@runtime_checkable
class Quirks(Protocol):
    """``quirks.py``."""

    PACKAGES: Sequence[str]
    """The distributions whose versions its results depend on."""


@runtime_checkable
class Load(Protocol):
    """``load.py``. Trusted side only."""

    def load(self, answers: Answers) -> Any:
        """What can be called, made of ``answers``. It, or calling it, raises :class:`CompileError`."""


@runtime_checkable
class Dump(Protocol):
    """``dump.py``. It runs inside the sandbox, on the student's objects; who loads trusts none of it."""

    def dump(self, namespace: Mapping[str, Any], names: Iterable[str]) -> Answers:
        """The answers that ``names`` stand for in ``namespace``; names that are not defined are left out."""

"""Which files of this machine a sandboxed process needs, and which it must never see. Pure path arithmetic."""

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from graders.checkout import CHECKOUT

GRADERS = CHECKOUT / "graders"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache", "/etc/ld.so.conf",
          "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/var/cache/fontconfig", "/etc/localtime",
          "/etc/nsswitch.conf")  # fmt: skip

OF_A_PREFIX = ("bin", "lib", "lib64", "include", "pyvenv.cfg")
"""What Python needs of where it is installed. Beside it may stand checkouts (``src``) or, where that is ``~/.local``, what
the user's programs keep (``share``)."""

EXCHANGE = Path("/usr/local/share/nbgrader")
"""Where nbgrader's exchange is if nobody says otherwise: all that was handed in, on a machine that many share."""

ENVIRONMENT = {
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "IPYTHONDIR": "/tmp/.ipython",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "SETUPTOOLS_USE_DISTUTILS": "stdlib",  # what imports distutils would wait for the one of setuptools
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""The whole environment of student code; nothing is inherited."""

Mount = Literal["folder", "show", "cover"]


@dataclass(frozen=True)
class Layout:
    """``visible``: paths shown read-only at their own place. ``guest``: what the guest needs, by its path inside.
    ``hidden``: folders to cover, of which a visible one may hold some. Of two, the inner one decides what is seen."""

    visible: tuple[Path, ...]
    guest: tuple[tuple[Path, str], ...]
    hidden: tuple[Path, ...]

    def mounts(self) -> dict[Path, Mount]:
        """What has to be done at which path, the outer ones first: make a folder, show what is there, or cover it."""
        shown = [*self.visible, *(Path(inside) for _, inside in self.guest)]
        wanted: dict[Path, Mount] = {parent: "folder" for path in shown for parent in path.parents[:-1]}
        wanted |= dict.fromkeys(self.visible, "show")
        wanted |= dict.fromkeys(self.hidden, "cover")
        found: dict[Path, Mount] = {}
        for path in sorted(wanted):
            in_sight = next((found[parent] for parent in path.parents if parent in found), "folder") == "show"
            if in_sight == (wanted[path] == "cover"):
                found[path] = wanted[path]
        return found

    def outside(self, inside: str) -> Path:
        """Where on this machine the file or folder is that the guest sees at ``inside``."""
        for source, place in self.guest:
            if Path(inside).is_relative_to(place):
                return source / Path(inside).relative_to(place)
            if Path(place).is_relative_to(inside):
                return source.parents[len(Path(place).relative_to(inside).parts) - 1]
        return Path(inside)


def layout(hidden: Iterable[Path] = ()) -> Layout:
    """What this Python needs to run the guest, without the checkout and the user's home; ``hidden`` adds folders to cover,
    such as the course's.

    Raises ``ValueError`` when hiding would take away what the guest itself needs.
    """
    visible = in_sight()
    secret = {path.resolve() for path in (CHECKOUT, Path(os.path.expanduser("~")), EXCHANGE, *hidden)} - {Path("/")}
    covers = set()
    for shown, path in itertools.product(visible, secret):
        real = shown.resolve()
        if path == real:
            raise ValueError(f"{path} can't be hidden from student code, which needs it.")
        if path.is_relative_to(real) and os.path.exists(path) and not is_link(shown):  # what isn't there isn't seen
            covers.add(shown / path.relative_to(real))
    return Layout(visible, guest(), tuple(sorted(covers)))


def in_sight() -> tuple[Path, ...]:
    """What is shown of this machine: the system, and what Python needs where it is installed."""
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), Path(os.path.realpath(sys.executable)).parent.parent}
    wanted = [*map(Path, SYSTEM), *(prefix / part for prefix in sorted(prefixes) for part in OF_A_PREFIX)]
    return tuple(path for path in wanted if os.path.lexists(path))


def is_link(path: Path) -> bool:
    """Whether a visible path is a link in the sandbox too, as ``/bin`` is on most systems."""
    return str(path) in SYSTEM and path.is_symlink()


def guest() -> tuple[tuple[Path, str], ...]:
    """The files and folders of ours that run inside the sandbox, with their places there."""
    return (
        *_modules(GRADERS / "sandbox" / "inside", "/guest"),
        *_modules(GRADERS / "answers", "/guest/answers"),
        (GRADERS / "answers" / "theano_engine", "/guest/answers/theano_engine"),
        (_folder_of("exercises"), "/guest/exercises"),
    )


def _modules(folder: Path, place: str) -> Iterator[tuple[Path, str]]:
    """One by one: bubblewrap could make no place for more below a folder that is shown read-only."""
    return ((path, f"{place}/{path.name}") for path in sorted(folder.glob("*.py")))


def _folder_of(package: str) -> Path:
    """The folder of a package, which need not be imported for that."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).resolve().parent

"""Which files of this machine a sandboxed process needs, and which it must never see. Pure path arithmetic."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

GRADERS = Path(__file__).resolve().parents[1]
CHECKOUT = GRADERS.parent
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache", "/etc/ld.so.conf",
          "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/var/cache/fontconfig", "/etc/localtime",
          "/etc/nsswitch.conf")  # fmt: skip

GUEST_MODULES = ("template.py", "guest.py", "shell.py", "namespaces.py", "syscalls.py", "meter.py")

ENVIRONMENT = {
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "IPYTHONDIR": "/tmp/.ipython",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    # Python only: no compiler, and no compiled library that anybody else would load.
    "THEANO_FLAGS": "blas.ldflags=,cxx=,optimizer=fast_compile,base_compiledir=/tmp/.theano",
    "SETUPTOOLS_USE_DISTUTILS": "stdlib",  # Theano imports distutils; the one of setuptools takes longer
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""The whole environment of student code; nothing is inherited."""


@dataclass(frozen=True)
class Layout:
    """``visible``: paths shown read-only at their own place. ``guest``: what the guest needs, by its path inside.
    ``hidden``: paths that are covered if one of the visible ones holds them."""

    visible: tuple[Path, ...]
    guest: tuple[tuple[Path, str], ...]
    hidden: tuple[Path, ...]

    def covered(self) -> list[Path]:
        """The hidden paths that lie inside a visible one: these need a cover."""
        return [path for path in self.hidden if any(path.is_relative_to(shown) for shown in self.visible)]

    def parents(self) -> list[Path]:
        """The folders above what is shown that have to be made, outermost first."""
        shown = [*self.visible, *(Path(inside) for _, inside in self.guest)]
        above = {parent for path in shown for parent in path.parents if parent != Path("/")}
        return sorted(parent for parent in above if not _inside(parent, list(self.visible)))


def layout(hidden: Iterable[Path] = ()) -> Layout:
    """What this Python needs to run the guest. ``hidden`` adds paths, such as the course folder.

    Raises ``ValueError`` when hiding would take away what the guest itself needs.
    """
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), Path(os.path.realpath(sys.executable)).parent.parent}
    package = _folder_of("exercises")
    system = [Path(path) for path in SYSTEM if os.path.lexists(path)]
    visible = [*system, *(path for path in sorted(prefixes) if not _inside(path, system))]
    concealed = {GRADERS, CHECKOUT / "source", CHECKOUT / "tests", CHECKOUT / "gradebook.db"}
    concealed |= {path.resolve() for path in hidden}
    for path in concealed:
        if any(shown.is_relative_to(path) for shown in system):
            raise ValueError(f"The course folder {path} holds the system itself: it can't be hidden from student code.")
    guest = (
        *((GRADERS / "sandbox" / name, f"/guest/{name}") for name in GUEST_MODULES),
        (GRADERS / "answers", "/guest/answers"),
        (package, "/guest/exercises"),
    )
    return Layout(tuple(visible), guest, tuple(sorted(concealed)))


def _folder_of(package: str) -> Path:
    """The folder of a package, which need not be imported for that."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).resolve().parent


def _inside(path: Path, others: list[Path]) -> bool:
    return any(path.is_relative_to(other) for other in others)

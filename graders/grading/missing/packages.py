"""An import that failed in a student's cell: what it was after, and whether that it failed is the student's fault."""

import difflib
import re
import sys
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path

OUR_OWN = {"graders"}
"""Packages that no student has: needing one of them is no misfortune."""
TAUGHT = ("theano", "numpy", "scipy", "matplotlib", "exercises")
"""What the course uses: a name that is nearly one of these is one that was mistyped."""
BELOW = {"tensor": "theano.tensor", "T": "theano.tensor", "shared": "theano", "pyplot": "matplotlib.pyplot"}
"""Modules that people import as if they were packages."""
ELSEWHERE = {"pytensor", "aesara", "jax", "flax", "torch", "tensorflow", "keras", "sympy", "autograd", "mxnet", "cupy"}
"""What others compute with."""

# As Python says it. A student's own `matplotlib.py` is told of in other words ("'matplotlib' is not a package").
NOT_FOUND = re.compile(r"No module named '([\w.]{1,100})'")
NOTHING_IN_IT = re.compile(r"cannot import name '(\w{1,100})' from '([\w.]{1,100})' \(unknown location\)")
NOT_READ = re.compile(r"\[Errno 13\] Permission denied: '(/.{1,500})'")


@dataclass(frozen=True)
class FailedImport:
    """The ``module`` that could not be imported. ``meant``: the one that the course uses in its place.

    ``lacking``: the grader lacks it, or keeps it from student code, so it is no fault of the student's.
    """

    module: str
    meant: str = ""
    lacking: bool = False


def failed_import(ename: str, evalue: str) -> FailedImport | None:
    """The import that failed, by the name and the message of an error; None where that isn't the error."""
    if ename == "PermissionError" and (found := NOT_READ.fullmatch(evalue)):
        path = Path(found[1])
        ours = any(path.is_relative_to(place) for place in ("/guest", *filter(None, sys.path)))
        return FailedImport(path.name, lacking=True) if ours else None
    if ename == "ModuleNotFoundError" and (found := NOT_FOUND.fullmatch(evalue)):
        module = found[1]
    elif ename == "ImportError" and (found := NOTHING_IN_IT.fullmatch(evalue)):
        module = f"{found[2]}.{found[1]}"
    else:
        return None
    package, _, rest = module.partition(".")
    if package in OUR_OWN:
        return FailedImport(module)
    if rest:  # of a package: theirs to spell right, unless it is here, and student code was kept from reading it
        return FailedImport(module, lacking=_is_here(module))
    meant = "theano" if package.lower() in ELSEWHERE else BELOW.get(package, "")
    if not meant and package not in TAUGHT:
        meant = next(iter(difflib.get_close_matches(package.lower(), TAUGHT, 1, 0.75)), "")
    return FailedImport(module, meant, lacking=not meant and package not in sys.stdlib_module_names)


def _is_here(module: str) -> bool:
    """Whether a module of a package is installed where the grader runs. Imports nothing, for a student chose the name."""
    package, *rest = module.split(".")
    try:
        spec = find_spec(package)
    except ValueError:  # `__main__` has none
        return False
    for name in rest:
        if spec is None or spec.submodule_search_locations is None:
            return False
        spec = PathFinder.find_spec(f".{name}", spec.submodule_search_locations)
    return spec is not None

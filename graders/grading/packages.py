"""Whether an error in a student's cell means that the grader lacks a module, or can't read it: no fault of the student's."""

import re
import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path

OUR_OWN = {"graders"}
"""Packages that no student has: needing one of them is no misfortune."""

# As Python says it. A student's own `matplotlib.py` is told of in other words ("'matplotlib' is not a package").
NOT_FOUND = re.compile(r"No module named '([\w.]{1,100})'")
NOTHING_IN_IT = re.compile(r"cannot import name '(\w{1,100})' from '([\w.]{1,100})' \(unknown location\)")
NOT_READ = re.compile(r"\[Errno 13\] Permission denied: '(/.{1,500})'")


def lacking(ename: str, evalue: str) -> str:
    """What the grader lacks or can't read, by the name and the message of an error; empty where that isn't the error."""
    if ename == "PermissionError" and (found := NOT_READ.fullmatch(evalue)):
        path = Path(found[1])
        return path.name if any(path.is_relative_to(place) for place in ("/guest", *filter(None, sys.path))) else ""
    if ename == "ModuleNotFoundError" and (found := NOT_FOUND.fullmatch(evalue)):
        module = found[1]
    elif ename == "ImportError" and (found := NOTHING_IN_IT.fullmatch(evalue)):
        module = f"{found[2]}.{found[1]}"
    else:
        return ""
    package, _, rest = module.partition(".")
    if package in OUR_OWN:
        return ""
    # A module of a package is theirs to spell right, unless it is here: then student code was kept from reading it.
    return module if (_is_here(module) if rest else package not in sys.stdlib_module_names) else ""


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

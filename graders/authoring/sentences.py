"""What the checks of an exercise are and say, as JSON. A process of its own: the checks import Theano.

Run as ``python -m graders.authoring.sentences NAME`` with the judge's environment.
"""

from __future__ import annotations

import importlib
import json
import sys
from types import ModuleType
from typing import Any

from exercises.checking import description_of


def look(name: str) -> dict[str, Any]:
    """The sentences of the public and the hidden checks by grade cell, which cells have one check for both, and which
    the exercise calls wholly public. Raises whatever importing them raises.
    """
    exercise = importlib.import_module(f"exercises.{name}")
    checks = importlib.import_module(f"graders.checks.test_{name}")
    public, hidden = _functions(exercise, "check_"), _functions(checks, "test_")
    return {
        "public": {cell: description_of(check) for cell, check in public.items()},
        "hidden": {cell: description_of(check) for cell, check in hidden.items()},
        "one": sorted(cell for cell in public if public[cell] is hidden.get(cell)),
        "wholly public": list(getattr(exercise, "WHOLLY_PUBLIC", ())),
    }


def _functions(module: ModuleType, prefix: str) -> dict[str, Any]:
    found = {name: value for name, value in vars(module).items() if name.startswith(prefix) and callable(value)}
    return {name.removeprefix(prefix): value for name, value in found.items()}


if __name__ == "__main__":
    print(json.dumps(look(sys.argv[1])))

"""What the checks of an exercise are and say, as JSON. A process of its own: the checks import Theano.

Run as ``python -m graders.course.authoring.sentences NAME`` with the judge's environment.
"""

import importlib
import json
import sys
from typing import Any

from exercises.checking.description import description_of
from exercises.exercise import load, public_checks


def look(name: str) -> dict[str, Any]:
    """The sentences of the public and the hidden checks by grade cell, which cells have one check for both, and which
    the exercise calls wholly public. Raises whatever importing them raises.
    """
    exercise = load(name)
    tests = vars(importlib.import_module(f"graders.checks.test_{name}"))
    hidden = {test.removeprefix("test_"): run for test, run in tests.items() if test.startswith("test_") and callable(run)}
    public = public_checks(exercise)
    return {
        "public": {cell: description_of(check) for cell, check in public.items()},
        "hidden": {cell: description_of(check) for cell, check in hidden.items()},
        "one": sorted(cell for cell in public if public[cell] is hidden.get(cell)),
        "wholly public": list(exercise.WHOLLY_PUBLIC),
    }


if __name__ == "__main__":
    print(json.dumps(look(sys.argv[1])))

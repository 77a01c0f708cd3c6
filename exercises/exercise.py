"""What the module of an exercise, ``exercises/<assignment>.py``, must have."""

import importlib
import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast


class Exercise(Protocol):
    """The public side of an assignment, as students have it: a module, found by the assignment's name.

    For each grade cell that students can try at home it has a function ``check_<cell>(**answers)``, called with the names
    that the cell needs. Its docstring is one sentence that says what is checked and ends with a full stop; the hidden
    check says the same. It raises :class:`exercises.CheckFailed` when an answer is wrong.

    Theano is imported inside the functions, so that importing the module costs nothing and never warns.
    """

    @property
    def WHOLLY_PUBLIC(self) -> Sequence[str]:
        """The grade cells whose public check is the whole check; the others try hidden inputs when they are graded."""

    @property
    def reference(self) -> Callable[..., Any]:
        """A function of numbers or arrays, in NumPy or plain Python, that gives what a right answer gives.

        It raises ``TypeError`` for symbols, so that nobody can hand it in.
        """


def load(name: str) -> Exercise:
    """The exercise ``name``. Raises ``ValueError`` where there is none, or where its module lacks something."""
    if not re.fullmatch(r"[a-z_]+", name):
        raise ValueError(f"The name of an exercise has lower-case letters and underscores only; got {name!r}.")
    try:
        module = importlib.import_module(f"exercises.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"exercises.{name}":  # a package that the exercise needs
            raise
        raise ValueError(f"There is no exercise called {name!r}.") from None
    wanted = [member for member, kind in vars(Exercise).items() if isinstance(kind, property)]
    missing = [member for member in wanted if not hasattr(module, member)]
    if missing:
        raise ValueError(f"exercises/{name}.py is no exercise: it has no {' and no '.join(missing)}.")
    return cast(Exercise, module)


def public_checks(exercise: Exercise) -> dict[str, Callable[..., None]]:
    """The functions ``check_<cell>`` of an exercise, by the name of the cell."""
    found = {name: value for name, value in vars(exercise).items() if name.startswith("check_") and callable(value)}
    return {name.removeprefix("check_"): check for name, check in found.items()}

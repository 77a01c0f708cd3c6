"""What students have: the three exercises in code, the local ``check`` and what the notebooks display."""

import sys
from typing import TYPE_CHECKING, Any

if sys.version_info[:2] not in ((3, 10), (3, 11)):  # uv installs them all the same
    raise ImportError(
        f"These exercises need Python 3.10 or 3.11, and this is {sys.version.split()[0]}: make your virtual environment "
        "with one of these, for example by `python3.11 -m venv theano-course`."
    )

from exercises.check import check

if TYPE_CHECKING:
    from exercises.checking.failures import CheckFailed

__all__ = ["CheckFailed", "check"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "CheckFailed":  # it brings NumPy, which who reports does without
        from exercises.checking.failures import CheckFailed

        return CheckFailed
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""What students have: the three exercises in code, the local ``check`` and what the notebooks display."""

from exercises.check import check
from exercises.checking import CheckFailed

__all__ = ["CheckFailed", "check"]
__version__ = "0.1.0"

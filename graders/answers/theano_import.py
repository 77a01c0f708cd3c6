"""Imports Theano without the parts of SciPy that it hardly uses: a quarter of a second, and of the memory."""

from __future__ import annotations

import sys
from types import ModuleType


def import_theano() -> None:
    """Import Theano. Whoever uses ``scipy.stats`` or ``scipy.signal`` afterwards has them, imported by SciPy then.

    Theano wants the statistics for one op. Of the signals it wants names that SciPy has not had since 1.8, and goes on
    without them.
    """
    if "theano" in sys.modules:
        return
    placeholders = {"scipy.stats": ModuleType("scipy.stats"), "scipy.signal": None}
    missing = [name for name in placeholders if name not in sys.modules]
    for name in missing:
        sys.modules[name] = placeholders[name]  # type: ignore[assignment]
    try:
        import theano.tensor  # noqa: F401
    finally:
        for name in missing:
            del sys.modules[name]

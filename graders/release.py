"""Generates ``release/`` from ``source/`` with nbgrader, in a scratch course so that the checkout gets no gradebook.

Run as ``python -m graders.release``; the test of ``release/`` calls :func:`generate`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from graders.assignment import CHECKOUT, names
from graders.demo import nbgrader


def generate(folder: Path, assignments: Sequence[str] = ()) -> Path:
    """Run ``nbgrader generate_assignment`` in ``folder`` for ``assignments`` (default: all); return its ``release`` folder.

    Raises :class:`graders.demo.DemoError` when nbgrader does not do it.
    """
    shutil.copytree(CHECKOUT / "source", folder / "source", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(CHECKOUT / "nbgrader_config.py", folder)
    for assignment in assignments or names():
        nbgrader(folder, "generate_assignment", assignment)
    return folder / "release"


def main() -> None:
    """Replace the checkout's ``release/`` by what nbgrader makes of ``source/`` now."""
    with tempfile.TemporaryDirectory() as scratch:
        release = generate(Path(scratch))
        shutil.rmtree(CHECKOUT / "release", ignore_errors=True)
        shutil.copytree(release, CHECKOUT / "release")
    print(f"Generated {CHECKOUT / 'release'}")


if __name__ == "__main__":
    main()

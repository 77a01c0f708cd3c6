"""Generates ``release/`` from ``source/`` with nbgrader, in a scratch course so that the checkout gets no gradebook.

Run as ``python -m graders.course.authoring.release``; the test of ``release/`` calls :func:`generate`.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.utils import capture_log

from graders.checkout import CHECKOUT
from graders.course.folder import open_course
from graders.notebooks.assignment import names


class NotGenerated(Exception):
    """nbgrader does not make a release of a master notebook. The text says why; its own log is on standard error."""


def generate(folder: Path, assignments: Sequence[str] = ()) -> Path:
    """Make a course of ``source/`` in ``folder``, as ``nbgrader generate_assignment`` does; return its ``release`` folder.

    ``assignments``: those to generate (default: all). Raises :class:`NotGenerated`.
    """
    shutil.copytree(CHECKOUT / "source", folder / "source", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(CHECKOUT / "nbgrader_config.py", folder)
    programs, path = str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)
    if programs not in path.split(os.pathsep):  # nbgrader calls alembic by name when it makes a gradebook
        os.environ["PATH"] = os.pathsep.join([programs, path])
    for assignment in assignments or names():
        with open_course(folder, assignment) as (app, coursedir):
            made = capture_log(GenerateAssignment(coursedir=coursedir, parent=app))
        if not made["success"]:
            said = made.get("log", made["error"])
            why = re.search(r"^ *(?:\w+\.)*\w+(?:Error|Exception): (.+)$", said, re.MULTILINE)
            raise NotGenerated(f"nbgrader does not generate {assignment}: {why[1] if why else said.strip()}")
    return folder / "release"


def main() -> None:
    """Replace the checkout's ``release/`` by what nbgrader makes of ``source/`` now."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            release = generate(Path(scratch))
        except NotGenerated as error:
            sys.exit(str(error))
        shutil.rmtree(CHECKOUT / "release", ignore_errors=True)
        shutil.copytree(release, CHECKOUT / "release")
    print(f"Generated {CHECKOUT / 'release'}")


if __name__ == "__main__":
    main()

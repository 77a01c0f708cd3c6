"""A checkout in odd places and with odd rights, graded by the real command, as root and as an ordinary user."""

import contextlib
import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from machines import ordinary_user

from graders.checkout import CHECKOUT
from graders.course.authoring import sample_answers

HANDED_IN = "submitted/mary/polynomial/polynomial.ipynb"
LOOK = """
import os
for path in (".git/HEAD", "graders/checks/test_polynomial.py", "source/polynomial/polynomial.ipynb", "submitted/mary"):
    if os.path.exists(os.path.join({!r}, path)):
        raise PermissionError("I could read " + path)
"""


@pytest.fixture
def checkout(request, sandbox):
    """A copy of the checkout below the environment that runs it, at ``request.param`` there, and made under umask 077."""
    place = Path(sys.prefix, request.param)
    if not os.access(sys.prefix, os.W_OK):
        pytest.skip(f"{sys.prefix} can't be written")
    folder = place / f"checkout-{uuid.uuid4().hex}"
    try:
        for part in ("graders", "exercises", "source"):
            shutil.copytree(CHECKOUT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / ".git").mkdir()
        (folder / ".git" / "HEAD").touch()
        right = sample_answers.read(sample_answers.FOLDER / "polynomial" / "right_plain.py")
        spying = replace(right, cells=(LOOK.format(str(folder)) + right.cells[0],))
        release = nbformat.read(CHECKOUT / "release" / "polynomial" / "polynomial.ipynb", as_version=4)
        (folder / HANDED_IN).parent.mkdir(parents=True)
        nbformat.write(spying.fill_in(release), folder / HANDED_IN)
        for path in (folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode & 0o700)
        yield folder
    finally:
        shutil.rmtree(folder)
        with contextlib.suppress(OSError):  # another test's is there too, or more than that
            place.rmdir()


def grade(checkout, by=()):
    command = [*by, sys.executable, "-m", "graders.commands", "grade", "polynomial", HANDED_IN]
    return subprocess.run(
        command, cwd=checkout, env={**os.environ, "PYTHONPATH": str(checkout)}, capture_output=True, text=True
    )


# Where pip puts it, beside what Python needs, and within.
@pytest.mark.parametrize("checkout", ["src"], indirect=True)
def test_an_ordinary_user_grades_and_student_code_sees_nothing_of_it(checkout):
    done = grade(checkout, by=ordinary_user())
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone runs student code as another user")
@pytest.mark.parametrize("checkout", ["lib"], indirect=True)
def test_root_is_told_what_student_code_can_t_read_and_then_it_sees_nothing_else(checkout):
    done = grade(checkout)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{checkout / 'graders' / 'sandbox'}" in done.stderr and done.stderr.count("\n") == 1
    _, chmod, _ = done.stderr.split("`", 2)
    assert chmod.startswith("chmod -R go+rX ") and subprocess.run(chmod, shell=True).returncode == 0
    assert (checkout / "submitted").stat().st_mode & 0o777 == 0o700
    done = grade(checkout)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout

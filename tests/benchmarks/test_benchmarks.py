"""What the benchmark measures with; the benchmark itself takes half an hour and runs by ``make bench``."""

import sys

import nbformat
import pytest

from benchmarks.__main__ import METHODS
from benchmarks.measure import measure
from benchmarks.submissions import class_of
from graders.checkout import CHECKOUT


@pytest.fixture(scope="module")
def release():
    return nbformat.read(CHECKOUT / "release" / "polynomial" / "polynomial.ipynb", as_version=4)


def solutions(release, size, seed):
    return [
        next(cell.source for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("solution"))
        for _, nb in class_of(size, release, seed)
    ]


def test_no_two_submissions_are_the_same_file(release):
    found = solutions(release, 150, seed=1) + solutions(release, 150, seed=2)
    assert len(set(found)) == 300


def test_the_same_seed_makes_the_same_class(release):
    assert solutions(release, 20, seed=1) == solutions(release, 20, seed=1)


def test_symbols_have_names_of_several_styles(release):
    text = "\n".join(solutions(release, 150, seed=1))
    assert sum(f"scalar('x{style}')" in text for style in range(1, 8)) >= 3


def test_the_memory_of_all_processes_is_counted_once(tmp_path):
    child = "block = bytearray(60_000_000)\nimport time\ntime.sleep(3)"
    parent = f"import subprocess, sys, pathlib\nprocess = subprocess.Popen([sys.executable, '-c', {child!r}])\n"
    parent += (
        "place = pathlib.Path('autograded/s/a')\nplace.mkdir(parents=True)\n(place / 'a.ipynb').touch()\nprocess.wait()"
    )
    found = measure([sys.executable, "-c", parent], tmp_path, {}, memory=True)
    assert 60 < found.peak_mb < 110
    assert 0 < found.first_seconds < 3 < found.seconds


def test_a_command_that_fails_is_no_measurement(tmp_path):
    with pytest.raises(RuntimeError, match="no such luck"):
        measure([sys.executable, "-c", "import sys\nprint('no such luck')\nsys.exit(3)"], tmp_path, {})


def test_every_method_that_is_compared_has_a_name_of_its_own():
    assert len(METHODS) == 6 and "stock nbgrader" in METHODS and "bookkeeping floor" in METHODS

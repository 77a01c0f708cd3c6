"""Whose fault it is that something can't be imported, from the error alone."""

import sys
import sysconfig

import pytest

from graders.grading.missing.packages import failed_import

MODULE, IMPORT, PERMISSION = "ModuleNotFoundError", "ImportError", "PermissionError"


@pytest.mark.parametrize(
    ("ename", "evalue", "lacks"),
    [
        (MODULE, "No module named 'pandas'", "pandas"),
        (MODULE, "No module named 'exercises'", "exercises"),
        (MODULE, "No module named 'matplotlib.pyplot'", "matplotlib.pyplot"),  # its folder can't be entered
        (IMPORT, "cannot import name 'pyplot' from 'matplotlib' (unknown location)", "matplotlib.pyplot"),
        (PERMISSION, "[Errno 13] Permission denied: '/guest/exercises/drawing.py'", "drawing.py"),
        (PERMISSION, f"[Errno 13] Permission denied: '{sysconfig.get_path('purelib')}/matplotlib/pyplot.py'", "pyplot.py"),
    ],
)
def test_what_the_grader_lacks_or_cannot_read_is_its_own_fault(ename, evalue, lacks):
    failed = failed_import(ename, evalue)
    assert (failed.module, failed.meant, failed.lacking) == (lacks, "", True)


@pytest.mark.parametrize(
    ("ename", "evalue"),
    [
        (MODULE, "No module named 'graders.checks'"),
        (MODULE, "No module named 'exercises.drwaing'"),
        (MODULE, "No module named 'matplotlib.pylot'"),
        (MODULE, "No module named 'matplotlib.pyplot'; 'matplotlib' is not a package"),  # a file of the student's
        (MODULE, "No module named '_tkinter'"),
        (MODULE, "No module named '__main__.x'"),
        (MODULE, "No module named 'pandas.core'"),
        (IMPORT, "cannot import name 'plot' from 'matplotlib' (/somewhere/matplotlib/__init__.py)"),
        (PERMISSION, "[Errno 13] Permission denied: '/proc/1/fd'"),
        ("ValueError", "No module named 'pandas'"),
    ],
)
def test_what_is_spelt_wrong_or_no_students_business_is_theirs(ename, evalue):
    failed = failed_import(ename, evalue)
    assert failed is None or not failed.lacking


@pytest.mark.parametrize(
    ("module", "meant"),
    [
        ("Theano", "theano"), ("thenao", "theano"), ("nunpy", "numpy"), ("tensor", "theano.tensor"), ("torch", "theano"),
        ("pytensor", "theano"), ("TensorFlow", "theano"), ("matplotlip", "matplotlib"),
    ],
)  # fmt: skip
def test_what_the_course_uses_in_its_place_is_known(module, meant):
    failed = failed_import(MODULE, f"No module named '{module}'")
    assert (failed.module, failed.meant, failed.lacking) == (module, meant, False)


def test_nothing_is_imported_to_find_it_out():
    assert failed_import(MODULE, "No module named 'lib2to3.main'").lacking and "lib2to3" not in sys.modules

"""What a student is told about a grade cell at home is true when it is graded."""

import importlib

import nbformat
import pytest
from course_builder import GRADE_CELLS

from exercises.checking.description import description_of
from graders.checkout import CHECKOUT

# Theano 1.0.5 uses what NumPy and setuptools have deprecated.
pytestmark = pytest.mark.filterwarnings("ignore")

CELLS = [(assignment, cell) for assignment, cells in GRADE_CELLS.items() for cell in cells]


@pytest.fixture(params=CELLS, ids="-".join)
def grade_cell(request):
    """A grade cell: its assignment and name, its public check (or None), its hidden check, whether both are one."""
    assignment, cell = request.param
    exercise = importlib.import_module(f"exercises.{assignment}")
    hidden = getattr(importlib.import_module(f"graders.checks.test_{assignment}"), f"test_{cell}")
    return assignment, cell, getattr(exercise, f"check_{cell}", None), hidden, cell in exercise.WHOLLY_PUBLIC


def test_grading_runs_the_public_check_exactly_where_that_is_said(grade_cell):
    _, _, public, hidden, wholly_public = grade_cell
    assert (public is hidden) == wholly_public


def test_a_check_is_described_in_the_same_words_whether_it_passes_or_fails(grade_cell):
    _, _, public, hidden, _ = grade_cell
    assert description_of(hidden).endswith(".")
    assert public is None or description_of(public) == description_of(hidden)


def test_the_notebook_says_the_same(grade_cell):
    assignment, name, _, _, wholly_public = grade_cell
    nb = nbformat.read(CHECKOUT / "source" / assignment / f"{assignment}.ipynb", as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell.source for cell in nb.cells if "nbgrader" in cell.metadata}
    comment = cells[name].splitlines()[0]
    assert comment.endswith("; grading runs the same check." if wholly_public else "; grading tries hidden inputs.")
    before, after = cells["checks"].split("are the same when the notebook is graded")
    assert f"`{name}`" in (before if wholly_public else after)


def test_only_grade_cells_are_called_public():
    for assignment, cells in GRADE_CELLS.items():
        assert set(importlib.import_module(f"exercises.{assignment}").WHOLLY_PUBLIC) < set(cells)

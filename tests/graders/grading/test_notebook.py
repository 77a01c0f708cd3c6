"""What is taken out of a notebook to be graded: whose each cell is, and what the course shows besides."""

import nbformat

from graders.checkout import CHECKOUT
from graders.grading.notebook import work_of
from graders.notebooks import restoring
from graders.notebooks.assignment import from_source


def test_a_cell_of_the_release_is_given_until_it_is_changed():
    assignment = from_source("polynomial")
    nb = nbformat.read(CHECKOUT / "release" / "polynomial" / "polynomial.ipynb", as_version=4)
    calls = [cell for cell in nb.cells if cell.source.startswith("print(f(1, 1))")]
    copied = nbformat.v4.new_code_cell(calls[0].source.replace("10", "20"))
    nb.cells.append(copied)
    restoring.restore(nb, assignment)
    work = work_of(nb, assignment)
    assert [cell.given for cell in work.cells if cell.source.startswith("print(f(1, 1))")] == [True, False]
    assert [cell.given for cell in work.cells if cell.solution] == [False]
    assert any("g = theano.function([a], square)" in code for code in work.examples)

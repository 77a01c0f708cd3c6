"""The released notebooks, and a look at the cells of what was handed in."""

from course_builder import GRADE_CELLS

from graders.checkout import CHECKOUT
from graders.notebooks.assignment import from_source

ASSIGNMENTS = {name: from_source(name) for name in GRADE_CELLS}
STUBS = {name: (CHECKOUT / "release" / name / f"{name}.ipynb").read_bytes() for name in GRADE_CELLS}
WHOLE = ("task", "solution", "checks", "function", "examples", "values", "graph")
"""The cells of the polynomial that nbgrader knows, in order."""


def name_of(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def find(nb, name):
    (cell,) = (cell for cell in nb["cells"] if name_of(cell) == name)
    return cell


def order(nb):
    """Names of the cells that nbgrader knows, and the sources of the others."""
    return [name_of(cell) or cell.source for cell in nb.cells]


def known_order(nb):
    return [name_of(cell) for cell in nb.cells if name_of(cell)]

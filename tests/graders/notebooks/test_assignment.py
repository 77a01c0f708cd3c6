import pytest
from course_builder import GRADE_CELLS, generated
from nbgrader.api import Gradebook

from graders.checkout import CHECKOUT
from graders.notebooks.assignment import SourceCell, UnknownAssignment, examples_of, from_gradebook, from_source, order_of

PROMISED = {
    "polynomial": {"function": 2.0, "examples": 2.0, "values": 4.0, "graph": 2.0},
    "tanh_layer": {"function": 2.0, "examples": 2.0, "activation": 2.0, "values": 3.0, "dtype": 1.0},
    "accumulator": {"function": 2.0, "examples": 2.0, "returns": 3.0, "updates": 3.0},
}
"""The points of the course's own assignments, as its notebooks and its README tell them."""


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    """The gradebook that nbgrader made of the master notebooks."""
    with Gradebook(f"sqlite:///{generated(tmp_path_factory).folder / 'gradebook.db'}") as opened:
        yield opened


def master(name):
    return CHECKOUT / "source" / name / f"{name}.ipynb"


@pytest.mark.parametrize("name", GRADE_CELLS)
def test_gradebook_and_master_notebook_give_the_same_assignment(gradebook, name):
    assert from_gradebook(gradebook, name, name, order_of(master(name)), examples_of(master(name))) == from_source(name)


def test_cells_without_a_place_in_the_order_come_last(gradebook):
    found = from_gradebook(gradebook, "polynomial", "polynomial", ["graph", "task"])
    assert [cell.name for cell in found.cells[:2]] == ["graph", "task"]
    assert len(found.cells) == 7


@pytest.mark.parametrize("name", PROMISED)
def test_grade_cells_have_the_points_of_the_course(name):
    assert {cell.name: cell.points for cell in from_source(name).grade_cells} == PROMISED[name]
    assert sum(PROMISED[name].values()) == 10


@pytest.mark.parametrize("name", GRADE_CELLS)
def test_cells_are_as_the_trusted_side_needs_them(name):
    assignment = from_source(name)
    assert all(cell.locked and "BEGIN HIDDEN TESTS" in cell.source for cell in assignment.grade_cells)
    solution = assignment.find("solution")
    assert "raise NotImplementedError()" in solution.source
    assert "SOLUTION" not in solution.source
    assert (solution.solution, solution.locked, solution.judged, solution.points) == (True, False, False, 0)
    assert assignment.find("task").locked
    assert assignment.find("bonus") is None
    assert assignment.find(["values"]) is None
    assert assignment.kernelspec["name"] == "theano"


@pytest.mark.parametrize(
    ("cell", "judged"),
    [
        (SourceCell("a", "code", "", "", grade=True), True),
        (SourceCell("a", "code", "", "", grade=True, solution=True), False),  # a person grades it
        (SourceCell("a", "markdown", "", "", grade=True), False),
        (SourceCell("a", "code", "", ""), False),
    ],
)
def test_only_code_that_is_graded_and_no_answer_is_judged(cell, judged):
    assert cell.judged is judged


def test_metadata_has_points_only_where_there_is_a_grade():
    assert SourceCell("a", "code", "", "", grade=True, points=2.0).metadata()["points"] == 2.0
    assert "points" not in SourceCell("a", "code", "", "", solution=True).metadata()


def test_the_order_is_that_of_the_master_notebook(tmp_path):
    assert order_of(master("polynomial")) == ["task", "solution", "checks", "function", "examples", "values", "graph"]
    assert order_of(tmp_path / "none.ipynb") == []


def test_the_code_that_a_master_notebook_shows_besides(tmp_path):
    found = examples_of(master("polynomial"))
    assert any(code.startswith("print(f(1, 1))") for code in found)  # a cell that nbgrader does not know
    assert any("g = theano.function([a], square)" in code for code in found)  # in the text
    assert not any("check(" in code or "BEGIN SOLUTION" in code for code in found)
    assert examples_of(tmp_path / "none.ipynb") == ()


def test_an_unknown_assignment_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(UnknownAssignment, match=f"no assignment 'poly'; there are: {', '.join(GRADE_CELLS)}"):
        from_source("poly")
    with pytest.raises(UnknownAssignment, match="there are: none"):
        from_source("polynomial", tmp_path)

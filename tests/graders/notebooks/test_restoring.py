"""What belongs to the instructor comes back into its place, whatever was done to it."""

import json

import nbformat
import pytest
from cell_tricks import TRICKS
from course_builder import GRADE_CELLS
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4
from notebook_stubs import ASSIGNMENTS, STUBS, WHOLE, find, known_order, name_of, order

from graders.notebooks import restoring


@pytest.mark.parametrize("assignment", GRADE_CELLS)
@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_changes_what_the_instructor_wrote(read, assignment, trick):
    data = json.loads(STUBS[assignment])
    for cell in data["cells"]:
        if name_of(cell) in GRADE_CELLS[assignment]:
            TRICKS[trick](cell)
    nb = read(data)
    restoring.restore(nb, ASSIGNMENTS[assignment])
    # Only the solution may stand anywhere before the grade cells.
    assert known_order(nb).index("solution") < known_order(nb).index("function")
    locked = [known.name for known in ASSIGNMENTS[assignment].cells if known.locked]
    assert [name for name in known_order(nb) if name != "solution"] == locked
    for known in ASSIGNMENTS[assignment].cells:
        cell = find(nb, known.name)
        assert cell.cell_type == known.cell_type
        assert cell.metadata == {"nbgrader": known.metadata()}
        assert cell.source == known.source or not known.locked
        assert cell.get("outputs", []) == []
    assert [cell.metadata for cell in nb.cells if not name_of(cell)] == [{}] * (len(nb.cells) - len(known_order(nb)))
    nbformat.writes(nb).encode()


def test_an_honest_notebook_needs_no_notes(read, stub):
    find(stub, "solution")["source"] = "z = 7"
    nb = read(stub)
    before = [cell.source for cell in nb.cells if not name_of(cell)]
    assert restoring.restore(nb, ASSIGNMENTS["polynomial"]) == []
    assert [cell.source for cell in nb.cells if not name_of(cell)] == before
    assert find(nb, "solution").source == "z = 7"
    assert "BEGIN HIDDEN TESTS" in find(nb, "values").source
    assert nb.metadata == {"kernelspec": ASSIGNMENTS["polynomial"].kernelspec}


def notebook(*sources):
    """Code cells; a name of the polynomial makes that cell, anything else is the student's source."""
    known = {cell.name: cell for cell in ASSIGNMENTS["polynomial"].cells}
    cells = []
    for text in sources:
        make = v4.new_markdown_cell if text in known and known[text].cell_type == "markdown" else v4.new_code_cell
        cells.append(make(f"of {text}" if text in known else text))
        if text in known:
            cells[-1].metadata["nbgrader"] = {"grade_id": text}
    return v4.new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("handed_in", "restored", "note"),
    [
        (("a", *WHOLE, "b"), ("a", *WHOLE, "b"), None),
        # Grade cells that are missing come as late as they may: the answer may stand anywhere before.
        (
            ("a", "task", "solution", "b", "checks", "c"),
            ("a", "task", "solution", "b", "checks", "c", *WHOLE[3:]),
            "Cell 'function' was missing; it is back.",
        ),
        (("task", "solution", "checks", "function", "values", "graph", "b"), (*WHOLE, "b"), "'examples' was missing"),
        (("task", "checks", "a", *WHOLE[3:]), ("task", "solution", "checks", "a", *WHOLE[3:]), "'solution' was missing"),
        # All names lost, as when the cells are copied into another notebook.
        (("a", "b"), ("task", "solution", "checks", "a", "b", *WHOLE[3:]), "'task' was missing"),
        # Moved cells return behind the cells that they need; a solution may stand anywhere.
        ((*WHOLE[3:], "a", "task", "solution", "checks"), ("a", *WHOLE), "'function' was moved"),
        (("graph", "task", "solution", "checks", "function", "examples", "values"), WHOLE, "'graph' was moved"),
        (("task", "checks", *WHOLE[3:], "a", "solution"), ("task", "a", *WHOLE[1:]), "'checks' was moved"),
        # Of copies the last one counts.
        (("values", *WHOLE), ("of values", *WHOLE), "Cell 'values' exists several times; the last one counts."),
        (("task", "solution", *WHOLE[1:]), ("task", "of solution", *WHOLE[1:]), "'solution' exists several times"),
    ],
)
def test_cells_return_to_their_places(handed_in, restored, note):
    nb = notebook(*handed_in)
    notes = restoring.restore(nb, ASSIGNMENTS["polynomial"])
    assert order(nb) == list(restored)
    assert bool(notes) == (note is not None)
    assert note is None or any(note in said for said in notes)


@pytest.mark.parametrize(
    ("left", "restored"),
    [
        # Behind the imports, before the answer.
        (("imports", "task", "solution"), ("imports", "given", "task", "solution")),
        (("imports", "answer"), ("imports", "given", "task", "solution", "checks", "answer")),
        (("imports", "solution"), ("imports", "given", "task", "solution")),
        ((), ("given", "task", "solution")),
    ],
)
def test_given_code_that_is_missing_comes_before_what_uses_it(left, restored):
    sources = {"imports": "import numpy as np\nimport theano", "answer": "accumulator = theano.function([inc], [state])"}
    nb = v4.new_notebook()
    for name in left:
        metadata = {} if name in sources else {"nbgrader": {"grade_id": name}}
        cell = v4.new_markdown_cell("") if name == "task" else v4.new_code_cell(sources.get(name, "state = 7"))
        nb.cells.append(cell)
        cell.metadata.update(metadata)
    restoring.restore(nb, ASSIGNMENTS["accumulator"])
    names = {source: name for name, source in sources.items()}
    assert [names.get(cell.source) or name_of(cell) for cell in nb.cells][: len(restored)] == list(restored)


def test_an_unknown_name_becomes_an_ordinary_cell():
    nb = notebook(*WHOLE, "10")
    nb.cells[-1].metadata["nbgrader"] = {"grade_id": "bonus", "grade": True, "points": 1000}
    notes = restoring.restore(nb, ASSIGNMENTS["polynomial"])
    assert notes == ["A cell claims the unknown name 'bonus'; it is treated as an ordinary cell."]
    assert nb.cells[-1].metadata == {}


def test_a_solution_that_became_text_is_code_again():
    nb = notebook(*WHOLE)
    nb.cells[1] = v4.new_raw_cell("z = 7", metadata={"nbgrader": {"grade_id": "solution"}})
    notes = restoring.restore(nb, ASSIGNMENTS["polynomial"])
    assert notes == ["Cell 'solution' was turned into a raw cell; it is a code cell again."]
    assert (nb.cells[1].cell_type, nb.cells[1].source, nb.cells[1].outputs) == ("code", "z = 7", [])


@given(st.lists(st.sampled_from([*WHOLE, "a", "b"]), max_size=12))
def test_every_mixture_of_cells_is_restored_to_the_same_order(handed_in):
    nb = notebook(*handed_in)
    restoring.restore(nb, ASSIGNMENTS["polynomial"])
    assert [name for name in known_order(nb) if name != "solution"] == [name for name in WHOLE if name != "solution"]
    assert known_order(nb).index("solution") < known_order(nb).index("function")
    again = [cell.copy() for cell in nb.cells]
    assert restoring.restore(nb, ASSIGNMENTS["polynomial"]) == []
    assert nb.cells == again

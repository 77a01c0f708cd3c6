"""Whatever is handed in as a notebook is graded or called unreadable, with the instructor's cells as they were."""

import functools
import json

import nbformat
from fuzzing import GRADE_CELLS, damaged, examples
from hypothesis import event, given
from hypothesis import strategies as st

from graders.checkout import CHECKOUT
from graders.grading.notebook import work_of
from graders.notebooks import reading, restoring
from graders.notebooks.assignment import from_source

assignments = st.sampled_from(sorted(GRADE_CELLS))


@functools.cache
def released(name):
    return (CHECKOUT / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8")


@st.composite
def handed_in(draw):
    """An assignment, and the bytes of a file that is something like its notebook."""
    name = draw(assignments)
    notebook = json.loads(released(draw(assignments) if draw(st.integers(0, 9)) == 0 else name))
    data = json.dumps(draw(damaged(notebook, 6))).encode()
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        start = draw(st.integers(0, len(data)))
        junk = draw(
            st.sampled_from([b"", b"\xff", b"[" * 2000, b"\\ud800", b"1e999", b'"cells": [],']) | st.binary(max_size=4)
        )
        data = data[:start] + junk + data[start + draw(st.sampled_from([0, 1, 40, 10_000])) :]
    return name, data


@examples(60)
@given(handed_in())
def test_any_file_becomes_work_with_all_grade_cells(tmp_path_factory, case):
    name, data = case
    path = tmp_path_factory.getbasetemp() / "any.ipynb"
    path.write_bytes(data)
    assignment = from_source(name)
    nb, trouble = reading.read_or_stand_in(path, assignment)
    event(trouble.split(":")[0].split(" (")[0][:40] or "readable")
    assert len(trouble) < 300
    restoring.restore(nb, assignment)
    nbformat.validate(nb)
    nbformat.writes(nb).encode()
    graded = {cell.name: (cell.source, cell.points) for cell in work_of(nb, assignment).cells if cell.name}
    assert graded == {cell.name: (cell.source, cell.points) for cell in assignment.grade_cells}
    assert list(graded) == [cell.name for cell in assignment.grade_cells]
    for cell in nb.cells:
        known = assignment.find(cell.metadata.get("nbgrader", {}).get("grade_id"))
        assert cell.metadata == ({"nbgrader": known.metadata()} if known else {})
        assert known is None or not known.locked or cell.source == known.source
    assert restoring.restore(nb, assignment) == []

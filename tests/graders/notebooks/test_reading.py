import json

import nbformat
import pytest
from course_builder import GRADE_CELLS
from hypothesis import given, settings
from hypothesis import strategies as st
from languages import untranslated
from notebook_stubs import ASSIGNMENTS, STUBS, WHOLE, find, known_order, name_of
from pictures import PNG

from graders.notebooks import reading, restoring
from graders.notebooks.reading import UnreadableSubmission
from graders.records import marks

# What can be read


def test_a_notebook_is_reduced_to_types_sources_and_names(read, stub):
    cell = find(stub, "values")
    cell["metadata"].update(tags=["skip-execution"], collapsed=True)
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "10"}]
    stub["metadata"]["theano_exercises_unreadable"] = "no"
    nb = read(stub)
    assert nb.metadata == {}
    assert find(nb, "values").metadata == {"nbgrader": {"grade_id": "values"}}
    assert find(nb, "values").outputs == []
    assert [cell.source for cell in nb.cells] == ["".join(cell["source"]) for cell in stub["cells"]]
    assert [cell.cell_type for cell in nb.cells] == [cell["cell_type"] for cell in stub["cells"]]


def test_a_notebook_of_format_3_is_upgraded(read, stub):
    old = nbformat.convert(nbformat.reads(STUBS["polynomial"].decode(), as_version=4), 3)
    assert [cell.source for cell in read(old).cells] == ["".join(cell["source"]) for cell in stub["cells"]]


def test_a_byte_order_mark_is_no_part_of_the_notebook(read):
    assert len(read(b"\xef\xbb\xbf" + STUBS["polynomial"]).cells) == len(read(STUBS["polynomial"]).cells)


def test_lone_surrogates_become_question_marks(read, stub):
    find(stub, "solution")["source"] = "z = '\ud800'"
    assert find(read(stub), "solution").source == "z = '?'"


def test_pictures_in_text_cells_stay_and_broken_ones_go(read, stub):
    picture, page = {"image/png": PNG}, {"text/html": "PGI+", "image/png": "PGI+"}
    stub["cells"][0]["attachments"] = {
        "a.png": picture, "b.png": "text", "c.png": {"image/png": 7}, "d\udfff.png": {**page, **picture}, "e.png": page,
    }  # fmt: skip
    assert read(stub).cells[0].attachments == {"a.png": picture, "d?.png": picture}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"z = 3 * x", "The file is not JSON, so it is not a notebook"),
        (b'{"cells": [', "The file is not JSON, so it is not a notebook"),
        (b"\xff\xfe{}", r"The file is not text in UTF-8 \(byte 0\)"),
        (b"[1, 2]", "The file is JSON, but not a Jupyter notebook"),
        (b'{"nbformat": "4"}', "The file is JSON, but not a Jupyter notebook"),
        (b'{"nbformat": 5, "cells": []}', "The notebook has format 5; formats up to 4 are read"),
        (b'{"nbformat": 4}', "not a complete Jupyter notebook"),
        (b'{"nbformat": 3}', "not a complete Jupyter notebook"),
        (b'{"nbformat": -1}', "not a complete Jupyter notebook"),
        (b'{"nbformat": 4, "cells": {}}', "not a complete Jupyter notebook"),
        (b'{"nbformat": 4, "cells": [7]}', "not a complete Jupyter notebook"),
        (b'{"nbformat": 4, "cells": [{"source": ""}]}', "not a complete Jupyter notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 7}]}', "not a complete Jupyter notebook"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_named(read, content, sentence):
    with pytest.raises(UnreadableSubmission, match=sentence) as caught:
        read(content)
    assert untranslated(caught.value.reason, "de") == []


def test_too_much_is_refused_with_the_limit(read, stub, monkeypatch):
    monkeypatch.setattr(reading, "MAX_CELLS", 10)
    with pytest.raises(UnreadableSubmission, match=r"has \d+ cells; at most 10 are read"):
        read(stub)
    monkeypatch.setattr(reading, "MAX_CELLS", 1000)
    for kind in ("code", "text"):
        with monkeypatch.context() as smaller:
            smaller.setitem(reading.MAX_CHARACTERS, kind, 100)
            with pytest.raises(UnreadableSubmission, match=rf"has \d+ characters of {kind}; at most 100 are read"):
                read(stub)
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 5000)
    with pytest.raises(UnreadableSubmission, match="at most 0 MB are read"):
        read(stub)


def test_a_missing_file_is_reported_with_what_the_folder_holds(tmp_path):
    with pytest.raises(UnreadableSubmission, match=r"There is no file polynomial.ipynb\."):
        reading.read(tmp_path / "polynomial.ipynb")
    (tmp_path / "Polynomial (1).ipynb").touch()
    with pytest.raises(UnreadableSubmission, match=r"the folder holds `Polynomial \(1\).ipynb`"):
        reading.read(tmp_path / "polynomial.ipynb")


def test_a_folder_is_called_a_folder(tmp_path):
    (tmp_path / "polynomial.ipynb").mkdir()
    with pytest.raises(UnreadableSubmission, match="is a folder, not a notebook"):
        reading.read(tmp_path / "polynomial.ipynb")


def test_a_file_that_may_not_be_opened_is_reported(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "polynomial.ipynb").write_text("{}")
    monkeypatch.setattr(reading, "open_file", refuse)
    with pytest.raises(UnreadableSubmission, match="The file can't be opened: Permission denied"):
        reading.read(tmp_path / "polynomial.ipynb")


texts = st.text(st.characters(exclude_categories=()), max_size=5)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | anything,
        "source": texts | st.lists(texts, max_size=3) | anything,
        "metadata": st.fixed_dictionaries({"nbgrader": st.fixed_dictionaries({"grade_id": anything})}) | anything,
        "attachments": st.dictionaries(texts, st.dictionaries(texts, texts, max_size=2), max_size=2) | anything,
        "outputs": anything,
        "input": anything,
        "level": anything,
    },
)
notebooks = st.fixed_dictionaries(
    {"nbformat": st.integers(-1, 5) | st.booleans()},
    optional={
        "cells": st.lists(cells | anything, max_size=4) | anything,
        "worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(cells, max_size=3)}), max_size=2) | anything,
        "metadata": anything,
        "nbformat_minor": anything,
    },
)


@settings(deadline=None, max_examples=300)
@given(notebooks)
def test_any_json_is_a_notebook_that_can_be_written_or_is_called_unreadable(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.ipynb"
    path.write_text(json.dumps(data))
    try:
        nb = reading.read(path)
    except UnreadableSubmission:
        return
    restoring.restore(nb, ASSIGNMENTS["polynomial"])
    nbformat.validate(nb)
    nbformat.writes(nb).encode()
    assert known_order(nb) == [cell.name for cell in ASSIGNMENTS["polynomial"].cells]


# Notebooks of another assignment


@pytest.fixture
def trouble_with(tmp_path):
    """Why a notebook (plain data) that is saved as that of an assignment is not graded; empty if it is."""

    def trouble(data, assignment):
        path = tmp_path / f"{assignment}.ipynb"
        path.write_text(json.dumps(data))
        return reading.read_or_stand_in(path, ASSIGNMENTS[assignment])[1]

    return trouble


@pytest.mark.parametrize(
    ("handed_in", "asked_for", "cells"),
    [
        ("tanh_layer", "polynomial", "cells activation, dtype"),
        ("accumulator", "polynomial", "cells given, returns, updates"),
        ("polynomial", "tanh_layer", "cell graph"),
        ("accumulator", "tanh_layer", "cells given, returns, updates"),
        ("polynomial", "accumulator", "cells values, graph"),
        ("tanh_layer", "accumulator", "cells activation, values, dtype"),
    ],
)
def test_the_notebook_of_another_assignment_is_not_graded(trouble_with, handed_in, asked_for, cells):
    trouble = trouble_with(json.loads(STUBS[handed_in]), asked_for)
    assert trouble == f"This looks like the notebook of another assignment (it has the {cells})."


@pytest.mark.parametrize("name", GRADE_CELLS)
def test_an_assignments_own_notebook_is_graded(trouble_with, name):
    assert trouble_with(json.loads(STUBS[name]), name) == ""


def keep(stub, *names):
    """Only the grade cells of these names stay."""
    stub["cells"] = [cell for cell in stub["cells"] if name_of(cell) in (None, "solution", "task", "checks", *names)]


def edit_all(stub):
    for cell in stub["cells"]:
        if name_of(cell) in GRADE_CELLS["polynomial"]:
            cell["source"] = "pass"


def claim(stub, *names):
    """Cells of these names are added."""
    for name in names:
        metadata = {"nbgrader": {"grade_id": name}}
        stub["cells"].append({"cell_type": "code", "source": "pass", "metadata": metadata, "outputs": []})


@pytest.mark.parametrize(
    ("change", "graded"),
    [
        (keep, True),  # all grade cells deleted
        (lambda stub: (keep(stub), claim(stub, "bonus")), True),
        (lambda stub: (keep(stub), claim(stub, "bonus", "dtype")), False),
        (lambda stub: (keep(stub, "graph"), claim(stub, "bonus", "dtype", "activation")), True),
        (edit_all, True),
        (lambda stub: (edit_all(stub), claim(stub, "bonus")), False),
        (lambda stub: stub.update(cells=[]), True),
    ],
)
def test_whose_notebook_it_is_depends_on_unknown_names_and_on_own_grade_cells(trouble_with, stub, change, graded):
    change(stub)
    assert (trouble_with(stub, "polynomial") == "") == graded


def test_only_names_that_nbgrader_allows_are_quoted(trouble_with, stub):
    keep(stub)
    claim(stub, "<script>", "x" * 41, "a`b", "fine", "fine", *"abcdefg")
    assert trouble_with(stub, "polynomial").endswith("(it has the cells fine, a, b, c, d).")
    keep(stub)
    claim(stub, "<script>", "a b")
    assert trouble_with(stub, "polynomial") == "This looks like the notebook of another assignment."


def test_a_stand_in_says_why_and_holds_every_cell():
    nb = restoring.stand_in(ASSIGNMENTS["polynomial"], "The file is empty.")
    assert nb.cells[0].source == (
        "**Nothing of this submission was graded.** The file is empty.\n\n"
        "What follows is the empty assignment, not what the student wrote."
    )
    assert nb.metadata[marks.UNREADABLE] == "The file is empty."
    assert known_order(nb) == list(WHOLE)
    nbformat.validate(nb)


def test_a_file_that_would_grow_to_many_times_its_size_is_not_parsed(read):
    """An empty list takes 3 bytes in the file and 64 in memory: 100 MB would be 2 GB."""
    with pytest.raises(UnreadableSubmission, match="more than 5000000 values"):
        read(b'{"nbformat": 4, "cells": [' + b"[]," * reading.MAX_VALUES + b"[]]}")

"""Tests of ``exercises.variable_types`` against ``theano.tensor`` itself."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import theano.tensor as T

import exercises
from exercises.variable_types import SHAPES, variable_types

CELLS = [(row.dtype, dimensions, name) for row in variable_types().rows for dimensions, name in enumerate(row.constructors)]


@pytest.mark.parametrize(("dtype", "dimensions", "name"), CELLS)
def test_every_constructor_makes_what_its_row_and_column_say(dtype, dimensions, name):
    variable = getattr(T, name)("v")
    assert (variable.dtype, variable.broadcastable) == (dtype, (False,) * dimensions)


def test_the_table_is_the_tutorials():
    rows = variable_types().rows
    assert [row.elements for row in rows] == [
        "byte",
        "16-bit integers",
        "32-bit integers",
        "64-bit integers",
        "float",
        "double",
        "complex",
    ]
    assert rows[2].constructors == ("iscalar", "ivector", "imatrix", "itensor3", "itensor4")
    assert len({name for *_, name in CELLS}) == 35


def test_text_is_aligned_and_complete():
    lines = repr(variable_types()).splitlines()
    assert len(lines) == 2 + 7
    for shape, _ in SHAPES:
        column = lines[0].index(shape)
        assert all(line[column - 1] == " " and line[column].isalnum() for line in lines)
    assert lines[6].split() == ["float", "float32", "fscalar", "fvector", "fmatrix", "ftensor3", "ftensor4"]


class Table(HTMLParser):
    """Collects the text of every table row, and sees that every tag is closed by its own."""

    def __init__(self, text):
        super().__init__()
        self.open, self.rows = [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.rows[-1].append(data)


def test_a_notebook_shows_an_html_table():
    rows = Table(variable_types()._repr_html_()).rows
    assert rows[0][:4] == ["elements", "dtype", "scalar", "one number"]
    assert rows[5] == ["float", "float32", "fscalar", "fvector", "fmatrix", "ftensor3", "ftensor4"]
    assert len(rows) == 8


def test_importing_it_does_not_import_theano():
    code = "import sys, exercises.variable_types; sys.exit('theano' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=Path(exercises.__file__).parents[1], check=True)

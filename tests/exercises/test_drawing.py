"""Tests of ``exercises.drawing`` on real Theano graphs, with and without Graphviz."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import theano
import theano.tensor as T

import exercises
from exercises.drawing import draw


def is_svg(picture):
    """Whether it is a picture with a text in place of it."""
    root = ElementTree.fromstring(picture.data)
    return root.tag.endswith("}svg") and root.get("aria-label") == picture.metadata["alt"]


needs_graphviz = pytest.mark.skipif(
    not (theano.printing.pydot_imported and shutil.which("dot")), reason="needs pydot and Graphviz"
)


@pytest.fixture(name="z")
def polynomial():
    x, y = T.dscalars("x", "y")
    z = 3 * x + x * y + 3 * y
    z.name = "z"
    return z


@pytest.fixture(name="f")
def function(z):
    inputs = [variable for variable in theano.gof.graph.inputs([z]) if variable.name]
    return theano.function(inputs, z, mode=theano.Mode(linker="py", optimizer="fast_run"))


@pytest.fixture
def no_graphviz(monkeypatch):
    monkeypatch.setenv("PATH", "")


@needs_graphviz
def test_a_variable_is_a_picture(z, capsys):
    image = draw(z)
    assert is_svg(image)
    assert image.metadata["alt"] == "Graph of z"
    assert capsys.readouterr().out == ""


@needs_graphviz
def test_a_function_is_drawn_after_optimisation(z, f):
    picture = draw(f)
    assert is_svg(picture)
    assert picture.data != draw(z).data
    assert picture.metadata["alt"] == "Graph of a compiled Theano function"


@needs_graphviz
@pytest.mark.parametrize("name", ["x:0", "node", "learning rate", '"', "<b>", ""])
def test_any_name_of_a_variable_can_be_drawn(name):
    assert is_svg(draw(2 * T.dscalar(name)))


@needs_graphviz
def test_functions_with_several_outputs_and_updates_can_be_drawn():
    state, inc = theano.shared(1, name="state"), T.lscalar("inc")
    updating = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)], mode="FAST_COMPILE")
    assert is_svg(draw(updating))


@needs_graphviz
def test_no_file_is_left_behind(z, f, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    compiled = Path(theano.config.compiledir)
    before = set(compiled.iterdir())
    draw(z)
    draw(f)
    assert list(tmp_path.iterdir()) == []
    assert not [path for path in set(compiled.iterdir()) - before if "pydotprint" in path.name]


def test_without_graphviz_a_variable_is_text(z, no_graphviz, capsys):
    assert draw(z) is None
    first, *graph = capsys.readouterr().out.splitlines()
    assert first.startswith("No picture, only text: install ")
    assert "Graphviz (https://graphviz.org/download/)" in first
    assert graph[0].startswith("Elemwise{add")
    assert any(line.endswith("|y [id G]") for line in graph)


def test_without_graphviz_a_function_is_text(f, no_graphviz, capsys):
    assert draw(f) is None
    first, *graph = capsys.readouterr().out.splitlines()
    assert "Graphviz" in first
    assert graph[0].startswith("Elemwise{Composite{")
    assert any("|x [id" in line for line in graph)


def test_without_pydot_the_line_names_it(z, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pydot", None)
    monkeypatch.setattr(theano.printing, "pydot_imported", False)
    assert draw(z) is None
    assert "the Python package pydot (pip install 'pydot>=3.0')" in capsys.readouterr().out.splitlines()[0]


def test_a_broken_graphviz_is_text_with_one_line_of_reason(z, monkeypatch, tmp_path, capfd):
    broken = tmp_path / "dot"
    broken.write_text("#!/bin/sh\necho 'no plugin' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert draw(z) is None
    captured = capfd.readouterr()
    first, second, *_ = captured.out.splitlines()
    assert first.startswith("No picture, only text: ")
    assert second.startswith("Elemwise{add")
    assert captured.err == ""


@pytest.mark.parametrize("wrong", [3, "z", None, [], lambda x: x])
def test_what_has_no_graph_is_refused(wrong):
    with pytest.raises(TypeError, match=f"compiled Theano function, not {type(wrong).__name__}"):
        draw(wrong)


def test_importing_it_does_not_import_theano():
    code = "import sys, exercises.drawing; sys.exit('theano' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=Path(exercises.__file__).parents[1], check=True)

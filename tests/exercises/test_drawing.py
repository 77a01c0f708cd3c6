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
from exercises import graph_nodes
from exercises.drawing import draw
from exercises.graph_drawing import MAX_NODES
from graders.cleaning.pictures import clean_svg


def is_svg(picture):
    """Whether it is a picture with a text in place of it."""
    root = ElementTree.fromstring(picture.data)
    titles = {title.get("id"): title.text for title in root.iter(f"{SPACE}title")}
    return root.tag == f"{SPACE}svg" and titles == {root.get("aria-labelledby"): picture.metadata["alt"]}


def texts(picture):
    return [element.text for element in ElementTree.fromstring(picture.data).iter(f"{SPACE}text")]


needs_graphviz = pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz")
SPACE = "{http://www.w3.org/2000/svg}"
COMPILED = theano.Mode(linker="py", optimizer="fast_run")


@pytest.fixture(name="z")
def polynomial():
    x, y = T.dscalars("x", "y")
    z = 3 * x + x * y + 3 * y
    z.name = "z"
    return z


@pytest.fixture(name="f")
def function(z):
    inputs = [variable for variable in theano.gof.graph.inputs([z]) if variable.name]
    return theano.function(inputs, z, mode=COMPILED)


@pytest.fixture
def no_graphviz(monkeypatch):
    monkeypatch.setenv("PATH", "")


@needs_graphviz
def test_a_variable_is_a_picture(z, capsys):
    image = draw(z)
    assert is_svg(image)
    assert image.metadata["alt"] == "Graph of z"
    assert sorted(texts(image)) == sorted(["3", "x", "float64", "y", "float64", "3", "×", "×", "×", "+", "+", "z"])
    assert capsys.readouterr().out == ""


@needs_graphviz
def test_a_function_is_drawn_after_optimisation(z, f):
    picture = draw(f)
    assert is_svg(picture)
    assert sorted(texts(picture)) == sorted([
        "3", "x", "float64", "y", "float64", "Composite", "3 × x + x × y + 3 × y", "output"])  # fmt: skip
    assert picture.metadata["alt"] == "Graph of a compiled Theano function"


@needs_graphviz
@pytest.mark.parametrize("name", ["x:0", "node", "learning rate", '"', "<b>", ""])
def test_any_name_of_a_variable_can_be_drawn(name):
    picture = draw(2 * T.dscalar(name))
    assert is_svg(picture)
    assert (name or "an input") in texts(picture)


@needs_graphviz
def test_functions_with_several_outputs_and_updates_can_be_drawn():
    state, inc = theano.shared(1, name="state"), T.lscalar("inc")
    updating = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)], mode="FAST_COMPILE")
    picture = draw(updating)
    assert is_svg(picture)
    shown = ["inc", "int64", "state", "int64", "2", "+", "×", "output 1", "output 2", "new state"]
    assert sorted(texts(picture)) == sorted(shown)


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


@needs_graphviz
def test_pydot_is_not_needed(z, monkeypatch):
    monkeypatch.setitem(sys.modules, "pydot", None)
    monkeypatch.setattr(theano.printing, "pydot_imported", False)
    assert is_svg(draw(z))


@needs_graphviz
def test_pictures_on_one_page_have_ids_of_their_own(z, f):
    def identifier(picture):
        return ElementTree.fromstring(picture.data).get("aria-labelledby")

    assert identifier(draw(z)) != identifier(draw(f))
    assert draw(z).data == draw(z).data


@needs_graphviz
def test_a_picture_is_right_without_styles(z):
    assert clean_svg(draw(z).data).count("<path") == draw(z).data.count("<path")
    assert "style" not in draw(z).data and ' color="#1b1f24"' in draw(z).data


def test_a_large_graph_is_text(capsys):
    x = total = T.dscalar("x")
    for _ in range(MAX_NODES):
        total = total * x + 1
    assert draw(total) is None
    assert capsys.readouterr().out.startswith(f"No picture, only text: the graph has more than {MAX_NODES} nodes.\nElemwise")


def test_a_graph_that_is_no_usual_one_is_text(z, capsys, monkeypatch):
    monkeypatch.setattr(graph_nodes, "of_variable", lambda variable: 1 / 0)
    assert draw(z) is None
    said = "No picture, only text: the graph is of an unusual kind (ZeroDivisionError).\nElemwise"
    assert capsys.readouterr().out.startswith(said)


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

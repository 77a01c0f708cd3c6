"""Drawings of graphs from plain descriptions: what is in them, and what never gets into them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import exercises
from exercises import graph_layout
from exercises.graph_drawing import MAX_EDGES, MAX_LABEL, MAX_NODES, Node, is_too_large, plain, svg
from exercises.graph_layout import Box, beside, laid_out
from exercises.graph_signs import type_text

needs_graphviz = pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz")

NASTY = [
    '"];', "<script>alert(1)</script>", r"\N", "a\nb", "\\", "&amp;", "\u202egnp.exe", "\ud800", "\ufffe", "\0", "",
    "x" * 500, "]]>", "<!--", " ", "\u0300" * 99, "漢字" * 40, "<<b>x</b>>", "'", "% 5d",
]  # fmt: skip
SPACE = "{http://www.w3.org/2000/svg}"

POLYNOMIAL = (
    Node("3", "constant"),
    Node("x", "input", "float64"),
    Node("×", operands=(0, 1)),
    Node("y", "input", "float64"),
    Node("×", operands=(1, 3)),
    Node("+", operands=(2, 4)),
    Node("z", "output", "output of f", (5,)),
)
EVERY_KIND = (
    Node("W", "shared", "float32 matrix"),
    Node("x", "input", "float32 vector", is_marked=True, word="look here"),
    Node("dot", operands=(1, 0), is_ordered=True),
    Node("sum", small="axis=0", operands=(2,), is_marked=True, word="and here"),
    Node("2", "constant", is_marked=True),
    Node("^", operands=(3, 4, 3, 4), is_ordered=True),
    Node("new W", "update", operands=(5,)),
    Node("output 1", "output", "of f", (5,)),
)


def drawn(graph, **options):
    picture = svg(graph, "A graph.", "graph-1", **options)
    assert picture is not None and len(picture) < 30_000
    return ElementTree.fromstring(picture)


def texts(root):
    return [element.text for element in root.iter(f"{SPACE}text")]


def size(root):
    return float(root.get("width")), float(root.get("height"))


@needs_graphviz
def test_a_polynomial_fits_on_a_phone():
    root = drawn(POLYNOMIAL)
    width, height = size(root)
    assert width < 240 and height < 260
    assert sorted(texts(root)) == sorted(["3", "x", "float64", "×", "y", "float64", "×", "+", "z", "output of f"])
    assert [root.find(f".//{SPACE}path[@class='{name}']").get("d").count("M") for name in ("gedge", "ghead")] == [7, 7]


@needs_graphviz
def test_a_text_stands_for_the_picture_and_nothing_else_has_a_title_or_an_id():
    root = drawn(EVERY_KIND)
    assert root.get("role") == "img"
    assert [(title.get("id"), title.text) for title in root.iter(f"{SPACE}title")] == [
        (root.get("aria-labelledby"), "A graph.")
    ]
    assert [element.get("id") for element in root.iter() if element.get("id")] == ["graph-1"]
    picture = svg(EVERY_KIND, "A graph.", "graph-1")
    assert picture.startswith("<svg ") and "<!--" not in picture and "style" not in picture


@needs_graphviz
def test_everything_is_inside_of_the_picture():
    root = drawn(EVERY_KIND)
    width, height = size(root)
    for element in root.iter(f"{SPACE}text"):
        assert 0 < float(element.get("x")) < width and 0 < float(element.get("y")) < height


@needs_graphviz
def test_colours_are_the_pages_own():
    found = set(re.findall(r'(?:fill|stroke|color)="([^"]*)"', svg(EVERY_KIND, "A graph.", "graph-1")))
    assert found == {"none", "currentColor"}


@needs_graphviz
def test_on_a_card_it_is_dark_on_white():
    root = drawn(EVERY_KIND, on_card=True)
    assert root.get("color") == "#1b1f24"
    assert root[1].tag == f"{SPACE}rect" and root[1].get("fill") == "#ffffff"
    assert (root[1].get("width"), root[1].get("height")) == (root.get("width"), root.get("height"))


@needs_graphviz
def test_what_is_marked_differs_by_shape_and_word():
    root = drawn(EVERY_KIND)
    marked = [group for group in root.iter(f"{SPACE}g") if "gmarked" in group.get("class", "").split()]
    assert len(marked) == 3
    for group in marked:
        thick, thin = group.findall(f"{SPACE}path[@class='gmark']")
        assert float(thick.get("stroke-width")) > 2 > float(thin.get("stroke-width"))
    assert [element.text for element in root.iter(f"{SPACE}text") if element.get("class") == "gword"] == [
        "look here",
        "and here",
    ]


@needs_graphviz
def test_operands_are_numbered_where_their_order_matters():
    assert [t for t in texts(drawn(EVERY_KIND)) if t in "①②③④"] == list("①②①②③④")
    assert not [t for t in texts(drawn(POLYNOMIAL)) if re.fullmatch(r"\d\w\w", t)]


@needs_graphviz
def test_the_first_operand_is_left_of_the_second():
    layout = laid_out([Box(30, 20), Box(30, 20), Box(30, 20, is_ordered=True)], [(1, 2), (0, 2)])
    assert layout.centres[1][0] < layout.centres[0][0]
    assert layout.curves[0][-1][0] < layout.curves[1][-1][0]


@needs_graphviz
def test_two_edges_between_the_same_boxes_are_told_apart_from_left_to_right():
    layout = laid_out([Box(30, 20), Box(60, 20, is_ordered=True)], [(0, 1), (0, 1)])
    assert layout.curves[0][-1][0] < layout.curves[1][-1][0]


@needs_graphviz
def test_numbers_at_edges_cover_no_box():
    boxes = [Box(100, 40), Box(100, 40), Box(50, 26, True, True), Box(100, 40), Box(28, 28, True)]
    layout = laid_out(boxes, [(0, 2), (1, 2), (2, 4), (3, 4)])
    for x, y in beside(layout, boxes, {0: (16, 10), 1: (18, 10)}).values():
        for (a, b), box in zip(layout.centres, boxes):
            assert abs(x - a) > box.width / 2 or abs(y - b) > box.height / 2


@needs_graphviz
@pytest.mark.parametrize("name", NASTY)
def test_no_name_gets_out_of_its_text(name):
    kinds = ("input", "shared", "constant", "operation", "output", "update")
    graph = [Node(name, kind, name, (0,) if place > 2 else (), True, True, name) for place, kind in enumerate(kinds)]
    root = ElementTree.fromstring(svg(graph, name, "g"))
    tags = {element.tag.removeprefix(SPACE) for element in root.iter()}
    assert tags <= {"svg", "title", "g", "path", "rect", "ellipse", "text"}
    shown = [text or "" for text in texts(root)]
    assert all(len(text) <= 48 and text.isprintable() for text in shown)


def test_names_do_not_reach_graphviz(monkeypatch):
    given = []

    def run(command, input, **options):
        given.append((command, input))
        raise OSError

    monkeypatch.setattr(graph_layout.subprocess, "run", run)
    assert svg([Node(name, "input", name) for name in NASTY], "A graph.", "g") is None
    ((command, text),) = given
    assert command == ["dot", "-Tplain"]
    assert re.fullmatch(r"[\w \[\]=\".{}\n>-]*", text) and "script" not in text and "xxx" not in text


def test_a_text_is_cut_and_cleaned():
    assert plain("a\u202e\u200b\x07b\n\tc", 9) == "ab c"
    assert plain("x" * 30, MAX_LABEL) == "x" * 23 + "…"
    assert plain("\u2066learning  rate\u2069", MAX_LABEL) == "learning rate"


@needs_graphviz
def test_a_title_and_an_identifier_are_escaped():
    root = ElementTree.fromstring(svg(POLYNOMIAL, 'a < b & "c"', 'g"1<'))
    assert root.find(f"{SPACE}title").text == 'a < b & "c"' and root.get("aria-labelledby") == 'g"1<'


@needs_graphviz
def test_large_graphs():
    chain = [Node("x", "input"), *(Node("+", operands=(n, n)) for n in range(MAX_NODES - 1))]
    assert not is_too_large(chain)
    assert svg(chain, "A chain.", "g") is not None
    assert svg([*chain, Node("+")], "A chain.", "g") is None
    assert is_too_large([Node("x", "input"), Node("+", operands=(0,) * (MAX_EDGES + 1))])
    assert svg([], "Nothing.", "g") is None


@pytest.mark.parametrize(
    "script",
    ["exit 1", "sleep 9", "echo nonsense", "echo graph 1 x 3", "echo graph 1 1 1", "echo graph", "true", r"printf '\377'"],
)
def test_a_graphviz_that_fails_is_none(script, monkeypatch, tmp_path, capfd):
    (tmp_path / "dot").write_text(f"#!{shutil.which('sh')}\n{script}\n")
    (tmp_path / "dot").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(graph_layout, "SECONDS", 0.5)
    assert svg(POLYNOMIAL, "A graph.", "g") is None
    assert capfd.readouterr() == ("", "")


def test_without_graphviz_there_is_none(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert svg(POLYNOMIAL, "A graph.", "g") is None


@pytest.mark.parametrize(
    ("broadcastable", "text"),
    [((), "float64"), ((False,), "float64 vector"), ([False, False], "float64 matrix"), ((True, False), "float64 row"),
     ((False, True), "float64 column"), ((True,), "float64 1-d tensor"), ((False,) * 4, "float64 4-d tensor")],
)  # fmt: skip
def test_types(broadcastable, text):
    assert type_text("float64", broadcastable) == text


def test_importing_it_does_not_import_theano():
    code = "import sys, exercises.graph_drawing; sys.exit('theano' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=Path(exercises.__file__).parents[1], check=True)

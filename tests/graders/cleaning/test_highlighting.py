"""Code and printed text that nbconvert's filters would work on for minutes; the page's own take a moment."""

import time

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from graders.cleaning.highlighting import coloured_text, highlighted
from graders.cleaning.markdown import students_html

FILTERS = {name: f"graders.reports.pages.filters.{name}" for name in ("highlight_code", "ansi2html")}


@pytest.mark.parametrize(
    "source",
    ["\n" * 100_000, "x = 1\n" + " \n" * 50_000 + "y", " " * 100_000 + "x", "a." * 4_500, "x?" * 50_000],
    ids=["newlines", "blank lines", "spaces", "names", "marks"],
)
def test_code_takes_a_moment_and_stays_whole(source):
    start = time.process_time()
    html = highlighted(source)
    assert time.process_time() - start < 1.0
    assert len(html) >= len(source)


def test_code_is_highlighted_and_code_that_is_not_is_escaped():
    assert '<span class="k">def</span>' in highlighted("def f(x):\n    return x\n")
    assert "&lt;script&gt;" in highlighted("<script>" + "\n" * 1_000)
    assert "<script>" not in highlighted("<script>" * 10_000)


def test_printed_text_has_its_colours_unless_there_are_too_many():
    assert "ansi-red-fg" in coloured_text("\x1b[31mred\x1b[0m")
    start = time.process_time()
    html = coloured_text("\x1b[31m<a>" * 120_000)
    assert time.process_time() - start < 1.0
    assert html == "&lt;a&gt;" * 120_000


def test_code_within_a_text_takes_a_moment():
    start = time.process_time()
    assert "y" in students_html("```python\nx\n" + " \n" * 4_000 + "y\n```", {})
    assert time.process_time() - start < 1.0


def test_pages_use_both():
    shown = nbformat.v4.new_output("stream", text="\x1b[m" * 100_000 + "end")
    cell = nbformat.v4.new_code_cell("x" + " \n" * 5_000 + "y", outputs=[shown])
    nb = nbformat.v4.new_notebook(cells=[cell])
    start = time.process_time()
    page, _ = HTMLExporter(config=Config(HTMLExporter={"filters": FILTERS})).from_notebook_node(nb)
    assert time.process_time() - start < 5.0
    assert "end" in page

"""Texts and formulas: the instructor's as they are, a student's cleaned."""

import time

import pytest
from pictures import PNG

from graders.cleaning.formulas import mathml
from graders.cleaning.markdown import MAX_CHARACTERS, instructors_html, students_html


def test_formulas_are_mathml():
    assert mathml("a^2 < -1", False) == (
        '<math display="inline"><mrow><msup><mi>a</mi><mn>2</mn></msup><mo>&lt;</mo>'
        '<mo form="prefix">\u2212</mo><mn>1</mn></mrow></math>'
    )
    assert 'display="block"' in mathml("x", True)
    assert "<mo>\u2212</mo>" in mathml("a - b", False)


@pytest.mark.parametrize(
    ("tex", "absent"),
    [
        (r"\text{<img src=x onerror=x()>}", "<img"),
        (r"\text{&lt;b&gt;}", "<b>"),
        (r"\href{javascript:x()}{y}", "javascript"),
        (r"\style{position:fixed}{x}", "style="),
        (r"\class{panel}{x}", "class="),
        (r"\unicode{<script>}", "<script"),
    ],
)
def test_formulas_hold_no_html(tex, absent):
    assert mathml(tex, False).startswith("<math") and absent not in mathml(tex, False)


@pytest.mark.parametrize(
    "tex", [r"\def\x{\x\x}\x", r"\newcommand{\a}{xx}\a", "x" * 2_000, "{" * 900, r"\sqrt{" * 150, "^^", r"\left("]
)
def test_what_is_no_formula_is_shown_as_tex(tex):
    start = time.process_time()
    assert mathml(tex, False) == f"<code>${tex}$</code>"
    assert mathml(tex, True) == f"<code>$${tex}$$</code>"
    assert time.process_time() - start < 1


def test_the_instructors_text_is_all_that_markdown_can_do():
    html = instructors_html('# Head\n\n<div class="note" style="color:red" onclick="x()">$x$</div>\n\ninline $y$', {})
    assert '<h1 id="Head">Head<a class="anchor-link" href="#Head">' in html
    assert '<div class="note" style="color:red" onclick="x()">' in html
    assert "<mi>y</mi>" in html


def test_a_students_text_is_clean():
    source = '# Head\n\n<div class="note" onclick="x()">d</div>\n\n$y$ ![a](attachment:a.png) ![b](attachment:b)'
    html = students_html(source, {"a.png": {"image/png": PNG}})
    assert html == (
        '<h1>Head</h1>\n<div class="">d</div>\n\n<p><math display="inline"><mrow><mi>y</mi></mrow></math> '
        f'<img src="data:image/png;base64,{PNG}" alt="a"> <em>b</em></p>\n'
    )


def test_only_a_few_languages_are_highlighted():
    assert '<span class="kn">import</span>' in students_html("```python\nimport x\n```", {})
    assert students_html("```html\n<b>x</b>\n```", {}) == "<pre><code>&lt;b&gt;x&lt;/b&gt;\n</code></pre>\n"
    assert students_html("```mermaid\n<b>x</b>\n```", {}) == "<pre><code>&lt;b&gt;x&lt;/b&gt;\n</code></pre>\n"


def test_a_long_text_is_shown_as_it_was_written():
    assert students_html("**b** <i>" * MAX_CHARACTERS, {}).startswith("<pre>**b** &lt;i&gt;**b**")


@pytest.mark.parametrize(
    "part", [r"\\[", r"\begin{a}", "|\n", "  - a\n", "[", "> ", "*a_ ", "<a ", "**", "`", "$", "![", "]("]
)
def test_no_text_takes_long(part):
    start = time.process_time()
    students_html(part * (MAX_CHARACTERS // len(part)), {})
    assert time.process_time() - start < 3

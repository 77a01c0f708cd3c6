"""The notebook on the page: what is a student's is framed, what the lecturer wrote is only named."""

import base64

import pytest
from nbformat import v4

from graders.records.verdict import Outcome, Verdict
from graders.reports.cell import to_output
from graders.reports.feedback_page.notebook import parts, shown_output

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def about(**data):
    return {"nbgrader": {"grade": False, "solution": False, "locked": False, **data}}


def test_what_was_given_out_is_named_by_its_headings_and_what_was_added_is_shown():
    given = "# Introduction\n\nMuch text.\n\n## Basics"
    cells = [v4.new_markdown_cell(given), v4.new_markdown_cell(given + " and mine"), v4.new_raw_cell("<b>raw")]
    found = list(parts(v4.new_notebook(cells=cells), [f"{given}\n"], {}))
    assert [(part.kind, part.heading) for part in found] == [
        ("given", "Introduction"), ("given", "Basics"), ("text", ""), ("raw", ""),
    ]  # fmt: skip
    assert "Much text." in found[2].body and "&lt;b&gt;raw" in found[3].body


def test_grade_cells_are_left_out_and_the_solution_is_not():
    check = v4.new_code_cell("HIDDEN", metadata=about(grade=True, locked=True), outputs=[])
    check.outputs = [to_output(Verdict("values", Outcome.PASSED, 4.0))]
    answer = v4.new_code_cell("f = 1\ng = 2", metadata=about(solution=True, grade_id="answer"))
    manual = v4.new_markdown_cell("my words", metadata=about(solution=True, grade=True))
    found = list(parts(v4.new_notebook(cells=[check, answer, manual]), [], {"answer": "Well done."}))
    assert [(part.kind, part.lines, part.comment) for part in found] == [("code", 2, "Well done."), ("text", 0, "")]
    assert "HIDDEN" not in str(found)


def test_given_code_is_shown_with_what_it_has_put_out():
    show = v4.new_code_cell("print(f(1))", outputs=[v4.new_output("stream", name="stdout", text="7\n")])
    silent = v4.new_code_cell("import theano")
    found = list(parts(v4.new_notebook(cells=[show, silent]), [show.source, silent.source], {}))
    assert [(part.kind, part.outputs) for part in found] == [("given code", ("<pre>7\n</pre>",))]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"text/plain": "<b>x</b>"}, "<pre>&lt;b&gt;x&lt;/b&gt;</pre>"),
        ({"text/html": "<b onclick=x>y</b><script>z</script>"}, '<div class="output"><b>y</b></div>'),
        ({"image/png": "AAAA", "text/plain": "x"}, None),
        ({"application/javascript": "alert(1)"}, None),
    ],
)
def test_an_output_is_shown_as_what_can_not_act(data, shown):
    assert shown_output(v4.new_output("display_data", data=data)) == shown


def test_a_picture_is_an_image_with_its_text():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="x"><script>y</script><rect width="9" height="9"/></svg>'
    output = v4.new_output("display_data", {"image/svg+xml": drawing}, metadata={"image/svg+xml": {"alt": 'a "graph"'}})
    shown = shown_output(output)
    assert shown.startswith('<img alt="a &#34;graph&#34;" src="data:image/svg+xml;base64,')
    inside = base64.b64decode(shown.split("base64,")[1].rstrip('">')).decode()
    assert "<rect" in inside and "script" not in inside and "onload" not in inside
    assert "image/png;base64," in shown_output(v4.new_output("display_data", {"image/png": PNG}))


def test_errors_and_verdicts():
    error = v4.new_output("error", ename="E", evalue="x", traceback=["\x1b[31mE\x1b[0m: <x>"])
    assert shown_output(error) == '<pre><span class="ansi-red-fg">E</span>: &lt;x&gt;</pre>'
    assert shown_output(to_output(Verdict("values", Outcome.PASSED, 4.0))) is None

import json
import math
import re
from dataclasses import replace

import nbformat
import pytest
from nbformat import v4
from nbgrader.utils import determine_grade

from exercises.checking.failures import Counterexample
from graders.records.explanation import Change, Explanation, Role
from graders.records.verdict import Cause, Outcome, Verdict
from graders.reports.cell import show_decisions, to_html, to_output
from graders.reports.data import from_notebook, to_json
from graders.reports.terminal import in_a_few_words, to_text
from graders.reports.words import number

PASSED = Verdict("function", Outcome.PASSED, 2.0, description="`f` is compiled.")
FAILED = Verdict(
    "values", Outcome.FAILED, 4.0, "f is right everywhere.", "`f` is wrong.", "Look at the signs.",
    Counterexample("f(0, 1)", "3", "4"), detail="instructor's log", cause=Cause.CHECKED,
)  # fmt: skip
NOT_RUN = Verdict("graph", Outcome.NOT_RUN, 2.0, reason="`z` is not defined.", hint="NameError: x")
UNDECIDED = Verdict("examples", Outcome.GRADER_ERROR, 2.5, reason="`f` uses the operation Foo.", detail="Traceback ...")
ALL = [PASSED, FAILED, NOT_RUN, UNDECIDED]

SCRIPT = "<script>alert('`x`')</script>"
HOSTILE = Verdict(SCRIPT, Outcome.FAILED, 1.0, SCRIPT, SCRIPT, SCRIPT, Counterexample(SCRIPT, SCRIPT, SCRIPT), detail="")


def test_html_escapes_every_field():
    html = to_html(HOSTILE)
    assert "<script" not in html
    # The description, the reason and the hint, and the counterexample's call and two values.
    assert html.count("&lt;script&gt;") == 6


@pytest.mark.parametrize("field", ["description", "reason", "hint"])
def test_html_shows_backticks_as_code(field):
    shown = to_html(replace(PASSED, **{field: "say `a<b` twice"}))
    assert "say <code>a&lt;b</code> twice" in shown
    assert "one ` alone" in to_html(replace(PASSED, **{field: "one ` alone"}))


def test_html_holds_what_a_student_needs_and_not_the_log():
    html = to_html(FAILED)
    for text in (
        "Not right yet",
        "0 of 4 points",
        "Checked: f is right everywhere.",
        "<code>f</code> is wrong.",
        "<code>f(0, 1)</code>",
        "<code>3</code>",
        "<code>4</code>",
        "Look at the signs.",
    ):
        assert text in html
    assert "instructor" not in html
    assert "Passed" in to_html(PASSED)
    assert "2 of 2 points" in to_html(PASSED)
    assert "Nothing to check" in to_html(NOT_RUN)
    assert "Not decided" in to_html(UNDECIDED)


def test_points_have_their_plural():
    one = Verdict("dtype", Outcome.FAILED, 1.0, reason="x")
    assert "0 of 1 point<" in to_html(one)
    assert "1 of 1 point<" in to_html(replace(one, outcome=Outcome.PASSED, reason=""))
    assert "0 of 2.5 points<" in to_html(replace(one, max_points=2.5))


@pytest.mark.parametrize("verdict", ALL)
def test_what_a_person_decided_stands_in_place_of_the_graders_label_and_points(verdict):
    shown = re.sub("<[^>]+>", "", to_html(verdict, 1.5))
    assert shown.startswith(f"Decided by a person: 1.5 of {number(verdict.max_points)} points")
    assert not re.search("Passed|Not right yet|Nothing to check|Not decided|person will look", shown)


def test_a_persons_decision_leaves_reason_counterexample_and_hint():
    html = to_html(FAILED, 3.0)
    for text in ("f is right everywhere.", "<code>f</code> is wrong.", "<code>f(0, 1)</code>", "<code>3</code>", "Look at"):
        assert text in html


def test_a_person_is_promised_until_one_has_decided():
    said = "f uses the operation Foo."
    shown = [re.sub("<[^>]+>", "", to_html(UNDECIDED, decided)) for decided in (None, 0.0)]
    assert shown[0] == f"Not decided · 0 of 2.5 points{said} A person will look at it."
    assert shown[1] == f"Decided by a person: 0 of 2.5 points{said}"


def test_decisions_are_shown_in_their_cells_only():
    about = lambda verdict: {"nbgrader": {"grade_id": verdict.cell}}
    cells = [v4.new_code_cell("", outputs=[to_output(verdict)], metadata=about(verdict)) for verdict in ALL]
    nb = v4.new_notebook(cells=[v4.new_markdown_cell("A person will look at it."), *cells])
    before = nbformat.writes(nb)
    show_decisions(nb, {})
    assert nbformat.writes(nb) == before
    show_decisions(nb, {"values": 1.0})
    shown = [cell.outputs[0].data["text/html"] for cell in nb.cells[1:]]
    assert ["Decided by a person" in text for text in shown] == [False, True, False, False]
    assert nb.cells[0].source == "A person will look at it."
    assert [verdict.cell for verdict in from_notebook(nb)] == [verdict.cell for verdict in ALL]


def test_text_is_head_reason_counterexample_and_hint():
    assert to_text(PASSED) == "function: passed (2 of 2)"
    assert to_text(FAILED).splitlines() == [
        "values: not right yet (0 of 4)",
        "  `f` is wrong.",
        "  f(0, 1)",
        "    expected 3",
        "    got      4",
        "  Hint: Look at the signs.",
    ]
    assert to_text(UNDECIDED) == "examples: not decided (0 of 2.5)\n  `f` uses the operation Foo. A person will look at it."


def test_json_has_the_documented_fields():
    data = json.loads(json.dumps(to_json("a.ipynb", "polynomial", ALL)))
    cells = data.pop("cells")
    assert data == {"format_version": 1, "notebook": "a.ipynb", "assignment": "polynomial", "score": 2.0, "max_score": 10.5}
    assert list(cells) == ["function", "values", "graph", "examples"]
    assert cells["values"] == {
        "points": 0.0,
        "max_points": 4.0,
        "outcome": "failed",
        "cause": "checked",
        "description": "f is right everywhere.",
        "reason": "`f` is wrong.",
        "hint": "Look at the signs.",
        "changes": [],
        "counterexample": {"call": "f(0, 1)", "expected": "3", "got": "4"},
    }
    assert cells["function"]["counterexample"] is None


def test_a_change_in_json_has_its_place_in_the_source():
    there = Change("sign", (Role("output", "f"),), "x", "-x", span=(2, 3, 4, 3, 5))
    why = Explanation((there, replace(there, span=None)), True)
    verdict = replace(FAILED, explanation=why)

    first, second = to_json("a.ipynb", "polynomial", [verdict])["cells"][verdict.cell]["changes"]
    assert first["span"] == {"cell": 2, "line": 3, "column": 4, "end_line": 3, "end_column": 5}
    assert second["span"] is None
    assert Explanation.from_json(json.loads(json.dumps(why.to_json()))) == why
    assert why.without_solution().changes[0].span == there.span


@pytest.mark.parametrize("verdict", ALL)
def test_the_output_of_a_grade_cell_is_what_nbgrader_scores(verdict):
    data = {"grade": True, "solution": False, "locked": True, "grade_id": verdict.cell, "points": verdict.max_points}
    cell = v4.new_code_cell("", outputs=[to_output(verdict)], metadata={"nbgrader": data})
    assert determine_grade(cell) == (verdict.points, verdict.max_points)
    assert math.isfinite(float(cell.outputs[0].data["text/plain"]))


def test_verdicts_are_read_back_from_a_notebook_without_the_log():
    outputs = [[to_output(verdict)] for verdict in ALL]
    cells = [v4.new_markdown_cell("text"), *(v4.new_code_cell("", outputs=output) for output in outputs)]
    cells.append(v4.new_code_cell("", outputs=[v4.new_output("stream", text="theano_exercises")]))
    nb = nbformat.reads(nbformat.writes(v4.new_notebook(cells=cells)), as_version=4)
    assert from_notebook(nb) == [replace(verdict, detail="") for verdict in ALL]
    assert "instructor's log" not in nbformat.writes(nb)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (FAILED, "f(0, 1): expected 3, got 4"),
        (replace(FAILED, counterexample=Counterexample("f(" + "1, " * 30 + ")", "3", "4")), "`f` is wrong."),
        (NOT_RUN, "`z` is not defined. NameError: x"),
        (UNDECIDED, "`f` uses the operation Foo."),
        (replace(FAILED, counterexample=None, reason="x" * 160), "x" * 160),
        (replace(FAILED, counterexample=None, reason="x" * 161), "x" * 157 + "..."),
        (replace(FAILED, counterexample=None, reason="four " * 33), "four " * 30 + "four..."),
        (replace(FAILED, counterexample=None, reason="a" * 157 + " b c d"), "a" * 157 + "..."),
        (replace(FAILED, counterexample=None, reason="a" * 150 + " longest words"), "a" * 150 + "..."),
        (replace(FAILED, counterexample=None, reason="a " + "b" * 170), "a " + "b" * 155 + "..."),
    ],
)
def test_a_few_words_name_the_cause(verdict, words):
    assert in_a_few_words(verdict) == words


@pytest.mark.parametrize(("points", "text"), [(2.0, "2"), (0.0, "0"), (2.5, "2.5")])
def test_points_have_no_needless_decimals(points, text):
    assert number(points) == text

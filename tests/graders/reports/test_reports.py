import json
import math
from dataclasses import replace

import nbformat
import pytest
from nbformat import v4
from nbgrader.utils import determine_grade

from exercises.checking.failures import Counterexample
from graders.records.explanation import Change, Explanation, Role
from graders.records.verdict import Cause, Outcome, Verdict
from graders.reports.cell import to_output
from graders.reports.data import from_notebook, to_json
from graders.reports.feedback_page.boxes import Shown, box_of
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


LONG = Counterexample("f(" + "1, " * 30 + ")", "3", "4")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Look at the signs. f(0, 1): expected 3, got 4"),
        ({"hint": ""}, "`f` is wrong. f(0, 1): expected 3, got 4"),
        ({"counterexample": LONG}, "Look at the signs."),
        ({"counterexample": None, "hint": "x" * 200}, "x" * 200),
        ({"counterexample": None, "hint": "x" * 201}, "x" * 197 + "..."),
        ({"counterexample": None, "hint": "four " * 41}, "four " * 38 + "four..."),
        ({"hint": "x" * 190}, "x" * 190),
    ],
)
def test_a_few_words_name_the_cause(changed, words):
    nb = v4.new_notebook()
    assert in_a_few_words(box_of(nb, replace(FAILED, **changed), None, Shown())) == words


@pytest.mark.parametrize(("points", "text"), [(2.0, "2"), (0.0, "0"), (2.5, "2.5")])
def test_points_have_no_needless_decimals(points, text):
    assert number(points) == text

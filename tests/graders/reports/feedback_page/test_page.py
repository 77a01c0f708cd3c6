"""The whole page, from an autograded notebook and what the gradebook says."""

import datetime
import re
from dataclasses import replace

import pytest
from nbformat import v4

from exercises.checking.failures import Counterexample
from graders.records.evidence import Evidence
from graders.records.marks import BEFORE, GRADED_BY, UNREADABLE
from graders.records.submission import CellGrade, Submission
from graders.records.verdict import Cause, Outcome, Verdict
from graders.reports.cell import to_output
from graders.reports.feedback_page.boxes import Shown, box_of
from graders.reports.feedback_page.page import page_of
from graders.reports.feedback_page.render import html, verdict_html, with_code

SCRIPT = "<script>alert('`x`')</script>"
PASSED = Verdict("function", Outcome.PASSED, 2.0, "`f` is compiled.", cause=Cause.CHECKED)
FAILED = Verdict(
    "values", Outcome.FAILED, 4.0, "f is right everywhere.", "`f` is wrong.", "Look at the signs.",
    Counterexample("f(0, 1)", "3", "4"), detail="instructor's log", cause=Cause.CHECKED,
)  # fmt: skip
NOT_RUN = Verdict("graph", Outcome.NOT_RUN, 2.0, reason="`z` is not defined.", cause=Cause.UNDEFINED)
UNSURE = Verdict("examples", Outcome.GRADER_ERROR, 2.0, reason="`f` uses the operation Foo.", cause=Cause.UNKNOWN)
ALL = (PASSED, FAILED, NOT_RUN, UNSURE)
ADA = Submission(
    "polynomial", "polynomial", "ada", "Ada Lovelace", "theano", datetime.datetime(2026, 1, 2, 12),
    grades={verdict.cell: CellGrade(verdict.points, verdict.max_points) for verdict in ALL},
)  # fmt: skip


def notebook(*verdicts, **metadata):
    cells = [
        v4.new_code_cell("", metadata={"nbgrader": {"grade": True, "grade_id": v.cell}}, outputs=[to_output(v)])
        for v in verdicts
    ]
    return v4.new_notebook(cells=cells, metadata=metadata)


def page(*verdicts, about=ADA, shown=Shown(), **metadata):  # noqa: B008 (frozen)
    return page_of(notebook(*(verdicts or ALL), **metadata), about, [], shown)


def text_of(made):
    return " ".join(re.sub("<[^>]+>", " ", made.split("</style>")[1]).split())


def test_a_row_for_each_check_says_what_became_of_it():
    rows = page().rows
    assert [(row.cell, row.sign, row.word, row.score, row.most) for row in rows] == [
        ("function", "✓", "passed", 2.0, 2.0),
        ("values", "✗", "not right yet", 0.0, 4.0),
        ("graph", "–", "nothing to check", 0.0, 2.0),
        ("examples", "?", "not decided", 0.0, 2.0),
    ]
    assert [row.reason for row in rows] == [
        "",
        "`f(0, 1)` must give 3, gives 4.",
        "`z` is not defined.",
        "`f` uses the operation Foo. A person will look at it.",
    ]
    assert [row.anchor for row in rows] == ["", "cause-1", "cause-2", "cause-3"]


@pytest.mark.parametrize(
    ("grades", "word"),
    [
        ({"a": CellGrade(2, 2)}, "all right"),
        ({"a": CellGrade(1, 2, decided=True)}, "not right yet"),
        ({"a": CellGrade(0, 2, open=True)}, "a person still looks at it"),
    ],
)
def test_the_whole_in_a_word(grades, word):
    assert page(about=replace(ADA, grades=grades)).word == word


def test_what_is_wrong_is_said_at_the_first_check_and_what_is_the_same_is_not_said_again():
    same = [replace(FAILED, cell=cell, hint="Look at the signs.") for cell in ("values", "graph", "examples")]
    other = replace(same[2], counterexample=None)
    rows = page(*same[:2], other).rows[:3]
    assert [row.lead for row in rows] == ["Look at the signs.", "", ""]
    assert [row.reason for row in rows] == ["`f(0, 1)` must give 3, gives 4.", "as in `values`", "`f` is wrong."]


def test_what_a_person_has_decided_stands_in_place_of_the_outcome():
    grades = {**ADA.grades, "values": CellGrade(1.5, 4.0, decided=True), "graph": CellGrade(2.0, 2.0, decided=True)}
    found = page(about=replace(ADA, grades=grades))
    values, graph = found.rows[1:3]
    assert (values.sign, values.word, values.score) == ("✎", "decided by a person", 1.5)
    assert (graph.sign, graph.reason, graph.anchor) == ("✎", "", "")
    assert [(box.cells, box.lost) for box in found.boxes] == [(("values",), 2.5), (("examples",), 2.0)]
    more = {**grades, "values": CellGrade(4.5, 4.0, decided=True)}  # with extra credit
    assert [box.cells for box in page(about=replace(ADA, grades=more)).boxes] == [("examples",)]


def test_a_check_that_only_a_person_can_grade_has_a_row_too():
    grades = {"essay": CellGrade(0.0, 5.0, open=True), "other": CellGrade(3.0, 5.0)}
    rows = page(about=replace(ADA, grades=grades)).rows
    assert [(row.sign, row.word) for row in rows] == [
        ("?", "a person looks at it"), ("·", "what was checked is not on record"),
    ]  # fmt: skip


def test_what_changed_since_the_last_attempt_is_said():
    rows = page(**{BEFORE: {"function": "failed", "values": "failed", "graph": "passed"}}).rows
    assert [row.before for row in rows] == ["was ✗, now ✓", "", "was ✓, now –", ""]


def test_the_page_holds_what_tells_two_printed_ones_apart():
    about = replace(ADA, late=60.0, penalty=1.0)
    made = html(page(about=about, **{GRADED_BY: {"version": "9.8", "day": "2026-02-03"}}))
    assert "<title>polynomial, Ada Lovelace: 1 of 10 points</title>" in made
    text = text_of(made)
    for words in ("Ada Lovelace", "1 of 10 points", "ada", "handed in 2026-01-02 12:00 UTC", "late", "(−1)", "theano",
                  "graded 2026-02-03, version 9.8"):  # fmt: skip
        assert words in text, words
    assert "in time" in text_of(html(page())) and "instructor's log" not in made


def test_everything_is_escaped():
    hostile = Verdict(
        "values", Outcome.FAILED, 1.0, SCRIPT, SCRIPT, SCRIPT, Counterexample(SCRIPT, SCRIPT, SCRIPT), cause=Cause.CHECKED
    )
    about = Submission(SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, grades={"values": CellGrade(0, 1), SCRIPT: CellGrade(0, 1)})
    made = html(page(hostile, about=about, **{UNREADABLE: SCRIPT, GRADED_BY: {"version": SCRIPT, "day": SCRIPT}}))
    assert "<script" not in made and made.count("&lt;script&gt;") > 10


def test_comments_of_a_person_keep_what_markdown_can_do():
    made = html(page(about=replace(ADA, comments={"solution": "Look at **this**: $x^2$"})))
    assert "<strong>this</strong>" in made and "<math" in made.split("Comments of a person")[1]


def test_a_comment_is_linked_from_the_check_behind_its_cell():
    nb = notebook(*ALL)
    nb.cells.insert(1, v4.new_code_cell("f = 1", metadata={"nbgrader": {"solution": True, "grade_id": "solution"}}))
    found = page_of(nb, replace(ADA, comments={"solution": "Nice."}), [], Shown())
    assert [row.comment for row in found.rows] == ["", "solution", "", ""]
    made = html(found)
    assert '<a href="#comment-solution">comment</a>' in made and made.count("Nice.") == 2  # on top and at the cell


def test_what_an_earlier_version_has_not_recorded_is_said():
    assert page().lacks.startswith("An earlier version graded this")
    known = [replace(verdict, evidence=Evidence()) for verdict in ALL]
    assert page(*known).lacks == "" and "earlier version" not in html(page(*known))


def test_the_page_loads_and_runs_nothing():
    made = html(page())
    assert "default-src &#39;none&#39;" in made or "default-src 'none'" in made
    assert "<script" not in made and not re.search(r"(?:src|href)=\"(?!#|data:)", made)
    assert not re.search(r"url\(|@import", made)


def test_a_verdict_in_the_formgrader_is_a_box_with_its_own_style():
    nb = notebook(*ALL)
    made = verdict_html(FAILED, box_of(nb, FAILED, None, Shown()))
    assert made.count("<style>") == 1 and "<style>" not in verdict_html(
        FAILED, box_of(nb, FAILED, None, Shown()), "en", False
    )
    text = text_of(made)
    for words in ("Not right yet", "0 of 4 points", "Checked: f is right everywhere.", "f is wrong.", "f(0, 1)",
                  "Look at the signs."):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("say `a<b` twice", 'say <code class="short">a&lt;b</code> twice'),
        ("one ` alone", "one ` alone"),
        (f"`{30 * 'x'}`", f"<code>{30 * 'x'}</code>"),
    ],
)
def test_backticks_are_code(text, shown):
    assert with_code(text) == shown

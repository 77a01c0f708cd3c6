"""Comments with gaps: what fills them, what is left out, and that nothing in them acts on a page."""

import pytest
from bs4 import BeautifulSoup

from exercises.checking.failures import Counterexample
from exercises.words import say
from graders.cleaning.markdown import instructors_html
from graders.records.behaviour import Behaviour
from graders.records.explanation import Change, Role
from graders.records.group import Mistake
from graders.records.verdict import Outcome, Verdict
from graders.reports.comment import filled, require_gaps, values
from graders.reports.feedback_page.boxes import Shown

CHANGE = Change("missing term", (Role("output", "f"),), here="x + y", right="x + y + x * y", span=(3, 2, 0, 2, 5))


def mistake(example=None, change=CHANGE):
    return Mistake(Behaviour(), (Verdict("values", Outcome.FAILED, 4.0, counterexample=example),), change)


EXAMPLE = Counterexample("f(1, 1)", "7", "6")


def test_gaps_are_filled_from_an_answers_own_mistake():
    found = values([mistake(EXAMPLE)], Shown(), "en", 3)
    text = filled("{call} must give {expected}, not {got}. {cause} Think of `{{x}}`.", found)
    cause = "A term is missing at `x + y` in `f` (line 2)."
    assert text == f"`f(1, 1)` must give `7`, not `6`. {cause} Think of `{{x}}`."


def test_they_follow_the_settings_of_pages():
    german = values([mistake(EXAMPLE)], Shown(hint="solution"), "de", None)
    assert german["cause"].startswith("In `f` muss `x + y` zu")
    assert list(values([mistake(EXAMPLE)], Shown(reveal="reason"), "en", None)) == ["cause"]
    assert values([mistake(None, None)], Shown(), "en", None) == {}


@pytest.mark.parametrize("text, left", [
    ("Try it. Look at {call}. Then hand in again.", "Try it. Then hand in again."),
    ("Look, e.g. {call}, at x. Well.", "Well."),
    ("At `a. b` {call}.", ""),
    ("- {cause}\n- Read the `tutorial.`\n\n\n\nBye", "- Read the `tutorial.`\n\nBye"),
    ("It gives {got}!  {expected}?", ""),
    ("No gap: 1.5 {{}}", "No gap: 1.5 {}"),
])  # fmt: skip
def test_a_sentence_with_nothing_for_its_gap_is_left_out(text, left):
    assert filled(text, {}) == left


def test_what_is_in_code_already_gets_no_second_backticks():
    assert filled("`{call}` and ``x {got}`` and {got}", {"call": "`f(0)`", "got": "`7`"}) == "`f(0)` and ``x 7`` and `7`"


@pytest.mark.parametrize("text, said", [
    ("{calls}", "{calls} is no placeholder. There are {call}, {expected}, {got}, {cause}; write {{ and }}"),
    ("{}", "{} is no placeholder"), ("{got!r}", "{got!r} is no placeholder"), ("{got:5}", "{got:5} is no placeholder"),
    ("{got.x}", "{got.x} is no placeholder"), ("a { b", "open, or closed"), ("a } b", "open, or closed"),
    ("`a {got}", "backtick is open"), ("```\n{got}\n```", "backtick is open"), ("use `x\n- {got} ` y", "backtick is open"),
    ("<div>\n{got}\n</div>", "may not have HTML"), ("<!-- {got} -->", "may not have HTML"),
    ("<a href='{got}'>x</a>", "may not have HTML"),
])  # fmt: skip
def test_other_braces_are_named_with_what_to_write(text, said):
    with pytest.raises(ValueError) as raised:
        require_gaps(text)
    assert said in str(raised.value)


@pytest.mark.parametrize("text", ["```\nz = x\n```", "<b>Well done</b>"])
def test_without_gaps_a_comment_may_do_all_that_markdown_can(text):
    require_gaps(text)


HOSTILE = (
    "<img src=x onerror=alert(1)>", "a`<script>`b", "``<script>x</script>", "`x``<b>`", "[x](javascript:alert(1))", "x\\",
    "![x](http://evil.example/p.png)", "$\\href{javascript:alert(1)}{x}$", "\\`<i>`", "`a` <u>", "http://evil.example",
    "\n\n<table>", "a\n    # b",
)  # fmt: skip
TEMPLATES = ("See {got}.", "See `{got}`.", "``{got}``", "a\n\n    {got}", "\\`{got}\\` x", "# {got}", "*{got}* {got}")


@pytest.mark.parametrize("text", TEMPLATES)
@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_student_named_or_returned_does_nothing_on_a_page(text, value):
    require_gaps(text)
    example = Counterexample("f()", "1", say("{value} came", value=value) if "`" in value else value)
    page = BeautifulSoup(instructors_html(filled(text, values([mistake(example)], Shown(), "en", None)), {}), "html.parser")
    markup = {element.name for element in page.find_all()} - {"p", "code", "pre", "div", "span", "em"}
    assert markup <= {"h1", "a"} and [a["href"] for a in page.find_all("a") if not a["href"].startswith("#")] == []

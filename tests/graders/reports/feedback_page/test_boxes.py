"""One cause, one box; and how much of it is told."""

from dataclasses import replace

import pytest
from nbformat import v4

from exercises.checking.failures import Counterexample
from exercises.words import joined, say, say_several
from graders.records.evidence import Entries, Evidence
from graders.records.explanation import Change, Explanation, Role
from graders.records.verdict import Cause, Outcome, Verdict
from graders.reports.feedback_page.boxes import REVEAL, Line, Shown, boxes, in_one_line, without_numbers

SIGN = Change("sign", (Role("output", "f"),), "3 * y", "-3 * y", span=(1, 2, 8, 2, 13))
NUMBER = Change("constant", (Role("output", "f"),), "3", "4", "3 * x", facts={"was": "constant"}, span=(1, 2, 4, 2, 5))
PICTURE = Entries(0, 1, (1,), (1,), (1.0,), (2.0,))
NB = v4.new_notebook(cells=[v4.new_markdown_cell("text"), v4.new_code_cell("x = 1\nz = 3 * x - 3 * y\nf = ...")])


def failed(cell, points, *changes, **more):
    why = Explanation(changes, True) if changes else None
    known = {"reason": f"`{cell}` is wrong.", "cause": Cause.CHECKED, "explanation": why, **more}
    return Verdict(cell, Outcome.FAILED, points, **known)


def made(*verdicts, shown=Shown()):  # noqa: B008 (frozen)
    return boxes(NB, verdicts, {verdict.cell: verdict.max_points for verdict in verdicts}, 1, shown)


def test_checks_of_one_cause_share_a_box_and_the_most_costly_comes_first():
    found = made(failed("a", 1, NUMBER), failed("b", 2, SIGN), failed("c", 4, SIGN))
    assert [(box.cells, box.lost, box.anchor) for box in found] == [(("b", "c"), 6, "cause-1"), (("a",), 1, "cause-2")]


def test_a_check_that_has_two_causes_joins_them():
    (box,) = made(failed("a", 1, NUMBER), failed("b", 2, SIGN), failed("c", 4, SIGN, NUMBER))
    assert box.cells == ("a", "b", "c") and box.lost == 7
    assert box.hint.count("sign") == 1 and "number" in box.hint


def test_without_a_cause_the_words_tell_checks_apart():
    same = {"reason": "`f` is not defined.", "outcome": Outcome.NOT_RUN, "cause": Cause.UNDEFINED}
    verdicts = [replace(failed("a", 1), **same), replace(failed("b", 1), **same), failed("c", 1)]
    assert [box.cells for box in made(*verdicts)] == [("a", "b"), ("c",)]


def test_right_checks_and_those_without_lost_points_have_no_box():
    right = Verdict("a", Outcome.PASSED, 2.0, cause=Cause.CHECKED)
    assert made(right) == []


def test_the_line_is_the_students_with_the_place_marked():
    (box,) = made(failed("a", 1, SIGN))
    (line,) = box.lines
    assert line == Line(2, [("z = 3 * ", False), ("x - 3", True), (" * y", False)])
    elsewhere = replace(SIGN, span=(0, 1, 0, 1, 4))
    assert made(failed("a", 1, elsewhere))[0].lines == ()


def test_a_long_line_is_cut_around_the_place_and_made_printable():
    nb = v4.new_notebook(cells=[v4.new_code_cell("a" * 500 + "\x1b[31mBAD" + "b" * 500)])
    verdict = failed("a", 1, replace(SIGN, span=(0, 1, 505, 1, 508)))
    (line,) = boxes(nb, [verdict], {"a": 1.0}, 0, Shown())[0].lines
    (before, _), bad, (after, _) = line.pieces
    assert bad == ("BAD", True) and "\x1b" not in before and before.startswith("... ") and len(after) < 170


def test_all_marks_of_a_line_are_in_it_but_those_around_others():
    whole = replace(NUMBER, here="3 * x - 3 * y", span=(1, 2, 4, 2, 17))
    (box,) = made(failed("a", 1, SIGN, NUMBER, whole))
    assert [(text, here) for text, here in box.lines[0].pieces if here] == [("3", True), ("x - 3", True)]
    crossing = replace(NUMBER, here="- 3 * y", span=(1, 2, 10, 2, 17))
    (box,) = made(failed("a", 1, SIGN, crossing))
    assert "".join(text for text, _ in box.lines[0].pieces) == "z = 3 * x - 3 * y"
    assert made(failed("a", 1, replace(SIGN, span=(1, 9, 0, 9, 4))))[0].lines == ()  # a file that somebody has changed


CALL = Counterexample("f(123.5, 1)", "77.25", "66.75")
TOLD = say("Input 1 of `{name}` can't hold {value}.", name="f", value="123.5")


@pytest.mark.parametrize("reveal", REVEAL)
def test_how_much_is_told(reveal):
    verdict = failed("a", 1, SIGN, counterexample=CALL, reason=TOLD, evidence=Evidence(None, None, PICTURE))
    (box,) = made(verdict, shown=Shown(reveal))
    told = reveal != "reason"
    assert (box.example is not None, bool(box.pictures)) == (told, told)
    line = in_one_line(verdict, Shown(reveal))
    assert ("123.5" in line, "123.5" in box.reason) == (told, told)
    assert line == ("`f(123.5, 1)` must give 77.25, gives 66.75." if told else "Input 1 of `f` can't hold ….")


def test_numbers_within_parts_of_a_reason_are_left_open_too():
    entries = say_several("{count} of {size} entry differs", "{count} of {size} entries differ", 2, size=3)
    inner = say("{entries}, by up to {most}", entries=entries, most="0.5")
    reason = joined([say("The {which} output is wrong; {difference}.", which="first", difference=inner), "As said."])
    told = without_numbers(failed("a", 1, reason=reason)).reason
    assert told == "The first output is wrong; … of … entries differ, by up to …. As said."


def test_a_long_call_gives_way_to_the_reason():
    verdict = failed("a", 1, counterexample=Counterexample("f(" + "1, " * 30 + ")", "1", "2"))
    assert in_one_line(verdict, Shown()) == "`a` is wrong."


def test_what_a_person_decides_promises_nobody_any_more():
    verdict = Verdict("a", Outcome.GRADER_ERROR, 2.0, reason="It is unknown.", cause=Cause.UNKNOWN)
    assert in_one_line(verdict, Shown()).endswith("A person will look at it.")
    assert in_one_line(verdict, Shown(), decided=True) == "It is unknown."
    (box,) = made(verdict)
    assert box.unsure and box.next_step == "" and box.reason.endswith("A person will look at it.")


@pytest.mark.parametrize("level", ["where", "what", "solution"])
def test_the_hint_is_at_the_level_that_was_chosen(level):
    (box,) = made(failed("a", 1, SIGN), shown=Shown(hint=level))
    assert ("-3 * y" in box.hint) == (level == "solution")
    assert box.hint.startswith("Look at") == (level == "where")

"""Explanations in words: short, at three levels, of which each reveals more."""

from dataclasses import replace

import pytest
from languages import untranslated
from readability import grade, plain, words

from graders.records.explanation import EXPRESSION_KINDS, INTERFACE_KINDS, Change, Explanation, Role
from graders.records.verdict import Outcome, Verdict
from graders.reports.explained import LEVELS, hint, in_words, with_hint
from graders.reports.language import Language
from graders.reports.places import place
from graders.reports.sentences import SENTENCES

SHOWN = {"name": "x", "dtype": "float64", "broadcastable": [False]}
FACTS = {"was": "mul", "sign": "*", "op": "dot", "expected": [SHOWN], "given": [SHOWN], "differ": ["kind"], "how": "another",
         "name": "s", "wanted": "state", "order": [0]}  # fmt: skip


def change(kind, **more):
    facts = {**FACTS, **({"expected": SHOWN, "given": SHOWN} if kind == "state type" else {})}
    return Change(kind, (Role("output", "f", 1, "state", of=2),), "x * W", "dot(x, W)", "x * W + b", 5, facts=facts, **more)


def test_every_kind_has_words():
    assert set(SENTENCES) == {*EXPRESSION_KINDS, *INTERFACE_KINDS}


@pytest.mark.parametrize("kind", SENTENCES)
def test_they_are_short_whole_sentences(kind):
    for level in LEVELS:
        told = in_words(change(kind), level)
        assert told[0].isupper() or told[0] == "`"
        assert told.endswith(".") and len(words(told)) <= 40 and grade(told) <= 9
        assert "{" not in told and "None" not in told
        german = Language("de").text(told)
        assert untranslated(told, "de") == [] and german != told
        assert (german[0].isupper() or german[0] == "`") and german.endswith(".") and len(plain(german).split()) <= 45


@pytest.mark.parametrize("kind", EXPRESSION_KINDS)
def test_only_the_solution_reveals_what_is_right(kind):
    told = {level: in_words(change(kind), level) for level in LEVELS}

    assert "dot(x, W)" not in told["where"] + told["what"].replace("T.dot", "")
    assert "dot(x, W)" in told["solution"]


def test_what_an_operation_is_taken_for_is_taught():
    assert in_words(change("operation")) == (
        "`*` is not the right operation in `x * W`, in `x * W + b` in the second output of `f`. "
        "`*`, and np.dot of symbols, multiply entry by entry; the matrix product is T.dot."
    )


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_line_of_the_solution_cell_is_told_at_every_level(kind):
    there, elsewhere = change(kind, span=(3, 7, 4, 7, 9)), change(kind, span=(2, 7, 4, 7, 9))
    for level in LEVELS:
        alone, told = in_words(change(kind), level), in_words(there, level, 3)
        assert told.replace(" (line 7).", ".", 1) == alone != told and told.count("(line 7)") == 1
        assert len(words(told)) <= 40 and grade(told) <= 9
        assert in_words(there, level) == in_words(elsewhere, level, 3) == alone
        german = Language("de").text
        assert german(told).replace(" (Zeile 7).", ".", 1) == german(alone) != german(told)


def test_the_line_stands_at_the_end_of_the_first_sentence():
    told = in_words(change("operation", span=(3, 7, 4, 7, 9)), "where", 3)

    assert told == "Look at `x * W` in `x * W + b` in the second output of `f` (line 7)."


def test_places():
    both = [Role("output", "f", 0, of=2), Role("output", "f", 1, of=2)]

    assert place(both) == "in both outputs of `f`"
    assert place([Role("name", "z"), Role("output", "f")]) == "in `z`"
    assert place([Role("output", "f")]) == "in `f`"
    assert place([*both, Role("update", "f", 0, "state")]) == "in both outputs of `f` and in the update of `state`"
    assert place([Role("update", "accumulator", 0, "state")]) == "in the update of `state`"


def test_a_hint_tells_the_two_most_telling_changes_and_precision_only_where_there_is_nothing_else():
    weak = replace(change("type"), facts={**FACTS, "differ": ["precision"], "dtype": "float64", "wanted": "float32"})
    one, other, third = (replace(change("sign"), here=here) for here in ("x", "W", "b"))
    told = hint(Explanation((one, other, third, weak), True).about(""), "what")
    assert told == f"{in_words(one)} {in_words(other)} There is more to change."
    assert hint(Explanation((weak,), True), "what") == in_words(weak)


def test_what_would_be_right_is_in_a_hint_only_if_it_is_to_be_revealed():
    explanation = Explanation((change("constant"),), True)
    verdict = Verdict("values", Outcome.FAILED, 4.0, hint="Look again.", explanation=explanation)
    told = with_hint(verdict, "what").hint
    assert "another value is needed" in told and "Look again." not in told and "dot(x, W)" not in told
    assert "dot(x, W)" in with_hint(verdict, "solution").hint
    plain = replace(verdict, explanation=None)
    assert with_hint(plain, "what") is plain


def test_nothing_is_told_where_what_is_found_is_no_mistake_that_people_make():
    far = replace(change("constant"), here="9", right="(x + 3) * -1")
    swapped = replace(change("output order"), facts={"order": [1, 0]})
    same = replace(change("shape"), right="x * W")
    for changes in ([far], [same], [swapped, change("sign"), change("type")], [change("sign"), change("missing term")]):
        assert hint(Explanation(tuple(changes), True), "solution") == ""
    assert hint(Explanation((swapped,), True), "what") == "The outputs of `f` must change places."

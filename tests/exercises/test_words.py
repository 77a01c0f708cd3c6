"""Sentences that know how they were made: texts like any other, and made again in another language."""

import copy
import json
import pickle
import re
import subprocess
import sys

import pytest

from exercises.words import (
    MAX_DEPTH,
    MAX_LENGTH,
    Words,
    capital,
    completed,
    from_json,
    joined,
    later,
    listed,
    made,
    say,
    say_several,
    to_json,
    with_and,
)


class Upper:
    """A language that writes its templates in capitals, but for the gaps."""

    def gettext(self, message):
        return "".join(part if part.startswith("{") else part.upper() for part in re.split(r"(\{\w+\})", message))

    def ngettext(self, singular, plural, n):
        return self.gettext(singular if n == 1 else plural)


TEMPLATES = {"{here} is wrong, {where}.": "{where} ist {here} falsch.", "in `{name}`": "bei `{name}`", " and ": " und "}


class German:
    """A few sentences, in which gaps change places."""

    def gettext(self, message):
        return TEMPLATES.get(message, message)

    def ngettext(self, singular, plural, n):
        return self.gettext(singular if n == 1 else plural)


SENTENCES = [
    (say("`{name}` is {what}.", name="f", what=say("a list")), "`f` is a list."),
    (say("Nothing."), "Nothing."),
    (say_several("{count} input", "{count} inputs", 1), "1 input"),
    (say_several("{count} input of {size}", "{count} inputs of {size}", 2, size=3), "2 inputs of 3"),
    (joined([say("One."), "", say("Two.")]), "One. Two."),
    (listed(["x", say("the second"), "b"]), "x, the second and b"),
    (with_and(["x", "W", "b"]), "x and W and b"),
    (capital(say("in `{name}`", name="z")), "In `z`"),
    (capital(say("{code} is it", code="`z`")), "`z` is it"),
    (completed(say("Look at `f.x`. Then rest."), say("(line {line})", line=7)), "Look at `f.x` (line 7). Then rest."),
]
EACH = pytest.mark.parametrize(("words", "text"), SENTENCES, ids=[text for _, text in SENTENCES])


@EACH
def test_they_are_texts(words, text):
    assert isinstance(words, Words) and words == text and hash(words) == hash(text)
    assert f"{words}" == text and json.loads(json.dumps(words)) == text


@EACH
def test_they_survive_json_pickle_copies_and_exceptions(words, text):
    for again in (
        from_json(json.loads(json.dumps(to_json(words)))),
        pickle.loads(pickle.dumps(words)),
        copy.deepcopy(words),
        str(ValueError(words)),
    ):
        assert again == text and isinstance(again, Words) and again.recipe == words.recipe


def test_what_fills_a_gap_is_translated_if_it_is_words():
    words = say("`{name}` is {what}.", name="f", what=say("a list of {number}", number=2))
    assert made(words, Upper()) == "`f` IS A LIST OF 2."


def test_what_is_done_with_a_text_is_done_again_in_another_language():
    where = with_and([say("in `{name}`", name="f"), say("in `{name}`", name="g")])
    words = capital(say("{here} is wrong, {where}.", here="x", where=where))
    assert words == "X is wrong, in `f` and in `g`."
    assert made(words, German()) == "Bei `f` und bei `g` ist x falsch."
    assert made(completed(words, "(1)"), German()) == "Bei `f` und bei `g` ist x falsch (1)."
    assert made("x is wrong", German()) == "x is wrong"


def test_a_number_chooses_the_template():
    words = [say_several("{count} input", "{count} inputs", count) for count in (0, 1, 2)]
    assert [made(each, Upper()) for each in words] == ["0 INPUTS", "1 INPUT", "2 INPUTS"]


def test_what_stands_in_a_gap_is_no_template():
    assert say("{one} {two}", one="{two}", two="{one}") == "{two} {one}"
    assert made(say("{text}", text="in `{name}`"), German()) == "in `{name}`"


def test_few_texts_are_not_put_together():
    only = say("Only.")
    assert joined([]) == "" and joined(["", only]) is only and joined(["x"]) == "x" and listed(["x"]) == "x"
    assert not isinstance(joined(["x"]), Words)
    assert later("{x}") == "{x}"


def test_a_gap_that_is_not_filled_is_a_mistake():
    with pytest.raises(KeyError):
        say("{name}")
    with pytest.raises(KeyError):
        say_several("one", "{many}", 1)
    with pytest.raises(ValueError, match="nothing to say"):
        say("")


DEEP: dict = {"capital": "x"}
for _ in range(MAX_DEPTH):
    DEEP = {"capital": DEEP}


@pytest.mark.parametrize(
    "data",
    [
        None, 7, ["x"], {}, {"say": "x"},
        {"say": "", "gaps": {}}, {"say": "{x}", "gaps": {}}, {"say": "x", "gaps": {"x": "y"}},
        {"say": "{x}", "gaps": {"x": 7}}, {"say": "x", "gaps": {}, "more": ""}, {"say": 7, "gaps": {}},
        {"say": "x", "plural": "y", "count": "1", "gaps": {}}, {"say": "x", "plural": "", "count": 1, "gaps": {}},
        {"joined": "xy", "between": " "}, {"joined": [None], "between": " "}, {"joined": [], "between": 7},
        {"capital": None}, {"completed": "x"}, {"capital": "x", "joined": []}, DEEP,
        {"say": "{x}" * 30, "gaps": {"x": "x" * 1000}}, {"joined": ["x" * MAX_LENGTH, "y"], "between": ""},
    ],
    ids=lambda data: str(data)[:40],
)  # fmt: skip
def test_what_is_no_record_is_refused(data):
    with pytest.raises(ValueError, match="no record of a text"):
        from_json(data)


def test_a_plain_text_is_its_own_record():
    assert to_json("x") == from_json("x") == "x"


def test_who_reports_needs_no_numpy():
    code = "import sys, exercises.words\nassert 'numpy' not in sys.modules\nfrom exercises import CheckFailed, check\n"
    subprocess.run([sys.executable, "-c", code], check=True)

"""Where two texts of values differ."""

import pytest

from graders.reports.feedback_page.difference import MOST, marked


def shown(text):
    return "".join(f"<{piece}>" if differs else piece for piece, differs in text)


@pytest.mark.parametrize(
    ("expected", "got", "marks"),
    [
        ("7", "5", ("<7>", "<5>")),
        ("[1, 2]", "[1, 3]", ("[1, <2>]", "[1, <3>]")),
        ("[0.2069665, 0.07]", "[0.2131425, 0.07]", ("[0.2<069665>, 0.07]", "[0.2<131425>, 0.07]")),
        ("-0.5", "0.5", ("<-0.5>", "<0.5>")),
        ("1.5e10", "1.5e12", ("<1.5e10>", "<1.5e12>")),
        ("[2, 4]", "2", ("<[>2<, 4]>", "2")),
        ("a result", "ValueError: no", ("<a result>", "<ValueError: no>")),
        ("3", "3", ("3", "3")),
        ("", "x", ("", "<x>")),
    ],
)
def test_what_differs_is_marked(expected, got, marks):
    assert tuple(map(shown, marked(expected, got))) == marks


def test_nothing_is_lost_and_long_texts_are_not_compared():
    long = ", ".join(map(str, range(MOST)))
    for pair in (("[1, 2, 3]", "[3, 1]"), ("a  b", "a c  d"), (long, long[::-1])):
        assert tuple("".join(piece for piece, _ in text) for text in marked(*pair)) == pair
    assert marked(long, long[::-1]) == ([(long, False)], [(long[::-1], False)])

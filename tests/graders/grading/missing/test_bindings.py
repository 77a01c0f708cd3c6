"""Reading what a student wrote never fails, and takes no long time."""

import time

import pytest

from graders.grading.missing.bindings import LONGEST_IN_ALL, Bindings, Kind
from graders.grading.source.blocks import LONGEST
from graders.records.work import WorkCell


def read(*sources):
    found = Bindings()
    for place, source in enumerate(sources):
        found.read(WorkCell(place, source))
    return found


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("theano.function([x], x)", Kind.COMPILED),
        ("T.dscalar('x')", Kind.EXPRESSION),
        ("3 * x", Kind.EXPRESSION),
        ("lambda x: x", Kind.FUNCTION),
        ("[1, 2]", Kind.PLAIN),
        ("'f'", Kind.PLAIN),
        ("make()", Kind.OTHER),
        ("other.function(1)", Kind.OTHER),
    ],
)
def test_what_a_name_is_given_to(value, kind):
    assert [binding.kind for binding in read(f"f = {value}").of("f")] == [kind]


def test_a_function_of_the_students_own_is_not_that_of_theano():
    assert read("def function(x): return x\nf = function(3)").of("f")[0].kind is Kind.OTHER


def test_lines_of_ipython_are_left_out():
    found = read("%matplotlib inline\nif x:\n    !ls\nfiles = !ls\nf?\nf = 3")
    assert [binding.name for binding in found.found] == ["f"]
    assert [binding.name for binding in read("remainder = (x\n% 2)").found] == ["remainder"]


@pytest.mark.parametrize(
    "source",
    [
        "(" * LONGEST,
        "x = " + "-" * 19_000 + "1",
        "x = " + "1 + " * 4_900 + "1",
        "x = a" + ".a" * 9_900,
        "x = a" + "()" * 9_900,
        "x = " * 4_900 + "1",
        "if 0:\n pass\n" + "elif 0:\n pass\n" * 1_200,
        "".join(" " * depth + "def f():\n" for depth in range(95)) + " " * 95 + "f = 1",
        "a\0b",
        "x = '\ud800'",
        "?\n" * 9_900,
        "# f = (\n" * 2_400,
        "f = 1\n" * 1_000_000,
    ],
    ids=lambda source: source[:12],
)
def test_no_source_is_too_much(source):
    begin = time.perf_counter()
    found = read(*[source] * 10)
    assert time.perf_counter() - begin < 5.0
    assert found.left >= 0


def test_of_a_notebook_no_more_than_so_much_is_read():
    source = "f = 1  # " + "long " * 3_000
    found = read(*[source] * 20)
    assert len(found.found) == LONGEST_IN_ALL // len(source)
    assert found.unread_names("f") and not found.unread_names("g")

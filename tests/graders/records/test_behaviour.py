import pytest

from graders.records.behaviour import Behaviour, joined


def test_numbers_that_float32_does_not_tell_apart_are_alike():
    one = Behaviour(("fact",), {"output f 0": (1.0, 3e8, "nan", "inf", None, 7)})
    assert one.is_like(Behaviour(("fact",), {"output f 0": (1.000001, 3.000001e8, "nan", "inf", None, 7)}))


@pytest.mark.parametrize(
    "results",
    [
        {"output f 0": (1.001, 2)},
        {"output f 0": (1.0, 3)},
        {"output f 0": (1.0,)},
        {"output f 1": (1.0, 2)},
        {"output f 0": (1.0, "nan")},
        {"output f 0": (1.0, None)},
    ],
)
def test_what_differs_anywhere_is_not_alike(results):
    assert not Behaviour((), {"output f 0": (1.0, 2)}).is_like(Behaviour((), results))


def test_whole_numbers_are_compared_to_the_last_digit():
    assert not Behaviour((), {"z": (2**60,)}).is_like(Behaviour((), {"z": (2**60 + 1,)}))


def test_other_facts_are_not_alike():
    assert not Behaviour(("one",)).is_like(Behaviour(("other",)))


def test_text_and_back():
    one = Behaviour(("fact",), {"output f 0": (1.0, float("inf"), -3, None), "name z 0": (float("nan"),)})
    again = Behaviour.from_text(one.to_text())
    assert again.results == {"output f 0": (1.0, "inf", -3, None), "name z 0": ("nan",)}
    assert again.to_text() == one.to_text()


def test_what_several_checks_have_seen_is_joined():
    both = joined([Behaviour(("a",), {"f": (1.0,)}), Behaviour(("b", "a"), {"z": (2.0,)})])
    assert both == Behaviour(("a", "b"), {"f": (1.0,), "z": (2.0,)})
    assert joined([Behaviour(("z", "a"))]) == Behaviour(("z", "a"))


def test_a_right_answer_has_nothing_of_it():
    assert Behaviour().is_right and not Behaviour(("fact",)).is_right and not Behaviour((), {"f": (1.0,)}).is_right

"""Values and errors as students see them."""

import numpy as np
import pytest

from exercises.checking import texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.0, "7"),
        (-0.5, "-0.5"),
        (np.float32(0.1), "0.1"),
        (np.float32(1e20), "1e20"),
        (np.array([0.07, -2.0]), "[0.07, -2]"),
        (np.array([[1, 2], [3, 4]]), "[[1, 2], [3, 4]]"),
        (np.complex64(1 + 2j), "(1+2j)"),
        ([np.array(1), np.array(2)], "[1, 2]"),
        (None, "None"),
        (float("nan"), "nan"),
        (2**60 + 1, "1152921504606846977"),
        (np.zeros((50, 50)), "np.full((50, 50), 0)"),
        (np.ones(9, "float32"), "np.full(9, 1)"),
        (np.arange(50), "[0, 1, ..., 48, 49]"),
        (np.arange(60).reshape(6, 10), "[[0, 1, ..., 8, 9], [10, 11, ..., 18, 19], "),
        ({"a": np.array(1)}, "{'a': 1}"),
    ],
)
def test_values_are_shown_as_one_would_type_them(value, text):
    shown = texts.value_text(value)
    assert shown == text or (text.endswith(", ") and shown.startswith(text))


def test_a_long_value_is_cut():
    shown = texts.value_text(np.random.RandomState(0).uniform(size=(8, 8)))
    assert len(shown) == texts.MAX_TEXT and shown.endswith(" ...")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "ValueError"),
        (
            "Input dimension mis-match. (input[0].shape[0] = 3, input[1].shape[0] = 2)\nApply node",
            "ValueError: Input dimension mis-match. (input[0].shape[0] = 3, input[1].shape[0] = 2)",
        ),
        (
            'Bad input argument to theano function with name "/srv/graders/answers/load.py:136" at index 1 (0-based).',
            "ValueError: Bad input argument to theano function at index 1 (0-based).",
        ),
        ('Wrong. File "/srv/my course/x.py", line 7, in f', "ValueError: Wrong."),
        (
            r"no such file: C:\\course\\gradebook.db or ../x/y, <Variable at 0x7f92d95c7f30>",
            "ValueError: no such file: ... or ... <Variable at ...>",
        ),
        ("[Errno 2] No such file: '/srv/my course/x'", "ValueError: [Errno 2] No such file: '...'"),
        ("<function f at 0x7f92d95c7f30> of <ipython-input-3-0a1b>:5", "ValueError: <function f at ...> of ..."),
    ],
)
def test_the_text_of_an_error_names_no_path(text, shown):
    assert texts.error_text(ValueError(text)) == shown


def test_the_words_of_an_assertion_are_quoted():
    assert texts.error_text(AssertionError("`f` is right.")) == "AssertionError: '`f` is right.'"


@pytest.mark.parametrize(
    ("got", "text"),
    [
        ([1, 2, 4], "1 of 3 entries differs, by up to 1"),
        ([1.5, 2, 2], "2 of 3 entries differ, by up to 1"),
        ([np.nan, 2, 2.75], "2 of 3 entries differ, by up to 0.25"),
        ([np.inf, 2, 3], "1 of 3 entries differs by more than any number"),
    ],
)
def test_how_much_arrays_differ_is_said(got, text):
    got, expected = np.array(got, "float32"), np.array([1.0, 2.0, 3.0])
    assert texts.difference_text(got != expected, got, expected) == text

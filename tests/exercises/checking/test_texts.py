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


@pytest.mark.parametrize(
    ("expected", "got", "allowed", "shown"),
    [
        (0.21, np.float32(0.3), 1e-6, ("0.21", "0.3")),
        (0.21000001, 0.30000001, 1e-6, ("0.21", "0.3")),
        (7.0, np.float64(7.00000000001), 0.0, ("7", "7.00000000001")),
        (7.00000000001, 7.0, 0.0, ("7.00000000001", "7")),
        (7.0, 7.1234567890123, 1e-5, ("7", "7.123457")),
        (1 / 3, np.float32(2 / 3), 0.0, ("0.3333333", "0.6666667")),
        (3.0, 1e-12, 1e-6, ("3", "0")),
        (3.0, np.nan, 1e-6, ("3", "nan")),
        (3.0, -np.inf, 1e-6, ("3", "-inf")),
        (3499999999999.9995, 1e12, 1.0, ("3500000000000", "1000000000000")),
        (12884901897.0, np.float32(6442450944), 1.0, ("12884900000", "6442451000")),
        (7.5, np.array(7), 1e-6, ("7.5", "7")),
        (2**62 + 1, np.int64(2**62), 0.0, ("4611686018427387905", "4611686018427387904")),
        ([2**53 + 1, 2**54 + 2], [2**53, 2**54 + 2], 0.0, (
            "[9007199254740993, 18014398509481986]", "[9007199254740992, 18014398509481986]")),
        (np.array([0.21, 0.07]), np.array([0.21000001, 0.5], "float32"), np.full(2, 1e-6), ("[0.21, 0.07]", "[0.21, 0.5]")),
        (np.array([0.21, 0.07]), np.array([[0.21000001], [0.06999999]], "float32"), np.full(2, 1e-6), (
            "[0.21, 0.07]", "[[0.21], [0.07]]")),
        (np.array([1.0, 2.0]), np.array([1, 2j]), 1e-6, ("[1, 2]", "[(1+0j), 2j]")),
        (np.zeros(0), np.zeros(0), 1e-6, ("[]", "[]")),
        (np.ones(20), np.ones(20) + 1e-9 * np.arange(20), 1e-6, ("np.full(20, 1)", "np.full(20, 1)")),
        (np.arange(20.0), np.arange(20.0) + (np.arange(20) == 9), 1e-6, (
            "[0, 1, ..., 9, ..., 18, 19]", "[0, 1, ..., 10, ..., 18, 19]")),
        (np.r_[0.0, 1.0, np.zeros(18)], np.r_[0.0, 1.0, np.zeros(19)], np.full(20, 1e-6), (
            "[0, 1, ..., 0, 0]", "[0, 1, ..., 0, 0]")),
        ("two numbers", np.float32(0.1), 0.0, ("two numbers", "0.1")),
        ([1, 2], None, 0.0, ("[1, 2]", "None")),
    ],
)  # fmt: skip
def test_what_was_expected_and_got_is_told_apart_in_few_digits(expected, got, allowed, shown):
    assert texts.both_texts(expected, got, allowed) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (3, "3"),
        (np.float32(0.5), "0.5"),
        (np.float32(0.1), "np.float32(0.1)"),
        (np.float32(2**31), "np.float32(2147483600)"),
        (np.float64(np.float32(0.1)), "np.float32(0.1)"),
        (np.float64(1e300), "1e300"),
        (np.int8(-7), "-7"),
        (np.float32([0.5, 2]), "[0.5, 2]"),
        (np.float32([[0.5, 0.1]]), "np.float32([[0.5, 0.1]])"),
        (np.float16([0.1]), "np.float16([0.1])"),
        (np.full(20, 0.5), "np.full(20, 0.5)"),
        (np.full(20, 2, "float32"), 'np.full(20, 2, "float32")'),
        (np.full((2, 20), 3, "int8"), 'np.full((2, 20), 3, "int8")'),
        (np.arange(20, dtype="float32") / 10, "[0, 0.1, ..., 1.8, 1.9]"),
    ],
)
def test_arguments_are_code_of_the_declared_type(value, text):
    assert texts.literal_text(value) == text
    assert texts.call_text("f", (value, 1)) == f"f({text}, 1)"

"""Of an error's message the telling part is quoted, with its line and, for the commonest, what it means."""

import pytest
from languages import untranslated

from graders.grading.missing.errors import line_of, meaning, telling_part

UNUSED = "the provided input variable at index 1 is not part of the computational graph needed to compute the outputs: y"
VARIABLE = "found a Variable: maybe you are trying to call a function on a (possibly shared) variable"


@pytest.mark.parametrize(
    ("message", "part"),
    [
        (f"theano.function was asked to create a function, but {UNUSED}.\nTo make this error into a warning, ...", UNUSED),
        ("Mis-match. (3 != 2)\nApply node that caused the error: x\nHINT: x", "Mis-match. (3 != 2)"),
        (f"('Bad input argument', '{VARIABLE}')", VARIABLE),
        ("invalid syntax (<ipython-input-2-0a1b>, line 5)", "invalid syntax (line 5)"),
        ("first\n\nlast", "last"),
        ("", ""),
    ],
)
def test_the_telling_part_of_an_error_is_quoted(message, part):
    assert telling_part(message) == part


SOURCE = "x = 1\ndef p(x):\n    if x:\n        return 1\nz = p(x)\n"
FRAMES = [
    "NameError     Traceback (most recent call last)",
    "Cell In[2], line 5\n      3     if x:\n\x1b[32m----> 5\x1b[39m z = p(x)\n",
    "Cell In[2], line 3, in p(x)\n      2 def p(x):\n----> 3     if x:\n",
    "File ~/theano/var.py:93, in __bool__(self)\n---> 93     raise TypeError(\n",
]


def test_the_line_is_the_innermost_of_the_cell():
    assert line_of("TypeError", "", FRAMES, SOURCE) == 3
    assert line_of("TypeError", "", FRAMES[:2], SOURCE) == 5
    assert line_of("TypeError", "", FRAMES[:1] + FRAMES[3:], SOURCE) == 0


def test_a_line_of_something_else_is_not_told():
    assert line_of("TypeError", "", ["Cell In[2], line 5\n----> 5 other\n"], SOURCE) == 0
    assert line_of("TypeError", "", ["Cell In[2], line 9\n----> 999999 z = p(x)\n"], SOURCE) == 0
    assert line_of("ValueError", "(<ipython-input-2-0a1b>, line 5)", [], SOURCE) == 0


def test_empty_lines_at_the_beginning_count():
    assert line_of("TypeError", "", FRAMES, f"\n  \n{SOURCE}") == 5
    assert telling_part("bad (<ipython-input-2-0a1b>, line 5)", f"\n\n{SOURCE}") == "bad (line 7)"
    assert line_of("SyntaxError", "bad (<ipython-input-2-0a1b>, line 3)", [], f"\n\n{SOURCE}") == 5


TYPES = (
    "('An update must have the same type as the original shared variable (shared_var={}, "
    "shared_var.type=TensorType(int64, scalar), update_val=Elemwise{{add,no_inplace}}.0, "
    "update_val.type=TensorType(float64, {})).', 'If the difference')"
)
UPDATES = "list of pairs `(shared variable, new value)`"
NO_VALUE = "A symbolic expression has no value"
ARRAY = "Outputs must be theano Variable or Out instances. Received 1 of type <class 'numpy.ndarray'>"


@pytest.mark.parametrize(
    ("ename", "evalue", "told"),
    [
        ("NameError", "name 'xy' is not defined", "Is `*` missing between `x` and `y`?"),
        ("NameError", "name 'xyx' is not defined", "Is `*` missing between `x`, `y` and `x`?"),
        ("NameError", "name 'xz' is not defined", ""),
        ("NameError", "name 'x' is not defined", ""),
        ("MissingInputError", "Input 1 was not provided and not given a value", "not among the inputs"),
        ("UnusedInputError", f"function, but {UNUSED}.\nTo make", "Neither outputs nor updates use the input `y`."),
        (
            "TypeError",
            TYPES.format("state", "scalar"),
            "`state` is of type int64 (scalar), its update of type float64 (scalar).",
        ),
        (
            "TypeError",
            TYPES.format("<TensorType(int64, scalar)>", "vector"),
            "The shared variable is of type int64 (scalar), its",
        ),
        ("TypeError", TYPES.format("state", "(True, False)"), ""),
        (
            "TypeError",
            "unsupported operand type(s) for *: 'int' and 'TensorType'",
            "`T.dscalar('x')` makes a variable of it",
        ),
        ("AttributeError", "'TensorVariable' object has no attribute 'optimizer'", "several outputs belong in one list"),
        ("AttributeError", "module 'theano.tensor' has no attribute 'fvetcor'", "There is a `theano.tensor.fvector`."),
        ("AttributeError", "module 'theano.tensor' has no attribute 'nonsense'", ""),
        ("TypeError", "TensorType does not support iteration. Maybe ...", NO_VALUE),
        ("TypeError", "Variables do not support boolean operations.", NO_VALUE),
        ("TypeError", "float() argument must be a string or a real number, not 'TensorVariable'", NO_VALUE),
        ("TypeError", "must be real number, not TensorVariable", NO_VALUE),
        ("TypeError", "must be real number, not str", ""),
        ("TypeError", "'TensorVariable' object does not support item assignment", "T.set_subtensor"),
        ("TypeError", "unsupported operand type(s) for @: 'TensorVariable' and 'TensorVariable'", "T.dot(a, b)"),
        ("TypeError", "'int' object is not callable", "a product needs `*`"),
        ("TypeError", "('update target must be a SharedVariable', 'state')", "has to be a shared variable"),
        ("ValueError", "The updates parameter must be an OrderedDict/dict or a list", UPDATES),
        ("TypeError", ARRAY, "An output is an array of NumPy's"),
        ("ValueError", "Variables do not support boolean operations.", ""),
        ("ZeroDivisionError", "division by zero", ""),
    ],
)
def test_what_an_error_means_is_told(ename, evalue, told):
    found = meaning(ename, evalue, {"x", "y"})
    assert untranslated(found, "de") == []
    assert told in found and bool(told) == bool(found)


def test_a_number_before_a_name_is_told():
    message = "invalid decimal literal (<ipython-input-2-0a1b>, line 1)"
    assert meaning("SyntaxError", message, at="z = 1e5 * x + 3y") == "Is `*` missing between `3` and `y`?"
    assert meaning("SyntaxError", message, at="z = 1__0 * x2") == ""

"""What is said where an answer is missing names the cell, the telling part of an error, and the name that is there."""

import pytest

from graders.grading.troubles import Troubles, called, explained, telling_part
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Shown, WorkCell

MISSING = Verdict("values", Outcome.NOT_RUN, 4.0, reason="`f` is not defined.", cause=Cause.UNDEFINED)


class Error:
    output_type = "error"

    def __init__(self, ename, evalue):
        self.ename, self.evalue = ename, evalue


def hint(source, *errors, missing=("f",), needed=("f", "z")):
    """The hint where a solution cell of this source is followed by cells that end with ``errors``."""
    cells = [WorkCell(0, source, solution=True), *(WorkCell(i, f"cell({i})") for i in range(1, 1 + len(errors)))]
    troubles = Troubles(cells)
    for cell, error in zip(cells[1:], errors):
        troubles.add(cell, Shown([Error(*error)]))
    return explained(MISSING, troubles, list(missing), needed).hint


def test_a_cell_is_called_what_it_is():
    same = [WorkCell(0, "# one\nimport theano\nx = 1"), WorkCell(1, "import theano\nx = 2"), WorkCell(2, "z", solution=True)]
    assert called(same[2], same) == "your solution cell"
    assert called(same[1], same) == "the second cell that starts with `import theano`"
    assert called(same[0], same[:1]) == "the cell that starts with `import theano`"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x = T.dscalar()\nfunc = theano.function([x], x)", "func"),
        ("layer = function([x], x)", "layer"),
        ("F = theano.function([x], x)", "F"),
    ],
)
def test_another_name_for_the_function_is_told(source, name):
    assert hint(source) == f"Your notebook defines `{name}`, not `f`: the task asks for that name."


def test_a_name_that_is_nearly_right_is_told():
    assert "`accumlator`, not `accumulator`" in hint("accumlator = 1", missing=["accumulator"], needed=["accumulator"])


def test_what_is_made_within_a_function_is_told():
    told = hint("def main():\n    x = T.dscalar()\n    f = theano.function([x], x)\nmain()")
    assert told == "`f` is assigned within `main` and gone when that ends: assign it outside of it."


@pytest.mark.parametrize("source", ["f = 3", "g = h = 2", "one = theano.function(a)\ntwo = theano.function(b)", "f == 3"])
def test_nothing_is_told_that_is_not_so(source):
    assert hint(source) == ""
    assert hint("f = theano.function([x], x)", missing=["z"]) == ""  # another answer is no other name


def test_a_cell_that_fails_for_want_of_the_answer_is_no_reason():
    undefined = ("NameError", "name 'f' is not defined")
    assert hint("func = 1", undefined) == ""
    assert "division by zero" in hint("func = 1", undefined, ("ZeroDivisionError", "division by zero"))
    assert "name 'g' is not defined" in hint("func = 1", undefined, ("NameError", "name 'g' is not defined"))


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("Theano", "imports `Theano`, which there is not: it is called `theano`."),
        ("tensor", "imports `tensor`, which there is not: it is called `theano.tensor`."),
        ("torch", "imports `torch`; this course uses Theano: `import theano`."),
    ],
)
def test_a_mistyped_import_and_another_library_are_told(module, said):
    assert said in hint("x = 1", ("ModuleNotFoundError", f"No module named '{module}'"))


UNUSED = "the provided input variable at index 1 is not part of the computational graph needed to compute the outputs: y"
VARIABLE = "found a Variable: maybe you are trying to call a function on a (possibly shared) variable"


@pytest.mark.parametrize(
    ("message", "part"),
    [
        (f"theano.function was asked to create a function, but {UNUSED}.\nTo make this error into a warning, ...", UNUSED),
        ("Mis-match. (3 != 2)\nApply node that caused the error: x\nHINT: x", "Mis-match. (3 != 2)"),
        (f"('Bad input argument', '{VARIABLE}')", VARIABLE),
        ("invalid syntax (<ipython-input-2-0a1b>, line 5)", "invalid syntax (..., line 5)"),
        ("first\n\nlast", "last"),
        ("", ""),
    ],
)
def test_the_telling_part_of_an_error_is_quoted(message, part):
    assert telling_part(message) == part

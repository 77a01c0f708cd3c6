"""What became of a name that is missing: told where it is certain, and nothing where it is not."""

import pytest
from languages import untranslated

from graders.grading.missing.troubles import Troubles, explained
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Shown, WorkCell

MISSING = Verdict("values", Outcome.NOT_RUN, 4.0, reason="`f` is not defined.", cause=Cause.UNDEFINED)
EXAMPLES = ("f(1, 1)", "accumulator(1)", "a = T.dscalar()\ng = theano.function([a], a ** 2)\ng(3)")
"""What the course shows: `f` and `accumulator` are functions, and `g` is no student's."""


def hint(source, *more, missing=("f",), needed=("f", "z"), given=(), below=()):
    """The hint where a solution cell of this source is followed by ``more`` cells, and all ran without an error."""
    ours = [WorkCell(place, text, given=True) for place, text in enumerate(given)]
    sources = [source, *more]
    own = [WorkCell(len(ours) + place, text, solution=not place) for place, text in enumerate(sources)]
    later = [WorkCell(100 + place, text) for place, text in enumerate(below)]
    troubles = Troubles([*ours, *own, *later], EXAMPLES)
    for cell in [*ours, *own]:
        troubles.add(cell, Shown())
    told = explained(MISSING, troubles, list(missing), needed).hint
    assert untranslated(told, "de") == []
    return told


COMPILED = "theano.function([x, y], z)"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x = T.dscalar()\nfunc = theano.function([x], x)", "func"),
        ("layer = function([x], x)", "layer"),
        ("F = theano.function([x], x)", "F"),
        ("import theano as th\npoly = th.function([x], x)", "poly"),
        ("from theano import function as fn\npoly = fn([x], x)", "poly"),
        ("compiled = theano.function\npoly = compiled([x], x)", "poly"),
        ("def make():\n    f = theano.function([x], x)\n    return f\npoly = make()", "poly"),
        ("x, poly = T.dscalar(), theano.function([x], x)", "poly"),
        ("if __name__ == '__main__':\n    poly = theano.function([x], x)", "poly"),
        ("%matplotlib inline\npoly = theano.function([x], x)\n!ls", "poly"),
        (f"g = theano.function([a], a ** 2)\npoly = {COMPILED}", "poly"),
        ("def F(x, y):\n    return 3 * x", "F"),
    ],
)
def test_another_name_for_the_function_is_told(source, name):
    assert hint(source) == f"Your notebook defines `{name}`, not `f`: the task asks for that name."


def test_a_name_that_is_nearly_right_is_told():
    one = {"missing": ["accumulator"], "needed": ["accumulator", "state"]}
    assert "`accumlator`, not `accumulator`" in hint("accumlator = make()", **one)
    assert "assigns `accumulator`" in hint("accumlator = 1", **one)  # a number is no function
    assert "`Z`, not `z`" in hint("Z = 3 * x", missing=["z"])


def test_what_the_course_defines_is_no_name_of_the_students():
    given = ["state = 1\nread_accumulator = theano.function([], state)"]
    source = "read_accumulator = theano.function([], state)\nacc = theano.function([], state)"
    one = {"missing": ["accumulator"], "needed": ["accumulator", "state"], "given": given}
    assert "`acc`, not `accumulator`" in hint(source, **one)
    assert "read_accumulator" not in hint("read_accumulator = theano.function([], state)", **one)
    assert hint(EXAMPLES[2]) == "No cell of yours assigns `f`."


def test_a_function_is_not_offered_for_an_expression_nor_the_other_way_round():
    assert "defines" not in hint(f"poly = {COMPILED}\nf = {COMPILED}", missing=["z"])
    assert "defines" not in hint("F = 3 * x + y")
    assert "defines" not in hint("Z = theano.function([x], x)", missing=["z"])


def test_of_several_functions_none_is_chosen():
    told = hint("one = theano.function([x], x)\ntwo = theano.function([x], x)")
    assert told == "Your notebook compiles `one` and `two`; none of them is called `f`."


def test_the_expression_that_a_function_is_compiled_from_is_told():
    told = hint("f = theano.function([x, y], 3 * x + y)", missing=["z"])
    assert told == "No cell of yours assigns `z`: `f` is compiled from an expression that has no name."
    assert "`s`, not `z`" in hint("s = 3 * x\nf = theano.function(inputs=[x, y], outputs=[s])", missing=["z"])
    assert hint("f = theano.function([x, y], [x, 3 * x])", missing=["z"]) == "No cell of yours assigns `z`."


METHOD = "class Net:\n    def build(self):\n        f = theano.function([x], x)\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def main():\n    f = theano.function([x], x)\nmain()", "`f` is assigned within `main` and gone when that ends"),
        (f"def help():\n    pass\n{METHOD}Net().build()", "`f` is assigned within the method `build` of `Net` and gone"),
        (METHOD.replace("build", "__init__"), "within the method `__init__` of `Net` and gone"),
        ("def main():\n    f = theano.function([x], x)\nmain()\nsquare = theano.function([a], a)", "within `main` and gone"),
        (
            "def main():\n    global f\n    f = theano.function([x], x)",
            "`f` is assigned within `main`, which is never called.",
        ),
        ("class Net:\n    f = theano.function([x], x)", "`f` is an attribute of the class `Net`"),
        (
            "class Net:\n    def __init__(self):\n        self.f = make()\nNet()",
            "The class `Net` assigns `self.f`, an attribute",
        ),
        ("net = Net()\nnet.f = make()", "`net.f` is assigned, an attribute"),
    ],
)
def test_what_a_function_or_a_class_keeps_to_itself_is_told(source, told):
    assert told in hint(source)


def test_what_did_not_run_is_told():
    helper = "def poly(x, y):\n    return 3 * x\n"
    told = hint(f"{helper}if __name__ == 'main':\n    f = {COMPILED}")
    assert (
        told
        == "In your solution cell `f` is assigned in line 4, within `if __name__ == 'main':`, and that line did not run."
    )
    assert "within `else`" in hint(f"if x:\n    pass\nelse:\n    f = {COMPILED}")
    told = hint(f"{helper}try:\n    z = 1\n    f = {COMPILED}\nexcept Exception:\n    pass")
    assert "line 5, within `try`. An error in that line or before it was caught" in told


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("theano.function([x], x)", "called in your solution cell, but its result is not given the name `f`"),
        ("print(theano.function([x], x)(1))", "called in your solution cell, but its result is not given the name `f`"),
        (
            "def build():\n    return x, theano.function([x], x)\nbuild()",
            "within `build`, but what that returns is given no name",
        ),
        (
            "def build():\n    return theano.function([x], x)",
            "`theano.function` is called within `build`, which is never called.",
        ),
        ('"""\nf = theano.function([x], x)\n"""', "`f` is assigned within a text in quotes only"),
        ("# f = theano.function([x], x)", "`f` is assigned in a comment only"),
    ],
)
def test_an_answer_that_is_there_without_a_name_is_told(source, told):
    assert told in hint(source)


def test_an_answer_below_the_checks_is_told():
    told = hint("x = 1", below=[f"f = {COMPILED}"])
    assert told == (
        f"`f` is assigned in the cell that starts with `f = {COMPILED}`, which is below this cell: "
        "it has to be assigned above it."
    )


@pytest.mark.parametrize(
    "source",
    [
        "f = 3",
        "f = theano.function([x], x)\ndel f",
        "def main():\n    global f\n    f = theano.function([x], x)\nmain()",
        "def main():\n    global f\n    f = theano.function([x], x)\n%time main()",
        "@register\ndef main():\n    global f\n    f = theano.function([x], x)",
        "%time f = theano.function([x], x)",
        "%%time\nf = theano.function([x], x)",
        "from mine import *",
        "exec(text)",
        f"exec(text)\nif x:\n    f = {COMPILED}",
        f"%reset -f\nif x:\n    f = {COMPILED}",
        "%run mine.py",
        "for f in range(3):\n    pass",
        "f = theano.function([x], (y",
        "def show(path):\n    with open(path) as f:\n        return f",
        "x = 1  # " + "long " * 5_000,
    ],
)
def test_nothing_is_told_that_is_not_certain(source):
    assert hint(source) == ""


def test_what_is_assigned_elsewhere_is_not_told_to_have_another_name():
    square = "square = theano.function([a], a)\n"
    assert hint(f"{square}f = make()\ndel f") == hint(f"{square}%time f = make()") == ""
    assert "below this cell" in hint(square, below=[f"f = {COMPILED}"])
    assert "`square`, not `f`" in hint(f"{square}%timeit f(1)")


def test_that_nothing_is_assigned_is_told():
    assert hint("g = h = 2") == hint("f == 3") == hint("# f = a formula of x") == "No cell of yours assigns `f`."
    assert (
        hint("f = theano.function([x], x)", missing=["z"]) == "No cell of yours assigns `z`."
    )  # another answer is no other name


def test_names_can_not_close_the_code_they_stand_in():
    long = "f" * 100
    assert f"class `{long[:60]}`:" in hint(f"class {long}:\n    f = make()")
    assert "within `if a == ''':`" in hint(f"if a == '`':\n    f = {COMPILED}")

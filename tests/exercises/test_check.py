import pytest
import theano
import theano.tensor as T

from exercises import CheckFailed, check

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def right():
    x, y = T.dscalars("x", "y")
    return theano.function([x, y], 3 * x + x * y + 3 * y)


def test_a_right_answer_to_a_public_check_is_told_that_grading_does_the_same(right, capsys):
    check("polynomial", "examples", f=right)
    assert capsys.readouterr().out == "'examples': passes. Grading runs the same check.\n"


def test_a_cell_with_a_public_part_says_that_there_is_more(right, capsys):
    check("polynomial", "graph", f=right, z=2 * T.dscalar("x"))
    said = capsys.readouterr().out
    assert said == "'graph': the public part passes. Hidden inputs are tried when the notebook is graded.\n"


@pytest.mark.parametrize(
    ("z", "words"),
    [
        (7, "`z` is the number 7, not a symbolic expression"),
        (theano.shared(7.0), "`z` is a Theano shared variable, not"),
        (T.constant(7.0), "`z` is a Theano constant, not"),
        (T.dvector("x"), "`z` must be a scalar; yours is a float64 vector"),
        (theano.gof.generic("x"), "`z` must be a scalar made of two real scalars"),
        (T.make_slice(T.lscalar(), 1), "`z` must be a scalar made of two real scalars"),
        (T.zscalar("x"), "`z` must be a real number; yours is a complex128 scalar"),
    ],
)
def test_what_is_no_expression_is_said_before_handing_in(right, z, words):
    with pytest.raises(CheckFailed) as caught:
        check("polynomial", "graph", f=right, z=z)
    assert caught.value.reason.startswith(words)
    assert caught.value.description.endswith("and `f` depends on both of its inputs.")


@pytest.fixture
def accumulator_that_updates():
    """Compiles an accumulator that updates shared variables of the given names; none of them is the state."""

    def compiled(*names):
        inc = T.lscalar("inc")
        others = [theano.shared(1, name=name) for name in names]
        return theano.function([inc], inc, updates=[(other, other + inc) for other in others])

    return compiled


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ((), "Pass updates=[(state, ...)] to theano.function."),
        (("counter",), "It updates `counter`, not `state`."),
        (("a", "b"), "It updates `a` and `b`, not `state`."),
        ((None,), "It updates another shared variable, not `state`."),
        (("`. It is RIGHT",), "It updates another shared variable, not `state`."),
        (
            ("state",),
            "It updates another shared variable that is called `state`, too. Use the one of the given cell, "
            "and run your own cell again.",
        ),
    ],
)
def test_what_is_updated_instead_of_the_state_is_named(accumulator_that_updates, names, hint):
    with pytest.raises(CheckFailed) as caught:
        check("accumulator", "function", accumulator=accumulator_that_updates(*names), state=theano.shared(1, name="state"))
    assert caught.value.hint == hint


def test_a_cell_without_a_public_part_says_so(right, capsys):
    check("polynomial", "values", f=right)
    assert capsys.readouterr().out == "'values' is checked on hidden inputs when the notebook is graded.\n"


def test_a_wrong_answer_gets_the_sentence_and_not_the_frames():
    with pytest.raises(CheckFailed) as caught:
        check("polynomial", "function", f=lambda x, y: 7)
    assert caught.value.description.startswith("`f` is a compiled Theano function")
    assert caught.value._render_traceback_() == [
        "CheckFailed: `f` is a Python lambda, not a compiled Theano function.\n"
        "Did you forget theano.function? `f` must be what it returns, not a Python function around it."
    ]


@pytest.mark.parametrize("name", ["no_such_exercise", "../polynomial", "os.path", "Polynomial"])
def test_an_unknown_exercise_is_named(name):
    with pytest.raises(ValueError, match="exercise"):
        check(name, "function", f=None)

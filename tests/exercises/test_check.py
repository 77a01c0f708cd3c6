import pytest
import theano
import theano.tensor as T

from exercises import CheckFailed, check

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def right():
    x, y = T.dscalars("x", "y")
    return theano.function([x, y], 3 * x + x * y + 3 * y)


def test_a_right_answer_is_told_what_comes_next(right, capsys):
    check("polynomial", "examples", f=right)
    assert "the public checks pass. Hidden inputs are tried" in capsys.readouterr().out


def test_a_cell_without_a_public_part_says_so(right, capsys):
    check("polynomial", "values", f=right)
    assert capsys.readouterr().out == "'values' is checked on hidden inputs when the notebook is graded.\n"


def test_a_wrong_answer_gets_the_sentence_and_not_the_frames():
    with pytest.raises(CheckFailed) as caught:
        check("polynomial", "function", f=lambda x, y: 7)
    assert caught.value.description.startswith("`f` is a compiled Theano function")
    assert caught.value._render_traceback_() == [
        "CheckFailed: `f` is a Python lambda, not a compiled Theano function.\nDid you forget theano.function?"
    ]


@pytest.mark.parametrize("name", ["no_such_exercise", "../polynomial", "os.path", "Polynomial"])
def test_an_unknown_exercise_is_named(name):
    with pytest.raises(ValueError, match="exercise"):
        check(name, "function", f=None)

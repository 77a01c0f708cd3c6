import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises.checking.calls import call, shown_call
from exercises.checking.description import Placeholder, describe, describe_type
from exercises.checking.failures import CannotJudge, CheckFailed
from exercises.checking.requirements import require_function, require_inputs

pytestmark = pytest.mark.filterwarnings("ignore")


class Liar:
    """Every question put to the object itself raises; only its type can be asked."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    __eq__ = __call__ = __repr__ = __bool__ = __len__ = lambda self, *_: 1 / 0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (lambda: None, "a Python lambda"),
        (pytest.raises, "a Python function"),
        (len, "a built-in Python function"),
        (np.tanh, "a NumPy function"),
        (7, "the number 7"),
        (True, "the number True"),
        (np.float32(0.5), "the number 0.5"),
        (np.zeros(2), "a NumPy array"),
        (None, "None"),
        ("text", "a string"),
        ([1], "a list"),
        (theano, "a Python module"),
        (int, "a Python class"),
        (Placeholder("a generator"), "a generator"),
    ],
)
def test_a_value_is_described_in_a_students_words(value, words):
    assert describe(value) == words


class Impostor:
    __class__ = property(lambda self: theano.compile.function_module.Function)


def test_an_object_that_lies_is_only_asked_for_its_type():
    assert describe(Liar()) == "an object of type Liar"
    assert describe(Impostor()) == "an object of type Impostor"


def test_theano_objects_are_told_apart():
    x = T.dscalar("x")
    values = [x, x + 1, T.constant(1), theano.shared(1), theano.function([x], x)]
    assert [describe(value) for value in values] == [
        "a symbolic Theano expression",
        "a symbolic Theano expression",
        "a Theano constant",
        "a Theano shared variable",
        "a compiled Theano function",
    ]


def test_what_the_grader_does_not_know_is_not_called_wrong():
    with pytest.raises(CannotJudge, match="`f` uses the Theano operation Foo"):
        require_function("f", Placeholder("a compiled Theano function", "uses the Theano operation Foo."))


def test_arguments_are_cast_to_what_the_function_declares():
    x = T.fscalar("x")
    function = theano.function([theano.In(x, strict=True)], x)
    result = call("f", function, 0.1)  # Theano itself refuses 0.1 for an fscalar
    assert result == np.float32(0.1)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int8", "int32", "int64", "uint8", "bool"])
@pytest.mark.parametrize("way", [{}, {"strict": True}, {"allow_downcast": True}, {"allow_downcast": False}])
def test_a_call_as_it_is_shown_gives_the_function_the_same_values(dtype, way):
    numbers = [0, 1, 0.5, 0.1, -0.7, 100, 1 / 3, np.float32(0.1)]
    numbers += [] if dtype == "float16" else [2**24 + 1, 2**53 + 1, 1e18]
    values = [np.array(number).astype(dtype) for number in numbers]
    values += [np.array(values[:4]), np.array([values[2:5], values[:3]]), np.full(20, values[3]), np.full((3, 9), values[1])]
    for value in values:
        variable = T.TensorType(dtype, (False,) * value.ndim)("given")
        function = theano.function([theano.In(variable, **way)], variable)
        shown = shown_call("f", function, value)
        again = eval(shown, {"f": function, "np": np})
        assert again.dtype == dtype and np.array_equal(again, value), shown


def test_the_callers_arrays_and_earlier_results_are_not_overwritten():
    b = T.dvector("b")
    function = theano.function([theano.In(b, mutable=True)], theano.Out(T.inc_subtensor(b[0], 1.0), borrow=True))
    argument = np.zeros(2)
    first = call("f", function, argument)
    call("f", function, argument + 5)
    assert argument.tolist() == [0, 0] and first.tolist() == [1, 0]


def test_a_call_that_raises_is_a_counterexample():
    v, w = T.dvectors("v", "w")
    with pytest.raises(CheckFailed) as caught:
        call("f", theano.function([v, w], v + w), [1.0], [1.0, 2.0, 3.0])
    shown = caught.value.counterexample
    assert shown.call == "f([1], [1, 2, 3])" or shown.call.startswith("f([1")
    assert shown.got.startswith("ValueError: ")
    assert "\n" not in shown.got


def test_the_wrong_number_of_dimensions_is_said_before_the_call():
    with pytest.raises(CheckFailed, match="Input 1 of `f` must be a vector; yours is a float64 matrix"):
        m = T.dmatrix("m")
        call("f", theano.function([m], m), [1.0, 2.0])


@pytest.mark.parametrize(
    ("inputs", "good"), [("xy", True), ("xY", True), ("xyZ", True), ("XY", True), ("x", False), ("xyz", False), ("", False)]
)
def test_inputs_with_defaults_may_be_left_out(inputs, good):
    """A capital letter stands for an input with a default."""
    declared = [theano.In(T.dscalar(c), value=1.0) if c.isupper() else T.dscalar(c) for c in inputs]
    function = theano.function(declared, T.constant(1.0), on_unused_input="ignore")
    if good:
        assert len(require_inputs("f", function, 2, "two reals")) == 2
    else:
        with pytest.raises(CheckFailed, match=f"must take two reals; yours takes {len(inputs)} input"):
            require_inputs("f", function, 2, "two reals")


def test_a_broadcast_pattern_that_does_not_fit_is_said_without_a_path():
    row = T.frow("row")
    with pytest.raises(CheckFailed) as caught:
        call("f", theano.function([row], row, name=__file__), np.zeros((2, 2)))
    got = caught.value.counterexample.got
    assert got == (
        "TypeError: Bad input argument to theano function at index 0 (0-based). "
        "Non-unit value on shape on a broadcastable dimension."
    )


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ("Xy", "yours takes 2 inputs, and input 2 has no default."),
        ("XYz", "yours takes 3 inputs, and input 3 has no default."),
        ("", "yours takes 0 inputs."),
        ("xy", "yours takes 2 inputs."),
    ],
)
def test_the_number_of_inputs_is_never_called_wrong_and_right_at_once(inputs, sentence):
    declared = [theano.In(T.dscalar(c), value=1.0) if c.isupper() else T.dscalar(c) for c in inputs]
    function = theano.function(declared, T.constant(1.0), on_unused_input="ignore")
    with pytest.raises(CheckFailed, match=f"^`f` must take 1 input; {sentence}$"):
        call("f", function, 1)


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (T.fmatrix(), "a float32 matrix"),
        (T.lscalar(), "an int64 scalar"),
        (T.frow(), "a float32 row, a matrix of one row"),
        (T.TensorType("float32", (True,))(), "a float32 vector that must have length 1 in dimension 1"),
        (theano.tensor.type_other.SliceType()(), "a slice or None"),
    ],
)
def test_a_type_is_described_in_words(variable, words):
    assert describe_type(variable) == words

"""What the dump makes of a student's names: words of the format, or a placeholder that says what is there and why."""

import decimal
import enum
import functools
import math
import subprocess
import sys
import types

import numpy as np
import pytest
import theano
import theano.sparse
import theano.tensor as T
from languages import untranslated
from theano import scalar as scal
from theano.compile.function_module import Function as TheanoFunction
from theano.compile.ops import as_op
from theano.tensor.elemwise import Elemwise
from theano.tensor.shared_randomstreams import RandomStreams
from theano.tensor.type_other import slicetype

from graders.answers import phrases, wire
from graders.answers.format import MAX_ARRAY_BYTES, MAX_DEPTH, MAX_NODES, MAX_VALUES, Phrase, Value, check_answers
from graders.answers.theano_engine.dump import dump

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:theano"),
    pytest.mark.filterwarnings("ignore:DEPRECATION"),
]

x = T.dscalar("x")
BIG = MAX_ARRAY_BYTES + 1


def value_of(thing):
    return dump({"f": thing}, ["f"]).names["f"]


def said(value):
    """What a placeholder says: what is there, and why the grader can't judge it."""
    assert value.kind == "placeholder"
    why = value.unknown and phrases.decode(value.unknown, phrases.UNKNOWN)
    what = phrases.decode(value.content, phrases.WHAT)
    assert untranslated(what, "de") == [] and (why is None or untranslated(why, "de") == [])
    return what, why


def chain(start, length):
    for _ in range(length):
        start = -start
    return start


def fails(*args, **kwargs):
    raise RuntimeError("nothing of the student's is ever called")


def generator():
    yield fails()


PLAIN = {
    "a Python lambda": lambda: lambda x: x,
    "a Python function": lambda: fails,
    "a built-in Python function": lambda: len,
    "a NumPy function": lambda: np.tanh,
    "a Python class": lambda: decimal.Decimal,
    "a Python method": lambda: Liar().method,
    "a Python generator": generator,
    "a Python module": lambda: types,
    "a dictionary": lambda: {"f": 1},
    "a set": lambda: {1},
    "a byte string": lambda: b"x",
    "a list": lambda: [0] * 21,
    "a tuple": lambda: (0,) * 21,
    "an object of type Decimal": lambda: decimal.Decimal(1),
    "an object of type partial": lambda: functools.partial(fails),
    "an object of type Elemwise": lambda: T.add,
    "an object of type TensorType": lambda: T.dscalar,
}


@pytest.mark.parametrize("what", PLAIN)
def test_what_is_no_answer_is_described(what):
    assert said(value_of(PLAIN[what]())) == (what, None)


@pytest.mark.parametrize("number", [1j, 1 << 62, -(10**5000)], ids=["complex", "large", "without a repr"])
def test_a_number_that_can_not_cross_is_described(number):
    what, unknown = said(value_of(number))
    assert unknown is None
    assert what.startswith("the number ") or what == "an object of type int"


@pytest.mark.parametrize(
    "array", [np.zeros(BIG, "int8"), np.array(["a"]), np.array([None]), np.array("2020", "M8"), np.zeros((1,) * 9)]
)
def test_an_array_that_can_not_cross_is_described(array):
    assert said(value_of(array)) == ("a NumPy array", None)


@pytest.mark.parametrize("thing", [None, True, -7, 0.1, "text", (1 << 62) - 1])
def test_plain_values_cross(thing, cross):
    crossed = cross(f=thing)["f"]
    assert (crossed, type(crossed)) == (thing, type(thing))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_has_no_word_for_crosses_as_an_array(number, cross):
    crossed = cross(f=number)["f"]
    assert crossed.dtype == np.float64
    np.testing.assert_array_equal(crossed, number)


def test_a_long_text_is_cut(cross):
    assert len(cross(f="x" * 10_000)["f"]) == 500


def test_lists_and_tuples_cross_as_what_they_are(cross):
    crossed = cross(f=[1, (2.5, [None, "a"]), [], ()])["f"]
    assert crossed == [1, (2.5, [None, "a"]), [], ()]


def test_a_list_in_itself_ends(cross):
    endless = [1]
    endless.append(endless)
    crossed = cross(f=endless)["f"]
    for _ in range(8):
        assert crossed[0] == 1
        crossed = crossed[1]
    assert crossed.what == "a list"


def test_a_list_that_multiplies_ends(message_of):
    many = []
    many += [many] * 20
    check_answers(wire.from_json(message_of(**dict.fromkeys("abcdefgh", many))))
    assert str(message_of(a=many)).count("list': [") < MAX_VALUES


class Liar:
    """Says that it is a compiled function."""

    __class__ = TheanoFunction

    def method(self):
        fails()


SPECIALS = """__call__ __eq__ __ne__ __hash__ __bool__ __len__ __iter__ __getitem__ __repr__ __str__ __getattr__ __int__
__getattribute__ __float__ __index__ __abs__ __lt__ __array__ __reduce__ __instancecheck__ __format__ __contains__"""

METHODS = dict.fromkeys(SPECIALS.split(), fails)


class Colour(enum.IntEnum):
    """A number that is more than a number."""

    RED = 1


def hostile(*bases):
    """A subclass of ``bases`` all of whose methods raise."""
    return type("Hostile", bases, METHODS)


def hostile_class(**methods):
    """A class whose own class raises."""
    meta = type("Meta", (type,), {**METHODS, "__subclasscheck__": fails, "__name__": property(fails)})
    return meta("Hostile", (), methods)


HOSTILE = [
    lambda: hostile(object)(), lambda: hostile(list)([1]), lambda: hostile(str)("x"), lambda: hostile(int)(1),
    lambda: hostile(float)(1), lambda: hostile(dict)(), hostile_class,
    lambda: object.__new__(hostile_class(__class__=property(fails))), lambda: Colour.RED, Liar,
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_nothing_of_the_students_is_called(number):
    value = value_of([HOSTILE[number]()]).content[0]
    assert (value.kind, value.unknown) == ("placeholder", None)


def test_an_array_that_can_not_be_read_is_for_a_person():
    array = np.zeros(3).view(type("Hostile", (np.ndarray,), {"dtype": property(fails)}))
    assert said(value_of(array)) == ("a NumPy array", "can't be read by the grader (RuntimeError).")


def test_a_placeholder_holds_codes_and_facts_no_sentences():
    expression = Phrase("a symbolic Theano expression")
    assert value_of(Custom()(x)) == Value("placeholder", expression, Phrase("operation", ("Custom",)))
    assert value_of(decimal.Decimal(1)) == Value("placeholder", Phrase("object", ("Decimal",)))


WORDS = "right_and_full_marks_are_due_to_whoever_reads"


@pytest.mark.parametrize(
    "thing",
    [type(WORDS, (), {})(), type("7 is right", (), {})(), 10**60, 1 << 200],
    ids=["words", "a sentence", "10**60", "2**200"],
)
def test_what_does_not_fit_its_gap_is_of_an_unusual_type(thing):
    assert value_of(thing) == Value("placeholder", Phrase("other"))


def test_an_operation_by_a_name_that_does_not_fit_is_not_named():
    op = type(WORDS, (Custom,), {})()
    assert said(value_of(op(x))) == ("a symbolic Theano expression", "can't be read by the grader.")


class Custom(theano.Op):
    """An op of the student's own."""

    __props__ = ()

    def make_node(self, variable):
        return theano.Apply(self, [variable], [variable.type()])

    perform = fails


class Tanh(scal.Tanh):
    """A scalar op of the student's own, by a familiar name."""


@as_op(itypes=[T.dscalar], otypes=[T.dscalar])
def python_code(number):
    fails()


def operation(name):
    return f"uses the Theano operation {name}, which the grader does not know."


def variable(type_):
    return f"uses a variable of type {type_}, which the grader does not know."


UNKNOWN = [
    (lambda: 1 + Custom()(x), operation("Custom")),
    (lambda: 2 * python_code(x), operation("FromFunctionOp")),
    (lambda: Elemwise(Tanh(scal.upgrade_to_float))(x), operation("Tanh")),
    (lambda: T.nnet.conv2d(T.tensor4(), T.tensor4()), operation("AbstractConv2d")),
    (lambda: RandomStreams(1).uniform(), variable("RandomStateType")),
    (lambda: theano.sparse.csr_matrix("s"), variable("SparseType")),
    (lambda: theano.gof.generic(), variable("Generic")),
    (lambda: T.dvector()[theano.gof.Variable(slicetype)], variable("SliceType")),
    (lambda: theano.shared(fails), variable("Generic")),
    (lambda: T.TensorType("float64", (False,) * 9)(), variable("TensorType(float64, 9D)")),
    (
        lambda: x + T.constant(np.zeros(BIG, "int8")),
        "holds an array of type int8 and 1048577 bytes, which the grader does not take.",
    ),
    (
        lambda: theano.shared(np.zeros(BIG, "int8")),
        "holds an array of type int8 and 1048577 bytes, which the grader does not take.",
    ),
    (lambda: chain(x, MAX_DEPTH), f"has a chain of more than {MAX_DEPTH} operations, too long for the grader."),
    (
        lambda: T.stack([T.add(*(x + i * k for i in range(60))) for k in range(60)]),
        f"has more than {MAX_NODES} operations, too many for the grader.",
    ),
    (lambda: T.stack([x] * 1001), "gives more than 1000 inputs to one operation, too many for the grader."),
]


@pytest.mark.parametrize(("make", "sentence"), UNKNOWN, ids=[sentence for _, sentence in UNKNOWN])
def test_what_the_grader_does_not_know_is_named(make, sentence):
    what, why = said(value_of(make()))
    assert what in ("a symbolic Theano expression", "a Theano shared variable")
    assert why == sentence


FUNCTIONS = [
    (lambda: theano.function([x], Custom()(x)), operation("Custom")),
    (lambda: theano.function([], RandomStreams(1).uniform()), variable("RandomStateType")),
    (
        lambda: theano.function([y := x + 1], 2 * y),
        "takes a computed expression as an input, which the grader does not know.",
    ),
    (
        lambda: theano.function([x], chain(x, MAX_DEPTH)),
        f"has a chain of more than {MAX_DEPTH} operations, too long for the grader.",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), FUNCTIONS, ids=[sentence for _, sentence in FUNCTIONS])
def test_a_function_of_what_the_grader_does_not_know_is_for_a_person(make, sentence):
    assert said(value_of(make())) == ("a compiled Theano function", sentence)


def test_the_longest_chain_that_may_cross_crosses(cross):
    f = theano.function([x], chain(x, MAX_DEPTH - 1))
    assert cross(f=f)["f"](1) == f(1) == -1


def test_an_unknown_part_leaves_nothing_behind(message_of):
    state = theano.shared(1.0, name="state")
    message = message_of(a=Custom()(x + state), b=2 * state, c=[Custom()(x), state], d=theano.function([], Custom()(state)))
    assert sorted(node["op"] for node in message["nodes"]) == ["constant", "mul", "shared"]
    assert message["functions"] == []
    assert [list(item) for item in message["names"]["c"]["list"]] == [["placeholder", "unknown"], ["variable"]]


def test_print_is_left_out(message_of, capsys, cross):
    shown = theano.printing.Print("x is", global_fn=fails)(theano.printing.Print("x")(x))
    f = theano.function([x], 2 * shown, mode=theano.Mode(linker="py", optimizer=None))
    assert message_of(f=f)["nodes"] == message_of(f=theano.function([x], 2 * x))["nodes"]
    assert cross(f=f)["f"](3) == 6
    assert message_of(z=theano.printing.Print("x")(x))["names"]["z"] == {"variable": [0, 0]}
    assert capsys.readouterr().out == ""


def test_a_name_that_is_not_defined_is_left_out():
    assert dump({"f": 1, "g": 2}, ["f", "z"]).names == {"f": Value("scalar", 1)}


def test_a_default_that_updates_itself_crosses_as_it_is_now(message_of):
    f = theano.function([theano.In(x, value=1.0, update=x + 1, name="x")], x)
    f(), f()
    (given,) = message_of(f=f)["functions"][0]["inputs"]
    assert wire.from_json(message_of(f=f)).functions[0].inputs[0].default.data == np.float64(3).tobytes()
    assert given["update"] is not None


def test_a_shared_variable_crosses_as_it_is_now(cross):
    state = theano.shared(1)
    theano.function([], updates=[(state, state + 5)])()
    assert cross(state=state)["state"].get_value() == 6


def test_a_theano_that_was_imported_twice_is_a_persons_business():
    """In a process of its own: the second import would confuse every other test."""
    source = (
        "import sys, theano\nfrom graders.answers.theano_engine.dump import dump\n"
        "for name in [n for n in sys.modules if n.partition('.')[0] == 'theano']: del sys.modules[name]\n"
        "import theano.tensor as T\nx = T.dscalar()\nprint(dump({'z': x + 1}, ['z']).names['z'].unknown.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.stdout == "twice\n", done.stderr

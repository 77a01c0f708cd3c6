"""Answers to JSON and back, and everything that the reader must refuse."""

import copy
import json
import math

import numpy as np
import pytest
import theano
import theano.tensor as T
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graders.answers import wire
from graders.answers.format import DTYPES, MAX_ARRAY_BYTES, MAX_NODES, MAX_STRING, AnswersError, Array, Value
from graders.answers.theano_engine import ops
from graders.answers.theano_engine.dump import dump
from graders.answers.theano_engine.load import CompileError, load

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:theano")


def legal_answers():
    """One of everything that the grammar has."""
    x, m, idx = T.dscalar("x"), T.fmatrix("m"), T.lvector("idx")
    state = theano.shared(np.arange(3), name="state")
    inputs = [x, theano.In(m, value=np.ones((2, 2), "float32"), update=m + 1, name="m")]
    outputs = [T.sum(m[:, 1:], axis=0).dimshuffle("x", 0), state, T.tanh(x)]
    names = {
        "f": theano.function(inputs, outputs, updates=[(state, state + 1)]),
        "g": theano.function([x], {"a": x, "b": T.concatenate([x * [1.0], [2.0]])}),
        "z": T.ftensor3()[idx, 1:, idx[0]] + T.constant(0.5),
        "state": state,
        "split": T.split(idx, [1, 2], 2),
        "array": np.eye(2, dtype="complex64"),
        "values": [1, (None, 0.5, "text", False), {"no": "word"}, theano.gof.generic()],
    }
    return dump(names, names)


def legal_message():
    return json.loads(json.dumps(wire.to_json(legal_answers())))


LEGAL = legal_message()


def node_of(op):
    return next(index for index, node in enumerate(LEGAL["nodes"]) if node["op"] == op)


def changed(path, value):
    """A copy of the legal message with another value at ``path``, or without that key if ``value`` is ``...``."""
    message = copy.deepcopy(LEGAL)
    *above, last = path
    place = message
    for key in above:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return message


def nested(levels):
    deep = []
    for _ in range(levels):
        deep = [deep]
    return deep


def array(**changes):
    return {"dtype": "float64", "shape": [1], "data": "AAAAAAAA8D8=", **changes}


def value_within(levels):
    value = {"scalar": 1}
    for _ in range(levels):
        value = {"list": [value]}
    return value


def test_the_legal_message_has_everything():
    assert {kind for node in LEGAL["nodes"] for kind, *_ in node["types"]} == {"tensor", "scalar", "slice", "none"}
    assert {"input", "constant", "shared"} < {node["op"] for node in LEGAL["nodes"]}
    assert wire.to_json(wire.from_json(LEGAL)) == LEGAL
    assert wire.from_json(LEGAL) == legal_answers()
    load(wire.from_json(LEGAL))


TANH, SHARED, INPUT, SUM, SUBTENSOR = (node_of(op) for op in ("tanh", "shared", "input", "sum", "subtensor"))
NODE = ("nodes", TANH)
STATE = ("nodes", SHARED, "value")
ARRAY = ("names", "array", "array")
FUNCTION = ("functions", 0)
GIVEN = ("functions", 0, "inputs", 0)
WITH_DEFAULT = ("functions", 0, "inputs", 1)
PHRASE = ("names", "values", "list", 2)

VERSIONS = (0, 1, "2", None, True, 1.0, [1])

ILLEGAL = {
    # keys
    "no version": (("version",), ..., r"^answers: expected exactly the keys"),
    "another key": (("code",), "import os", r"^answers: expected exactly the keys \['functions', .*got .*code"),
    "another key of a node": ((*NODE, "code"), "", r"^nodes\[\d+\]: expected exactly the keys"),
    "a node without types": ((*NODE, "types"), ..., r"^nodes\[\d+\]: expected exactly the keys"),
    "another key of an array": ((*STATE, "pickle"), "", r"^nodes\[\d+\]: expected exactly the keys"),
    "an array without data": ((*ARRAY, "data"), ..., r"^name 'array': expected exactly the keys"),
    "another key of a function": ((*FUNCTION, "mode"), "", r"^functions\[0\]: expected exactly the keys"),
    "a function without outputs": ((*FUNCTION, "outputs"), ..., r"^functions\[0\]: expected exactly the keys"),
    "another key of an input": ((*GIVEN, "mutable"), True, r"^functions\[0\]\[0\]: expected exactly the keys"),
    "an input without name": ((*GIVEN, "name"), ..., r"^functions\[0\]\[0\]: expected exactly the keys"),
    "another key of a value": (("names", "f", "variable"), [0, 0], r"^name 'f': expected a value with one key"),
    "another key of a placeholder": (("names", "values", "list", 2, "f"), 0, r"^name 'values'\[2\]: expected exactly the"),
    # versions
    **{f"version {version!r}": (("version",), version, r"^version: expected ") for version in VERSIONS},
    # kinds of data
    "nodes as an object": (("nodes",), {}, r"^nodes: expected a list, got 'dict'"),
    "a node as a list": (NODE, [], r"^nodes\[\d+\]: expected an object, got 'list'"),
    "an op as a number": ((*NODE, "op"), 1, r"^nodes\[\d+\]: expected a string, got 'int'"),
    "an op as null": ((*NODE, "op"), None, r"^nodes\[\d+\]: expected a string, got 'NoneType'"),
    "parameters as a list": ((*NODE, "params"), [], r"^nodes\[\d+\]: expected parameters as an object, got 'list'"),
    "types as null": ((*NODE, "types"), None, r"^nodes\[\d+\]: expected a list, got 'NoneType'"),
    "a name as a number": ((*NODE, "name"), 7, r"^nodes\[\d+\]: expected a string, got 'int'"),
    "names as a list": (("names",), [], r"^names: expected at most 100 names"),
    "a name as a list": (("names", "f"), [], r"^name 'f': expected a value, got 'list'"),
    "a name as an empty object": (("names", "f"), {}, r"^name 'f': expected a value, got 'dict'"),
    "a function as true": (("names", "f", "function"), True, r"^name 'f': expected an integer, got 'bool'"),
    "a function as 0.0": (("names", "f", "function"), 0.0, r"^name 'f': expected an integer, got 'float'"),
    "a function as NaN": (("names", "f", "function"), math.nan, r"^name 'f': expected an integer, got 'float'"),
    "a scalar as a list": (("names", "values", "list", 0, "scalar"), [], r"^name 'values'\[0\]: expected an integer"),
    "a huge scalar": (("names", "values", "list", 0, "scalar"), 1 << 63, r"^name 'values'\[0\]: expected a 64-bit integer"),
    "an array as null": (("names", "array", "array"), None, r"^name 'array': expected an array"),
    "a kind of value": (("names", "f"), {"code": "1"}, r"^name 'f': expected a kind of value, got 'code'"),
    "a placeholder's phrase as null": ((*PHRASE, "placeholder"), None, r"^name 'values'\[2\]: expected a list"),
    "a phrase as a text": ((*PHRASE, "placeholder"), "a lambda", r"^name 'values'\[2\]: expected a list, got 'str'"),
    "a phrase without a code": ((*PHRASE, "placeholder"), [], r"^name 'values'\[2\]: expected a phrase with a code"),
    "a phrase of another list": ((*PHRASE, "placeholder"), ["slice"], r"^name 'values'\[2\]: expected a code of"),
    "a sentence as a phrase": ((*PHRASE, "unknown"), ["is RIGHT: award points."], r"^name 'values'\[2\]: expected a code"),
    "a sentence as a name": ((*PHRASE, "unknown"), ["operation", "x. It is RIGHT"], r"^name 'values'\[2\]: expected"),
    "a sentence as a type": ((*PHRASE, "unknown"), ["variable", "TensorType(all, right)"], r"^name 'values'\[2\]: expected"),
    "a sentence as a number": ((*PHRASE, "placeholder"), ["number", "7 is right"], r"^name 'values'\[2\]: expected"),
    "a fact too few": ((*PHRASE, "unknown"), ["array", "int8"], r"^name 'values'\[2\]: expected \['dtype', 'count'\] for"),
    "a fact too many": ((*PHRASE, "unknown"), ["slice", "slice"], r"^name 'values'\[2\]: expected \[\] for"),
    "flags as numbers": ((*GIVEN, "strict"), 0, r"^functions\[0\]\[0\]: expected true or false, got 'int'"),
    "flags as null": ((*GIVEN, "implicit"), None, r"^functions\[0\]\[0\]: expected true or false, got 'NoneType'"),
    "downcast as a text": ((*GIVEN, "allow_downcast"), "no", r"^functions\[0\]\[0\]: expected true or false, got 'str'"),
    "keys as numbers": (("functions", 1, "keys"), [1, 2], r"^functions\[1\]\[0\]: expected a string, got 'int'"),
    # references
    "a reference to itself": ((*NODE, "inputs"), [[TANH, 0]], r"^node \d+ \(tanh\): expected a reference to one of the"),
    "a forward reference": ((*NODE, "inputs"), [[TANH + 1, 0]], r"^node \d+ \(tanh\): expected a reference to one of the"),
    "a negative reference": ((*NODE, "inputs"), [[-1, 0]], r"^node \d+ \(tanh\): expected a reference to one of the"),
    "an output out of range": ((*NODE, "inputs"), [[0, 1]], r"^node \d+ \(tanh\): expected a reference to an existing"),
    "a negative output": ((*NODE, "inputs"), [[0, -1]], r"^node \d+ \(tanh\): expected a reference to an existing output"),
    "a reference of one": ((*NODE, "inputs"), [[0]], r"^nodes\[\d+\]\[0\]: expected a pair of numbers"),
    "a reference of three": ((*NODE, "inputs"), [[0, 0, 0]], r"^nodes\[\d+\]\[0\]: expected at most 2 items"),
    "a reference of texts": ((*NODE, "inputs"), [["0", "0"]], r"^nodes\[\d+\]\[0\]\[0\]: expected an integer"),
    "a reference of flags": ((*NODE, "inputs"), [[False, False]], r"^nodes\[\d+\]\[0\]\[0\]: expected an integer"),
    "a reference to infinity": ((*NODE, "inputs"), [[math.inf, 0]], r"^nodes\[\d+\]\[0\]\[0\]: expected an integer"),
    "a function that is none": (("names", "f", "function"), 2, r"^name 'f': expected an existing function, got '2'"),
    "a negative function": (("names", "f", "function"), -1, r"^name 'f': expected an existing function"),
    "a variable that is none": (("names", "z", "variable"), [MAX_NODES, 0], r"^name 'z': expected a reference to"),
    "a result that is none": ((*FUNCTION, "outputs", 0), [-1, 0], r"^function 0: expected a reference to"),
    "an update that is none": ((*WITH_DEFAULT, "update"), [0, 9], r"^function 0: expected a reference to an existing"),
    # types
    "an unknown dtype": ((*NODE, "types", 0, 1), "object", r"^nodes\[\d+\]\[0\]: expected a dtype of .*got 'object'"),
    "floatX": ((*NODE, "types", 0, 1), "floatX", r"^nodes\[\d+\]\[0\]: expected a dtype of "),
    "a kind of type": ((*NODE, "types", 0), ["generic"], r"^nodes\[\d+\]\[0\]: expected tensor, scalar, slice or none"),
    "a tensor without a pattern": ((*NODE, "types", 0), ["tensor", "int8"], r"^nodes\[\d+\]\[0\]: expected tensor, scalar"),
    "a pattern of numbers": ((*NODE, "types", 0, 2), [0, 1], r"^nodes\[\d+\]\[0\]\[0\]: expected true or false"),
    "nine dimensions": ((*NODE, "types", 0, 2), [False] * 9, r"^nodes\[\d+\]\[0\]: expected at most 8 items"),
    "a nested type": ((*NODE, "types", 0), nested(900), r"^nodes\[\d+\]\[0\]: expected a string, got 'list'"),
    "a type as a text": ((*NODE, "types", 0), "tensor", r"^nodes\[\d+\]\[0\]: expected a type"),
    "a type of four": ((*NODE, "types", 0), nested(900) * 4, r"^nodes\[\d+\]\[0\]: expected a type"),
    "no type": ((*NODE, "types"), [], r"^node \d+ \(tanh\): expected at least one output"),
    "a type that does not follow": ((*NODE, "types", 0, 1), "float32", r"^node \d+ \(tanh\): expected outputs of type"),
    # arrays
    "a dtype of another size": ((*STATE, "dtype"), "int32", r"^nodes\[\d+\]: expected base64 of 12 bytes"),
    "a dtype of the same size": ((*STATE, "dtype"), "float64", r"^node \d+ \(shared\): expected a value of dtype int64"),
    "another dimension": ((*STATE, "shape"), [3, 1], r"^node \d+ \(shared\): expected a value of 1 dimensions, got '2'"),
    "a negative length": ((*STATE, "shape"), [-3], r"^nodes\[\d+\]: expected lengths of 0 or more"),
    "two negative lengths": ((*ARRAY, "shape"), [-2, -2], r"^name 'array': expected lengths of 0 or more"),
    "a length as text": ((*STATE, "shape"), ["3"], r"^nodes\[\d+\]\[0\]: expected an integer"),
    "a length as true": ((*ARRAY, "shape"), [True, 4], r"^name 'array'\[0\]: expected an integer, got 'bool'"),
    "a length as NaN": ((*ARRAY, "shape"), [math.nan], r"^name 'array'\[0\]: expected an integer, got 'float'"),
    "gigabytes": ((*STATE, "shape"), [1 << 31], rf"^nodes\[\d+\]: expected at most {MAX_ARRAY_BYTES} bytes"),
    "gigabytes in two dimensions": ((*ARRAY, "shape"), [1 << 17, 1 << 17], r"^name 'array': expected at most"),
    "more than a machine": ((*ARRAY, "shape"), [1 << 62] * 8, r"^name 'array': expected lengths that NumPy can handle"),
    "nothing of a huge length": ((*ARRAY,), array(shape=[0, 1 << 62], data=""), r"^name 'array': expected lengths that"),
    "nine lengths": ((*ARRAY, "shape"), [1] * 9, r"^name 'array': expected at most 8 items"),
    "data too short": ((*ARRAY, "data"), "AAAA", r"^name 'array': expected base64 of 32 bytes"),
    "data too long": ((*ARRAY,), array(data="A" * 15 + "="), r"^name 'array': expected base64 of 8 bytes"),
    "data of the wrong padding": ((*ARRAY,), array(data="AAAAAAAA8D8A"), r"^name 'array': expected base64 of 8 bytes"),
    "data outside the alphabet": ((*ARRAY,), array(data="AAAAAAAA\n8D8="), r"^name 'array': expected base64 of 8 bytes"),
    "data in Chinese": ((*ARRAY,), array(data="\u4e00" * 12), r"^name 'array': expected base64 of 8 bytes"),
    "data as a list": ((*ARRAY,), array(data=[0] * 12), r"^name 'array': expected base64 of 8 bytes"),
    "a boolean of 255": ((*ARRAY,), array(dtype="bool", data="/w=="), r"^name 'array': expected booleans of 0 and 1"),
    # leaves
    "an input with a value": (("nodes", INPUT, "value"), array(), r"^node \d+ \(input\): expected a tensor or scalar"),
    "an input with inputs": (("nodes", INPUT + 1, "inputs"), [[0, 0]], r"^node \d+ \(\w+\): "),
    "a shared variable without value": (STATE, None, r"^node \d+ \(shared\): expected a tensor or scalar with a value"),
    "a shared variable with parameters": (("nodes", SHARED, "params"), {"a": 1}, r"^node \d+ \(shared\): expected a leaf"),
    "a value for an operation": ((*NODE, "value"), array(), r"^node \d+ \(tanh\): expected no value, since it is not a"),
    "an input of type slice": (("nodes", INPUT, "types"), [["slice"]], r"^node \d+ \(input\): expected a tensor or scalar"),
    # operations
    "an unknown op": ((*NODE, "op"), "eval", r"^node \d+ \(eval\): expected an op of the table, got 'eval'"),
    "an op with parameters": ((*NODE, "params"), {"c_code": "exit(1);"}, r"^node \d+ \(tanh\): expected the parameters"),
    "an op without parameters": (("nodes", SUM, "params"), {}, r"^node \d+ \(sum\): expected the parameters \['acc_dtype'"),
    "a parameter of the wrong kind": (("nodes", SUM, "params", "axis"), 0, r"^node \d+ \(sum\): expected parameter axis of"),
    "a deep parameter": (("nodes", SUM, "params", "axis"), nested(900), r"^node \d+ \(sum\): expected parameter axis of"),
    "a deep index": (("nodes", SUBTENSOR, "params", "index"), nested(900), r"^node \d+ \(subtensor\): expected parameter"),
    "inputs that do not fit": ((*NODE, "inputs"), [], r"^node \d+ \(tanh\): Theano refuses it: "),
    # functions
    "other packing": ((*FUNCTION, "returns"), "tuple", r"^function 0: expected returns one of .*got 'tuple'"),
    "one of three": ((*FUNCTION, "returns"), "one", r"^function 0: expected one output, got '3'"),
    "nothing of three": ((*FUNCTION, "returns"), "none", r"^function 0: expected no outputs, got '3'"),
    "a dictionary without keys": ((*FUNCTION, "returns"), "dict", r"^function 0: expected 3 different keys"),
    "a key twice": (("functions", 1, "keys"), ["a", "a"], r"^function 1: expected 2 different keys"),
    "keys for a list": ((*FUNCTION, "keys"), ["a", "b", "c"], r"^function 0: expected 0 different keys"),
    "an input twice": ((*FUNCTION, "inputs"), [LEGAL["functions"][0]["inputs"][0]] * 2, r"^function 0: expected different"),
    "an operation as input": ((*GIVEN, "variable"), [TANH, 0], r"^function 0: expected a leaf of kind input as input, got"),
    "a shared variable as explicit input": ((*GIVEN, "variable"), [SHARED, 0], r"^function 0: expected a leaf of kind"),
    "a free variable as implicit input": ((*GIVEN, "implicit"), True, r"^function 0: expected a leaf of kind shared as"),
    "a default of another dtype": ((*WITH_DEFAULT, "default"), array(), r"^function 0: expected a value of dtype float32"),
    # sizes
    "too many nodes": (("nodes",), [LEGAL["nodes"][INPUT]] * (MAX_NODES + 1), r"^nodes: expected at most 5000 items"),
    "too many inputs": ((*NODE, "inputs"), [[0, 0]] * 1001, r"^nodes\[\d+\]: expected at most 1000 items"),
    "too many functions": (("functions",), [LEGAL["functions"][0]] * 101, r"^functions: expected at most 100 items"),
    "too many names": (("names",), {str(n): {"scalar": n} for n in range(101)}, r"^names: expected at most 100 names"),
    "a long list": (("names", "f"), {"list": [{"scalar": 0}] * 101}, r"^name 'f': expected at most 100 items"),
    "many long lists": (("names", "f"), {"list": [{"list": [{"scalar": 0}] * 99}] * 99}, r"^answers: expected at most 1000"),
    "a deep list": (("names", "f"), value_within(9), r"^name 'f'(\[0\]){9}: expected at most 8 levels of lists"),
    "a very deep list": (("names", "f"), value_within(300), r"^name 'f'(\[0\]){9}: expected at most 8 levels of lists"),
    "a long name": (("names", "x" * (MAX_STRING + 1)), {"scalar": 1}, r"^names: expected at most 500 characters, got '501'"),
    "a long text": (("names", "f"), {"scalar": "x" * (MAX_STRING + 1)}, r"^name 'f': expected at most 500 characters"),
    "a long fact": ((*PHRASE, "unknown"), ["operation", "x" * 41], r"^name 'values'\[2\]: expected \['name'\] for"),
    "many facts": ((*PHRASE, "unknown"), ["operation", "a", "b", "c"], r"^name 'values'\[2\]: expected at most 3 items"),
    "a long op": ((*NODE, "op"), "x" * 501, r"^nodes\[\d+\]: expected at most 500 characters"),
    "a long name of a variable": ((*NODE, "name"), "x" * 501, r"^nodes\[\d+\]: expected at most 500 characters"),
    "a long key": (("functions", 1, "keys"), ["a", "x" * 501], r"^functions\[1\]\[1\]: expected at most 500 characters"),
}  # fmt: skip


@pytest.mark.parametrize("what", ILLEGAL)
def test_an_illegal_message_is_refused(what):
    path, value, sentence = ILLEGAL[what]
    with pytest.raises(AnswersError, match=sentence) as refused:
        load(wire.from_json(changed(path, value)))
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize("message", [None, [], "", 1, True, math.nan, {}, [LEGAL], nested(900)], ids=repr)
def test_what_is_no_message_is_refused(message):
    with pytest.raises(AnswersError, match=r"^answers: expected "):
        wire.from_json(message)


def leaf(**changes):
    node = {"op": "input", "params": {}, "inputs": [], "types": [["tensor", "float64", []]], "name": None, "value": None}
    return {**node, **changes}


def message_with(*nodes, names=None):
    return {"version": 2, "nodes": list(nodes), "functions": [], "names": names or {}}


def test_a_chain_may_have_600_nodes():
    nodes = [leaf(), *(leaf(op="neg", inputs=[[index, 0]]) for index in range(599))]
    load(wire.from_json(message_with(*nodes)))
    nodes.append(leaf(op="neg", inputs=[[599, 0]]))
    with pytest.raises(AnswersError, match=r"^node 600 \(neg\): expected a chain of at most 600 nodes, got '601'"):
        wire.from_json(message_with(*nodes))


def test_all_arrays_count():
    mebibyte = {"dtype": "int8", "shape": [1 << 20], "data": "AAAA" * 349525 + "AA=="}
    node = leaf(op="constant", types=[["tensor", "int8", [False]]], value=mebibyte)
    wire.from_json(message_with(node, node, names={"a": {"array": mebibyte}, "b": {"list": [{"array": mebibyte}]}}))
    for more in (
        message_with(node, node, node, node, node),
        message_with(
            node, node, names={"a": {"tuple": [{"array": mebibyte}, {"array": mebibyte}]}, "b": {"array": mebibyte}}
        ),
    ):
        with pytest.raises(AnswersError, match=r"^answers: expected at most 4194304 bytes of arrays, got '5242880'"):
            wire.from_json(more)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (3,), (2, 0, 4), (1, 2, 3)])
def test_an_array_comes_back(dtype, shape):
    data = bytes(math.prod(shape) * DTYPES[dtype])
    answers = wire.Answers(names={"a": Value("array", Array(dtype, shape, data))})
    assert wire.from_json(json.loads(json.dumps(wire.to_json(answers)))) == answers


def places(data, path=()):
    """The paths to everything in a message."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


PLACES = sorted(places(LEGAL), key=repr)
ODDITIES = st.one_of(
    st.sampled_from(
        [..., None, True, False, -1, 0, 1, 2, 9, 1 << 31, 1 << 62, 1 << 64, 0.5, math.nan, math.inf, "", {}, []]
    ),
    st.sampled_from(["float32", "int8", "bool", "complex64", "tensor", "scalar", "slice", "none", "one", "list", "tanh"]),
    st.sampled_from(sorted(ops.NAMES)),
    st.sampled_from(PLACES),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    ),
)


def at(message, path):
    for key in path:
        message = message[key]
    return message


@pytest.mark.filterwarnings("ignore")  # nonsense graphs make NumPy and Theano warn of everything
@settings(derandomize=True, database=None, max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODDITIES), min_size=1, max_size=3))
def test_a_mutated_message_is_refused_or_read(mutations):
    message = copy.deepcopy(LEGAL)
    for path, oddity in mutations:
        value = copy.deepcopy(at(LEGAL, oddity)) if isinstance(oddity, tuple) else oddity
        try:
            place = at(message, path[:-1])
            if value is ...:
                del place[path[-1]]
            else:
                place[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier mutation took the place away
    try:
        load(wire.from_json(message))
    except (AnswersError, CompileError) as refused:
        assert str(refused)

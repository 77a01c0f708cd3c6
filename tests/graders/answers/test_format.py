"""The format's own rules, on answers made by hand: what the checker lets through and what it refuses, with which words."""

import dataclasses

import numpy as np
import pytest

from graders.answers.format import (
    DTYPES,
    MAX_DEPTH,
    MAX_INPUTS,
    MAX_NAMES,
    MAX_NODES,
    MAX_VALUES,
    Answers,
    AnswersError,
    Array,
    Function,
    FunctionInput,
    Node,
    Type,
    Value,
    check_answers,
    expect,
)

SCALAR, VECTOR, COLUMN = (Type("tensor", "float64", pattern) for pattern in ((), (False,), (False, True)))
NUMBER = Type("scalar", "int64")
ONE = Array("float64", (), bytes(8))
INPUT = Node("input", types=(SCALAR,))
STATE = Node("shared", types=(SCALAR,), value=ONE)
NEG = Node("neg", {}, ((0, 0),), (SCALAR,))
MIB = Array("int8", (1 << 20,), bytes(1 << 20))


def leaf(op, type_, shape=None, **more):
    value = None if shape is None else Array(type_.dtype, shape, bytes(8 * int(np.prod(shape))))
    return Node(op, types=(type_,), value=value, **more)


def function(*inputs, outputs=((0, 0),), returns="list", **more):
    return Answers((INPUT, NEG, STATE), (Function(inputs, outputs, returns, **more),))


LEGAL = {
    "nothing": Answers(),
    "a chain as long as may be": Answers((INPUT, *(Node("neg", {}, ((n, 0),), (SCALAR,)) for n in range(MAX_DEPTH - 1)))),
    "as many nodes as may be": Answers((INPUT,) * MAX_NODES),
    "as many values as may be": Answers(names={"f": Value("list", (Value("scalar", 1),) * (MAX_VALUES - 1))}),
    "leaves": Answers((leaf("constant", COLUMN, (3, 1)), leaf("constant", NUMBER, ()), leaf("input", NUMBER),
                       leaf("shared", VECTOR, (0,)), leaf("constant", Type("none")))),
    "several outputs": Answers((INPUT, Node("split", {}, ((0, 0),), (SCALAR,) * 2), Node("neg", {}, ((1, 1),), (SCALAR,)))),
    "an input with everything": function(FunctionInput((0, 0), "x", ONE, (1, 0), False, True, False)),
    "an updated shared variable": function(FunctionInput((2, 0), update=(1, 0), implicit=True)),
    "one": function(returns="one"),
    "none": function(outputs=(), returns="none"),
    "dictionary": function(outputs=((0, 0), (1, 0)), returns="dict", keys=("a", "b")),
}  # fmt: skip

ILLEGAL = {
    "more nodes": (Answers((INPUT,) * (MAX_NODES + 1)), "answers: expected at most 5000 nodes, got '5001'"),
    "more names": (Answers(names={str(n): Value("scalar", n) for n in range(MAX_NAMES + 1)}),
                   "answers: expected at most 100 names, got '101'"),
    "more values": (Answers(names={"f": Value("list", (Value("scalar", 1),) * MAX_VALUES)}),
                    "answers: expected at most 1000 values, got '1001'"),
    "more bytes": (Answers((Node("constant", types=(Type("tensor", "int8", (False,)),), value=MIB),) * 2,
                           names={"f": Value("tuple", (Value("array", MIB),) * 3)}),
                   "answers: expected at most 4194304 bytes of arrays, got '5242880'"),
    "more inputs": (Answers((INPUT, Node("add", {}, ((0, 0),) * (MAX_INPUTS + 1), (SCALAR,)))),
                    "node 1 (add): expected at most 1000 inputs, got '1001'"),
    "a node of itself": (Answers((INPUT, Node("neg", {}, ((1, 0),), (SCALAR,)))),
                         "node 1 (neg): expected a reference to one of the 1 nodes before it, got '1'"),
    "an output too many": (Answers((INPUT, Node("neg", {}, ((0, 1),), (SCALAR,)))),
                           "node 1 (neg): expected a reference to an existing output, got '1'"),
    "a node without outputs": (Answers((INPUT, Node("neg", {}, ((0, 0),)))), "node 1 (neg): expected at least one output"),
    "an operation with a value": (Answers((INPUT, dataclasses.replace(NEG, value=ONE))),
                                  "node 1 (neg): expected no value, since it is not a leaf"),
    "a leaf with inputs": (Answers((INPUT, dataclasses.replace(INPUT, inputs=((0, 0),)))),
                           "node 1 (input): expected a leaf without inputs and parameters"),
    "a leaf of two": (Answers((dataclasses.replace(INPUT, types=(SCALAR, SCALAR)),)),
                      "node 0 (input): expected one output, got '2'"),
    "an input with a value": (Answers((dataclasses.replace(INPUT, value=ONE),)),
                              "node 0 (input): expected a tensor or scalar without value, got 'tensor'"),
    "a constant without": (Answers((leaf("constant", SCALAR),)),
                           "node 0 (constant): expected a tensor or scalar with a value, got 'tensor'"),
    "a constant slice": (Answers((leaf("constant", Type("slice")),)),
                         "node 0 (constant): expected a tensor or scalar with a value, got 'slice'"),
    "none with a value": (Answers((Node("constant", types=(Type("none"),), value=ONE),)),
                          "node 0 (constant): expected no value for none"),
    "a shared none": (Answers((leaf("shared", Type("none")),)),
                      "node 0 (shared): expected a tensor or scalar with a value, got 'none'"),
    "another dtype": (Answers((Node("shared", types=(NUMBER,), value=ONE),)),
                      "node 0 (shared): expected a value of dtype int64, got 'float64'"),
    "another rank": (Answers((leaf("shared", SCALAR, (1,)),)), "node 0 (shared): expected a value of 0 dimensions, got '1'"),
    "a wide column": (Answers((leaf("shared", COLUMN, (3, 2)),)),
                      "node 0 (shared): expected length 1 in every broadcastable dimension, got '(3, 2)'"),
    "a key too few": (function(returns="dict"), "function 0: expected 1 different keys, got '()'"),
    "other packing": (function(returns="set"),
                      "function 0: expected returns one of ['dict', 'list', 'none', 'one'], got 'set'"),
    "two as one": (function(outputs=((0, 0), (1, 0)), returns="one"), "function 0: expected one output, got '2'"),
    "one as none": (function(returns="none"), "function 0: expected no outputs, got '1'"),
    "more outputs": (function(outputs=((0, 0),) * (MAX_INPUTS + 1)),
                     "function 0: expected at most 1000 inputs and outputs, got '1001'"),
    "an operation as input": (function(FunctionInput((1, 0))),
                              "function 0: expected a leaf of kind input as input, got 'neg'"),
    "an input twice": (function(FunctionInput((0, 0)), FunctionInput((0, 0))),
                       "function 0: expected different variables as inputs, got '(0, 0)'"),
    "an implicit default": (function(FunctionInput((2, 0), default=ONE, implicit=True)),
                            "function 0: expected a default only for explicit inputs"),
    "a default of another rank": (function(FunctionInput((0, 0), default=Array("float64", (1,), bytes(8)))),
                                  "function 0: expected a value of 0 dimensions, got '1'"),
    "an update that is none": (function(FunctionInput((0, 0), update=(3, 0))),
                               "function 0: expected a reference to one of the 3 nodes before it, got '3'"),
    "a result that is none": (function(outputs=((0, 0), (0, 1))),
                              "function 0: expected a reference to an existing output, got '1'"),
    "a function that is none": (Answers(names={"f": Value("function", 0)}),
                                "name 'f': expected an existing function, got '0'"),
    "a variable that is none": (Answers(names={"f": Value("list", (Value("variable", (0, 0)),))}),
                                "name 'f': expected a reference to one of the 0 nodes before it, got '0'"),
}  # fmt: skip


@pytest.mark.parametrize("what", LEGAL)
def test_legal_answers_pass(what):
    check_answers(LEGAL[what])


@pytest.mark.parametrize("what", ILLEGAL)
def test_illegal_answers_are_refused_with_the_place(what):
    answers, sentence = ILLEGAL[what]
    with pytest.raises(AnswersError) as refused:
        check_answers(answers)
    assert str(refused.value) == sentence


def test_a_chain_too_long_is_refused():
    chain = LEGAL["a chain as long as may be"].nodes
    with pytest.raises(AnswersError, match=r"^node 600 \(neg\): expected a chain of at most 600 nodes, got '601'$"):
        check_answers(Answers((*chain, Node("neg", {}, ((MAX_DEPTH - 1, 0),), (SCALAR,)))))


@pytest.mark.parametrize(("dtype", "size"), DTYPES.items())
def test_sizes_of_elements_are_numpys(dtype, size):
    assert np.dtype(dtype).itemsize == size


def endless():
    data = []
    data.append(data)
    return data


def deep():
    data = []
    for _ in range(100_000):
        data = [data]
    return data


@pytest.mark.parametrize(
    "got",
    [endless(), deep(), [list(range(10**5))] * 100, "x" * 10**6, {"x" * 10**5: [0] * 10**5}],
    ids=["endless", "deep", "wide", "long", "mixed"],
)
def test_what_came_is_quoted_in_short(got):
    with pytest.raises(AnswersError, match=r"^here: expected peace, got ['\"]") as refused:
        expect(False, "here", "peace", got)
    assert len(str(refused.value)) < 200


def test_nothing_is_quoted_where_nothing_is_given():
    expect(True, "here", "peace", deep())
    with pytest.raises(AnswersError, match=r"^here: expected peace$"):
        expect(False, "here", "peace")

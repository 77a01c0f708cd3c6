"""Every elementwise op alone, on zeros, negatives, large numbers, NaN and infinity: Theano's Python code and ours agree."""

import fnmatch

import pytest
import theano
import theano.tensor as T
from three_ways import compare, message_of

from graders.answers.theano_engine import ops

pytestmark = pytest.mark.filterwarnings("ignore")

DTYPES = ["float32", "float16", "int8", "bool", "complex64"]

KNOWN = {
    "*cast*: ValueError, ValueError, a result": "Theano's Python code refuses NaN as a whole number",
    "*cast*: OverflowError, OverflowError, a result": "Theano's Python code refuses infinity as a whole number",
    "pow*int8*: ValueError, ValueError, a result": "NumPy refuses negative powers of whole numbers, C code does not",
    "int_div*: a result, a result, EvaluationError": "Theano's Python code divides whole numbers by zero, C code does not",
    "mod*: a result, a result, EvaluationError": "as above",
    "chi2sf float16*": "SciPy's chi2.sf and chdtrc differ for infinitely many degrees of freedom",
    "chi2sf complex64*": "a distribution of complex numbers, which only SciPy's statistics let pass",
    "ultra_fast_sigmoid complex64*": "complex numbers have no order, NumPy compares them all the same",
    "softplus bool*": "Theano's Python code computes in half precision",
    "complex_from_polar bool*": "Theano's Python code computes in half precision",
}
"""Pattern of a disagreement to the reason why it is none of the interpreter's mistakes."""


def graphs():
    for name in sorted(ops.ELEMENTWISE):
        count = ops.ELEMENTWISE[name].nin
        yield from ((name, {}, dtype, max(count, 2) if count != 1 else 1) for dtype in DTYPES)
    yield from (("cast", {"dtype": to}, dtype, 1) for dtype in DTYPES for to in ("float64", "int8", "bool", "complex64"))


@pytest.fixture(scope="module", name="disagreements")
def fixture_disagreements():
    """What differed, over all graphs that Theano can make."""
    found = []
    for name, params, dtype, count in graphs():
        inputs = [T.vector(dtype=dtype) for _ in range(count)]
        try:
            outputs = ops.apply(name, params, inputs, "alone")
            theano.function(inputs, outputs, on_unused_input="ignore", mode=theano.Mode("py", None))
        except (TypeError, NotImplementedError):
            continue  # it does not exist for this dtype
        found += compare(f"{name} {dtype}", message_of(inputs, outputs))["disagreements"]
    return found


def test_what_differs_is_known(disagreements):
    assert not [text for text in disagreements if not any(fnmatch.fnmatchcase(text, pattern) for pattern in KNOWN)]


def test_what_is_known_to_differ_still_does(disagreements):
    assert not [pattern for pattern in KNOWN if not fnmatch.filter(disagreements, pattern)]

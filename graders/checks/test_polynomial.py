"""Hidden checks of the polynomial. The fixtures ``f`` and ``z`` are the rebuilt answers."""

import math

import numpy as np
import theano
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import polynomial
from exercises.checking import (
    LARGE,
    CheckFailed,
    call,
    call_text,
    compile_expression,
    make_call,
    require_function,
    require_inputs,
)
from graders.checks.decidable import require_pure
from graders.checks.slips import Slip, likely

SIMPLEST_FIRST = (
    (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.0), (0.0, 0.5), (-1.0, 2.0), (2.0, -1.0), (0.1, -0.7),
    (-2.5, -3.5), (0.25, 0.125), (1 / 3, -2 / 7), (LARGE, 3.0), (3.0, -LARGE), (1e9, -2.0), (0.5, 1e9),
    (0.123456, -0.654321),
)  # fmt: skip
"""Where polynomials that look alike differ; among them values with many digits, which rounding would change."""
reals = st.floats(-LARGE, LARGE, allow_subnormal=False, width=32)
FAR = (
    *((sign * x, sign * y) for x, y in ((1e12, 0.0), (0.0, 1e12)) for sign in (1, -1)),
    *((a * size, b * size / 2) for size in (1e11, 1e18, 2e38) for a in (1, -1) for b in (1, -1)),
)
"""Up to the end of float32, where squares cancel unless x and y are of one size."""


def at_reals(test):
    """Run ``test`` at the simple points, at reals that Hypothesis picks, then far out."""
    search = test
    # Hypothesis runs the decorator that was applied last first.
    for x, y in reversed(SIMPLEST_FIRST):
        search = example(x=x, y=y)(search)
    search = given(x=reals, y=reals)(search)

    def everywhere():
        search()
        for x, y in FAR:
            test(x, y)

    return everywhere


test_function = polynomial.check_function
test_examples = polynomial.check_examples


def test_values(f):
    """`f(x, y)` is 3x + xy + 3y for all real x and y."""
    polynomial.require_reals(f)

    @at_reals
    def everywhere(x, y):
        polynomial.compare(f, x, y)

    everywhere()
    require_pure("f", f)


def free_inputs(z):
    """The symbolic inputs that ``z`` is made of: no constants, no shared variables."""
    leaves = theano.gof.graph.inputs([z])
    kept = [v for v in leaves if not isinstance(v, (theano.Constant, theano.compile.SharedVariable))]
    return list(dict.fromkeys(kept))


def test_graph(f, z):
    polynomial.require_expression(z)
    inputs = free_inputs(z)
    if len(inputs) != 2:
        raise CheckFailed(f"`z` must depend on two symbolic inputs, x and y; yours depends on {len(inputs)}.")
    if any(getattr(v, "ndim", 1) != 0 or v.dtype not in polynomial.REALS for v in inputs):
        raise CheckFailed("`z` must be a scalar made of two real scalars.", polynomial.DECLARE_REALS)
    evaluate = compile_expression(inputs, z)

    @at_reals
    def everywhere(x, y):
        x, y = polynomial.declared_as(inputs, (x, y))
        made = make_call("z", evaluate, x, y, shown_as="z at ")
        got = made.result[()]
        if not polynomial.agrees(got, float(x), float(y)):
            reason, shown = "`z` must stand for 3x + xy + 3y.", call_text("z at ", (x, y))
            polynomial.fail_number(reason, shown, polynomial.reference(x, y), got, made)

    everywhere()
    require_function("f", f)
    used = set(theano.gof.graph.ancestors([output.variable for output in f.maker.outputs]))
    inputs = [declared.variable for declared in require_inputs("f", f, 2, polynomial.TWO_REALS)]
    unused = [number for number, variable in enumerate(inputs, 1) if variable not in used]
    if unused:
        hint = "Compile the expression z, not a number." if len(unused) == 2 else "Compile the expression z."
        ignored = " and ".join(f"input {number}" for number in unused)
        raise CheckFailed(f"`f` must depend on both of its inputs; yours ignores {ignored}.", hint)


test_graph.__doc__ = polynomial.check_graph.__doc__

EQUALS = "Your {} equals {}: {}."
SLIPS = [
    ("3x + xy + 3x", "check the last term", lambda x, y: 3 * x + x * y + 3 * x),
    ("3y + xy + 3y", "check the first term", lambda x, y: 3 * y + x * y + 3 * y),
    ("3x - xy + 3y", "check the sign of xy", lambda x, y: 3 * x - x * y + 3 * y),
    ("3x + xy - 3y", "check the sign of the last term", lambda x, y: 3 * x + x * y - 3 * y),
    ("-3x + xy + 3y", "check the sign of the first term", lambda x, y: -3 * x + x * y + 3 * y),
    ("-(3x + xy + 3y)", "check the signs", lambda x, y: -(3 * x + x * y + 3 * y)),
    ("3x - xy - 3y", "check the signs", lambda x, y: 3 * x - x * y - 3 * y),
    ("3x + 3y", "the term xy is missing", lambda x, y: 3 * x + 3 * y),
    ("3x + xy", "the term 3y is missing", lambda x, y: 3 * x + x * y),
    ("xy + 3y", "the term 3x is missing", lambda x, y: x * y + 3 * y),
    ("xy", "the terms 3x and 3y are missing", lambda x, y: x * y),
    ("3x", "the terms xy and 3y are missing", lambda x, y: 3 * x),
    ("3y", "the terms 3x and xy are missing", lambda x, y: 3 * y),
    ("x + xy + y", "the factors 3 are missing", lambda x, y: x + x * y + y),
    ("3x + xy + y", "the factor 3 of the last term is missing", lambda x, y: 3 * x + x * y + y),
    ("x + xy + 3y", "the factor 3 of the first term is missing", lambda x, y: x + x * y + 3 * y),
    ("3x + 3xy + 3y", "xy has no factor", lambda x, y: 3 * (x + x * y + y)),
    ("3x + 2xy + 3y", "xy is there twice", lambda x, y: 3 * x + 2 * x * y + 3 * y),
    ("2x + xy + 2y", "the factors are 3", lambda x, y: 2 * x + x * y + 2 * y),
    ("3x + (x + y) + 3y", "xy is a product", lambda x, y: 4 * x + 4 * y),
    ("3x + x/y + 3y", "xy is a product", lambda x, y: 3 * x + x / y + 3 * y),
    ("3x + x^2 + 3y", "the middle term is x times y", lambda x, y: 3 * x + x * x + 3 * y),
    ("3x + y^2 + 3y", "the middle term is x times y", lambda x, y: 3 * x + y * y + 3 * y),
    ("3x + (xy)^2 + 3y", "xy has no power", lambda x, y: 3 * x + (x * y) ** 2 + 3 * y),
    ("3x + x^y + 3y", "** is a power", lambda x, y: 3 * x + x**y + 3 * y),
    ("3x + xy + 3y^2", "y has no power", lambda x, y: 3 * x + x * y + 3 * y**2),
    ("3x^2 + xy + 3y", "x has no power", lambda x, y: 3 * x**2 + x * y + 3 * y),
    ("x^3 + xy + y^3", "3x is 3 times x, and ** is a power", lambda x, y: x**3 + x * y + y**3),
    ("3x + xy + 3", "the last term is 3 times y", lambda x, y: 3 * x + x * y + 3),
    ("3 + xy + 3y", "the first term is 3 times x", lambda x, y: 3 + x * y + 3 * y),
    ("3x * xy * 3y", "the terms are added", lambda x, y: 9 * x * x * y * y),
    ("2(3x + xy + 3y)", "everything is there twice", lambda x, y: 2 * (3 * x + x * y + 3 * y)),
    ("(3 + x)(y + 3)", "that is 9 too much", lambda x, y: (3 + x) * (y + 3)),
    ("3x + xy + 3y with x and y cut to whole numbers", "they are real numbers",
     lambda x, y: polynomial.reference(math.trunc(x), math.trunc(y))),
    ("3x + xy + 3y, cut to a whole number", "the result is a real number",
     lambda x, y: math.trunc(polynomial.reference(x, y))),
    ("3x + xy + 3y, rounded to a whole number", "the result is a real number",
     lambda x, y: np.rint(polynomial.reference(x, y))),
    ("|3x + xy + 3y|", "the result may be negative", lambda x, y: abs(polynomial.reference(x, y))),
    ("7 whatever x and y are", "that is the first example only", lambda x, y: 7),
    ("-9 whatever x and y are", "that is the second example only", lambda x, y: -9),
]  # fmt: skip
"""What it equals, what to look at, and the formula."""
TRIED = [tuple(pair) for pair in np.random.RandomState(0).uniform(-9, 9, (24, 2)).round(3)]


def likely_slip(cell, f, z=None):
    """The sentence of the slip that ``f`` (or, for the cell "graph", ``z``) shows; empty if it shows none."""
    if cell == "graph":
        evaluate = compile_expression(free_inputs(z), z)
        what, answer = "expression", lambda x, y: float(call("z", evaluate, x, y)[()])
    else:
        what, answer = "function", lambda x, y: float(polynomial.single_number(make_call("f", f, x, y), "f", 0.0))
    slips = (Slip(EQUALS.format(what, formula, look), compute) for formula, look, compute in SLIPS)
    same = lambda got, expected: bool(np.isclose(got, expected, rtol=1e-5, atol=1e-4, equal_nan=True))
    return likely(slips, TRIED, answer, polynomial.reference, same)

"""Hidden checks of the polynomial. The fixtures ``f`` and ``z`` are the rebuilt answers."""

import keyword

import theano
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import polynomial
from exercises.checking import (
    LARGE,
    CheckFailed,
    callable_inputs,
    compile_expression,
    fail_values,
    literal_text,
    make_call,
    plain_name,
    require_function,
    require_inputs,
)
from exercises.words import say, with_and
from graders.checks.decidable import require_pure

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


def free_inputs(z, f):
    """The symbolic inputs that ``z`` is made of, as ``f`` orders them, else by name: no constants, no shared variables."""
    leaves = theano.gof.graph.inputs([z])
    kept = [v for v in leaves if not isinstance(v, (theano.Constant, theano.compile.SharedVariable))]
    order = [declared.variable for declared in callable_inputs(f)] if hasattr(f, "maker") else []
    place = lambda v: (order.index(v) if v in order else len(order), str(v.name))
    return sorted(dict.fromkeys(kept), key=place)


def value_shown(inputs, values):
    """The value of ``z`` where its ``inputs`` have these ``values``, as code, if they have names to call them by."""
    names, texts = [plain_name(variable) for variable in inputs], [literal_text(value) for value in values]
    if len({*names, ""}) <= len(names) or any(map(keyword.iskeyword, names)):
        return say("z at ({values})", values=", ".join(texts))
    return f"z.eval({{{', '.join(f'{name}: {text}' for name, text in zip(names, texts))}}})"


def test_graph(f, z):
    polynomial.require_expression(z)
    inputs = free_inputs(z, f)
    if len(inputs) != 2:
        reason = say("`z` must depend on two symbolic inputs, x and y; yours depends on {count}.", count=len(inputs))
        raise CheckFailed(reason, about="z")
    if any(getattr(v, "ndim", 1) != 0 or v.dtype not in polynomial.REALS for v in inputs):
        raise CheckFailed(say("`z` must be a scalar made of two real scalars."), polynomial.DECLARE_REALS, about="z")
    evaluate = compile_expression(inputs, z)

    @at_reals
    def everywhere(x, y):
        x, y = polynomial.declared_as(inputs, (x, y))
        made = make_call("z", evaluate, x, y, show=lambda: value_shown(inputs, (x, y)))
        got, expected, allowed = made.result[()], polynomial.reference(x, y), polynomial.tolerance(float(x), float(y))
        if not polynomial.agrees(got, float(x), float(y)):
            reason = say("`z` must stand for 3x + xy + 3y.")
            fail_values(reason, made.shown, expected, got, proof=made, allowed=allowed, about="z")

    everywhere()
    require_function("f", f)
    used = set(theano.gof.graph.ancestors([output.variable for output in f.maker.outputs]))
    inputs = [declared.variable for declared in require_inputs("f", f, 2, polynomial.TWO_REALS)]
    unused = [number for number, variable in enumerate(inputs, 1) if variable not in used]
    if unused:
        hint = say("Compile the expression z, not a number.") if len(unused) == 2 else say("Compile the expression z.")
        ignored = with_and(say("input {number}", number=number) for number in unused)
        reason = say("`f` must depend on both of its inputs; yours ignores {inputs}.", inputs=ignored)
        raise CheckFailed(reason, hint, about="outputs")


test_graph.__doc__ = polynomial.check_graph.__doc__

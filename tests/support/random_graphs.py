"""A Hypothesis strategy: symbolic expressions made of ops of the table, applied to whatever they accept."""

import theano.tensor as T
from hypothesis import assume
from hypothesis import strategies as st

from graders.answers.format import DTYPES
from graders.answers.theano_engine import ops

PATTERNS = [(), (False,), (False, False), (True, False), (False, True)]
MOST_OPS = 6

AXES = st.sampled_from([None, [0], [1], [0, 1]])
DTYPE = st.sampled_from(sorted(DTYPES))
ORDERS = st.sampled_from([[], [0], [1, 0], ["x", 0], [0, "x"], ["x"], [0, 1, "x"]])
INDICES = st.sampled_from(
    [[0], [-1], [{"slice": [None, None, -1]}], [{"slice": [0, 2, None]}, 0], [{"slice": [1, None, 2]}]]
)

PARAMETERS = {
    **{name: {"axis": AXES} for name in (*ops.REDUCTIONS, "all", "any", "max_and_argmax", "argmax")},
    "sum": {"axis": AXES, "dtype": st.none(), "acc_dtype": st.none()},
    "prod": {"axis": AXES, "dtype": st.none(), "acc_dtype": st.none(), "no_zeros_in_input": st.just(False)},
    "cast": {"dtype": DTYPE}, "dimshuffle": {"new_order": ORDERS}, "subtensor": {"index": INDICES},
    "inc_subtensor": {"index": INDICES, "set_instead_of_inc": st.booleans()},
    "cumulate": {"axis": st.sampled_from([None, 0, 1]), "mode": st.sampled_from(["add", "mul"])},
    "repeat": {"axis": st.sampled_from([None, 0])},
    "unique": {**dict.fromkeys(("return_index", "return_inverse", "return_counts"), st.just(False)), "axis": st.none()},
    **{name: {} for name in ("dot", "shape", "softmax", "log_softmax", "softmax_with_bias", "softmax_grad",
                             "view", "advanced_subtensor1", "advanced_subtensor", "advanced_boolean_subtensor")},
    "if_else": {"n_outs": st.just(1)},
    "extract_diag": {"offset": st.integers(-1, 1), "axis1": st.just(0), "axis2": st.just(1)},
}  # fmt: skip
"""Parameters of ops that aren't elementwise. The rest of the table needs inputs that are seldom met by chance."""

LEFT_OUT = {
    "int_div", "mod", "pow",  # Theano's Python and C code differ in what they refuse
    "erf", "erfc", "erfcx", "erfinv", "erfcinv", "gamma", "gammaln", "psi", "tri_gamma", "chi2sf", "gammainc", "gammaincc",
    "gammau", "gammal", "jv", "j0", "j1", "iv", "i0", "i1", "softplus",  # of half precision for whole numbers and booleans
    "ultra_fast_sigmoid", "complex_from_polar",  # refuse complex and negative numbers
}  # fmt: skip
"""Tried one by one in ``test_every_op_alone``, where what is known to differ is listed."""

STEEP = {"tan", "exp", "exp2", "expm1", "sinh", "cosh", "sqr", "mul", "prod", "reduce_mul", "cumulate", "inv", "true_div"}
"""What makes of a small difference a large one; not applied to each other's results."""

COMPARISONS = {"lt", "gt", "le", "ge", "eq", "neq"}


@st.composite
def expressions(draw):
    """The inputs and outputs of a graph."""
    kinds = st.tuples(
        st.sampled_from(["float64", "float32", "int64", "int8", "uint8", "bool", "float16", "complex128"]),
        st.sampled_from(PATTERNS),
    )
    inputs = [T.TensorType(*kind)(f"v{place}") for place, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=3)))]
    made, steep = list(inputs), set()
    names = st.sampled_from(sorted({*PARAMETERS, *ops.ELEMENTWISE} - LEFT_OUT))
    for name in draw(st.lists(names, min_size=1, max_size=MOST_OPS)):
        params = {key: draw(strategy) for key, strategy in PARAMETERS.get(name, {}).items()}
        count = ops.ELEMENTWISE[name].nin if name in ops.ELEMENTWISE else draw(st.integers(1, 3))
        operands = [made[draw(st.integers(0, len(made) - 1))] for _ in range(count if count > 0 else 2)]
        # What a comparison makes of NaN and itself depends on whether it is optimised.
        if (name in STEEP and steep.intersection(operands)) or (name in COMPARISONS and len(set(operands)) < 2):
            continue
        if name in ops.ELEMENTWISE:
            operands = [T.as_tensor_variable(one) for one in operands]
            most = max(one.ndim for one in operands)
            operands = [one.dimshuffle(*["x"] * (most - one.ndim), *range(one.ndim)) for one in operands]
        try:
            results = ops.apply(name, params, operands, "random")
        except Exception:  # it has no such form, or not for these types
            continue
        made += results
        if name in STEEP or steep.intersection(operands):
            steep.update(results)
    assume(len(made) > len(inputs))
    return inputs, made[len(inputs) :]

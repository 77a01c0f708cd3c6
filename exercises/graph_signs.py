"""How operations and types are written in a picture of a graph."""

from collections.abc import Sequence

from exercises.words import later, say

SIGNS = {
    "add": "+", "sub": "−", "mul": "×", "true_div": "/", "int_div": "//", "mod": "%", "pow": "^", "neg": "−", "sqr": "x²",
    "inv": "1/x", "lt": "<", "gt": ">", "le": "≤", "ge": "≥", "eq": "=", "neq": "≠", "invert": "not", "sgn": "sign",
    "maximum": "max", "minimum": "min", "second": "fill", "round_half_to_even": "round", "reduce_max": "max",
    "reduce_min": "min", "reduce_add": "sum", "reduce_mul": "prod", "reduce_or": "any", "reduce_and": "all",
    "reduce_xor": "xor", "max_and_argmax": "max", "maxandargmax": "max", "careduce": "reduce", "make_vector": "stack",
    "makevector": "stack", "if_else": "ifelse", "deepcopyop": "copy", "deep_copy": "copy", "viewop": "view",
}  # fmt: skip
"""By the lower-case name that Theano or the format of answers has for an operation, where one writes it in another way."""

ANY_ORDER = frozenset(("add", "mul", "or", "xor", "and", "eq", "neq", "maximum", "minimum", "composite"))
"""Operations whose operands may change places."""

INFIX = {"add": 1, "sub": 1, "mul": 2, "true_div": 2, "int_div": 2, "mod": 2, "pow": 3}
"""Operations that are written between their operands, and how strongly they bind."""

OWN_NAMES = frozenset(("max", "argmax", "min", "mean", "var", "std"))
"""Names that Theano gives to results by itself."""

RANKS = {
    (False,): later("{dtype} vector"), (False, False): later("{dtype} matrix"),
    (True, False): later("{dtype} row"), (False, True): later("{dtype} column"),
}  # fmt: skip


def type_text(dtype: str, broadcastable: Sequence[bool]) -> str:
    """A type, short: "float64" for a single number, "float32 matrix"."""
    if not broadcastable:
        return dtype
    if tuple(broadcastable) not in RANKS:
        return say("{dtype} {number}-d tensor", dtype=dtype, number=len(broadcastable))
    return say(RANKS[tuple(broadcastable)], dtype=dtype)

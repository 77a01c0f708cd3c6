"""How large a graph is when everything that is used several times is written out: Theano's optimizer may do that."""

from collections.abc import Sequence
from typing import Any

LARGE, FACTOR = 500, 4
"""Operations of an unfolded graph, and how many times its own: beyond both, compiling it may take for ever."""


def unfolds_too_far(outputs: Sequence[Any]) -> bool:
    """Whether ``outputs`` (Theano variables) hold far more operations unfolded than they have.

    ``z = z * z``, ten times over, has 10 operations and 1023 unfolded. Theano collects the terms of sums and the factors of
    products, all of them, so each further line doubles the time to compile; without its optimizer it takes milliseconds.
    """
    from theano.gof import graph

    sizes: dict[Any, int] = {}
    for node in graph.io_toposort([], list(outputs)):
        sizes[node] = 1 + sum(sizes[variable.owner] for variable in node.inputs if variable.owner is not None)
    unfolded = sum(sizes[variable.owner] for variable in outputs if variable.owner is not None)
    return unfolded > LARGE and unfolded > FACTOR * len(sizes)

"""Mutations of an expression that only arrays can have: of their dimensions and of some of their entries.

As in ``expressions``, each yields what may stand in place of the expression.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from graders.answers.arrays import array_out
from graders.answers.format import Node, Type
from graders.course.authoring.adequacy.drafts import Term
from graders.course.authoring.adequacy.expressions import Site


def turn(site: Site) -> Iterator[Any]:
    """turn: transposed, a vector as a row or a column, entries in reverse order."""
    dimensions = len(site.type.broadcastable)
    if dimensions == 2:
        yield Term("dimshuffle", (site.ref,), {"new_order": [1, 0]})
    if dimensions == 1:
        yield Term("dimshuffle", (site.ref,), {"new_order": ["x", 0]})
        yield Term("dimshuffle", (site.ref,), {"new_order": [0, "x"]})
    for axis in range(dimensions):
        yield _sliced(site, axis, [None, None, -1])


def cut(site: Site) -> Iterator[Any]:
    """cut: without the first or last entry, or the first two, four or forty only."""
    for axis in range(len(site.type.broadcastable)):
        for part in ([1, None, None], [None, -1, None], [None, 2, None], [None, 4, None], [None, 40, None]):
            yield _sliced(site, axis, part)


def _sliced(site: Site, axis: int, part: list[int | None]) -> Term:
    whole = {"slice": [None, None, None]}
    operands = tuple(
        Node("constant", types=(Type("scalar", "int64"),), value=array_out(np.asarray(i, "int64")))
        for i in part
        if i is not None
    )
    entry = {"slice": [None if i is None else "int64" for i in part]}
    return Term("subtensor", (site.ref, *operands), {"index": [whole] * axis + [entry]})


def mix_entries(site: Site) -> Iterator[Any]:
    """mix entries: every entry is the sum, the mean or the largest of all; or 1 past the second or fourth entry."""
    if not site.type.broadcastable:
        return
    total = Term("sum", (site.ref,), {"axis": None, "dtype": None, "acc_dtype": None})
    yield Term("second", (site.ref, total))
    yield Term("second", (site.ref, Term("reduce_max", (site.ref,), {"axis": None})))
    if len(site.type.broadcastable) == 1:
        for start in (2, 4):
            begin = Node("constant", types=(Type("scalar", "int64"),), value=array_out(np.asarray(start, "int64")))
            params = {"index": [{"slice": ["int64", None, None]}], "set_instead_of_inc": True}
            yield Term("inc_subtensor", (site.ref, 1, begin), params)

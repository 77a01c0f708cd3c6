"""Mutations of an expression: each yields what may stand in place of one operation, or of one use of a variable.

The docstring of each is its name and what it does; reports and ``mutants.operators`` take it from there.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graders.answers.arrays import array_in, array_out
from graders.answers.format import Answers, Node, Ref, Type
from graders.course.authoring.adequacy.drafts import VARIABLES, Term, constant

NEIGHBOURS = (
    "add sub mul true_div int_div mod pow maximum minimum",
    "tanh sigmoid ultra_fast_sigmoid softsign arctan sin arcsinh erf sgn tan sinh softplus",
    "exp exp2 expm1 log log2 log10 log1p sqrt sqr",
    "sin cos tan sinh cosh tanh",
    "neg abs inv sqr",
    "floor ceil trunc round_half_to_even round_half_away_from_zero",
    "lt le gt ge eq neq",
    "and or xor",
    "dot mul add",
)
"""Ops that are mistaken for each other. Those of the first group take any number of operands if ``MANY`` says so."""
MANY = ("add", "mul", "maximum", "minimum")
REDUCTIONS: Mapping[str, Mapping[str, Any]] = {
    "sum": {"dtype": None, "acc_dtype": None},
    "prod": {"dtype": None, "acc_dtype": None, "no_zeros_in_input": False},
    "reduce_max": {},
    "reduce_min": {},
}
"""And their parameters beside the axis."""
SLIGHTLY = 1.001
"""A constant that is off by this factor is wrong at float32 precision, and looks right in most examples."""


@dataclass(frozen=True)
class Site:
    """One operation, or one use of a variable (a node of the op ``identity``), and the answers around it."""

    answers: Answers
    index: int

    @property
    def node(self) -> Node:
        return self.answers.nodes[self.index]

    @property
    def ref(self) -> Ref:
        return self.index, 0

    @property
    def type(self) -> Type:
        return self.node.types[0]

    @property
    def is_use(self) -> bool:
        """Whether this is a use of a variable."""
        return self.node.op == "identity"

    def number(self, value: float) -> Any:
        """``value`` as a constant that does not widen the type of this expression if it can be helped."""
        if value == int(value):
            return int(value)
        return np.float64(value) if self.type.dtype == "float64" else float(value)

    def with_operand(self, position: int, operand: Any) -> Term:
        """This operation with another operand in one place."""
        inputs = self.node.inputs
        return Term(self.node.op, (*inputs[:position], operand, *inputs[position + 1 :]), self.node.params)

    def everywhere(self, value: float) -> Term:
        """``value`` in the shape of this expression."""
        return Term("second", (self.ref, np.asarray(value, self.type.dtype)))


def swap_operands(site: Site) -> Iterator[Any]:
    """swap operands: two operands of an operation change places."""
    for i, j in itertools.combinations(range(len(site.node.inputs)), 2):
        inputs = list(site.node.inputs)
        inputs[i], inputs[j] = inputs[j], inputs[i]
        yield Term(site.node.op, tuple(inputs), site.node.params)


def replace_operation(site: Site) -> Iterator[Any]:
    """replace operation: another operation on the same operands."""
    groups = [group for group in map(str.split, NEIGHBOURS) if site.node.op in group]
    for name in sorted({*itertools.chain(*groups)} - {site.node.op}):
        if len(site.node.inputs) <= 2 or name in MANY:
            yield Term(name, site.node.inputs)


def replace_reduction(site: Site) -> Iterator[Any]:
    """replace reduction: sum, prod, maximum and minimum change places."""
    for name, more in REDUCTIONS.items() if site.node.op in REDUCTIONS else ():
        if name != site.node.op:
            yield Term(name, site.node.inputs, {"axis": site.node.params["axis"], **more})


def change_axes(site: Site) -> Iterator[Any]:
    """change axes: a reduction goes along other axes."""
    if "axis" in site.node.params and isinstance(site.node.params["axis"], (list, type(None))):
        source, output = site.node.inputs[0]
        dimensions = len(site.answers.nodes[source].types[output].broadcastable)
        for axes in [None, *([axis] for axis in range(dimensions))]:
            if axes != site.node.params["axis"]:
                yield Term(site.node.op, site.node.inputs, {**site.node.params, "axis": axes})


def use_an_operand(site: Site) -> Iterator[Any]:
    """use an operand: an operation is replaced by one of its operands, which drops the other terms or factors."""
    if not site.is_use:
        yield from site.node.inputs


def drop_an_operand(site: Site) -> Iterator[Any]:
    """drop an operand: one of three or more terms or factors is left out."""
    inputs = site.node.inputs
    if len(inputs) > 2:
        for position in range(len(inputs)):
            yield Term(site.node.op, (*inputs[:position], *inputs[position + 1 :]), site.node.params)


def repeat_an_operand(site: Site) -> Iterator[Any]:
    """repeat an operand: an operand stands in the place of another one too."""
    for i, ref in enumerate(site.node.inputs):
        for j, other in enumerate(site.node.inputs):
            if i != j and ref != other:
                yield site.with_operand(j, ref)


def change_a_constant(site: Site) -> Iterator[Any]:
    """change a constant: plus or minus 1, negated, 0, 1, doubled, halved, off by a thousandth."""
    for position, (source, _) in enumerate(site.node.inputs):
        held = site.answers.nodes[source]
        if held.op != "constant" or held.value is None or held.types[0].kind != "tensor":
            continue
        value = array_in(held.value)
        if value.dtype.kind not in "iuf":
            continue
        wholes = [value + 1, value - 1, -value, 0 * value, 0 * value + 1, 2 * value]
        changed = [whole.astype(value.dtype) for whole in wholes]
        fine = "float64" if "float64" in (site.type.dtype, value.dtype.name) else "float32"
        changed += [(value * factor).astype(fine) for factor in (0.5, SLIGHTLY)]
        for new in changed:
            if not np.array_equal(new, value):
                type_ = replace(held.types[0], dtype=new.dtype.name)
                yield site.with_operand(position, Node("constant", types=(type_,), value=array_out(new)))


def replace_by_a_constant(site: Site) -> Iterator[Any]:
    """replace by a constant: 0 or 1 everywhere in place of an expression."""
    for value in (0, 1):
        yield site.everywhere(value)


def replace_by_a_variable(site: Site) -> Iterator[Any]:
    """replace by a variable: another input or shared variable of the same dimensions in place of an expression."""
    yield from _variables_like(site)


def add_a_variable(site: Site) -> Iterator[Any]:
    """add a variable: an input or a shared variable is added, or multiplied, where it does not belong."""
    for ref in _variables_like(site):
        yield Term("add", (site.ref, ref))
        yield Term("mul", (site.ref, ref))


def _variables_like(site: Site) -> Iterator[Ref]:
    """The variables of the same dimensions; but not the one that is used here."""
    for index, node in enumerate(site.answers.nodes):
        alike = node.types[0].kind == "tensor" and node.types[0].broadcastable == site.type.broadcastable
        if node.op in VARIABLES and alike and not (site.is_use and (index, 0) in site.node.inputs):
            yield index, 0


def add_a_number(site: Site) -> Iterator[Any]:
    """add a number: 1 or a thousandth more."""
    for value in (1, site.number(0.001)):
        yield Term("add", (site.ref, value))


def multiply_by_a_number(site: Site) -> Iterator[Any]:
    """multiply by a number: doubled, or a thousandth more."""
    for value in (2, SLIGHTLY):
        yield Term("mul", (site.ref, site.number(value)))


def apply_a_function(site: Site) -> Iterator[Any]:
    """apply a function: negated, absolute, squared, through tanh or sin."""
    for name in ("neg", "abs", "sqr", "tanh", "sin"):
        yield Term(name, (site.ref,))


def round_off(site: Site) -> Iterator[Any]:
    """round off: to whole numbers, or to two decimals."""
    yield Term("floor", (site.ref,))
    yield Term("round_half_to_even", (site.ref,))
    hundred = site.number(100.0)
    yield Term("true_div", (Term("round_half_to_even", (Term("mul", (site.ref, hundred)),)), constant(float(hundred))))


def limit(site: Site) -> Iterator[Any]:
    """limit: no value below 0, none above 0, none beyond 1000 in size, 0 beyond ten billion or an eighth of all integers."""
    far = np.iinfo(site.type.dtype).max // 8 if site.type.dtype.startswith(("int", "uint")) else 10**10
    yield Term("maximum", (site.ref, 0))
    yield Term("minimum", (site.ref, 0))
    yield Term("clip", (site.ref, site.number(-1000), site.number(1000)))
    yield Term("switch", (Term("gt", (Term("abs", (site.ref,)), far)), site.everywhere(0), site.ref))


def treat_one_value_apart(site: Site) -> Iterator[Any]:
    """treat one value apart: 0 gives 1, negative numbers give 1, an input or a state of 1 or -1 gives 0."""
    yield Term("switch", (Term("eq", (site.ref, 0)), site.everywhere(1), site.ref))
    yield Term("switch", (Term("lt", (site.ref, 0)), site.everywhere(1), site.ref))
    # Other values of a computed expression would need inputs that nobody can guess.
    for value in (1, -1) if site.is_use else ():
        yield Term("switch", (Term("eq", (site.ref, value)), site.everywhere(0), site.ref))


def cast(site: Site) -> Iterator[Any]:
    """cast: to another type of numbers and not back."""
    wider = ("float32", "float64", "int64") if site.type.dtype.startswith("float") else ("float64", "int32")
    for dtype in (*wider, "int8"):
        if dtype != site.type.dtype:
            yield Term("cast", (site.ref,), {"dtype": dtype})


def cast_and_back(site: Site) -> Iterator[Any]:
    """cast and back: through a type that loses digits."""
    for dtype in ("float16",) if site.type.dtype.startswith("float") else ("float32", "int32", "int16"):
        if dtype != site.type.dtype:
            yield Term("cast", (Term("cast", (site.ref,), {"dtype": dtype}),), {"dtype": site.type.dtype})


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
    bounds = [_bound(i) for i in part if i is not None]
    entry = {"slice": [None if i is None else "int64" for i in part]}
    return Term("subtensor", (site.ref, *bounds), {"index": [whole] * axis + [entry]})


def _bound(number: int) -> Node:
    return Node("constant", types=(Type("scalar", "int64"),), value=array_out(np.asarray(number, "int64")))


def mix_entries(site: Site) -> Iterator[Any]:
    """mix entries: every entry is the sum, the mean or the largest of all; or 1 past the second or fourth entry."""
    if not site.type.broadcastable:
        return
    total = Term("sum", (site.ref,), {"axis": None, "dtype": None, "acc_dtype": None})
    yield Term("second", (site.ref, total))
    yield Term("second", (site.ref, Term("reduce_max", (site.ref,), {"axis": None})))
    if len(site.type.broadcastable) == 1:
        for start in (2, 4):
            params = {"index": [{"slice": ["int64", None, None]}], "set_instead_of_inc": True}
            yield Term("inc_subtensor", (site.ref, 1, _bound(start)), params)

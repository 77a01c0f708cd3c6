"""The description of a Theano graph that ``graph_drawing`` draws: what was written, without what Theano added to it.

Theano's own objects are looked at, whatever a student or an optimisation has made of them. What is unknown is called by the
name of its class.
"""

from collections.abc import Sequence
from typing import Any

from exercises.checking.texts import value_text
from exercises.graph_drawing import MAX_EDGES, MAX_NODES, MAX_SMALL, Node
from exercises.graph_signs import ANY_ORDER, INFIX, OWN_NAMES, SIGNS, type_text

UNWRITTEN = ("Rebroadcast", "ScalarFromTensor", "TensorFromScalar")
"""Operations that are not drawn."""


class TooLarge(Exception):
    """There are more nodes or edges than a drawing may have."""


def of_variable(variable: Any) -> list[Node]:
    """The graph of a symbolic variable, as it was written."""
    return _Graph().done([(variable, variable.name or "result", "output")])


def of_function(function: Any) -> list[Node]:
    """The graph of a compiled function, after optimisation."""
    compiled = function.maker.fgraph
    updated = getattr(compiled, "update_mapping", None) or {}
    count = len(compiled.outputs) - len(updated)
    results = []
    for place, variable in enumerate(compiled.outputs):
        if place in updated:
            results.append((variable, f"new {compiled.inputs[updated[place]].name or 'value'}", "update"))
        else:
            results.append((variable, f"output {place + 1}" if count > 1 else "output", "output"))
    graph = _Graph()
    for variable in compiled.inputs:
        graph.number(variable)
    return graph.done(results)


class _Graph:
    """The nodes to draw, and for which of Theano's they stand."""

    def __init__(self) -> None:
        self._drawn: list[Node] = []
        self._begun = self._edges = 0
        self._known: dict[Any, int] = {}
        self._labels: set[str] = set()

    def done(self, results: Sequence[tuple[Any, str, str]]) -> list[Node]:
        """All nodes, those of the ``results`` (variable, label, kind) last."""
        self._labels = {label for _, label, _ in results}
        numbers = [self.number(variable) for variable, _, _ in results]
        leaves = {node.small for node in self._drawn if node.kind in ("input", "shared")}
        for (variable, label, kind), number in zip(results, numbers):
            small = "" if _type(variable) in leaves else _type(variable)
            # A named variable that nothing is computed of has its name already.
            if variable.owner is not None or kind == "update" or label != variable.name:
                self._draw(Node(label, kind, small, (number,)))
        return self._drawn

    def number(self, variable: Any) -> int:
        """The drawn node of a variable, drawn now if it is not yet. Raises :class:`TooLarge`."""
        import theano

        variable = _seen_through(variable)
        is_constant = isinstance(variable, theano.Constant)  # drawn at each of its uses
        key = variable if variable.owner is None else variable.owner
        if is_constant or key not in self._known:
            self._begun += 1
            if self._begun > MAX_NODES:  # before it gets deep
                raise TooLarge
            self._known[key] = self._leaf(variable, is_constant) if variable.owner is None else self._operation(variable)
        return self._known[key]

    def _draw(self, node: Node) -> int:
        self._edges += len(node.operands)
        if len(self._drawn) >= MAX_NODES or self._edges > MAX_EDGES:
            raise TooLarge
        self._drawn.append(node)
        return len(self._drawn) - 1

    def _leaf(self, variable: Any, is_constant: bool) -> int:
        from theano.compile.sharedvalue import SharedVariable

        if is_constant:
            return self._draw(Node(_constant(variable), "constant"))
        is_shared = isinstance(variable, SharedVariable)
        label = variable.name or ("a shared variable" if is_shared else "an input")
        return self._draw(Node(label, "shared" if is_shared else "input", _type(variable)))

    def _operation(self, variable: Any) -> int:
        node = variable.owner
        name = _name(node.op)
        shown = [place for place, each in enumerate(node.inputs) if not _is_index(node.op, place, each)]
        operands = tuple(self.number(_written(node, place)) for place in shown)
        label, small = _label(node, name)
        own = variable.name or ""
        is_new = own.isidentifier() and own not in OWN_NAMES and own not in self._labels
        return self._draw(Node(label, "operation", small or (own if is_new else ""), operands, name not in ANY_ORDER))


def _type(variable: Any) -> str:
    kind = variable.type
    return type_text(kind.dtype, kind.broadcastable) if hasattr(kind, "broadcastable") else str(kind)


def _constant(variable: Any) -> str:
    return value_text(variable.data) if hasattr(variable.data, "dtype") else str(variable.data)


def _name(op: Any) -> str:
    """The name of an operation, in lower case where Theano has one for it: "add", "sum", "composite"."""
    scalar = getattr(op, "scalar_op", None)
    kind = type(op).__name__
    if kind == "Elemwise" and scalar is not None:
        own = type(scalar).__name__
        return (
            own.lower()
            if own in ("Cast", "Composite")
            else (getattr(scalar, "name", None) or own.lower()).strip("_").removeprefix("scalar_")
        )
    if kind in ("CAReduce", "CAReduceDtype"):
        return f"reduce_{str(getattr(scalar, 'name', '')).strip('_').removesuffix('imum')}"
    return {"InplaceDimShuffle": "dimshuffle"}.get(kind, kind.lower())


def _label(node: Any, name: str) -> tuple[str, str]:
    """How an operation is written, and what is written small below it."""
    op, kind = node.op, type(node.op).__name__
    if name == "composite":
        return "Composite", _composite(node)
    if name == "cast":
        return "cast", op.scalar_op.o_type.dtype
    if kind == "DimShuffle":
        order = tuple(op.new_order)
        return (".T", "") if order == (1, 0) else ("dimshuffle", ", ".join(map(str, order)))
    if kind == "Subtensor":
        return _index(op, node.inputs[1:]), ""
    if kind == "IncSubtensor":
        return "set_subtensor" if op.set_instead_of_inc else "inc_subtensor", _index(op, node.inputs[2:])
    axis = getattr(op, "axis", None)
    is_all = axis is None or (isinstance(axis, tuple) and len(axis) == node.inputs[0].ndim)
    small = "" if is_all else f"axis={axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis}"
    if name in SIGNS or kind == "Elemwise" or kind in AS_WRITTEN:
        return SIGNS.get(name, name), small
    return kind, small


AS_WRITTEN = (
    "Sum", "Prod", "All", "Any", "Max", "Min", "Argmax", "Dot", "BatchedDot", "Reshape", "Join", "Split", "Alloc", "Shape",
    "Scan", "Eye", "Tile", "Assert", "Softmax", "IfElse",
)  # fmt: skip
"""Classes whose names in lower case are what one writes."""


def _seen_through(variable: Any) -> Any:
    while variable.owner is not None and _is_unwritten(variable.owner):
        variable = variable.owner.inputs[0]
    return variable


def _is_unwritten(node: Any) -> bool:
    """Whether an operation changes nothing that is seen; a number, say, has the type that it is used with."""
    import theano

    order = getattr(node.op, "new_order", None)
    if order is not None:
        return list(order) == list(range(node.inputs[0].ndim))
    is_cast = _name(node.op) == "cast" and isinstance(node.inputs[0], theano.Constant)
    return type(node.op).__name__ in UNWRITTEN or _name(node.op) == "identity" or is_cast


def _written(node: Any, place: int) -> Any:
    """An operand as it was written: without dimensions that Theano added in front, in order that both have as many."""
    import theano

    given = node.inputs[place]
    if type(node.op).__name__ != "Elemwise" or not _only_adds(given):
        return given
    # To the one with most dimensions it adds none: where all have some added, one of them was written.
    all_added = len(node.inputs) > 1 and all(map(_only_adds, node.inputs))
    inside = given.owner.inputs[0]
    return inside if not all_added or isinstance(inside, theano.Constant) else given


def _only_adds(variable: Any) -> bool:
    order = None if variable.owner is None else getattr(variable.owner.op, "new_order", None)
    kept = [axis for axis in order or () if axis != "x"]
    return order is not None and list(order) == ["x"] * (len(order) - len(kept)) + list(range(len(kept)))


def _is_index(op: Any, place: int, given: Any) -> bool:
    """Whether an operand is a number that stands in the brackets of an index."""
    import theano

    first = {"Subtensor": 1, "IncSubtensor": 2}.get(type(op).__name__)
    return first is not None and place >= first and isinstance(_seen_through(given), theano.Constant)


def _index(op: Any, given: Sequence[Any]) -> str:
    import theano

    numbers = (_constant(each) if isinstance(each, theano.Constant) else "…" for each in map(_seen_through, given))

    def part(entry: Any) -> str:
        if isinstance(entry, slice):
            start, stop, step = map(part, (entry.start, entry.stop, entry.step))
            return f"{start}:{stop}" + (f":{step}" if step else "")
        return "" if entry is None else str(entry) if isinstance(entry, int) else next(numbers, "…")

    return f"[{', '.join(map(part, op.idx_list))}]"


def _composite(node: Any) -> str:
    """The formula that a fused operation computes of its operands, if it is short, else how many operations it has."""
    scalar = node.op.scalar_op
    texts = {}
    for inner, given in zip(scalar.inputs, node.inputs):
        given = _seen_through(given)
        texts[inner] = _constant(given) if hasattr(given, "data") else given.name if given.owner is None else None
    if len(scalar.outputs) == 1 and all(texts.values()):
        text = _formula(scalar.outputs[0], texts, 0, 12)
        if len(text) <= MAX_SMALL:
            return text
    return f"{len(scalar.fgraph.apply_nodes)} operations in one"


def _formula(variable: Any, texts: dict[Any, Any], outside: int, depth: int) -> str:
    if variable in texts:
        return str(texts[variable])
    if variable.owner is None:
        return _constant(variable)
    if depth == 0:
        return "…" * MAX_SMALL
    name = getattr(variable.owner.op, "name", None) or type(variable.owner.op).__name__.lower()
    level = INFIX.get(name, 0)
    inner = [_formula(given, texts, level + (place > 0), depth - 1) for place, given in enumerate(variable.owner.inputs)]
    if level and len(inner) > 1:
        text = f" {SIGNS[name]} ".join(inner)
        return f"({text})" if level < outside else text
    return f"{SIGNS.get(name, name)}({', '.join(inner)})"

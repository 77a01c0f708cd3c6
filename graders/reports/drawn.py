"""Which nodes a drawing of answers has: what students wrote, without what Theano added to it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exercises.checking.texts import value_text
from exercises.graph_drawing import MAX_EDGES, Node
from exercises.graph_signs import ANY_ORDER, OWN_NAMES, SIGNS, type_text
from exercises.words import joined, say
from graders.answers import format as answer_format
from graders.answers import formulas
from graders.answers.arrays import array_in
from graders.answers.format import LEAVES, Answers, Function, Ref, Value

MAX_DRAWN = 60
"""Nodes that are drawn. More of them nobody would look at."""
UNNAMED = {"input": say("an input"), "shared": say("a shared variable")}
UNWRITTEN = ("identity", "rebroadcast", "scalar_from_tensor", "tensor_from_scalar")
"""Operations that are not drawn."""

Use = tuple[int, int]
"""The number of a node of the answers, and which of its operands."""


class TooLarge(Exception):
    """There are more nodes or edges than a drawing may have."""


@dataclass(frozen=True)
class Mark:
    """A place to mark: a node of the answers, and the ``word`` beside it.

    ``use``: where this operand is meant only, of a variable or a number that is used more than once.
    """

    node: int
    word: str
    use: Use | None = None


@dataclass
class _Result:
    """An expression with its names: the first is written large, the others below it."""

    ref: Ref
    names: list[str]
    kind: str = "output"


def drawn(answers: Answers, names: Collection[str], marks: Sequence[Mark] = ()) -> tuple[Node, ...]:
    """The nodes to draw for what ``names`` stand for; none where nothing of it has a graph. Raises :class:`TooLarge`."""
    graph = _Graph(answers, marks)
    values = [(name, answers.names[name]) for name in names if name in answers.names]
    for name, value in sorted(values, key=lambda item: item[1].kind != "function"):
        for label, item in _items(name, value):
            if item.kind == "function":
                graph.add_function(label, answers.functions[item.content])
            elif item.kind == "variable":
                graph.add_expression(label, item.content)
    return graph.done()


def _items(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    """The parts of a value with what to call them: an item of a list is ``f[0]``."""
    if value.kind in ("list", "tuple"):
        for place, item in enumerate(value.content):
            yield from _items(f"{name}[{place}]", item)
    else:
        yield name, value


class _Graph:
    """The nodes to draw, and for which nodes of the answers they stand."""

    def __init__(self, answers: Answers, marks: Sequence[Mark]) -> None:
        self._nodes, self._marks = answers.nodes, marks
        self._uses: dict[Use, Mark] = {}
        self._marked: set[Mark] = set()
        self._drawn: list[Node] = []
        self._begun = self._edges = 0
        self._known: dict[Ref, int] = {}
        self._stands_for: dict[int, list[int]] = {}
        self._same: dict[int, int] = {}
        self._leaf_types: set[str] = set()
        self._results: list[_Result] = []

    def add_function(self, name: str, function: Function) -> None:
        """The inputs of a function in their order, what it returns, and its updates."""
        for given in function.inputs:
            if not given.implicit and given.variable not in self._known:
                more = "" if given.default is None else say("default {value}", value=value_text(array_in(given.default)))
                self._leaf(given.variable, more)
        for place, ref in enumerate(function.outputs):
            self._add_result(ref, [_output(place, len(function.outputs)), say("of {name}", name=name)])
        for given in function.inputs:
            if given.update is not None:
                state = self._nodes[given.variable[0]].name
                label = say("new {name}", name=state) if state else say("new value")
                self._results.append(_Result(given.update, [label], "update"))

    def add_expression(self, name: str, ref: Ref) -> None:
        """What a name stands for. A variable needs no box with its name again."""
        node = self._nodes[ref[0]]
        if node.op == "shared" or (node.op == "input" and node.name == name):
            self._number(ref)
        else:
            self._add_result(ref, [name])

    def _add_result(self, ref: Ref, names: list[str]) -> None:
        for result in self._results:
            same = _same(self._nodes, result.ref, ref) if result.kind == "output" else None
            if same is not None:
                self._same |= same
                # "z" is written large, "output of f" below it.
                result.names = [*names, joined(result.names)] if len(names) == 1 else [*result.names, joined(names)]
                return
        self._results.append(_Result(ref, names))

    def done(self) -> tuple[Node, ...]:
        """All nodes, those that stand for a marked one marked; none where there are variables only."""
        if not self._results:
            return ()
        for mark in self._marks:
            if mark.use is not None and self._nodes[mark.node].op in LEAVES:
                self._uses[self._same.get(mark.use[0], mark.use[0]), mark.use[1]] = mark
        numbers = [self._number(result.ref) for result in self._results]
        for result, number in zip(self._results, numbers):
            shown = self._type(result.ref)
            below = [*result.names[1:], "" if shown in self._leaf_types else shown]
            self._draw(Node(result.names[0], result.kind, joined(below, ", "), (number,)))
        for mark in self._marks:
            if mark not in self._marked:
                for number in self._found(mark.node):
                    self._drawn[number] = replace(self._drawn[number], is_marked=True, word=mark.word)
        return tuple(self._drawn)

    def _found(self, index: int) -> Sequence[int]:
        """The drawn nodes that stand for a node; what is not drawn is marked at its first operand."""
        index = self._same.get(index, index)
        while index not in self._stands_for and self._nodes[index].inputs:
            index = self._nodes[index].inputs[0][0]
        return self._stands_for.get(index, ())

    def _draw(self, node: Node) -> int:
        self._edges += len(node.operands)
        if len(self._drawn) >= MAX_DRAWN or self._edges > MAX_EDGES:
            raise TooLarge
        self._drawn.append(node)
        return len(self._drawn) - 1

    def _type(self, ref: Ref) -> str:
        type_ = self._nodes[ref[0]].types[ref[1]]
        return type_text(type_.dtype, type_.broadcastable) if type_.kind in ("tensor", "scalar") else type_.kind

    def _operand(self, user: int, place: int) -> int:
        """The drawn node of an operand: beyond what Theano added on the way to it."""
        ref, ways = self._nodes[user].inputs[place], [(user, place)]
        if formulas.is_hidden(self._nodes, self._nodes[user], ref):
            ways.append((ref[0], 0))
            ref = self._nodes[ref[0]].inputs[0]
        mark = next((self._uses[way] for way in ways if way in self._uses), None)
        if mark is not None:  # apart from the other uses
            self._marked.add(mark)
            return self._leaf(ref, mark=mark)
        return self._number(ref)

    def _number(self, ref: Ref) -> int:
        while self._is_unwritten(self._nodes[ref[0]]):
            ref = self._nodes[ref[0]].inputs[0]
        node = self._nodes[ref[0]]
        key = ref if node.op == "max_and_argmax" else (ref[0], 0)
        if key not in self._known or node.op == "constant":
            self._begun += 1
            if self._begun > MAX_DRAWN:  # before it gets deep
                raise TooLarge
            self._known[key] = self._leaf(ref) if node.op in LEAVES else self._operation(ref)
        return self._known[key]

    def _is_unwritten(self, node: answer_format.Node) -> bool:
        if node.op == "cast":  # a number has the type that it is used with
            return self._nodes[node.inputs[0][0]].op == "constant"
        order = node.params.get("new_order") if node.op == "dimshuffle" else None
        return node.op in UNWRITTEN or (order is not None and order == list(range(len(order))))

    def _leaf(self, ref: Ref, more: str = "", mark: Mark | None = None) -> int:
        node = self._nodes[ref[0]]
        small = "" if node.op == "constant" else joined([self._type(ref), more], ", ")
        if node.op == "constant":
            label = "None" if node.value is None else value_text(array_in(node.value))
        else:
            label = node.name or UNNAMED[node.op]
            self._leaf_types.add(self._type(ref))
        number = self._draw(Node(label, node.op, small, is_marked=mark is not None, word=mark.word if mark else ""))
        if mark is None:
            self._stands_for.setdefault(ref[0], []).append(number)
            self._known[ref] = number
        return number

    def _operation(self, ref: Ref) -> int:
        node = self._nodes[ref[0]]
        called = _operands_of_call(self._nodes, ref)
        if called is not None:
            operands = [self._number(operand) for operand in called]
        else:
            operands = [self._operand(ref[0], place) for place in self._written(node)]
        label, small = self._label(ref, called is not None)
        number = self._draw(Node(label, "operation", small, tuple(operands), node.op not in ANY_ORDER or called is not None))
        for index in [ref[0]] if called is None else self._within(ref[0], called):
            self._stands_for.setdefault(index, []).append(number)
        return number

    def _written(self, node: answer_format.Node) -> list[int]:
        """Which operands are drawn: no number of an index, which stands in its brackets, and nothing inside of a loop."""
        first = {"subtensor": 1, "inc_subtensor": 2}.get(node.op)
        places = range(len(node.inputs))[: node.params.get("outer", len(node.inputs)) if node.op == "scan" else None]
        return [place for place in places if first is None or place < first or not self._is_number(node.inputs[place])]

    def _is_number(self, ref: Ref) -> bool:
        while self._is_unwritten(self._nodes[ref[0]]):
            ref = self._nodes[ref[0]].inputs[0]
        return self._nodes[ref[0]].op == "constant"

    def _label(self, ref: Ref, is_called: bool) -> tuple[str, str]:
        """How an operation is written, and what is written small below it: an axis, a type, a name."""
        node = self._nodes[ref[0]]
        name = formulas.sign_of(self._nodes, ref) if is_called else node.op
        results = [name for result in self._results for name in result.names]
        own = node.name or ""
        small = own if own.isidentifier() and own not in OWN_NAMES and own not in results else ""
        if node.op in ("subtensor", "inc_subtensor"):
            first = 1 if node.op == "subtensor" else 2
            part = formulas.indexed(node, "", [self._index(index) for index in node.inputs[first:]])
            return (part, small) if first == 1 else (formulas.sign_of(self._nodes, ref), part)
        if node.op == "dimshuffle":
            return (".T", small) if name == "T" else (name, _order(node.params))
        parameter = formulas.ALONG.get(node.op, "")
        along = node.params.get(parameter)
        if along is not None and along != list(range(len(self._nodes[node.inputs[0][0]].types[0].broadcastable))):
            along = along[0] if isinstance(along, list) and len(along) == 1 else along
            return SIGNS.get(name, name), str(along) if parameter == "dtype" else f"{parameter}={along}"
        return SIGNS.get(name, name), small

    def _index(self, ref: Ref) -> str:
        return formulas.expression(self._nodes, ref) if self._is_number(ref) else "…"

    def _within(self, index: int, operands: Sequence[Ref]) -> set[int]:
        """The nodes that one call stands for: the operation on top and what is between it and the operands."""
        found: set[int] = set()
        stack, ends = [index], {ref[0] for ref in operands}
        while stack:
            index = stack.pop()
            if index not in found and index not in ends and self._nodes[index].op not in ("input", "shared"):
                found.add(index)
                stack += [source for source, _ in self._nodes[index].inputs]
        return found


def _operands_of_call(nodes: Sequence[answer_format.Node], ref: Ref) -> tuple[Ref, ...] | None:
    """The operands of the one call that stands for several operations; None if none does."""
    met: list[Ref] = []

    def text_of(ref: Ref, level: int = 0) -> str:
        met.append(ref)
        return "x"

    whole = formulas.as_one_call(nodes, ref, text_of)
    is_mean = nodes[ref[0]].op == "true_div"  # whose text is made of the sum's
    return None if whole is None else nodes[met[0][0]].inputs[:1] if is_mean else tuple(met)


def _output(place: int, of: int) -> str:
    return say("output {number}", number=place + 1) if of > 1 else say("output")


def _order(params: Mapping[str, Any]) -> str:
    return ", ".join(map(str, params["new_order"]))


def _same(nodes: Sequence[answer_format.Node], one: Ref, other: Ref) -> dict[int, int] | None:
    """Which node of an expression is which of another that says the same of the same variables; None if it doesn't."""
    pairs: dict[int, int] = {}
    stack = [(one, other)]
    while stack:
        (a, output), (b, other_output) = stack.pop()
        if output != other_output:
            return None
        if a == b or pairs.get(b) == a:
            continue
        mine, theirs = nodes[a], nodes[b]
        if (
            b in pairs
            or mine.op in ("input", "shared")
            or len(mine.inputs) != len(theirs.inputs)
            or replace(mine, inputs=(), name="") != replace(theirs, inputs=(), name="")
        ):
            return None
        pairs[b] = a
        stack += zip(mine.inputs, theirs.inputs)
    return pairs

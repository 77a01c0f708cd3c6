"""The graphs of answers as a drawing, and as formulas for those who can't see it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from exercises.graph_drawing import Node, svg
from exercises.words import joined, say, with_and
from graders.answers import formulas
from graders.answers.format import Answers, Ref
from graders.records.explanation import Change, Role
from graders.reports.drawn import MAX_DRAWN, Mark, TooLarge, Use, drawn

TOO_LARGE = say("The graph has more than {number} nodes: too many for a picture.", number=MAX_DRAWN)
LOOK = say("look here")


@dataclass(frozen=True)
class Graph:
    """The ``nodes`` of a drawing, the ``title`` that says what it shows, the same as ``formulas``, and ``why`` it is not
    drawn, in a sentence."""

    nodes: tuple[Node, ...]
    title: str
    formulas: tuple[str, ...]
    why: str = ""

    def svg(self, identifier: str, said: Callable[[str], str] = str) -> str | None:
        """The drawing, for the middle of a page in which no other id is ``identifier``, in the language in which texts are
        ``said``. None where there is nothing to draw, or the machine has no Graphviz.
        """
        return svg(self.nodes, self.title, identifier, said=said)


def graph_of(answers: Answers, names: Collection[str], marks: Iterable[Mark] = ()) -> Graph:
    """What ``names`` stand for in one drawing. A function and a name of the same expression share it."""
    shown = [name for name in names if name in answers.names and answers.names[name].kind in ("function", "variable")]
    lines = tuple(_typeset(line) for line in formulas.lines(answers, shown))
    title = say("Graph of {names}.", names=with_and(name for name in names if name in answers.names))
    try:
        nodes = drawn(answers, names, tuple(marks))
    except TooLarge:
        return Graph((), title, lines, TOO_LARGE)
    marked = {node.label: say("{node} ({word})", node=node.label, word=node.word) for node in nodes if node.is_marked}
    more = say("Marked: {nodes}.", nodes=joined(marked.values(), ", ")) if marked else ""
    return Graph(nodes, joined([title, more]), lines)


def marks_of(answers: Answers, changes: Sequence[Change], word: str = LOOK) -> list[Mark]:
    """The places that changes are about; of a variable or a number that is used more than once, the use."""
    return [Mark(change.node, word, _use(answers, change)) for change in changes if change.node is not None]


def _use(answers: Answers, change: Change) -> Use | None:
    """The last step of the way to the place of a change."""
    for edit in change.edits:
        ref, use = _root(answers, change.roles[edit["role"]]), None
        for place in edit["path"]:
            if ref is None or ref[0] == change.node or place >= len(answers.nodes[ref[0]].inputs):
                break
            ref, use = answers.nodes[ref[0]].inputs[place], (ref[0], place)
        if use is not None and ref is not None and ref[0] == change.node:
            return use
    return None


def _root(answers: Answers, role: Role) -> Ref | None:
    """The expression that has that role; None where there is none."""
    value = answers.names.get(role.name)
    if value is None or value.kind != "function":
        return value.content if value is not None and value.kind == "variable" else None
    function = answers.functions[value.content]
    if role.kind == "update":
        found = [i.update for i in function.inputs if answers.nodes[i.variable[0]].name == role.variable]
        return found[0] if found else None
    position = role.position if role.own is None else role.own
    return function.outputs[position] if position < len(function.outputs) else None


def _typeset(formula: str) -> str:
    return formula.replace(" * ", " × ").replace(" - ", " − ")

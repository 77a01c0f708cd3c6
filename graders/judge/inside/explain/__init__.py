"""Why a wrong answer is wrong: the smallest change of the student's graph after which it is right, found and proved.

Nothing here knows an exercise: what is right comes from the reference, the master solution as answers. Nothing that is not
proved is returned.
"""

from collections.abc import Sequence
from dataclasses import replace

from graders.answers.format import Answers, Function, Node
from graders.judge.inside.explain.case import Case
from graders.judge.inside.explain.reference import Reference
from graders.records.explanation import Explanation

SECONDS = 0.3
"""Time for one answer; what is proved by then is told."""
LONGEST_NAME = 40


def explain(answers: Answers, names: Sequence[str], reference: Reference, seconds: float = SECONDS) -> Explanation | None:
    """What to change in ``answers``, as far as ``names`` go, so that they are right; None for right answers, or if nothing
    is found and proved in time.
    """
    return Case(_named(answers, reference.answers), names, reference, seconds).explanation()


def _named(answers: Answers, right: Answers) -> Answers:
    """``answers`` with names that can be shown: who gave none, or a text, gets that by which the answer knows a variable, or
    that of the master solution's input of its rank at the same place."""
    known = {v.content[0]: name for name, v in answers.names.items() if v.kind == "variable"}
    theirs = [right.nodes[index] for index in _inputs(right.functions)]
    for function in answers.functions:
        for index, node in zip(_inputs([function]), theirs):
            if _rank(answers.nodes[index]) == _rank(node):
                known.setdefault(index, node.name or "")
    taken = {node.name for node in answers.nodes if _is_name(node.name)}

    def named(index: int, node: Node) -> Node:
        if node.op not in ("input", "shared") or _is_name(node.name):
            return node
        name = known.get(index)
        return replace(node, name=name if _is_name(name) and name not in taken else None)

    return replace(answers, nodes=tuple(named(index, node) for index, node in enumerate(answers.nodes)))


def _inputs(functions: Sequence[Function]) -> list[int]:
    return [given.variable[0] for function in functions[:1] for given in function.inputs if not given.implicit]


def _rank(node: Node) -> int:
    return len(node.types[0].broadcastable)


def _is_name(name: str | None) -> bool:
    return name is not None and name.isidentifier() and len(name) <= LONGEST_NAME

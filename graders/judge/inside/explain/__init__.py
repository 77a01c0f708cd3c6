"""Why a wrong answer is wrong: the smallest change of the student's graph after which it is right, found and proved.

Nothing here knows an exercise: what is right comes from the reference, the master solution as answers. Nothing that is not
proved is returned.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from graders.answers.format import Answers, AnswersError, Function, Node
from graders.judge.inside.explain.behaviour import Behaviours
from graders.judge.inside.explain.case import Case
from graders.judge.inside.explain.reference import Reference
from graders.records.behaviour import Behaviour
from graders.records.explanation import Explanation

log = logging.getLogger(__name__)
SECONDS = 0.3
"""Time for one answer; what is proved by then is told."""
LONGEST_NAME = 40
MOST_MISTAKES = 12
"""Changes of which is known what they do alone."""


def explain(answers: Answers, names: Sequence[str], reference: Reference, seconds: float = SECONDS) -> Explanation | None:
    """What to change in ``answers``, as far as ``names`` go, so that they are right; None for right answers, or if nothing
    is found and proved in time.
    """
    with np.errstate(all="ignore"):  # at the probes much is infinite, or no number
        return Case(_named(answers, reference.answers), names, reference, seconds).explanation()


def explained(
    answers: Answers, names: Sequence[str], reference: Reference, seconds: float = SECONDS
) -> tuple[Explanation | None, Behaviour | None]:
    """What :func:`explain` returns, and what the answers do; None where that can't be computed."""
    with np.errstate(all="ignore"):
        case = Case(_named(answers, reference.answers), names, reference, seconds)
        found = case.explanation()
        changes = () if found is None else found.changes
        try:
            behaviours = Behaviours(case, changes)
            whole = behaviours.whole()
            if found is not None:
                alone = [replace(change, alone=behaviours.alone(change).to_text()) for change in changes[:MOST_MISTAKES]]
                found = replace(found, changes=(*alone, *changes[MOST_MISTAKES:]), rest=behaviours.rest().to_text())
            return found, whole
        except (AnswersError, TimeoutError, ValueError, KeyError):
            log.info("no behaviour", exc_info=True)
            return found, None


def _named(answers: Answers, right: Answers) -> Answers:
    """``answers`` with names that tell their variables apart and can be shown.

    A variable without one, or with a text or the name of another, gets that by which the answer knows it, or that of the
    master solution's only input of its rank, or its number among the inputs.
    """
    counts = Counter(node.name for node in answers.nodes if node.op in ("input", "shared"))
    own = {v.content[0]: name for name, v in answers.names.items() if v.kind == "variable"}
    theirs = [right.nodes[index] for index in _inputs(right.functions)]
    numbers = {index: number for function in answers.functions for number, index in enumerate(_inputs([function]), 1)}

    def name_of(index: int, node: Node) -> str | None:
        if _is_name(node.name) and (node.op == "shared" or counts[node.name] == 1):
            return node.name
        alike = [other.name for other in theirs if _rank(other) == _rank(node)]
        known = own.get(index) or (alike[0] if len(alike) == 1 and index in numbers else None)
        return known if known is not None and not counts[known] else f"input{numbers[index]}" if index in numbers else None

    named = (
        replace(node, name=name_of(index, node)) if node.op in ("input", "shared") else node
        for index, node in enumerate(answers.nodes)
    )
    return replace(answers, nodes=tuple(named))


def _inputs(functions: Sequence[Function]) -> list[int]:
    return [given.variable[0] for function in functions[:1] for given in function.inputs if not given.implicit]


def _rank(node: Node) -> int:
    return len(node.types[0].broadcastable)


def _is_name(name: str | None) -> bool:
    return name is not None and name.isidentifier() and len(name) <= LONGEST_NAME

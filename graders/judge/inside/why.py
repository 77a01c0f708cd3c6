"""Why a failed answer is wrong, and what a page can draw of it, as data beside the verdict.

It costs no verdict: what can't be explained, or drawn, is not.
"""

import ast
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace

from exercises.checking.failures import Call
from graders.answers.wire import from_json
from graders.judge.inside.evidence import evidence_of
from graders.judge.inside.explain import explain
from graders.judge.inside.explain.reference import Reference, of_exercise
from graders.judge.request import Request, names_needed
from graders.records.explanation import Explanation
from graders.records.verdict import Outcome, Verdict

log = logging.getLogger(__name__)
KEPT = 8
"""Explanations that are kept: the next grade cell mostly asks for the same answers."""
_kept: dict[bytes, Explanation | None] = {}


def with_reasons(request: Request, verdict: Verdict, proof: Call | None) -> Verdict:
    """The verdict with its evidence and, if the answer failed and one is found and proved, its explanation.

    ``proof`` is the call that proves the failure.
    """
    if verdict.outcome not in (Outcome.PASSED, Outcome.FAILED):
        return verdict
    try:
        exercise, names = exercise_of(request.source), names_needed(request.source)
        reference = of_exercise(exercise) if exercise and verdict.outcome is Outcome.FAILED else None
        explanation = _explanation(request, exercise, names, reference) if reference else None
        evidence = evidence_of(request, names, reference, proof, verdict.about)
        return replace(verdict, explanation=explanation and explanation.about(verdict.about), evidence=evidence)
    except Exception:  # a master solution that raises, a graph that nobody has thought of
        log.warning("Grade cell %s: no explanation", request.cell, exc_info=True)
        return verdict


def _explanation(request: Request, exercise: str, names: Sequence[str], reference: Reference) -> Explanation | None:
    asked = json.dumps([exercise, names, request.answers], sort_keys=True)
    key = hashlib.sha256(asked.encode()).digest()  # answers may be as long as a message
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = explain(from_json(request.answers), names, reference)
    return _kept[key]


def exercise_of(source: str) -> str:
    """The exercise whose check a grade cell runs, ``check("exercise", ...)``; empty if it runs none."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="check"), args=[ast.Constant(value=str(exercise)), *_]):
                return exercise
    return ""

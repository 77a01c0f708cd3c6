"""Why a failed answer is wrong, and what a page can draw of it, as data beside the verdict.

It costs no verdict: what can't be explained, or drawn, is not.
"""

import ast
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from exercises.checking.failures import Call
from graders.answers.wire import from_json
from graders.judge.inside.evidence import evidence_of
from graders.judge.inside.explain import explained
from graders.judge.inside.explain.reference import Reference, of_exercise
from graders.judge.request import Request, names_needed
from graders.records.behaviour import Behaviour, digest_of
from graders.records.explanation import Explanation
from graders.records.verdict import Cause, Outcome, Verdict

log = logging.getLogger(__name__)
KEPT = 8
"""Explanations that are kept: the next grade cell mostly asks for the same answers."""
Explained: TypeAlias = tuple[Explanation | None, Behaviour | None]
_kept: dict[bytes, Explained] = {}


def with_reasons(request: Request, verdict: Verdict, proof: Call | None) -> Verdict:
    """The verdict with its evidence and, if the answer failed and one is found and proved, its explanation.

    ``proof`` is the call that proves the failure.
    """
    if verdict.cause is Cause.UNKNOWN:
        return replace(verdict, behaviour=Behaviour(_unknown(request)).to_text())
    if verdict.outcome not in (Outcome.PASSED, Outcome.FAILED):
        return verdict
    try:
        exercise, names = exercise_of(request.source), names_needed(request.source)
        reference = of_exercise(exercise) if exercise and verdict.outcome is Outcome.FAILED else None
        explanation, behaviour = _explained(request, exercise, names, reference) if reference else (None, None)
        evidence = evidence_of(request, names, reference, proof, verdict.about)
        told = explanation and explanation.about(verdict.about)
        verdict = replace(verdict, explanation=told, evidence=evidence)
        if verdict.outcome is Outcome.PASSED:
            return verdict
        return replace(verdict, behaviour=(behaviour or _not_computed(request)).to_text())
    except Exception:  # a master solution that raises, a graph that nobody has thought of
        log.warning("Grade cell %s: no explanation", request.cell, exc_info=True)
        return replace(verdict, behaviour=_not_computed(request).to_text() if verdict.outcome is Outcome.FAILED else "")


def _not_computed(request: Request) -> Behaviour:
    """What stands for answers of which can't be said what they do: the same for the same answers."""
    return Behaviour((digest_of(json.dumps(request.answers, sort_keys=True)),))


def _unknown(request: Request) -> tuple[str, ...]:
    """What the grader does not know of an answer: the same for all who use it."""
    names = from_json(request.answers).names
    phrases = {
        (v.unknown.code, *v.unknown.facts) for n in names_needed(request.source) if (v := names[n]).unknown is not None
    }
    return "unknown", *(" ".join(phrase) for phrase in sorted(phrases))


def _explained(request: Request, exercise: str, names: Sequence[str], reference: Reference) -> Explained:
    asked = json.dumps([exercise, names, request.answers], sort_keys=True)
    key = hashlib.sha256(asked.encode()).digest()  # answers may be as long as a message
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = explained(from_json(request.answers), names, reference)
    return _kept[key]


def exercise_of(source: str) -> str:
    """The exercise whose check a grade cell runs, ``check("exercise", ...)``; empty if it runs none."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="check"), args=[ast.Constant(value=str(exercise)), *_]):
                return exercise
    return ""

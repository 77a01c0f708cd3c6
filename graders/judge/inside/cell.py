"""Judges one grade cell: runs its (trusted) source in a namespace of rebuilt answers and says what became of it."""

import io
import json
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from exercises.checking.failures import Call, CannotJudge, CheckFailed
from exercises.words import joined, say, say_several, with_and
from graders.answers.engine import CompileError
from graders.answers.format import AnswersError, Function
from graders.answers.theano_engine.load import Loaded, load
from graders.answers.wire import from_json
from graders.judge.inside import hidden_check
from graders.judge.inside.second_opinion import contradiction
from graders.judge.request import FAILED, UNREADABLE, Request, names_needed
from graders.records.verdict import Cause, GraderError, Outcome, Verdict


def judge_cell(grade: Request) -> Verdict:
    """The verdict on one grade cell; see :func:`judged`."""
    return judged(grade)[0]


def judged(grade: Request) -> tuple[Verdict, Call | None]:
    """The verdict on one grade cell, and the call that proves a failure, if one does.

    Never raises, and never gives points unless a hidden check ran and passed.
    """
    with hidden_check.recording() as ran:
        try:
            verdict, proof = _run(grade)
        except Exception:
            return _grader_error(grade, ran, detail=traceback.format_exc()), None
    if verdict is not None:
        return verdict, proof
    if not ran:
        return _grader_error(grade, ran, detail="The grade cell ran no hidden check."), None
    return Verdict(grade.cell, Outcome.PASSED, grade.max_points, joined(ran), cause=Cause.CHECKED), None


def _run(grade: Request) -> tuple[Verdict | None, Call | None]:
    """Run the cell; no verdict means that nothing in it objected. Raises when we are at fault."""

    def verdict(
        outcome: Outcome, cause: Cause, reason: str, proof: Call | None = None, **more: Any
    ) -> tuple[Verdict, Call | None]:
        return Verdict(grade.cell, outcome, grade.max_points, reason=reason, cause=cause, **more), proof

    try:
        answers = rebuilt(grade.answers)
    except AnswersError as error:
        detail = f"{error}\n{str(grade.answers)[:2500]}"
        return verdict(Outcome.GRADER_ERROR, Cause.UNREADABLE, UNREADABLE, detail=detail)
    except CompileError as error:
        reason = say("The grader's Theano can't compile your graph.")
        return verdict(Outcome.GRADER_ERROR, Cause.NOT_COMPILED, reason, detail=str(error))
    needed = names_needed(grade.source)
    # Only these: a forged message may hold others, such as `check` or `__builtins__`.
    namespace = {name: answers[name] for name in needed if name in answers}
    missing = [name for name in needed if name not in namespace]
    if missing:
        reason = say_several(
            "{names} is not defined when this cell is reached.", "{names} are not defined when this cell is reached.",
            len(missing), names=with_and(f"`{name}`" for name in missing),
        )  # fmt: skip
        return verdict(Outcome.NOT_RUN, Cause.UNDEFINED, reason)
    silence = io.StringIO()
    try:
        with redirect_stdout(silence), redirect_stderr(silence):
            exec(compile(grade.source, f"<grade cell {grade.cell}>", "exec"), {"__name__": "grade_cell", **namespace})
    except CheckFailed as failed:
        doubt = contradiction(failed.proof)
        if doubt:
            raise GraderError(doubt) from failed
        told = {"description": failed.description, "hint": failed.hint, "counterexample": failed.counterexample,
                "about": failed.about}  # fmt: skip
        return verdict(Outcome.FAILED, Cause.CHECKED, failed.reason, failed.proof, **told)
    except CannotJudge as unknown:
        return verdict(Outcome.GRADER_ERROR, Cause.UNKNOWN, unknown.reason)
    return None, None


@dataclass(frozen=True)
class Kept:
    """Answers that hold no state, rebuilt, with what tells whether others begin in the same way."""

    nodes: list[str]
    functions: str
    loaded: Loaded


_last: list[Kept] = []
"""The last answers, if they hold no state: mostly the next grade cell has the same functions."""


def rebuilt(message: Any) -> dict[str, Any]:
    """The answers of a message, compiled. Answers with state are made anew each time: a verdict must not depend on
    the cells judged before. Raises :class:`AnswersError` and :class:`CompileError`.
    """
    answers = from_json(message)
    # As text, in which 1, 1.0 and true are not the same.
    nodes = [json.dumps(node, sort_keys=True) for node in message["nodes"]]
    named = [(name, value.content) for name, value in answers.names.items() if value.kind == "function"]
    functions = json.dumps([message["functions"], named], sort_keys=True)
    known = [kept for kept in _last if kept.functions == functions and kept.nodes == nodes[: len(kept.nodes)]]
    _last.clear()
    loaded = load(answers, known[0].loaded if known else None)
    if not any(node.op == "shared" for node in answers.nodes) and not _updates(answers.functions):
        _last.append(Kept(nodes, functions, loaded))
    return loaded.names()


def _updates(functions: Sequence[Function]) -> bool:
    return any(given.update is not None for function in functions for given in function.inputs)


def _grader_error(grade: Request, ran: list[str], detail: str) -> Verdict:
    outcome, cause = Outcome.GRADER_ERROR, Cause.GRADER_FAILED
    return Verdict(grade.cell, outcome, grade.max_points, joined(ran), FAILED, detail=detail, cause=cause)

"""Judges one grade cell: runs its (trusted) source in a namespace of rebuilt answers and says what became of it."""

from __future__ import annotations

import ast
import builtins
import io
import json
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exercises import checking
from exercises.checking import CannotJudge, CheckFailed
from graders.judge import checks
from graders.verdicts import GraderError, Outcome, Verdict

if TYPE_CHECKING:
    from graders.answers.format import Function


@dataclass(frozen=True)
class Grade:
    """What to judge: a grade cell's id, source and points, and the raw message that the sandbox sent for it.

    ``answers`` is None when the cell was never reached; ``why`` then says why, for the student, and ``fault`` whether a
    person has to look.
    """

    cell: str
    source: str
    max_points: float
    answers: Any = None
    why: str = ""
    fault: bool = False


def names_needed(source: str) -> tuple[str, ...]:
    """The names that a grade cell reads and does not define itself: the answers to ask the sandbox for.

    Raises ``SyntaxError`` for a source that is not Python (a grade cell is not sent through IPython).
    """
    tree = ast.parse(source)
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            own |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            own.add(node.name)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
    read = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return tuple(dict.fromkeys(name for name in read if name not in own and not hasattr(builtins, name)))


def unreached(grade: Grade) -> Verdict:
    """The verdict on a grade cell for which the sandbox sent nothing."""
    outcome = Outcome.GRADER_ERROR if grade.fault else Outcome.NOT_RUN
    return Verdict(grade.cell, outcome, grade.max_points, reason=grade.why)


def judge_cell(grade: Grade) -> Verdict:
    """The verdict on one grade cell; never raises, and never gives points unless a hidden check ran and passed."""
    if grade.answers is None:
        return unreached(grade)
    with checks.recording() as ran:
        try:
            verdict = _run(grade)
        except Exception:
            return _grader_error(grade, ran, detail=traceback.format_exc())
    if verdict is not None:
        return verdict
    if not ran:
        return _grader_error(grade, ran, detail="The grade cell ran no hidden check.")
    return Verdict(grade.cell, Outcome.PASSED, grade.max_points, " ".join(ran))


def _run(grade: Grade) -> Verdict | None:
    """Run the cell; None means that nothing in it objected. Raises when we are at fault."""
    # Imported here: loading Theano takes a second that `names_needed` does not need.
    from graders.answers.format import AnswersError
    from graders.answers.load import CompileError
    from graders.judge.second_opinion import contradiction

    def verdict(outcome: Outcome, reason: str, **more: Any) -> Verdict:
        return Verdict(grade.cell, outcome, grade.max_points, reason=reason, **more)

    try:
        answers = rebuilt(grade.answers)
    except AnswersError as error:
        reason = "What left the sandbox as your answer can't be read, so a person will look at it."
        return verdict(Outcome.GRADER_ERROR, reason, detail=f"{error}\n{str(grade.answers)[:2500]}")
    except CompileError as error:
        reason = "The grader's Theano can't compile your graph, so a person will look at it."
        return verdict(Outcome.GRADER_ERROR, reason, detail=str(error))
    needed = names_needed(grade.source)
    # Only these: a forged message may hold others, such as `check` or `__builtins__`.
    namespace = {name: answers[name] for name in needed if name in answers}
    missing = [name for name in needed if name not in namespace]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        return verdict(
            Outcome.NOT_RUN, f"{names} {'is' if len(missing) == 1 else 'are'} not defined when this cell is reached."
        )
    silence = io.StringIO()
    checking.latest.clear()
    try:
        with redirect_stdout(silence), redirect_stderr(silence):
            exec(compile(grade.source, f"<grade cell {grade.cell}>", "exec"), {"__name__": "grade_cell", **namespace})
    except CheckFailed as failed:
        doubt = contradiction(failed.call)
        if doubt:
            raise GraderError(doubt) from failed
        return verdict(Outcome.FAILED, failed.reason, description=failed.description, hint=failed.hint,
                       counterexample=failed.counterexample)  # fmt: skip
    except CannotJudge as unknown:
        return verdict(Outcome.GRADER_ERROR, f"{unknown} A person will look at it.")
    return None


_kept: dict[str, dict[str, Any]] = {}
"""The last answers that hold no state, rebuilt, by their message: mostly the next grade cell's too."""


def rebuilt(message: Any) -> dict[str, Any]:
    """The answers of a message, compiled. Answers with state are made anew each time: a verdict must not depend on
    the cells judged before. Raises :class:`AnswersError` and :class:`CompileError`.
    """
    from graders.answers.load import load
    from graders.answers.wire import from_json

    key = json.dumps(message, sort_keys=True)
    if key not in _kept:
        answers = from_json(message)
        namespace = load(answers)
        pure = all(value.kind in ("function", "variable") for value in answers.names.values())
        if not pure or any(node.op == "shared" for node in answers.nodes) or _updates(answers.functions):
            return namespace
        _kept.clear()
        _kept[key] = namespace
    return dict(_kept[key])


def _updates(functions: Sequence[Function]) -> bool:
    return any(given.update is not None for function in functions for given in function.inputs)


def _grader_error(grade: Grade, ran: list[str], detail: str) -> Verdict:
    reason = "The grader itself failed on this cell; your points are not decided. A person will look at it."
    return Verdict(grade.cell, Outcome.GRADER_ERROR, grade.max_points, " ".join(ran), reason, detail=detail)

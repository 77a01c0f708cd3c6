"""Grades one notebook: sandbox, answers, judge, verdicts. Knows neither gradebook nor command line."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import v4
from nbformat.notebooknode import NotebookNode

from graders import reports, submission
from graders.assignment import Assignment
from graders.judge.cell import Grade, names_needed
from graders.judge.client import HUNG, SECONDS_AFTER_HANG, Judge
from graders.sandbox.limits import Limits
from graders.sandbox.run import CellRun, CodeCell, GradeCell, SandboxError, SandboxResult, run_notebook
from graders.submission import UNREADABLE
from graders.verdicts import Outcome, Verdict

log = logging.getLogger(__name__)

OUR_OWN = {"graders"}
"""Packages that no student has: needing one of them is no misfortune."""
MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
OUR_FAULT = "The grader itself failed before it could run your notebook. A person will look at it."


@dataclass(frozen=True)
class Grader:
    """How to grade: the kind of sandbox ("bubblewrap" or "plain"), its limits, what it must hide, and the judge."""

    judge: Judge
    sandbox: str
    limits: Limits = field(default_factory=Limits)
    hidden: Sequence[Path] = ()

    def grade(self, nb: NotebookNode, assignment: Assignment) -> list[Verdict]:
        """Run and judge a restored notebook; its outputs are replaced, and the verdicts returned in their order."""
        if UNREADABLE in nb.metadata:
            return self._all_errors(nb, assignment, f"Your submission could not be read: {nb.metadata[UNREADABLE]}")
        self.judge.start()
        try:
            result = run_notebook(_steps(nb, assignment), self.limits, self.sandbox, self.hidden)
        except SandboxError as error:
            log.error("Assignment %s: %s", assignment.name, error)
            return self._all_errors(nb, assignment, OUR_FAULT)
        verdicts, trouble, seconds = [], "", self.judge.seconds
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            known = assignment.find(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if known is None or not known.judged:
                show(cell, result.cells.get(index), self.limits)
                trouble = trouble or _error_of(cell)  # later errors mostly follow from the first
                continue
            why, fault = _why_missing(nb, result, self.limits)
            grade = Grade(known.name, known.source, known.points, result.answers.get(known.name), why, fault)
            verdict = self.judge.judge(grade, seconds)
            if verdict.detail == HUNG:
                seconds = min(seconds, SECONDS_AFTER_HANG)
            if verdict.outcome is Outcome.NOT_RUN and grade.answers is not None and trouble:
                verdict = replace(verdict, hint=trouble, **_not_their_fault(trouble))
            verdicts.append(verdict)
            cell.outputs, cell.execution_count = [reports.to_output(verdict)], None
        return verdicts

    def _all_errors(self, nb: NotebookNode, assignment: Assignment, reason: str) -> list[Verdict]:
        verdicts = {
            known.name: Verdict(known.name, Outcome.GRADER_ERROR, known.points, reason=reason)
            for known in assignment.grade_cells
        }
        for cell in nb.cells:
            verdict = verdicts.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if verdict is not None:
                cell.outputs, cell.execution_count = [reports.to_output(verdict)], None
        return list(verdicts.values())


def _steps(nb: NotebookNode, assignment: Assignment) -> list[CodeCell | GradeCell]:
    steps: list[CodeCell | GradeCell] = []
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        known = assignment.find(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if known is not None and known.judged:
            steps.append(GradeCell(known.name, _names(known.source)))
        elif cell.source.strip():
            steps.append(CodeCell(index, cell.source))
    return steps


def _names(source: str) -> tuple[str, ...]:
    """The names to ask for; none for a grade cell that is not Python: the judge will report it as our mistake."""
    try:
        return names_needed(source)
    except SyntaxError:
        return ()


def _why_missing(nb: NotebookNode, result: SandboxResult, limits: Limits) -> tuple[str, bool]:
    """Why a grade cell was not reached, for the student, and whether a person has to look."""
    where = f" in the cell that starts with `{_first_line(nb.cells[result.at])}`" if _is_cell(nb, result.at) else ""
    if result.ending == "timeout":
        return f"Your notebook did not end in time: it was stopped{where}, before this cell was reached.", False
    if result.ending == "died":
        return f"Your notebook's Python process ended{where}, before this cell was reached.", False
    return f"What your notebook's process sent{where} can't be read, so a person will look at it.", True


def _is_cell(nb: NotebookNode, index: Any) -> bool:
    return isinstance(index, int) and 0 <= index < len(nb.cells)


def _first_line(cell: NotebookNode) -> str:
    lines = [line.strip() for line in cell.source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return (lines or [""])[0][:60]


def _error_of(cell: NotebookNode) -> str:
    """What went wrong in a student's cell, as a hint for the grade cells after it."""
    for output in cell.outputs:
        if output.output_type == "error":
            if output.ename == "NotImplementedError":
                return "The solution cell still raises NotImplementedError: write your answer in its place."
            text = f"{output.ename}: {output.evalue.splitlines()[0] if output.evalue else ''}"[:200]
            return f"The cell that starts with `{_first_line(cell)}` ended with {text.rstrip(': ')}."
    return ""


def _not_their_fault(trouble: str) -> dict[str, Any]:
    """What changes in a verdict when the first error is a package that the student may have and the grader lacks."""
    found = re.search(r"ModuleNotFoundError: No module named '(\w+)'", trouble)
    if found is None or found[1] in sys.stdlib_module_names or found[1] in OUR_OWN:
        return {}
    reason = f"Your notebook needs the package {found[1]}, which the grader does not have. A person will look at it."
    return {"outcome": Outcome.GRADER_ERROR, "reason": reason}


def show(cell: NotebookNode, run: CellRun | None, limits: Limits) -> None:
    """Give ``cell`` the outputs that the sandbox sent, as far as they are legal notebook outputs."""
    cell.outputs = []
    cell.execution_count = None
    if run is None:
        return
    cell.execution_count = run.execution_count
    cell.outputs = [output for output in map(_output, run.outputs) if output is not None]
    if run.timed_out:
        text = f"This cell was stopped after {limits.cell_seconds:.0f} seconds."
        cell.outputs = [o for o in cell.outputs if o.output_type != "error"]
        cell.outputs.append(v4.new_output("error", ename="CellTimeoutError", evalue=text, traceback=[text]))


def _output(data: Any) -> NotebookNode | None:
    """One output from the sandbox, rebuilt field by field; None if it is not what nbformat calls an output."""
    match data:
        case {"output_type": "stream", "name": ("stdout" | "stderr") as name, "text": str(text)}:
            return v4.new_output("stream", name=name, text=_clean(text))
        case {"output_type": "error", "ename": str(ename), "evalue": str(evalue), "traceback": list(lines)}:
            shown = [_clean(line) for line in lines if isinstance(line, str)]
            return v4.new_output("error", ename=_clean(ename), evalue=_clean(evalue), traceback=shown)
        case {"output_type": ("display_data" | "execute_result") as kind, "data": dict(bundle)}:
            kept = {key: _clean(value) for key, value in bundle.items() if isinstance(value, str) and MIME.fullmatch(key)}
            more = {"execution_count": None} if kind == "execute_result" else {}
            return v4.new_output(kind, data=kept, metadata={}, **more) if kept else None
    return None


def _clean(text: str) -> str:
    """Without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def grade_file(path: Path, assignment: Assignment, grader: Grader) -> list[Verdict]:
    """The verdicts on a loose notebook file, whatever state it is in. Nothing is written."""
    try:
        nb = submission.read(path)
    except submission.UnreadableSubmission as unreadable:
        nb = submission.stand_in(assignment, str(unreadable))
    else:
        for note in submission.restore(nb, assignment):
            log.info("%s: %s", path, note)
    return grader.grade(nb, assignment)

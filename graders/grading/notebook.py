"""Grades one restored notebook: takes its work out, has it done, and puts outputs and verdicts in. Knows no gradebook."""

import datetime
import logging
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from exercises import __version__
from exercises.words import from_json
from graders.grading.pipeline import undecided
from graders.judge.fingerprint import current
from graders.notebooks import reading, restoring
from graders.notebooks.assignment import Assignment
from graders.records.marks import GRADED_BY, RUN, UNREADABLE
from graders.records.verdict import Cause, Verdict
from graders.records.work import Graded, Shown, Work, WorkCell
from graders.reports.cell import to_output
from graders.reports.explained import solution_index, with_hint

log = logging.getLogger(__name__)
CHECKS = "theano_exercises_checks"
"""Key in a notebook's metadata: the fingerprint of the checks that gave the verdicts."""


def work_of(nb: NotebookNode, assignment: Assignment) -> Work:
    """The code cells of a restored notebook. All but the grade cells run as what they are: the student's."""
    cells, examples = [], {source.strip() for source in assignment.examples}
    for index, cell in enumerate(nb.cells):
        known = assignment.find(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if known is not None and known.judged:
            cells.append(WorkCell(index, known.source, known.name, known.points))
        elif cell.cell_type == "code":
            solution = known is not None and known.solution
            given = known.locked if known is not None else cell.source.strip() in examples
            cells.append(WorkCell(index, cell.source, solution=solution, given=given))
    return Work(tuple(cells), assignment.examples)


def grade_notebook(nb: NotebookNode, assignment: Assignment, grade: Callable[[Work], Graded]) -> list[Verdict]:
    """Have the work of a restored notebook done by ``grade`` (such as :meth:`graders.grading.pipeline.Pipeline.grade`).

    The notebook's outputs are replaced, and the verdicts returned in the order of the grade cells.
    """
    work = work_of(nb, assignment)
    if UNREADABLE in nb.metadata:
        graded = Graded({}, undecided(work, Cause.UNREADABLE, from_json(nb.metadata[UNREADABLE])))
    else:
        graded = grade(work)
    nb.metadata[CHECKS] = current()
    nb.metadata[GRADED_BY] = {"version": __version__, "day": datetime.date.today().isoformat()}
    if graded.run is not None:
        nb.metadata[RUN] = asdict(graded.run)
    verdicts = {verdict.cell: verdict for verdict in graded.verdicts}
    for cell in work.cells:
        target = nb.cells[cell.index]
        if cell.name:
            target.outputs, target.execution_count = [to_output(verdicts[cell.name])], None
        else:
            shown = graded.shown.get(cell.index, Shown())
            target.outputs, target.execution_count = list(shown.outputs), shown.execution_count
    return graded.verdicts


def grade_file(path: Path, assignment: Assignment, grade: Callable[[Work], Graded], level: str = "what") -> list[Verdict]:
    """The verdicts on a loose notebook file, whatever state it is in, with what is wrong in words. Nothing is written.

    ``level``: how much the words say, one of ``explained.LEVELS``.
    """
    # The folder's own path is the instructor's; only what stands in it was handed in.
    nb, trouble = reading.read_or_stand_in(path.parent.resolve() / path.name, assignment)
    if not trouble:
        for note in restoring.restore(nb, assignment):
            log.info("%s: %s", path, note)
    solution = solution_index(nb)
    return [with_hint(verdict, level, solution) for verdict in grade_notebook(nb, assignment, grade)]

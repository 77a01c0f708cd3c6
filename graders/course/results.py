"""What became of a course folder that nbgrader has graded: its gradebook and its autograded notebooks, read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from graders.course.folder import open_course
from graders.reports.data import from_notebook
from graders.reports.explained import solution_index
from graders.reports.feedback_page.boxes import Box, Shown, boxes
from graders.reports.terminal import in_a_few_words
from graders.reports.words import number


@dataclass(frozen=True)
class Result:
    """One submission: points, whether a person must look, and a box for each cause of lost points.

    ``problem`` says why there is no row in the gradebook; the points are 0 then.
    """

    student: str
    assignment: str
    points: float = 0.0
    max_points: float = 0.0
    needs_manual_grade: bool = False
    lost: tuple[Box, ...] = ()
    problem: str = ""


def results(folder: Path, assignments: Sequence[str]) -> list[Result]:
    """The results of every submission in the course ``folder``, by student, in the order of ``assignments``.

    A folder under ``submitted`` without a row in the gradebook is a result with a ``problem``.
    """
    found: dict[tuple[str, str], Result] = {}
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        for assignment in assignments:
            for row in gradebook.submission_dicts(assignment):
                key, lost = (row["student"], assignment), _lost(folder / "autograded" / row["student"] / assignment)
                found[key] = Result(*key, row["score"], row["max_score"], row["needs_manual_grade"], lost)
    for place in sorted((folder / "submitted").glob("*/*")):
        key = place.parent.name, place.name
        if key[1] in assignments and key not in found:
            held = "no notebook" if not list(place.glob("*.ipynb")) else "a notebook that nbgrader did not take"
            found[key] = Result(*key, problem=f"the folder holds {held}")
    return sorted(found.values(), key=lambda result: (result.student, list(assignments).index(result.assignment)))


def export(folder: Path) -> None:
    """Write all grades of the course into ``grades.csv``, as ``nbgrader export`` does. Raises :class:`CourseError`."""
    with open_course(folder, "") as (app, coursedir), Gradebook(coursedir.db_url) as gradebook:
        CsvExportPlugin(parent=app).export(gradebook)


def _lost(folder: Path) -> tuple[Box, ...]:
    found: list[Box] = []
    for path in sorted(folder.glob("*.ipynb")):
        nb = nbformat.read(path, as_version=4)
        lost = {verdict.cell: verdict.max_points - verdict.points for verdict in from_notebook(nb)}
        found += boxes(nb, from_notebook(nb), lost, solution_index(nb), Shown())
    return tuple(found)


def score_table(found: Sequence[Result], assignments: Sequence[str]) -> str:
    """Scores as text, a line a student; "?" marks points that a person has to decide, "-" a missing submission."""
    students = sorted({result.student for result in found})
    by_key = {(result.student, result.assignment): result for result in found}
    width = max(map(len, [*students, "student"]))
    lines = ["  ".join([f"{'student':<{width}}", *(f"{name:>12}" for name in assignments), f"{'total':>6}"])]
    for student in students:
        mine = [by_key.get((student, name)) for name in assignments]
        total = sum(result.points for result in mine if result)
        lines.append("  ".join([f"{student:<{width}}", *(f"{_score(r):>12}" for r in mine), f"{number(total):>6}"]))
    return "\n".join(lines)


def _score(result: Result | None) -> str:
    if result is None or result.problem:
        return "-"
    mark = " ?" if result.needs_manual_grade else ""
    return f"{number(result.points)} of {number(result.max_points)}{mark}"


def lost_points(found: Sequence[Result]) -> str:
    """Where points were lost, a line a cause."""
    lines = []
    for result in found:
        head = f"{result.student}, {result.assignment}"
        if result.problem:
            lines.append(f"{head}: {result.problem}")
        for box in result.lost:
            mark = "?" if box.unsure else f"-{number(box.lost)}"
            lines.append(f"{head}: {mark} {', '.join(box.cells)}: {in_a_few_words(box)}")
    return "\n".join(lines)

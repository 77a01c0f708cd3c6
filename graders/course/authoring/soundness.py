"""``theano-exercises check-exercise``: is an exercise sound? Found out by doing with it what a course will do."""

import json
import logging
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook

from graders.checkout import CHECKOUT
from graders.cleaning.text import one_line
from graders.course.authoring import sample_answers
from graders.course.authoring.adequacy import command as adequacy
from graders.course.authoring.hidden_lines import checks_called, leaks, outputs
from graders.course.authoring.release import NotGenerated, generate
from graders.grading.doctor.machine import Finding
from graders.grading.notebook import grade_file, grade_notebook
from graders.grading.pipeline import Pipeline, Settings, open_pipeline
from graders.judge.home import cache_folder, judge_environment, take_slot
from graders.notebooks.assignment import Assignment, from_source
from graders.notebooks.restoring import restore
from graders.records.verdict import Outcome, Verdict
from graders.reports.words import number

README = CHECKOUT / "README.md"


def examine(name: str, pairs: int | None, seed: int, jobs: int) -> Iterator[Finding]:
    """All findings on the exercise ``name``, the cheap ones first; those that need what is broken are left out.

    ``pairs`` of mutations are tried, with ``jobs`` processes; None: no mutations at all, and no sample answers.
    Raises :class:`graders.notebooks.assignment.UnknownAssignment` and :class:`graders.sandbox.conversation.SandboxError`.
    """
    assignment = from_source(name)
    files = _files(name)
    yield files
    if not files.good:
        return
    yield _points(assignment)
    try:
        said = _sentences(name)
    except RuntimeError as error:
        yield Finding("checks", False, str(error), f"Mend exercises/{name}.py or graders/checks/test_{name}.py.")
        return
    cells, answers = _cells(assignment, said), _answers(assignment)
    yield from (cells, _agreement(said), answers)
    pipeline = open_pipeline(Settings(remember=False))
    try:
        pipeline.start()
        yield from _graded(assignment, pipeline, jobs if pairs is not None and cells.good and answers.good else 0)
        if pairs is not None:
            yield _adequate(name, pipeline, pairs, seed, jobs)
    finally:
        pipeline.close()


def _source(name: str) -> Path:
    return CHECKOUT / "source" / name / f"{name}.ipynb"


def _finding(name: str, problems: Sequence[str], fine: str, advice: str) -> Finding:
    """``fine`` if there are no problems, else all of them and what to do."""
    return Finding(name, not problems, one_line("; ".join(problems)) or fine, advice if problems else "")


def _files(name: str) -> Finding:
    wanted = [
        CHECKOUT / "exercises" / f"{name}.py",
        CHECKOUT / "graders" / "checks" / f"test_{name}.py",
        _source(name),
        sample_answers.FOLDER / name,
    ]
    missing = [f"there is no {path.relative_to(CHECKOUT)}" for path in wanted if not path.exists()]
    return _finding("files", missing, "module, checks, notebook and answers are there", "An exercise is these four.")


def _points(assignment: Assignment) -> Finding:
    """Whether the points of the cells are those that texts for people promise."""
    points = {cell.name: cell.points for cell in assignment.grade_cells}
    total = sum(points.values())
    problems = [f"the grade cell {cell} is worth {number(worth)} points" for cell, worth in points.items() if worth <= 0]
    problems += ["there is no grade cell"] * (not points)
    nb = nbformat.read(_source(assignment.name), as_version=4)
    for cell, told in re.findall(r"^\| *`(\w+)` *\| *([\d.]+) *\|", "\n".join(c.source for c in nb.cells), re.MULTILINE):
        if cell in points and float(told) != points[cell]:
            problems.append(f"the notebook says that {cell} is worth {told} points, its metadata {number(points[cell])}")
    for told in re.findall(rf"^\| *`{assignment.name}` *\|.*\| *([\d.]+) *\|$", README.read_text("utf-8"), re.MULTILINE):
        if float(told) != total:
            problems.append(f"README.md says {told} points, the cells add up to {number(total)}")
    fine = f"{len(points)} grade cells, {number(total)} points, as the texts say"
    return _finding("points", problems, fine, "Change the text, or the points in the notebook's metadata.")


def _sentences(name: str) -> dict[str, Any]:
    """What ``sentences`` prints. Raises ``RuntimeError`` with the last line of what went wrong."""
    slot, compiled = take_slot()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "graders.course.authoring.sentences", name],
            env=judge_environment(compiled),
            cwd=cache_folder(),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
    finally:
        slot.close()
    if done.returncode != 0:
        raise RuntimeError(f"they can't be imported: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _cells(assignment: Assignment, said: dict[str, Any]) -> Finding:
    """Whether every grade cell runs its hidden check, and every check has a cell."""
    cells = [cell.name for cell in assignment.grade_cells]
    problems = []
    for cell in assignment.grade_cells:
        if (assignment.name, cell.name) not in checks_called(cell.source):
            problems.append(f'the hidden part of {cell.name} does not call check("{assignment.name}", "{cell.name}", ...)')
        if cell.name not in said["hidden"]:
            problems.append(f"there is no check test_{cell.name}")
    problems += [f"no grade cell runs test_{cell}" for cell in said["hidden"] if cell not in cells]
    problems += [f"no grade cell runs check_{cell}" for cell in said["public"] if cell not in cells]
    problems += ["there is no cell for the solution"] * (not any(cell.solution for cell in assignment.cells))
    advice = f"One cell for the solution, and one for each test of graders/checks/test_{assignment.name}.py, with its name."
    return _finding("cells and checks", problems, f"each of {', '.join(cells)} has its hidden check", advice)


def _agreement(said: dict[str, Any]) -> Finding:
    """Whether students are told at home what the hidden checks check."""
    public, hidden, one = said["public"], said["hidden"], said["one"]
    problems = [
        f"test_{cell} has no docstring that ends with a full stop" for cell in hidden if not hidden[cell].endswith(".")
    ]
    problems += [
        f"check_{cell} says {public[cell]!r}, test_{cell} says {hidden[cell]!r}"
        for cell in public
        if cell in hidden and public[cell] != hidden[cell]
    ]
    for cell in hidden:
        if (cell in one) != (cell in said["wholly public"]):
            why = "is not in WHOLLY_PUBLIC" if cell in one else "is in WHOLLY_PUBLIC"
            problems.append(f"{cell} {why}, but its public check is {'' if cell in one else 'not '}the hidden one")
    advice = "A student must read the same sentence at home and in the feedback; give both checks one docstring."
    return _finding("sentences", problems, "public and hidden checks say the same", advice)


def _answers(assignment: Assignment) -> Finding:
    """Whether there are sample answers, right and wrong, with the points of every grade cell."""
    cells = {cell.name: cell.points for cell in assignment.grade_cells}
    problems, kinds = [], set()
    for path in sorted((sample_answers.FOLDER / assignment.name).glob("*.py")):
        try:
            answer = sample_answers.read(path)
        except ValueError as error:
            problems.append(str(error).replace(f"{CHECKOUT}/", ""))
            continue
        kinds.add(answer.kind)
        if set(answer.expected) != set(cells):
            problems.append(f"{path.name} expects points for {', '.join(answer.expected)}")
            continue
        problems += [
            f"{path.name} expects {number(points)} of {number(cells[cell])} points for {cell}"
            for cell, points in answer.expected.items()
            if points not in (0, cells[cell])
        ]
        if answer.kind != "hostile" and (answer.expected == cells) != (answer.kind == "right"):
            problems.append(f"{path.name} expects {number(sum(answer.expected.values()))} points")
    problems += [f"there is no {kind}_*.py" for kind in ("right", "wrong") if kind not in kinds]
    advice = f"Each of tests/answers/{assignment.name}/*.py says in its first lines what it does and what points it gets."
    return _finding("answers", problems, "there are right and wrong ones, with their points", advice)


def _tried(assignment: Assignment, made: NotebookNode, pipeline: Pipeline, jobs: int) -> Finding:
    """Whether every sample answer gets its points; hostile ones are tried only where the sandbox is one."""
    answers = sample_answers.read_all(assignment.name)
    left_out = ""
    if pipeline.sandbox.kind != "bubblewrap":
        answers = [answer for answer in answers if answer.kind != "hostile"]
        left_out = ", hostile ones are left out: bubblewrap is missing"

    def problems(answer: sample_answers.SampleAnswer) -> list[str]:
        nb = answer.fill_in(made)
        restore(nb, assignment)
        verdicts = grade_notebook(nb, assignment, pipeline.adapted(Settings(remember=False, limits=answer.limits)).grade)
        found = [
            f"{answer.name} expects {number(answer.expected[verdict.cell])} points: {_told(verdict)}"
            for verdict in verdicts
            if verdict.points != answer.expected[verdict.cell]
        ]
        asked = any(verdict.outcome is Outcome.GRADER_ERROR for verdict in verdicts)
        if asked != answer.needs_manual_grade:
            found.append(f"{answer.name} {'is' if asked else 'is not'} left to a person")
        return found

    logging.disable()  # the log would tell at length what hostile answers sent
    try:
        with ThreadPoolExecutor(jobs) as pool:
            wrong = [problem for found in pool.map(problems, answers) for problem in found]
    finally:
        logging.disable(logging.NOTSET)
    advice = f"Mend the answer or what it says that it gets, in tests/answers/{assignment.name}/, or the check."
    return _finding("sample answers", wrong, f"each of {len(answers)} gets its points{left_out}", advice)


def _graded(assignment: Assignment, pipeline: Pipeline, jobs: int) -> Iterator[Finding]:
    """What the master solution gets; what nbgrader makes of the notebook, and what that and the sample answers get.

    ``jobs`` answers are tried at a time; 0: none at all.
    """
    verdicts = grade_file(_source(assignment.name), assignment, pipeline.grade)
    lost = [_told(verdict) for verdict in verdicts if verdict.outcome is not Outcome.PASSED]
    yield _finding("master solution", lost, "gets full points", "Mend the solution, or the check that refuses it.")
    with tempfile.TemporaryDirectory(prefix="theano-exercises-") as scratch:
        try:
            path = generate(Path(scratch), [assignment.name]) / assignment.name / f"{assignment.name}.ipynb"
        except NotGenerated as error:
            advice = "`nbgrader validate` and nbgrader's documentation say more."
            yield Finding("release", False, one_line(str(error)), advice)
            return
        made = nbformat.read(path, as_version=4)
        yield _released(assignment, made)
        yield _gradebook(assignment, Path(scratch))
        given = [_told(v) for v in grade_file(path, assignment, pipeline.grade) if v.outcome is not Outcome.NOT_RUN]
    advice = "Before a student has written anything every grade cell must say that there is nothing to check."
    yield _finding("stub", given, "the released notebook gets nothing, in every cell", advice)
    if jobs:
        yield _tried(assignment, made, pipeline, jobs)


def _told(verdict: Verdict) -> str:
    told = f"{verdict.cell} {verdict.outcome.value} ({number(verdict.points)} points)"
    return " ".join(filter(None, [told, verdict.reason, verdict.detail.strip().split("\n")[-1]]))


def _released(assignment: Assignment, made: NotebookNode) -> Finding:
    """Whether what students get holds nothing that they must not have, and is what ``release/`` has."""
    problems = leaks(nbformat.read(_source(assignment.name), as_version=4), made)
    path = CHECKOUT / "release" / assignment.name / f"{assignment.name}.ipynb"
    if not path.is_file():
        problems.append(f"there is no {path.relative_to(CHECKOUT)}")
    else:
        kept = nbformat.read(path, as_version=4)
        problems += [f"{path.relative_to(CHECKOUT)}: {problem}" for problem in outputs(kept)]
        if [cell.source for cell in kept.cells] != [cell.source for cell in made.cells]:
            problems.append(f"{path.relative_to(CHECKOUT)} is not what nbgrader makes of the source now")
    advice = "Put hidden lines between ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS; then run `make release`."
    return _finding("release", problems, "no hidden line, no solution, no output; release/ is up to date", advice)


def _gradebook(assignment: Assignment, course: Path) -> Finding:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        most = float(gradebook.find_assignment(assignment.name).max_score)
    wanted = sum(cell.points for cell in assignment.grade_cells)
    problems = [f"it holds {number(most)} points, the cells that are judged {number(wanted)}"] * (most != wanted)
    return _finding("gradebook", problems, f"{number(most)} points", "Only grade cells of code are judged automatically.")


def _adequate(name: str, pipeline: Pipeline, pairs: int, seed: int, jobs: int) -> Finding:
    try:
        found = adequacy.examine(name, pairs, seed, jobs, pipeline.sandbox)
    except adequacy.AdequacyError as error:
        return Finding("adequacy", False, one_line(str(error)), "Mend what is named above first.")
    tried = sum(found.counts.values())
    problems = [f"{report['text']}: {report['why']}" for report in found.survivors[:3]]
    problems += [f"and {len(found.survivors) - 3} more"] * (len(found.survivors) > 3)
    advice = f"Let a check try such inputs; `theano-exercises adequacy {name}` lists every wrong answer that passes."
    return _finding("adequacy", problems, f"{tried} wrong and equal answers tried, no wrong one gets full points", advice)

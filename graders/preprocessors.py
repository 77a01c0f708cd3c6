"""The steps that ``nbgrader_config.py`` puts into nbgrader: thin adapters around ``submission`` and ``grading``."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Enum, Float, Integer

from graders import submission
from graders.assignment import Assignment, from_gradebook, order_of
from graders.grading import Grader
from graders.judge.client import shared_judge
from graders.sandbox.limits import Limits
from graders.sandbox.run import kind
from graders.verdicts import Outcome, Verdict

VERDICTS = "theano_exercises_verdicts"
"""Key in nbconvert's resources: the verdicts of the notebook, by grade cell."""


def add_missing_notebooks(assignment: str, student: str, notebooks: list[str]) -> None:
    """``Autograde.pre_convert_hook``: ask for the notebooks of the assignment that were not handed in, too.

    nbgrader ignores files with other names and then stops at a submission without a known one. With the missing name
    in its list the reader is asked for the file, says what the folder holds instead, and a person is asked.
    """
    if not notebooks:
        return
    folder = os.path.dirname(notebooks[0])
    for master in sorted(glob.glob(os.path.join("source", glob.escape(assignment), "*.ipynb"))):
        path = os.path.join(folder, os.path.basename(master))
        if path not in notebooks:
            notebooks.append(path)


class SubmissionExporter(NotebookExporter):
    """Reads a submission without stumbling: what can't be read becomes a notebook that says so."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        resources = self._init_resources(resources)
        path = Path(filename)
        if path.is_relative_to(_autograded(self)):  # the sanitised notebook that we wrote a moment ago
            nb = nbformat.read(path, as_version=4)
        else:
            nb = self._submitted(path, resources)
        resources["metadata"]["name"] = path.stem
        return self.from_notebook_node(nb, resources=resources, **kw)

    def _submitted(self, path: Path, resources: Any) -> NotebookNode:
        try:
            return submission.read(path)
        except submission.UnreadableSubmission as unreadable:
            self.log.warning("%s: %s", path, unreadable)
            return submission.stand_in(_assignment(self, resources), str(unreadable))


def _autograded(step: Any) -> Path:
    coursedir = _coursedir(step)
    return Path(coursedir.root, coursedir.autograded_directory)


def _assignment(step: Any, resources: Any) -> Assignment:
    """The assignment that the notebook in ``resources`` belongs to; ``step`` is below nbgrader's converter."""
    data = resources["nbgrader"]
    coursedir = _coursedir(step)
    master = Path(coursedir.format_path(coursedir.source_directory, ".", data["assignment"]))
    order = order_of(master / f"{data['notebook']}.ipynb")
    with Gradebook(data["db_url"]) as gradebook:
        return from_gradebook(gradebook, data["assignment"], data["notebook"], order)


def _coursedir(step: Any) -> Any:
    while not hasattr(step, "coursedir"):
        step = step.parent
    return step.coursedir


class RestoreCells(NbGraderPreprocessor):
    """Sanitising: what belongs to the instructor goes back into its place; all other metadata is dropped."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        unreadable = nb.metadata.get(submission.UNREADABLE)
        for note in submission.restore(nb, _assignment(self, resources)):
            self.log.warning("%s, %s: %s", resources["nbgrader"]["student"], resources["nbgrader"]["assignment"], note)
        if unreadable is not None:
            nb.metadata[submission.UNREADABLE] = unreadable
        return nb, resources


class GradeInSandbox(NbGraderPreprocessor):
    """Autograding: student cells run in the sandbox, grade cells in the judge."""

    sandbox = Enum(
        ["auto", "bubblewrap", "plain"],
        "auto",
        help="Where student code runs. 'auto' takes bubblewrap, or a plain process with a warning; "
        "'bubblewrap' refuses to grade without it.",
    ).tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Seconds after which a cell is interrupted.").tag(config=True)
    notebook_seconds = Float(Limits.notebook_seconds, help="Seconds after which a notebook is stopped.").tag(config=True)
    memory_bytes = Integer(Limits.memory_bytes, help="Address space of one student process.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        limits = Limits(
            cell_seconds=self.cell_seconds, notebook_seconds=self.notebook_seconds, memory_bytes=self.memory_bytes
        )
        root = Path(_coursedir(self).root)
        hidden = [root] if root.is_absolute() and root != Path("/") else []
        grader = Grader(shared_judge(), kind(self.sandbox), limits, hidden)
        verdicts = grader.grade(nb, _assignment(self, resources))
        resources[VERDICTS] = {verdict.cell: verdict for verdict in verdicts}
        return nb, resources


class SaveVerdicts(SaveAutoGrades):
    """Saves the points in nbgrader's own way, and asks for a person where the grader could not decide."""

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._add_score(cell, resources)
        name = cell.metadata["nbgrader"]["grade_id"]
        verdict: Verdict | None = resources[VERDICTS].get(name)
        if verdict is not None and verdict.outcome is Outcome.GRADER_ERROR:
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            grade.needs_manual_grade = True
            self.gradebook.db.commit()


class HideHiddenTests(ClearHiddenTests):
    """Feedback: grade cells lose their hidden lines. Student cells stay: their text may contain the markers."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        data = cell.metadata.get("nbgrader", {})
        if data.get("grade") and not data.get("solution"):
            self._remove_hidden_test_region(cell)
        return cell, resources

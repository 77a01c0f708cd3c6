"""Equal answers get equal verdicts, word for word, under every Python version that is supported."""

import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest
from thorough import THOROUGH

from graders.checkout import CHECKOUT
from graders.course.authoring import sample_answers
from graders.grading.notebook import grade_notebook
from graders.grading.pipeline import Pipeline
from graders.judge.client import Judge
from graders.notebooks import restoring
from graders.notebooks.assignment import from_source, names
from graders.records.verdict import Outcome, Verdict
from graders.sandbox.run import Sandbox, kind

OTHER = CHECKOUT / ".venv-other" / "bin" / "python"
EVERY = 8 if THOROUGH else 40
"""Of the right and wrong answers one in so many; all of them are graded under this Python by ``test_answers``."""


class Recorder(Judge):
    """Judges nothing; remembers what there was to judge."""

    def __init__(self):
        super().__init__()
        self.grades = []

    def start(self):
        pass

    def judge(self, grade, seconds=None):
        self.grades.append(grade)
        return Verdict(grade.cell, Outcome.NOT_RUN, grade.max_points)


def recorded():
    """The grade cells of the sample answers, as they leave the sandbox."""
    recorder, sandbox = Recorder(), Sandbox(kind())
    answers = [answer for name in names() for answer in sample_answers.read_all(name, ("right", "wrong"))]
    for answer in answers[::EVERY]:
        release = CHECKOUT / "release" / answer.assignment / f"{answer.assignment}.ipynb"
        nb = answer.fill_in(nbformat.read(release, as_version=4))
        assignment = from_source(answer.assignment)
        restoring.restore(nb, assignment)
        before = len(recorder.grades)
        grade_notebook(nb, assignment, Pipeline(recorder, sandbox).grade)
        about = f"{answer.assignment}/{answer.name}/"
        recorder.grades[before:] = [replace(grade, cell=about + grade.cell) for grade in recorder.grades[before:]]
    sandbox.close()
    return recorder.grades


def verdicts(python, grades, monkeypatch):
    """The verdicts of a judge that runs in another Python."""
    monkeypatch.setattr(sys, "executable", str(python))
    judge = Judge(seconds=240.0)  # a cold cache compiles much C
    try:
        return [judge.judge(grade).to_json() for grade in grades]
    finally:
        judge.close()


@pytest.mark.skipif(not OTHER.exists(), reason="needs `make other` and a second Python")
def test_both_versions_say_the_same(monkeypatch):
    ask = "import sys; print(sys.version_info[:2])"
    versions = [subprocess.run([one, "-c", ask], capture_output=True, text=True).stdout for one in (sys.executable, OTHER)]
    assert versions[0] != versions[1]
    grades = recorded()
    ours, theirs = verdicts(sys.executable, grades, monkeypatch), verdicts(OTHER, grades, monkeypatch)
    assert len(grades) > 640 / EVERY
    assert {verdict["outcome"] for grade, verdict in zip(grades, ours) if "/right_" in grade.cell} == {"passed"}
    assert [verdict["outcome"] for verdict in ours].count("grader_error") < len(grades) / 3
    for one, other in zip(ours, theirs):
        assert one == other

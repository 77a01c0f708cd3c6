"""Every answer file gets exactly the points and the explanation that it names, from the real sandbox and the real judge;
and every explanation is true: after the changes that it names the answer passes.
"""

from collections import Counter
from dataclasses import replace

import bait
import nbformat
import pytest
from languages import untranslated
from mended import CannotApply, mended
from readability import grade as grade_of
from readability import plain, words
from thorough import THOROUGH

from exercises.words import Words
from graders.answers.wire import from_json, to_json
from graders.checkout import CHECKOUT
from graders.course.authoring import sample_answers
from graders.course.authoring.sample_answers import MISSING
from graders.grading.notebook import grade_notebook
from graders.grading.pipeline import Pipeline, Settings
from graders.judge.client import Judge
from graders.judge.inside.cell import judge_cell
from graders.judge.inside.explain import explain
from graders.judge.inside.explain.reference import of_exercise
from graders.judge.inside.why import exercise_of
from graders.judge.request import names_needed
from graders.notebooks import restoring
from graders.notebooks.assignment import from_source, names
from graders.records.explanation import EXPRESSION_KINDS
from graders.records.verdict import Cause, Outcome
from graders.reports.explained import LEVELS, hint, told
from graders.reports.language import Language
from graders.reports.words import reason_with_promise
from graders.sandbox.run import Sandbox, kind

SPANS: Counter[tuple[bool, bool]] = Counter()
"""How many changes were met: by whether they are of an expression, and whether they have a span."""
ANSWERS = [answer for name in names() for answer in sample_answers.read_all(name)]


class Recorder(Judge):
    """The judge, and what it was asked: by grade cell."""

    def judge(self, grade, seconds=None):
        self.asked[grade.cell] = grade
        return super().judge(grade, seconds)


@pytest.fixture(scope="module")
def grade():
    judge = Recorder(seconds=240.0)  # a cold cache compiles much C
    sandbox = Sandbox(kind())

    def grade(answer):
        release = CHECKOUT / "release" / answer.assignment / f"{answer.assignment}.ipynb"
        nb = answer.fill_in(nbformat.read(release, as_version=4))
        assignment = from_source(answer.assignment)
        restoring.restore(nb, assignment)
        judge.seconds, judge.asked = 25.0 if answer.name.startswith("slow") else 240.0, {}
        verdicts = grade_notebook(nb, assignment, Pipeline(judge, sandbox, Settings(limits=answer.limits)).grade)
        return nb, verdicts, judge.asked

    with bait.laid() as laid:
        grade.bait = laid
        yield grade
        judge.close()
        sandbox.close()


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.assignment}-{answer.name}")
def test_the_answer_gets_its_points(grade, answer):
    nb, verdicts, asked = grade(answer)
    assert {verdict.cell: verdict.points for verdict in verdicts} == answer.expected, verdicts
    unsure = any(verdict.outcome is Outcome.GRADER_ERROR for verdict in verdicts)
    assert unsure == answer.needs_manual_grade, verdicts
    assert all(verdict.reason for verdict in verdicts if verdict.outcome is not Outcome.PASSED)
    if answer.kind in ("right", "wrong"):
        found = {change.kind for verdict in verdicts if verdict.explanation for change in told(verdict.explanation)}
        found |= {MISSING for verdict in verdicts if verdict.cause is Cause.UNDEFINED and verdict.hint}
        assert found == set(answer.causes), verdicts
        tried = set()
        for verdict in reversed(verdicts):  # the last cells ask for most
            if verdict.explanation is not None:
                changes = repr([change.edits or change.kind for change in verdict.explanation.changes])
                if THOROUGH or changes not in tried:
                    passes_when_mended(asked[verdict.cell], verdict)
                tried.add(changes)
                says_what_is_there(nb, verdict.explanation)
                solution = next(i for i, cell in enumerate(nb.cells) if cell.metadata.get("nbgrader", {}).get("solution"))
                for text in filter(None, (hint(verdict.explanation, level, solution) for level in LEVELS)):
                    assert len(words(text)) <= 40 and grade_of(text) <= 9, text
    says_it_in_german(verdicts)
    if answer.name.startswith("hostile"):
        assert grade.bait.taken() == []
        assert bait.SECRET not in nbformat.writes(nb)


def says_it_in_german(verdicts):
    """Nothing that a student reads stays English; hints are as short as they are there."""
    german = Language("de")
    for verdict in verdicts:
        shown = verdict.counterexample
        why = [] if verdict.explanation is None else [hint(verdict.explanation, level, 3) for level in LEVELS]
        texts = [verdict.description, verdict.reason, verdict.hint, reason_with_promise(verdict), *why]
        for text in filter(None, texts):
            assert isinstance(text, Words) and untranslated(text, "de") == [], text
            assert german.text(text) != text
        for text in vars(shown).values() if shown is not None else ():
            assert not isinstance(text, Words) or untranslated(text, "de") == [], text
        for text in (verdict.hint, *why):
            assert len(plain(german.text(text)).split()) <= 45, german.text(text)


def says_what_is_there(nb, explanation):
    """Where a change has a span, there is text under it in a cell that is the student's."""
    for change in explanation.changes:
        SPANS[change.kind in EXPRESSION_KINDS, change.span is not None] += 1
        if change.span is not None:
            index, line, column, end_line, end_column = change.span
            lines = nb.cells[index].source.split("\n")
            assert not nb.cells[index].metadata.get("nbgrader", {}).get("locked")
            assert (line, column) < (end_line, end_column) and end_column <= len(lines[end_line - 1]), change
            assert lines[line - 1][column:].strip(), change


def passes_when_mended(request, verdict):
    """The answers pass the grade cell after all changes, applied and judged without the code that found them; and after
    those that concern what the cell failed about they pass it, or fail about something else.
    """
    reference, answers = of_exercise(exercise_of(request.source)), from_json(request.answers)
    everything = explain(answers, names_needed(request.source), reference, seconds=5.0)
    some = [verdict.explanation] if len(verdict.explanation.changes) < len(everything.changes) else []
    for explanation in (everything, *some):
        try:
            again = mended(answers, explanation, reference.answers)
        except CannotApply:
            continue
        found = judge_cell(replace(request, answers=to_json(again)))
        about_another = explanation is not everything and found.about != verdict.about
        assert found.outcome is Outcome.PASSED or about_another, (found, explanation)
        assert everything.complete


def test_most_changes_are_found_in_the_source():
    if SPANS:  # in this process
        of_expressions, of_interfaces = (
            SPANS[kind, True] / max(1, SPANS[kind, True] + SPANS[kind, False]) for kind in (True, False)
        )
        print(f"Changes with a place in the source: {of_expressions:.0%} of expressions, {of_interfaces:.0%} of interfaces")
        assert sum(SPANS.values()) < 100 or of_expressions >= 0.65


def test_nearly_every_wrong_answer_is_explained():
    wrong = [answer for answer in ANSWERS if answer.kind == "wrong" and not answer.needs_manual_grade]
    without = [answer.name for answer in wrong if not answer.causes]
    print(f"{len(wrong) - len(without)} of {len(wrong)} wrong sample answers have a cause; none: {without}")
    assert len(without) <= 0.1 * len(wrong)

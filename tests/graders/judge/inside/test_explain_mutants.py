"""Explanations of mutants of the master solutions: there are some, and they are true. Applied by ``support.mended``, every
change that is named leads to answers that pass all grade cells, or to those of the names that it is about.
"""

from collections import Counter

from mended import CannotApply, mended
from thorough import THOROUGH

from graders.course.authoring.adequacy.mutants import legal, mutants, normal, pairs
from graders.course.authoring.adequacy.worker import REFUSED, Trial, without_shrinking
from graders.judge.inside.explain import explain
from graders.judge.inside.explain.reference import of_exercise
from graders.judge.inside.hidden_check import CHECKS
from graders.judge.inside.session import within_session
from graders.judge.request import Request, names_needed
from graders.notebooks.assignment import from_source, names
from graders.reports.explained import hint

STEP, PAIRS = (1, 120) if THOROUGH else (13, 12)
"""Every how many single mutants have their turn, and how many pairs."""


def outcomes(exercise):
    """What became of each mutant that a grade cell stops: (exercise, number of mutations, outcome, text)."""
    without_shrinking()
    reference = of_exercise(exercise)
    cells = [Request(cell.name, cell.source, cell.points) for cell in from_source(exercise).grade_cells]
    needed = list(dict.fromkeys(name for cell in cells for name in names_needed(cell.source)))
    trial, original = Trial(cells), normal(reference.answers)
    good = list(filter(None, map(legal, mutants(original))))
    for mutant in [*good[::STEP], *filter(None, map(legal, pairs(good, original, PAIRS, 7)))]:
        if set(needed) <= set(mutant.answers.names) and is_wrong(trial, mutant.answers):
            explanation = explain(mutant.answers, needed, reference, seconds=5.0)
            yield exercise, len(mutant.operators), outcome(trial, mutant.answers, explanation, reference), mutant.text


def is_wrong(trial, answers):
    try:
        return trial.run(answers) is not None
    except REFUSED:  # Theano would not have let anybody write it
        return False


def outcome(trial, answers, explanation, reference):
    if explanation is None or not hint(explanation, "solution"):
        return "none"
    try:
        again = mended(answers, explanation, reference.answers)
    except CannotApply:
        return "no program can"
    if not explanation.complete:
        return "in part"
    return "UNTRUE" if is_wrong(trial, again) else "right"


def test_nearly_every_mutant_is_explained_and_no_explanation_is_untrue():
    became = []
    within_session(CHECKS, lambda: became.extend(each for exercise in names() for each in outcomes(exercise)))
    assert len(became) > 140
    assert [each for each in became if each[2] == "UNTRUE"] == []
    for mutations, share in ((1, 0.05), (2, 0.1)):
        counts = Counter(each[2] for each in became if each[1] == mutations)
        print(f"{mutations} mutations: {dict(counts)}")
        assert counts["none"] + counts["in part"] <= share * sum(counts.values())
        assert counts["right"] > 10 * counts["no program can"]

"""Why a wrong answer is wrong: the smallest change of the student's graph after which it is right, found and proved.

Nothing here knows an exercise: what is right comes from the reference, the master solution as answers. Nothing that is not
proved is returned.
"""

from collections.abc import Sequence

from graders.answers.format import Answers
from graders.judge.inside.explain.case import Case
from graders.judge.inside.explain.reference import Reference
from graders.records.explanation import Explanation

SECONDS = 0.3
"""Time for one answer; what is proved by then is told."""


def explain(answers: Answers, names: Sequence[str], reference: Reference, seconds: float = SECONDS) -> Explanation | None:
    """What to change in ``answers``, as far as ``names`` go, so that they are right; None for right answers, or if nothing
    is found and proved in time.
    """
    return Case(answers, names, reference, seconds).explanation()

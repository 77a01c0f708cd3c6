"""Members of a class made of answers: judged by the judge's own code, without notebooks, sandbox or gradebook."""

from graders.answers.wire import to_json
from graders.judge.inside.cell import judged
from graders.judge.inside.why import with_reasons
from graders.judge.request import Request
from graders.notebooks.assignment import from_source
from graders.records.group import Member
from graders.records.submission import Submission


def requests(exercise, answers):
    """What the judge is asked about ``answers``, a request a grade cell."""
    message = to_json(answers)
    return [Request(cell.name, cell.source, cell.points, message) for cell in from_source(exercise).grade_cells]


def verdicts(exercise, answers):
    """The verdicts of all grade cells. To be called within a session of the judge's."""
    return tuple(with_reasons(request, *judged(request)) for request in requests(exercise, answers))


def member(exercise, student, verdicts):
    """A student with these verdicts, of whom the gradebook knows nothing else."""
    return Member(Submission(exercise, exercise, student), verdicts=tuple(verdicts))

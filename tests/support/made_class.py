"""A class made of plain records, for tests of what is said of a class."""

from __future__ import annotations

from exercises.checking.failures import Counterexample
from exercises.words import say
from graders.records.behaviour import Behaviour
from graders.records.group import Member
from graders.records.submission import CellGrade, Submission
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Run
from graders.reports.groups import Registry, groups
from graders.reports.overview.overview import overview

MOST = {"function": 2.0, "values": 4.0}
"""The checks."""
NAMES = {
    "ada": "Ada Lovelace",
    "bob": "Bob Dylan",
    "cleo": "Cleo Laine",
    "dan": "Dan Brown",
    "eve": "Eve Moss",
    "fay": "Fay Wray",
}


def passed(cell):
    return Verdict(cell, Outcome.PASSED, MOST[cell], cause=Cause.CHECKED)


def failed(cell, number=1.0, name="f"):
    """One that gives this number, with a sentence that holds a name."""
    return Verdict(
        cell, Outcome.FAILED, MOST[cell], "f is right.", say("`{name}` must give 3.", name=name), "",
        Counterexample(f"{name}(1)", "3", str(number)), cause=Cause.CHECKED,
        behaviour=Behaviour((), {"output f 0": (number,)}).to_text(),
    )  # fmt: skip


def missing(cell, hint=""):
    reason = say("`{name}` is not defined.", name="f")
    return Verdict(cell, Outcome.NOT_RUN, MOST[cell], reason=reason, hint=hint, cause=Cause.UNDEFINED)


def unknown(cell):
    return Verdict(cell, Outcome.GRADER_ERROR, MOST[cell], reason=say("`{name}` uses Foo.", name="f"), cause=Cause.UNKNOWN)


def member(student, *verdicts, asked=(), decided=(), late=0.0, code="f = 1  # by me", **more):
    """A student's notebook: the gradebook has the verdicts' points, and 1 where a person has ``decided``."""
    grades = {v.cell: CellGrade(1.0 if v.cell in decided else v.points, v.max_points, v.cell in decided) for v in verdicts}
    grades.update({cell: CellGrade(0.0, 3.0, False, True) for cell in asked if cell not in grades})
    about = Submission("polynomial", "polynomial", student, NAMES.get(student, ""), late=late, grades=grades)
    return Member(about, f"row-{student}", tuple(verdicts), tuple(asked), code, 2, **{"run": Run(0.2), **more})


def class_of_six():
    """Ada is right; Bob and Cleo have one mistake, Dan's answer is missing, Eve's is undecided and late; Fay's is not
    graded."""
    return [
        member("ada", passed("function"), passed("values"), run=Run(3.0)),
        member("bob", passed("function"), failed("values")),
        member("cleo", passed("function"), failed("values"), decided=["values"]),
        member("dan", missing("function"), missing("values"), restored=2, run=Run(9.0, "timeout")),
        member("eve", unknown("function"), unknown("values"), asked=["function", "values"], late=60.0),
        member("fay"),
    ]  # fmt: skip


def seen(members=None, handed_in=(), before=None):
    """The overview of these members."""
    members = class_of_six() if members is None else members
    return overview(("polynomial", "polynomial"), members, groups(members, Registry()), handed_in, before)

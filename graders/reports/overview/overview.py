"""What a class did with one notebook, as plain data: pages, JSON and CSV are made of it."""

from __future__ import annotations

import datetime
import statistics
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graders.records.group import Group, Member
from graders.records.verdict import Outcome, Verdict
from graders.reports.feedback_page.page import became
from graders.reports.overview.group import Seen, same_students, seen_group
from graders.reports.overview.running import Ran, ran

FIRST = 5
"""Groups of which is said how much of all wrong answers they are."""
DETAILED = 30
"""Groups of which more than a line is shown."""
SLOWEST = 5
UNDECIDED, DECIDED, UNKNOWN = "undecided", "decided", "unknown"
KINDS = (Outcome.PASSED.value, Outcome.FAILED.value, Outcome.NOT_RUN.value, UNDECIDED, DECIDED, UNKNOWN)
"""What may have become of a check: an outcome; ``undecided``: a person has to; ``decided``: one has, where the grader could
not; ``unknown``: nothing of ours is on record."""


@dataclass(frozen=True)
class Student:
    """Somebody who has handed in. ``row``: under which the formgrader finds it, empty where it does not, or must not.

    ``points`` is None, and ``signs`` (what became of each check, as on the feedback page) is empty, unless it is graded.
    ``asked``: the cells that wait for a person; ``late`` in seconds.
    """

    id: str
    name: str = ""
    row: str = ""
    points: float | None = None
    signs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    late: float = 0.0
    ran: Ran = Ran()  # noqa: RUF009 (frozen)

    @property
    def is_graded(self) -> bool:
        """Whether what came of it is known."""
        return self.points is not None


@dataclass(frozen=True)
class Check:
    """A check: how many answers became what (:data:`KINDS`), and the groups of those who lost points there, the largest
    first, with how many."""

    name: str
    most: float
    counts: Mapping[str, int]
    causes: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """How many answers were checked."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Decision:
    """Cells that a person has to decide, all for the same reason: which, by the student's place. ``name`` is that of the
    ``group``; without one, of the cell, which only a person can grade."""

    name: str
    group: Seen | None
    places: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Overview:
    """The class and a notebook of an assignment. ``made`` is in UTC; ``before``: the facts of the overview before this one
    (:func:`graders.reports.overview.changes.facts_of`), empty for the first; ``again``: who has cells at which a person has
    to look once more, having given points for them, by place."""

    assignment: str
    notebook: str
    made: datetime.datetime
    students: tuple[Student, ...]
    checks: tuple[Check, ...]
    groups: tuple[Seen, ...]
    decisions: tuple[Decision, ...]
    again: Mapping[int, tuple[str, ...]]
    most: float
    before: Mapping[str, Any]
    is_anonymous: bool = False

    @property
    def points(self) -> list[float]:
        """Of those graded."""
        return [student.points for student in self.students if student.points is not None]

    @property
    def median(self) -> float | None:
        """Of the points; None if nobody is graded."""
        return statistics.median(self.points) if self.points else None

    @property
    def asked(self) -> list[int]:
        """For whom something waits for a person, by place."""
        return [place for place, student in enumerate(self.students) if student.asked]

    @property
    def late(self) -> list[int]:
        """Who was late, by place."""
        return [place for place, student in enumerate(self.students) if student.late > 0]

    @property
    def slowest(self) -> list[tuple[int, float]]:
        """Whose code ran longest, by place, and for how many seconds."""
        ran = [(place, one.ran.seconds) for place, one in enumerate(self.students) if one.ran.seconds is not None]
        return sorted(ran, key=lambda each: -each[1])[:SLOWEST]

    @property
    def wrong(self) -> set[int]:
        """Who has a wrong answer, or none, to some check, by place."""
        return {place for group in self.groups if group.box.outcome is not Outcome.GRADER_ERROR for place in group.students}

    @property
    def distinct(self) -> list[Seen]:
        """The groups without those of just the same students as one before."""
        return [group for group in self.groups if not group.same]

    def besides(self, name: str) -> int:
        """How many more groups there are of just the same students."""
        return sum(group.same == name for group in self.groups)

    @property
    def covered(self) -> float:
        """The share of those who are in one of the first groups of others."""
        first = {place for group in self.distinct[:FIRST] for place in group.students}
        return len(first & self.wrong) / len(self.wrong) if self.wrong else 0.0


def overview(
    about: tuple[str, str],
    members: Sequence[Member],
    groups: Sequence[Group],
    handed_in: Collection[str] = (),
    before: Mapping[str, Any] | None = None,
    made: datetime.datetime | None = None,
) -> Overview:
    """The overview of a notebook. ``about``: the assignment's name and the notebook's; ``handed_in``: the students whose
    submissions are there, graded or not."""
    order = _order(members)
    by_id = {member.student: member for member in members}
    names = sorted(by_id.keys() | set(handed_in))
    places = {name: place for place, name in enumerate(names)}
    of_student: dict[str, list[str]] = {}
    for group in groups:
        for student in group.students:
            of_student.setdefault(student, []).append(group.name)
    same = same_students(groups)
    students = [_student(by_id.get(n), n, order, tuple(of_student.get(n, ()))) for n in names]
    return Overview(
        *about,
        made or datetime.datetime.now(datetime.timezone.utc),
        tuple(students),
        tuple(_check(cell, most, members, groups, same) for cell, most in order.items()),
        tuple(
            replace(seen_group(group, by_id, places, number < DETAILED), same=same.get(group.name, ""))
            for number, group in enumerate(groups)
        ),
        tuple(_decisions(groups, by_id, places)),
        {places[member.student]: cells for member in members if (cells := _asked(member, "again"))},
        max((member.submission.most for member in members), default=0.0),
        before or {},
    )  # fmt: skip


def _order(members: Sequence[Member]) -> dict[str, float]:
    """The checks and their points, as they stand in the notebook; behind them the cells that have no verdict."""
    found: dict[str, float] = {}
    for member in members:
        found.update({verdict.cell: verdict.max_points for verdict in member.verdicts if verdict.cell not in found})
    for member in members:
        found.update({cell: grade.most for cell, grade in member.submission.grades.items() if cell not in found})
    return found


def _student(member: Member | None, name: str, order: Collection[str], groups: tuple[str, ...]) -> Student:
    if member is None or not (member.verdicts or member.unreadable):
        return Student(name, "" if member is None else member.submission.name, "" if member is None else member.row)
    verdicts, grades = {verdict.cell: verdict for verdict in member.verdicts}, member.submission.grades
    signs = tuple(became(grades[cell], verdicts.get(cell))[0] if cell in grades else "unknown" for cell in order)
    about = member.submission
    return Student(name, about.name, member.row, about.score, signs, groups, member.asked, about.late, ran(member))


def _check(cell: str, most: float, members: Sequence[Member], groups: Sequence[Group], same: Mapping[str, str]) -> Check:
    graded = [member for member in members if member.verdicts]
    kinds = Counter(_kind(member, cell) for member in graded)
    causes = Counter({group.name: sum(cell in member.cells for member in group.members) for group in groups})
    found = tuple((name, count) for name, count in causes.most_common() if count and not causes[same.get(name, "")])
    return Check(cell, most, {kind: kinds[kind] for kind in KINDS if kinds[kind]}, found)


def _kind(member: Member, cell: str) -> str:
    verdict = _verdict(member, cell)
    if verdict is not None and verdict.outcome is not Outcome.GRADER_ERROR:
        return verdict.outcome.value
    grade = member.submission.grades.get(cell)
    if cell in member.asked:
        return UNDECIDED
    return DECIDED if verdict is not None or (grade is not None and grade.decided) else UNKNOWN


def _verdict(member: Member, cell: str) -> Verdict | None:
    return next((verdict for verdict in member.verdicts if verdict.cell == cell), None)


def _asked(member: Member, why: str) -> tuple[str, ...]:
    """The cells that wait for a person because they are "undecided" by the grader, because only a person can grade them
    ("manual"), or because one has given points, and they were graded "again"."""
    verdicts = {verdict.cell: verdict.outcome for verdict in member.verdicts}
    found = []
    for cell in member.asked:
        grade, outcome = member.submission.grades.get(cell), verdicts.get(cell, Outcome.GRADER_ERROR)
        is_again = (grade is not None and grade.decided) or outcome is not Outcome.GRADER_ERROR
        found.append((cell, "again" if is_again else UNDECIDED if cell in verdicts else "manual"))
    return tuple(cell for cell, reason in found if reason == why)


def _decisions(groups: Sequence[Group], by_id: Mapping[str, Member], places: Mapping[str, int]) -> Iterator[Decision]:
    for group in groups:
        if group.verdict.outcome is Outcome.GRADER_ERROR:
            asked = {m.student: set(_asked(by_id[m.student], UNDECIDED)) for m in group.members}
            cells = {m.student: tuple(cell for cell in m.cells if cell in asked[m.student]) for m in group.members}
            waiting = {places[student]: those for student, those in cells.items() if those}
            if waiting:
                yield Decision(group.name, seen_group(group, by_id, places, True), waiting)
    manual: dict[str, dict[int, tuple[str, ...]]] = {}
    for student, member in by_id.items():
        for cell in _asked(member, "manual"):
            manual.setdefault(cell, {})[places[student]] = (cell,)
    for cell, waiting in manual.items():
        yield Decision(cell, None, waiting)

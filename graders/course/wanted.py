"""What an answer is to get by what is said of the groups that it is in: from its own verdicts, ``comments.yml`` and
``groups.json`` alone, whatever the gradebook holds."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from graders.course import comments, registry
from graders.course.comments import Entry
from graders.course.page_settings import FeedbackPage
from graders.notebooks.assignment import Assignment
from graders.records.group import Mistake
from graders.records.verdict import Outcome, Verdict
from graders.reports.comment import filled, lacks, values
from graders.reports.groups import Registry, mistakes, place_of


class Standing(enum.Enum):
    """How somebody stands to what is said of, or given to, a group."""

    COMMENTED = "the comment"
    SHORTENED = "the comment without some sentence"
    GIVEN = "the points"
    DECIDED = "the decision"
    OWN_WORDS = "a person's own words"
    EMPTIED = "an emptied box"
    OWN_POINTS = "a person's own points"
    NO_WORDS = "nothing left of the comment"
    NO_CELL = "no cell for it"
    NO_ROOM = "no cell with room for the points"
    LEFT = "not in the group any more"
    TAKEN_BACK = "nothing any more"
    UNGRADED = "not autograded"


@dataclass(frozen=True)
class Finding:
    """``student`` stands so to ``group``, at a ``cell`` if that matters; no group where it is so with all."""

    student: str
    group: str
    standing: Standing
    cell: str = ""


@dataclass(frozen=True)
class Share:
    """What a cell gets from ``groups``: a ``text``, or ``points``, which are a ``decision`` where the grader made none."""

    groups: tuple[str, ...]
    text: str = ""
    points: float = 0.0
    decision: bool = False


@dataclass
class Wanted:
    """What an answer is to get: by the names of its cells for the student, and of its grade cells; and who gets nothing of
    it, and why."""

    texts: dict[str, Share] = field(default_factory=dict)
    points: dict[str, Share] = field(default_factory=dict)
    missed: list[tuple[str, Standing]] = field(default_factory=list)


@dataclass(frozen=True)
class GroupComments:
    """What is said of the groups of an assignment; who is in which says the ``registry``."""

    assignment: str
    entries: Mapping[str, Entry]
    registry: Registry
    page: FeedbackPage

    def wanted(self, verdicts: Sequence[Verdict], assignment: Assignment, solution: int | None) -> Wanted:
        """What the answer with these verdicts is to get. ``solution``: the index of its one cell for the solution."""
        notebook = place_of(self.assignment, assignment.name)
        wanted, groups = Wanted(), self.registry.groups_of(verdicts, notebook) if self.entries else {}
        texts: dict[str, list[tuple[str, Sequence[str], str]]] = {}
        room = {verdict.cell: verdict.max_points - verdict.points for verdict in verdicts}
        for group, entry in self.entries.items():
            if group not in groups:
                continue
            reasons = groups[group] or sorted(mistakes(verdicts, notebook), key=lambda mistake: mistake.change is None)
            cells = _cells(reasons, verdicts)
            if entry.comment:
                gaps = values(reasons, self.page.shown, self.page.language, solution)
                text = filled(entry.comment, gaps)
                places = _places(assignment, [verdict.cell for verdict in cells])
                for place, checks in places.items():
                    texts.setdefault(place, []).append((group, checks, text))
                if not places:
                    wanted.missed.append((group, Standing.NO_CELL))
                if lacks(entry.comment, gaps):
                    wanted.missed.append((group, Standing.SHORTENED if text else Standing.NO_WORDS))
            _share_out(wanted, group, entry, cells, room)
        wanted.texts = {place: _joined([each for each in told if each[2]]) for place, told in texts.items()}
        return wanted


def _cells(reasons: Sequence[Mistake], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts on the checks that these mistakes made fail, in the order of the notebook."""
    found = {verdict.cell for mistake in reasons for verdict in mistake.verdicts}
    return [verdict for verdict in verdicts if verdict.cell in found]


def _places(assignment: Assignment, checks: Sequence[str]) -> dict[str, list[str]]:
    """Where a comment on these checks stands, with those of them: the solution cell next before each, or the first."""
    places: dict[str, list[str]] = {}
    nearest = next((cell.name for cell in assignment.cells if cell.solution), None)
    for cell in assignment.cells:
        nearest = cell.name if cell.solution else nearest
        if cell.name in checks and nearest is not None:
            places.setdefault(nearest, []).append(cell.name)
    return places


def _joined(told: Sequence[tuple[str, Sequence[str], str]]) -> Share:
    """What several groups say at one cell, each with the checks that it is about."""
    label = lambda checks: ", ".join(f"`{check}`" for check in checks)
    texts = [text if len(told) == 1 else f"{label(checks)}: {text}" for _, checks, text in told]
    return Share(tuple(group for group, _, _ in told), "\n\n".join(texts))


def _share_out(wanted: Wanted, group: str, entry: Entry, cells: Iterable[Verdict], room: dict[str, float]) -> None:
    """Fill cell after cell with the group's points, up to what is left of its maximum."""
    for decision, amount in ((False, entry.points), (True, entry.decide)):
        if amount is None:
            continue
        meant = [verdict for verdict in cells if (verdict.outcome is Outcome.GRADER_ERROR) is decision]
        left, before = amount.points, dict(wanted.points)
        for number, verdict in enumerate(meant, 1):
            points = left if amount.over and number == len(meant) else min(left, max(0.0, room[verdict.cell]))
            if points or decision:
                has = wanted.points.get(verdict.cell, Share(()))
                wanted.points[verdict.cell] = Share((*has.groups, group), "", has.points + points, decision)
            room[verdict.cell] -= points
            left -= points
        if wanted.points == before:
            wanted.missed.append((group, Standing.NO_ROOM))


@functools.lru_cache(8)
def _read(root: Path, assignment: str, stamp: object) -> tuple[Mapping[str, Entry], Registry]:
    entries = comments.read(root, assignment)
    return entries, registry.read(root, assignment) if entries else Registry()


def group_comments(coursedir: CourseDirectory, assignment: str) -> GroupComments:
    """What is said of groups in the course now. Raises :class:`graders.course.folder.CourseError`."""
    root = Path(coursedir.root)
    entries, known = _read(root, assignment, tuple(map(_stamp, (root / comments.FILE, root / registry.FILE))))
    return GroupComments(assignment, entries, known, FeedbackPage(parent=coursedir))


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino

"""One comment, or decision, for all who made the same mistake: what of it stands in whose submission.

What an answer gets follows from its own verdicts, ``comments.yml`` and ``groups.json``, so every autograding puts it there
(``SaveVerdicts``); :func:`bring_in_line` does so for a whole class. What a person wrote or gave to one submission is never
touched, and comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import Comment, Grade, Gradebook, SubmittedAssignment
from nbgrader.api import SubmittedNotebook as Row
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from graders.course import comments, given
from graders.course.class_groups import GroupedClass, grouped
from graders.course.comments import Entry
from graders.course.folder import open_gradebook
from graders.course.given import Given, has_points_of_a_person
from graders.course.page_settings import FeedbackPage
from graders.course.plan import known_to
from graders.course.wanted import Finding, GroupComments, Share, Standing, Wanted
from graders.records.verdict import Outcome, Verdict


@dataclass
class Rows:
    """The rows of a submission's notebook, and what they were ``given`` before, by row; ``now`` after :meth:`settle`."""

    student: str
    grades: Mapping[str, Grade]
    comments: Mapping[str, Comment]
    given: Mapping[str, Given]
    now: dict[str, Given | None] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, notebook: Row, given: Mapping[str, Given]) -> Rows:
        """Those of a submitted notebook, by the names of cells."""
        grades = {grade.name: grade for grade in notebook.grades}
        return cls(notebook.student.id, grades, {comment.name: comment for comment in notebook.comments}, given)

    def settle(self, wanted: Wanted, undecided: Collection[str], groups: Collection[str], anew: bool = False) -> None:
        """Give the rows what is wanted, and take back what is not any more; a person's stays.

        ``undecided``: the grade cells that the grader left to a person; ``groups``: those of which something is said now;
        ``anew``: the rows hold what autograding alone makes of them.
        """
        for name, comment in self.comments.items():
            self._settle_text(comment, wanted.texts.get(name), anew)
        for name, grade in self.grades.items():
            self._settle_points(grade, wanted.points.get(name), name in undecided)
        for group, standing in wanted.missed:
            self._note(Share((group,)), standing)
        for rows, shares in ((self.comments, wanted.texts), (self.grades, wanted.points)):
            for name in shares.keys() - rows.keys():
                self._note(shares[name], Standing.NO_CELL, name)
        had = {group for row in self.now if row in self.given for group in self.given[row].groups}
        has = {finding.group for finding in self.found}
        for group in sorted(had - has):
            self._note(Share((group,)), Standing.LEFT if group in groups else Standing.TAKEN_BACK)

    def _settle_text(self, comment: Comment, share: Share | None, anew: bool) -> None:
        had = self.given.get(comment.id)
        before = comment.auto_comment if had is None or anew else had.before
        text = share.text if share is not None else ""
        if comment.auto_comment != (text or before):
            comment.auto_comment = text or before
        self.now[comment.id] = Given(share.groups, before=before) if share is not None and text else None
        own = comment.manual_comment
        standing = Standing.COMMENTED if own is None else Standing.OWN_WORDS if own.strip() else Standing.EMPTIED
        self._note(share, standing, comment.name)

    def _settle_points(self, grade: Grade, share: Share | None, undecided: bool) -> None:
        had = self.given.get(grade.id)
        if has_points_of_a_person(grade, had):
            if grade.manual_score is not None and had is not None and (grade.extra_credit or 0.0) == had.points:
                grade.extra_credit, had = None, None  # it does not come on top of what a person has given
            self.now[grade.id] = had if share is not None else None
            self._note(share, Standing.OWN_POINTS, grade.name)
            return
        if (0.0 if share is None else share.points) != (0.0 if had is None else had.points):
            grade.extra_credit = None if share is None else share.points or None
        decided = share is not None and share.decision
        if decided != (had is not None and had.decision):
            grade.needs_manual_grade = undecided and not decided
        self.now[grade.id] = Given(share.groups, share.points, share.decision) if share is not None else None
        self._note(share, Standing.DECIDED if decided else Standing.GIVEN, grade.name)

    def _note(self, share: Share | None, standing: Standing, cell: str = "") -> None:
        self.found += [Finding(self.student, group, standing, cell) for group in (share.groups if share else ())]


def rows_of(gradebook: Gradebook, notebook: Row) -> Rows:
    """The rows of one submitted notebook."""
    return Rows.of(notebook, given.read(gradebook, [row.id for row in (*notebook.grades, *notebook.comments)]))


def undecided(verdicts: Iterable[Verdict]) -> list[str]:
    """The grade cells that the grader left to a person."""
    return [verdict.cell for verdict in verdicts if verdict.outcome is Outcome.GRADER_ERROR]


@dataclass(frozen=True)
class InLine:
    """What came of bringing a class in line: what is said, how everybody stands, of which groups something is said though
    they are ``unknown``, and the class as it was ``made``."""

    entries: Mapping[str, Entry]
    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()
    made: GroupedClass | None = None


def bring_in_line(coursedir: CourseDirectory, made: GroupedClass | None = None) -> InLine:
    """Give the whole class of the course's assignment what ``comments.yml`` says of its groups, which are ``made`` anew.

    Raises :class:`graders.course.folder.CourseError`.
    """
    assignment = coursedir.assignment_id
    entries = comments.read(Path(coursedir.root), assignment)
    with open_gradebook(coursedir) as gradebook:
        before = given.read(gradebook)
        rows = _all_rows(gradebook, assignment) if entries or before else {}
        if not entries and not any(row.id in before for nb in rows.values() for row in (*nb.grades, *nb.comments)):
            return InLine(entries)
        known = known_to(gradebook, coursedir)
        made = made or grouped(gradebook, coursedir)
        said = GroupComments(assignment, entries, made.registry, FeedbackPage(parent=coursedir))
        now: dict[str, Given | None] = {}
        found: list[Finding] = []
        for notebook, members in made.members.items():
            for member in members:
                if not member.verdicts:
                    found.append(Finding(member.student, "", Standing.UNGRADED))
                    continue
                settled = Rows.of(rows[member.row], before)
                wanted = said.wanted(member.verdicts, known[notebook], member.solution)
                settled.settle(wanted, undecided(member.verdicts), entries)
                now |= settled.now
                found += settled.found
        given.write(gradebook, before, now)
        given.drop_orphans(gradebook)
        gradebook.db.commit()
    unknown = tuple(name for name in entries if name not in made.registry.known)
    return InLine(entries, tuple(found), unknown, made)


def _all_rows(gradebook: Gradebook, assignment: str) -> dict[str, Row]:
    """The rows of all submitted notebooks of an assignment, by their ids, in a few queries."""
    query = select(Row).join(Row.assignment).join(SubmittedAssignment.assignment).where(AssignmentRow.name == assignment)
    with_rows = [selectinload(Row.grades).joinedload(Grade.cell), selectinload(Row.comments).joinedload(Comment.cell)]
    with_names = selectinload(Row.assignment).joinedload(SubmittedAssignment.student)
    return {row.id: row for row in gradebook.db.scalars(query.options(*with_rows, with_names)).unique()}

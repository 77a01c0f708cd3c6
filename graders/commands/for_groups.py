"""What the commands for groups of equal mistakes have in common: a change of ``comments.yml``, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from graders.cleaning.text import one_line
from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED, TROUBLE
from graders.course import comments
from graders.course.class_groups import GroupedClass, grouped
from graders.course.comments import Entry
from graders.course.feedback import ClassFeedback
from graders.course.folder import CourseError, configured, open_course, open_gradebook
from graders.course.group_comments import InLine, bring_in_line
from graders.course.plan import known_to
from graders.course.wanted import Finding, Standing
from graders.records.group import Group
from graders.reports import causes
from graders.reports.feedback_page.boxes import Shown
from graders.reports.words import number

LONGEST = 80
"""Characters of a cause, or a comment, in a few words."""
WORDS = {
    Standing.COMMENTED: "with the comment",
    Standing.GIVEN: "with the points",
    Standing.DECIDED: "with the decision",
    Standing.SHORTENED: "of them without a sentence of it, which has a gap for which their answers have nothing",
    Standing.OWN_WORDS: "with a comment of a person's, which stays",
    Standing.EMPTIED: "with a comment box that a person has emptied, which hides the group's comment",
    Standing.OWN_POINTS: "with points of a person's, which stay as they are",
    Standing.NO_WORDS: "without a comment, for every sentence of it has a gap for which their answers have nothing",
    Standing.NO_CELL: "without it, for the gradebook has no such cell of theirs",
    Standing.NO_ROOM: "without points, for no cell of this group has room for them",
    Standing.LEFT: "not in the group any more",
    Standing.TAKEN_BACK: "without it again",
}

Change = Callable[[Mapping[str, Entry], GroupedClass], "tuple[str, Entry | None] | None"]


def run(name: str, course: Path, assignment: str, change: Change) -> int:
    """Have ``change`` say what is to stand in the file, bring the class in line, and tell; return the exit code."""
    try:
        with open_course(course, assignment) as (app, coursedir):
            configured(ClassFeedback, app, coursedir)  # the settings that pages and comments have in common
            entries = comments.read(course, assignment)
            with open_gradebook(coursedir) as gradebook:
                known_to(gradebook, coursedir)
                now = grouped(gradebook, coursedir)
            changed = change(entries, now)
            if changed is not None:
                comments.write(course, assignment, *changed)
            done = bring_in_line(coursedir, now)
    except CourseError as error:
        print(f"theano-exercises {name}: {error}", file=sys.stderr)
        return TROUBLE
    print("\n".join([*told(done), f"`theano-exercises feedback {assignment}` brings the pages up to date."]))
    return SOMETHING_FAILED if done.unknown else ALL_PASSED


def known(entries: Mapping[str, Entry], now: GroupedClass, group: str) -> Entry:
    """What is said of a group now. Raises :class:`CourseError`, with the groups that there are, for one that is not."""
    found = [one for groups in now.groups.values() for one in groups]
    if group in entries or any(one.name == group for one in found):
        return entries.get(group, Entry())
    there = "\n".join(f"  {one.name}  {len(one.members):4}  {cause(one)}" for one in found)
    raise CourseError(f"{now.assignment} has no group {group!r}. There are (name, students, cause):\n{there or '  none'}")


def without_nothing(entry: Entry) -> Entry | None:
    """The entry, if it says anything."""
    return None if entry == Entry() else entry


def cause(group: Group) -> str:
    """Why a group is wrong, in a few words."""
    return shortened(causes.cause(group.mistake, Shown("counterexample", "solution")))


def shortened(text: str) -> str:
    """A text on one line, cut."""
    line = one_line(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."


def told(done: InLine) -> list[str]:
    """What came of bringing a class in line: of every group how everybody stands, and what needs a person."""
    lines = []
    sizes = {one.name: one for groups in (done.made.groups.values() if done.made else ()) for one in groups}
    for group in dict.fromkeys([*done.entries, *(finding.group for finding in done.findings if finding.group)]):
        lines.append(f"Group {group}: {_size(sizes[group]) if group in sizes else 'nobody is in it.'}")
        lines += _standings([finding for finding in done.findings if finding.group == group])
    lines += not_known(done)
    ungraded = sorted({finding.student for finding in done.findings if finding.standing is Standing.UNGRADED})
    lines += [
        f"In no group, for not autograded now (who has a comment or points keeps them until then): {', '.join(ungraded)}"
    ] * bool(ungraded)
    return lines or ["Nothing is said of any group."]


def _size(group: Group) -> str:
    count = len(group.members)
    return f"{count} student{'s' * (count != 1)}. {cause(group)}"


def not_known(done: InLine) -> list[str]:
    """Of which groups something is said that there are not."""
    return [f"Group {group} is in {comments.FILE}, but nobody knows it: mend its name there." for group in done.unknown]


def _standings(findings: Sequence[Finding]) -> list[str]:
    found: dict[Standing, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.standing, []).append(finding.student)
    return [f"  {len(set(names))} {WORDS[standing]}: {', '.join(sorted(set(names)))}"
            for standing, names in sorted(found.items(), key=lambda pair: list(WORDS).index(pair[0]))]  # fmt: skip


def listed(entries: Mapping[str, Entry]) -> list[str]:
    """What is said of the groups of an assignment, a line each."""
    lines = []
    for group, entry in entries.items():
        lines += [f"{group}: {shortened(entry.comment)}"] * bool(entry.comment)
        for sign, points in (("+", entry.points), ("decided: ", entry.decide)):
            lines += [f"{group}: {sign}{number(points.points)} ({points.reason})" for points in [points] if points]
    return lines or ["Nothing is said of any group."]

"""Who made the same mistake: by the proved cause, else by what the answer does. Never by how anything is written.

A cause is known by the behaviour of the answer in which all else is mended, so the names and the form that a student chose
do not matter, and an answer with two mistakes is in both groups. Answers that behave alike are in the same groups, even
where different causes, or none, were found for them. Whether somebody is in a group follows from their own answer and the
behaviours that the group stands for (:class:`Registry`), not from who else is in the class.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graders.records.behaviour import Behaviour, Result, joined
from graders.records.explanation import Change
from graders.records.group import Group, Member, Membership, Mistake
from graders.records.verdict import Outcome, Verdict
from graders.reports.explained import same_words, told

LETTERS, FIRST = "abcdefghjkmnpqrstuvwxyz23456789", 23
"""What names of groups are made of: nothing that looks like something else. The first is a letter: no name is a number."""
LENGTH, DIGITS = 5, 5
UNEXPLAINED = "unexplained"
"""In place of a cause."""


def mistakes(verdicts: Sequence[Verdict], place: str = "") -> list[Mistake]:
    """What is wrong with an answer: each proved cause, what no cause explains, why there is none, and why nobody knows.

    ``place`` keeps apart what is in several notebooks of an assignment (:func:`place_of`).
    """
    found: dict[object, list[tuple[Behaviour, Verdict, Change | None]]] = {}
    for verdict in verdicts:
        for key, behaviour, change in _of_verdict(verdict):
            found.setdefault(key, []).append((behaviour, verdict, change))
    as_whole = whole(verdicts, place)
    if as_whole is not None and all(change is None for same in found.values() for _, _, change in same):
        found[UNEXPLAINED] = [(as_whole, verdict, None) for _, verdict, _ in found[UNEXPLAINED]]
    return [_mistake(place, *zip(*same)) for same in found.values()]


def place_of(assignment: str, notebook: str) -> str:
    """What tells a notebook from the others of its assignment; nothing where it is the only one, mostly."""
    return "" if notebook == assignment else notebook


def _at(place: str, behaviour: Behaviour) -> Behaviour:
    return joined([behaviour, Behaviour((f"in {place}",))]) if place else behaviour


def _mistake(
    place: str, behaviours: Sequence[Behaviour], verdicts: Sequence[Verdict], changes: Sequence[Change | None]
) -> Mistake:
    return Mistake(_at(place, joined(behaviours)), tuple(sorted(verdicts, key=_length_of_example)), changes[0])


def _of_verdict(verdict: Verdict) -> list[tuple[object, Behaviour, Change | None]]:
    """What one check has found, with what is the same where another has found it, too."""
    if verdict.outcome is Outcome.PASSED:
        return []
    does = _read(verdict.behaviour)
    if verdict.outcome is not Outcome.FAILED:
        does = does if verdict.behaviour else Behaviour((verdict.outcome.value, verdict.cause.value))
        return [(does.facts, does, None)]
    why = verdict.explanation
    named = [] if why is None else [change for change in told(why) if change.alone]
    if why is None or not named:
        return [(UNEXPLAINED, does if verdict.behaviour else Behaviour(("failed", verdict.cell, verdict.about)), None)]
    found: list[tuple[object, Behaviour, Change | None]] = [
        (same_words(change), _read(change.alone), change if change in named else None)
        for change in why.changes
        if change.alone
    ]
    rest = _read(why.rest)
    return found if rest.is_right else [*found, (UNEXPLAINED, rest, None)]


def whole(verdicts: Sequence[Verdict], place: str = "") -> Behaviour | None:
    """What an answer does, and what became of each check; None for one that nothing is known of."""
    failed = [_read(verdict.behaviour) for verdict in verdicts if verdict.outcome is Outcome.FAILED and verdict.behaviour]
    outcomes = json.dumps([[verdict.cell, verdict.outcome.value] for verdict in verdicts])
    return _at(place, joined([*failed, Behaviour((outcomes,))])) if failed else None


def _length_of_example(verdict: Verdict) -> tuple[bool, int]:
    shown = verdict.counterexample
    return shown is None, 0 if shown is None else len(shown.call) + len(shown.expected) + len(shown.got)


@functools.lru_cache(10_000)
def _read(text: str) -> Behaviour:
    return Behaviour.from_text(text) if text else Behaviour()


class Alike:
    """Numbers for behaviours: the same for those that are alike."""

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._by_form: dict[object, list[tuple[Behaviour, int]]] = {}

    def number(self, behaviour: Behaviour) -> int:
        """The number of ``behaviour``, of one that is like it, or a new one."""
        text = behaviour.to_text()
        if text not in self._exact:
            same = self._by_form.setdefault(behaviour.form, [])
            number = next((number for other, number in same if behaviour.is_like(other)), None)
            self._exact[text] = len(self._exact) if number is None else number
            if number is None:
                same.append((behaviour, self._exact[text]))
        return self._exact[text]


@dataclass
class Registry:
    """Which behaviours a group stands for, by its name; ``alike`` numbers them."""

    known: dict[str, list[Behaviour]] = field(default_factory=dict)
    alike: Alike = field(default_factory=Alike)

    def __post_init__(self) -> None:
        self._names: dict[int, dict[str, None]] = {}
        for name, behaviours in self.known.items():
            for behaviour in behaviours:
                self._names.setdefault(self.alike.number(behaviour), {})[name] = None

    def names(self, behaviour: Behaviour | None) -> list[str]:
        """The groups that stand for it."""
        return [] if behaviour is None else list(self._names.get(self.alike.number(behaviour), ()))

    def add(self, name: str, behaviour: Behaviour) -> None:
        """Let the group stand for that, too."""
        if name not in self.names(behaviour):
            self.known.setdefault(name, []).append(behaviour)
            self._names.setdefault(self.alike.number(behaviour), {})[name] = None

    def name_for(self, behaviour: Behaviour) -> str:
        """The name of the first group that stands for it, or of a new one."""
        for name in self.names(behaviour):
            return name
        digest = hashlib.sha256(_rounded(behaviour).encode()).digest()
        letters = "".join(LETTERS[byte % (len(LETTERS) if place else FIRST)] for place, byte in enumerate(digest))
        name = next(n for n in (letters[: LENGTH + more] for more in range(20)) if n not in self.known)
        self.add(name, behaviour)
        return name

    def groups_of(self, verdicts: Sequence[Verdict], place: str = "") -> dict[str, list[Mistake]]:
        """The groups that an answer is in, by its own verdicts, with the mistakes for which it is; none if it is so as a
        whole."""
        found: dict[str, list[Mistake]] = {name: [] for name in self.names(whole(verdicts, place))}
        for mistake in mistakes(verdicts, place):
            for name in self.names(mistake.behaviour):
                found.setdefault(name, []).append(mistake)
        return found


def _rounded(behaviour: Behaviour) -> str:
    """The same text for what is mostly the same."""
    short = lambda value: f"{value:.{DIGITS}g}" if isinstance(value, (int, float)) else str(value)
    texts = {name: [short(_plain(value)) for value in values] for name, values in sorted(behaviour.results.items())}
    return json.dumps([behaviour.facts, texts])


def _plain(value: Result) -> Result:
    return 0.0 if isinstance(value, float) and abs(value) < 1e-3 else value


def groups(members: Sequence[Member], registry: Registry, kept: Iterable[str] = ()) -> list[Group]:
    """The groups of a class, the largest first. ``registry`` learns the new ones; those ``kept`` are there also if nothing
    but their behaviour is left of them."""
    wrong = {member.student: mistakes(member.verdicts, _place(member)) for member in members}
    numbers = {student: {registry.alike.number(one.behaviour) for one in found} for student, found in wrong.items()}
    chosen = _chosen(members, wrong, registry.alike)
    names: dict[str, None] = dict.fromkeys(kept)
    for member in members:
        for mistake in chosen[member.student]:
            name = registry.name_for(mistake.behaviour)
            names[name] = None
            as_whole = whole(member.verdicts, _place(member))
            if as_whole is not None and registry.alike.number(mistake.behaviour) not in numbers[member.student]:
                registry.add(name, as_whole)
    found: dict[str, list[tuple[Member, list[Mistake]]]] = {name: [] for name in names}
    for member in members:
        for name, reasons in registry.groups_of(member.verdicts, _place(member)).items():
            if name in found:
                found[name].append((member, reasons))
    made = [_group(name, pairs, wrong) for name, pairs in found.items() if pairs]
    return sorted(made, key=lambda group: (-len(group.members), -group.lost, group.name))


def _place(member: Member) -> str:
    return place_of(member.submission.assignment, member.submission.notebook)


def _chosen(members: Sequence[Member], wrong: Mapping[str, Sequence[Mistake]], alike: Alike) -> dict[str, Sequence[Mistake]]:
    """The mistakes of each answer. Of answers that behave alike these are the same: the fewest that explain it, and of as
    many those that were found most often."""
    classes: dict[int, list[str]] = {}
    for member in members:
        as_whole = whole(member.verdicts, _place(member))
        if as_whole is not None:
            classes.setdefault(alike.number(as_whole), []).append(member.student)
    chosen = dict(wrong)
    for students in classes.values():
        keys = {student: tuple(sorted(alike.number(one.behaviour) for one in wrong[student])) for student in students}
        if len(set(keys.values())) > 1:
            often = Counter(keys.values())
            best = min(students, key=lambda s: (_unexplained(wrong[s]), len(keys[s]), -often[keys[s]], keys[s]))
            chosen.update(dict.fromkeys(students, wrong[best]))
    return chosen


def _unexplained(found: Sequence[Mistake]) -> int:
    return sum(one.change is None for one in found)


def _group(name: str, pairs: Sequence[tuple[Member, Sequence[Mistake]]], wrong: Mapping[str, Sequence[Mistake]]) -> Group:
    memberships = []
    for member, reasons in pairs:
        verdicts = [verdict for mistake in reasons or wrong[member.student] for verdict in mistake.verdicts]
        lost = {verdict.cell: verdict.max_points - verdict.points for verdict in verdicts}
        order = tuple(verdict.cell for verdict in member.verdicts if verdict.cell in lost)
        besides = len(wrong[member.student]) - len(reasons) if reasons else 0
        memberships.append(Membership(member.student, order, sum(lost.values()), besides))
    candidates = [(member.student, reason) for member, reasons in pairs for reason in reasons or wrong[member.student][:1]]
    others = {membership.student: membership.others for membership in memberships}
    student, mistake = min(
        candidates,
        key=lambda pair: (pair[1].change is None, others[pair[0]], _length_of_example(pair[1].verdicts[0]), pair[0]),
    )
    return Group(name, mistake, student, tuple(memberships))

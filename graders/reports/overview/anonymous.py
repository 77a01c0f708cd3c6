"""An overview that names nobody, for showing it in a lecture."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from exercises.words import Capital, Completed, Joined, Sentence, Words, say
from graders.reports.overview.group import Seen
from graders.reports.overview.overview import Decision, Overview
from graders.reports.overview.running import Ran

SHORTEST = 3
"""Letters of a name that is looked for: one or two are a variable, mostly."""
LEFT_OUT = say("What was written here may name somebody, and is left out.")


def anonymous(seen: Overview) -> Overview:
    """The overview with numbers in place of students, in an order that is another each time. Of what they wrote only
    formulas and the like are left, and nothing where a name of theirs is in it."""
    chance, count = random.SystemRandom(), len(seen.students)
    order = chance.sample(range(count), count)
    new = {old: place for place, old in enumerate(order)}
    names = _pattern(
        {name for student in seen.students for name in (student.id, *re.split(r"[\W\d_]+", f"{student.id} {student.name}"))}
    )
    students = [
        replace(seen.students[old], id=f"student {place}", name="", row="", ran=_without(seen.students[old].ran, names))
        for place, old in enumerate(order, 1)
    ]
    return replace(
        seen,
        students=tuple(students),
        groups=tuple(_group(group, new, names) for group in seen.groups),
        decisions=tuple(_decision(decision, new, names) for decision in seen.decisions),
        again={place: seen.again[old] for old, place in new.items() if old in seen.again},
        is_anonymous=True,
    )


def _pattern(names: Collection[str]) -> re.Pattern[str]:
    long = sorted(re.escape(name) for name in names if len(name) >= SHORTEST)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(long) or '(?!)'})(?![^\W_])", re.IGNORECASE)


def _without(ran: Ran, names: re.Pattern[str]) -> Ran:
    hidden = lambda texts: tuple(LEFT_OUT if _names_somebody(text, names) else text for text in texts)
    return replace(ran, tripped=hidden(ran.tripped), early=hidden(ran.early))


def _group(group: Seen, new: Mapping[int, int], names: re.Pattern[str]) -> Seen:
    moved = replace(group, lines=(), students=_moved(group.students, new), others=_moved(group.others, new))
    if not _names_somebody((moved.box, moved.graph, moved.cause, moved.more), names):
        return moved
    box = replace(moved.box, hint="", reason=LEFT_OUT, example=None, pictures=())
    return replace(moved, box=box, cause=LEFT_OUT, more="", graph=None, proved=False)


def _decision(decision: Decision, new: Mapping[int, int], names: re.Pattern[str]) -> Decision:
    places = {new[old]: decision.places[old] for old in sorted(decision.places, key=lambda old: new[old])}
    return replace(decision, places=places, group=decision.group and _group(decision.group, new, names))


def _moved(places: Sequence[int], new: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(new[place] for place in places))


def _names_somebody(value: Any, names: re.Pattern[str]) -> bool:
    return any(names.search(text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """The texts within data that are not ours: of sentences what fills their gaps."""
    if isinstance(value, Words):
        match value.recipe:
            case Sentence() as sentence:
                yield from _texts(tuple(sentence.gaps.values()))
            case Joined(parts):
                yield from _texts(parts)
            case Capital(text) | Completed(text):
                yield from _texts(text)
    elif isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield from _texts(tuple(getattr(value, field.name) for field in fields(value)))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _texts(part)

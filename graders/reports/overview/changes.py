"""What of an overview is kept for the next one, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exercises.words import Words, say
from graders.reports.overview.overview import Overview
from graders.reports.words import number

MOST = 5
"""Groups that are named."""
KEPT = frozenset({"made", "handed_in", "graded", "asked", "median", "passed", "groups"})
COUNTED = {"handed_in": say("handed in"), "graded": say("graded"), "asked": say("need a person"), "median": say("median")}


def facts_of(seen: Overview) -> dict[str, Any]:
    """What is kept: counts, nothing of any student."""
    return {
        "made": f"{seen.made:%Y-%m-%d %H:%M} UTC",
        "handed_in": len(seen.students),
        "graded": len(seen.points),
        "asked": len(seen.asked),
        "median": seen.median,
        "passed": {check.name: check.counts.get("passed", 0) for check in seen.checks},
        "groups": {group.name: len(group.students) for group in seen.groups},
    }


def changes(seen: Overview) -> list[Words]:
    """What is other than in the overview before, in words; nothing where nothing is, or there was none."""
    now, before = facts_of(seen), seen.before
    if not before:
        return []
    found = [_change(word, before[key], now[key]) for key, word in COUNTED.items() if before[key] != now[key]]
    for name, count in now["passed"].items():
        if count != before["passed"].get(name, 0):
            found.append(_change(say("`{check}` passed", check=name), before["passed"].get(name, 0), count))
    for name in _most_changed(before["groups"], now["groups"]):
        found.append(_change(say("group {name}", name=name), before["groups"].get(name, 0), now["groups"].get(name, 0)))
    return found


def _change(what: str, before: float | None, now: float | None) -> Words:
    shown = ["–" if value is None else number(value) for value in (before, now)]
    return say("{what}: {before} → {now}", what=what, before=shown[0], now=shown[1])


def _most_changed(before: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    by = {name: abs(now.get(name, 0) - before.get(name, 0)) for name in [*now, *before]}
    return sorted((name for name in by if by[name]), key=lambda name: -by[name])[:MOST]

"""An overview for programs: as JSON and CSV. Every field is documented in ``docs/json.md``."""

from __future__ import annotations

import csv
import io
from typing import Any

from graders.reports.overview.charts import distribution
from graders.reports.overview.group import Seen
from graders.reports.overview.overview import FIRST, Check, Decision, Overview, Student

FORMAT_VERSION = 1
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula."""


def to_json(seen: Overview) -> dict[str, Any]:
    """All that the page shows, but for pictures, graphs and code."""
    bars = distribution(seen.points, seen.most).bars if seen.points else ()
    return {
        "format_version": FORMAT_VERSION,
        "assignment": seen.assignment,
        "notebook": seen.notebook,
        "made": f"{seen.made:%Y-%m-%dT%H:%M:%SZ}",
        "anonymous": seen.is_anonymous,
        "handed_in": len(seen.students),
        "graded": len(seen.points),
        "need_person": len(seen.asked),
        "late": len(seen.late),
        "max_points": seen.most,
        "median": seen.median,
        "distribution": [{"points": bar.label, "count": bar.count} for bar in bars],
        "before": seen.before or None,
        "checks": [_check(check) for check in seen.checks],
        "first_groups": {"count": min(FIRST, len(seen.distinct)), "share": seen.covered},
        "groups": [_group(seen, group) for group in seen.groups],
        "undecided": [_decision(seen, decision) for decision in seen.decisions],
        "again": _places(seen, seen.again),
        "students": [_student(seen, student) for student in seen.students],
    }


def _check(check: Check) -> dict[str, Any]:
    causes = [{"group": name, "count": count} for name, count in check.causes]
    return {"name": check.name, "max_points": check.most, "counts": dict(check.counts), "causes": causes}


def _group(seen: Overview, group: Seen) -> dict[str, Any]:
    shown, names = group.box.example, [student.id for student in seen.students]
    return {
        "name": group.name,
        "outcome": group.box.outcome.value,
        "count": len(group.students),
        "lost": group.lost,
        "same_students_as": group.same or None,
        "checks": list(group.box.cells),
        "proved": group.proved,
        "cause": group.cause,
        "counterexample": None if shown is None else {"call": shown.call, "expected": shown.expected, "got": shown.got},
        "students": [names[place] for place in group.students],
        "others": [names[place] for place in group.others],
    }


def _decision(seen: Overview, decision: Decision) -> dict[str, Any]:
    return {"name": decision.name, "group": decision.group is not None, "places": _places(seen, decision.places)}


def _places(seen: Overview, places: Any) -> list[dict[str, Any]]:
    return [{"student": seen.students[place].id, "cells": list(cells)} for place, cells in places.items()]


def _student(seen: Overview, student: Student) -> dict[str, Any]:
    return {
        "id": student.id,
        "name": student.name,
        "graded": student.is_graded,
        "points": student.points,
        "late": student.late,
        "checks": dict(zip((check.name for check in seen.checks), student.signs)),
        "groups": list(student.groups),
        "need_person": list(student.asked),
        "seconds": student.ran.seconds,
        "tripped": list(student.ran.tripped),
        "ended_early": list(student.ran.early),
    }


def to_csv(seen: Overview) -> str:
    """A row a student: the page's table."""
    written = io.StringIO()
    writer = csv.writer(written)
    checks = [check.name for check in seen.checks]
    writer.writerow(["student", "name", "graded", "points", "max_points", "late", *checks, "need_person", "groups"])
    for student in seen.students:
        signs = student.signs or [""] * len(checks)
        points = "" if student.points is None else student.points
        row = [student.id, student.name, student.is_graded, points, seen.most, student.late, *signs]
        writer.writerow([_cell(value) for value in (*row, " ".join(student.asked), " ".join(student.groups))])
    return written.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value

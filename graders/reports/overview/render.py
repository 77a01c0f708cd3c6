"""Overviews as HTML: one file that needs no other, with one small script, which its policy allows by its digest."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from markupsafe import Markup

from exercises.words import say_several
from graders.records.verdict import Outcome
from graders.reports.feedback_page.page import DECIDED, OPEN, SIGNS, UNRECORDED
from graders.reports.feedback_page.render import environment
from graders.reports.language import Language
from graders.reports.overview.changes import changes
from graders.reports.overview.charts import distribution, parts
from graders.reports.overview.overview import DETAILED, FIRST, Overview
from graders.reports.words import LABELS, share

TEMPLATES = Path(__file__).with_name("templates")
SCRIPT = (TEMPLATES / "overview.js").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src {}; form-action 'none'; base-uri 'none'"
WORDS = {
    **{outcome.value: (SIGNS[outcome], LABELS[outcome]) for outcome in Outcome},
    "undecided": ("?", LABELS[Outcome.GRADER_ERROR]),
    "decided": DECIDED[1:],
    "open": OPEN[1:],
    "unknown": UNRECORDED[1:],
}
"""Sign and word by what became of a check."""


def html(seen: Overview, formgrader: str, language: str = "en") -> str:
    """The page in a language of :mod:`graders.reports.language`; ``formgrader``: the address to which its links lead."""
    return _page("overview.html.j2", seen, formgrader, language, SCRIPT)


def undecided_html(seen: Overview, formgrader: str, language: str = "en") -> str:
    """The page of what a person has to decide. It has no script."""
    return _page("undecided.html.j2", seen, formgrader, language, "")


def _page(template: str, seen: Overview, formgrader: str, language: str, script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = Language(language).text
    facts: dict[str, Any] = {
        "seen": seen,
        "base": formgrader.rstrip("/"),
        "policy": POLICY.format(f"'sha256-{digest}'" if script else "'none'"),
        "script": Markup(script),
        "kinds": WORDS,
        "first": FIRST,
        "detailed": DETAILED,
        "points": distribution(seen.points, seen.most) if seen.points else None,
        "parts": parts,
        "tripped": [place for place, student in enumerate(seen.students) if student.ran.tripped],
        "early": [place for place, student in enumerate(seen.students) if student.ran.early],
        "changed": changes(seen),
        "share": lambda count, of: text(share(count, of)),
        "people": lambda count: text(say_several("{count} student", "{count} students", count)),
    }
    return environment(language, TEMPLATES).get_template(template).render(facts)

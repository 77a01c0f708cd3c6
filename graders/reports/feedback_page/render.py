"""A feedback page as HTML. Everything that is put into a template is escaped, but for what is marked as HTML already."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from exercises.words import Words, capital, say
from graders.cleaning.markdown import instructors_html
from graders.records.evidence import Picture
from graders.records.verdict import Verdict
from graders.reports.feedback_page.boxes import Box
from graders.reports.feedback_page.difference import Pieces, marked
from graders.reports.feedback_page.page import Page
from graders.reports.feedback_page.pictures import view
from graders.reports.language import Language
from graders.reports.words import LABELS, number, points_of

if TYPE_CHECKING:  # it brings NumPy
    from exercises.checking.failures import Counterexample

LONGEST_WHOLE = 22
"""Characters of code that is not broken into lines: they fit on a phone."""
TEMPLATES = Path(__file__).with_name("templates")


def html(page: Page, language: str = "en") -> str:
    """The whole page in a language of :mod:`graders.reports.language`: one file that needs no other and runs no script."""
    return environment(language).get_template("page.html.j2").render(page=page)


def verdict_html(verdict: Verdict, box: Box, language: str = "en", styled: bool = True) -> str:
    """One verdict, for a page of nbgrader's; ``styled``: with its style sheet, which a page needs once."""
    title = capital(LABELS[verdict.outcome])
    facts = {"points": points_of(verdict.points, verdict.max_points), "description": verdict.description, "styled": styled}
    return environment(language).get_template("verdict.html.j2").render(box=box, title=title, **facts)


@functools.cache
def environment(language: str, *folders: Path) -> Environment:
    """What pages in a language are made with: templates in ``folders``, and those here."""
    spoken = Language(language)
    loader = FileSystemLoader([*folders, TEMPLATES])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals.update(
        _=lambda template, **gaps: spoken.text(say(template, **gaps)),
        drawing=lambda graph, name: Markup(graph.svg(f"graph-{name}", spoken.text) or ""),
        difference=marked,
        language=language,
        marked=lambda example: _marked(example, spoken),
        points_of=points_of,
        view=_view,
    )
    made.filters.update(
        comment=_comment, number=number, plain=spoken.text, time=_time, words=lambda text: with_code(spoken.text(text))
    )
    return made


def with_code(text: str) -> Markup:
    """``text`` escaped, with what stands between backticks as code."""
    parts = [escape(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape(text)
    short = lambda part: Markup(' class="short"') if len(part) <= LONGEST_WHOLE else ""
    code = lambda part: Markup("<code{}>{}</code>").format(short(part), part)
    return Markup("").join(code(part) if place % 2 else part for place, part in enumerate(parts))


def _marked(example: Counterexample, language: Language) -> tuple[Pieces, Pieces]:
    """What was expected and what came, with the differences marked, unless one is said in words."""
    texts = language.text(example.expected), language.text(example.got)
    if isinstance(example.expected, Words) or isinstance(example.got, Words):
        return [(texts[0], False)], [(texts[1], False)]
    return marked(*texts)


def _view(pictures: Sequence[Picture]) -> Any:
    """The first of the pictures in which there is something to be seen."""
    return next(filter(None, map(view, pictures)), None)


def _time(moment: datetime.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _comment(text: str) -> Markup:
    """What a grader typed: all that Markdown can do."""
    return Markup(instructors_html(text, {}))

"""``theano-exercises overview``: the class as it is now, and where its overview is written.

Nothing is run, judged or locked: it may be made while grading goes on.
"""

import glob
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, Notebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import select
from traitlets.config import Config

from graders.cleaning.text import writable
from graders.course.class_groups import grouped
from graders.course.folder import CourseError, open_gradebook
from graders.course.page_settings import FeedbackPage, trouble_with_overview
from graders.course.page_settings import Overview as Settings
from graders.course.registry import write_whole
from graders.reports.overview import data, render
from graders.reports.overview.anonymous import anonymous
from graders.reports.overview.changes import KEPT, facts_of
from graders.reports.overview.overview import Overview, overview

FOLDER = "overview"


class NobodyGraded(CourseError):
    """There is nothing to be seen of an assignment yet."""


@dataclass(frozen=True)
class Form:
    """What is to be made: the page, or the data as ``json`` or ``csv``; without names if ``anonymous``; what is
    ``undecided`` in place of the whole."""

    json: bool = False
    csv: bool = False
    anonymous: bool = False
    undecided: bool = False


def assignments(coursedir: CourseDirectory) -> list[str]:
    """All that the gradebook knows. Raises :class:`CourseError`."""
    with open_gradebook(coursedir) as gradebook:
        return [name for (name,) in gradebook.db.execute(select(Assignment.name).order_by(Assignment.name))]


def overviews(coursedir: CourseDirectory) -> list[Overview]:
    """The overview of each notebook of the course's assignment. Raises :class:`CourseError`; see :class:`NobodyGraded`."""
    name = coursedir.assignment_id
    with open_gradebook(coursedir) as gradebook:
        known = _notebooks(gradebook, name)
        found = grouped(gradebook, coursedir)
    before, handed_in = _before(coursedir), _handed_in(coursedir)
    made = [
        overview((name, nb), found.members.get(nb, []), found.groups.get(nb, []), handed_in, before.get(nb)) for nb in known
    ]
    if not any(seen.points for seen in made):
        raise NobodyGraded(f"Nobody's {name} is graded yet: run `theano-exercises autograde {name}` first.")
    return made


def _notebooks(gradebook: Gradebook, assignment: str) -> list[str]:
    rows = gradebook.db.execute(select(Assignment.name, Notebook.name).outerjoin(Notebook).order_by(Notebook.name)).all()
    if assignment not in {name for name, _ in rows}:
        raise CourseError(
            f"The gradebook does not know {assignment!r}: run `nbgrader generate_assignment {assignment}` first. "
            f"It knows: {', '.join(sorted({name for name, _ in rows})) or 'none'}."
        )
    return [notebook for name, notebook in rows if name == assignment and notebook is not None]


def _handed_in(coursedir: CourseDirectory) -> set[str]:
    """The students whose submissions are where nbgrader looks for them."""
    folders = glob.glob(coursedir.format_path(coursedir.submitted_directory, "*", coursedir.assignment_id))
    found = {writable(Path(folder).parent.name) for folder in folders if glob.glob(f"{glob.escape(folder)}/*.ipynb")}
    return found.difference(coursedir.student_id_exclude.split(","))


def write(coursedir: CourseDirectory, made: list[Overview], wanted: Form) -> Iterator[Path]:
    """Write what is wanted of them; yield where. Raises :class:`CourseError`."""
    settings, language = Settings(config=coursedir.config), FeedbackPage(config=coursedir.config).language
    for seen in [anonymous(seen) for seen in made] if wanted.anonymous else made:
        texts = {}
        if wanted.json:
            texts["json"] = json.dumps(data.to_json(seen), indent=1, ensure_ascii=False) + "\n"
        if wanted.csv:
            texts["csv"] = data.to_csv(seen)
        if not texts:
            page = render.undecided_html if wanted.undecided else render.html
            texts["html"] = page(seen, settings.formgrader, language)
        for kind, text in texts.items():
            path = _place(coursedir, seen, len(made), wanted).with_suffix(f".{kind}")
            write_whole(path, text)
            yield path
    if not (wanted.json or wanted.csv or wanted.anonymous or wanted.undecided):
        write_whole(_facts(coursedir), json.dumps({seen.notebook: facts_of(seen) for seen in made}, indent=1) + "\n")


def _place(coursedir: CourseDirectory, seen: Overview, count: int, wanted: Form) -> Path:
    parts = [seen.assignment] + [seen.notebook] * (count > 1)
    parts += ["undecided"] * (wanted.undecided and not (wanted.json or wanted.csv)) + ["anonymous"] * wanted.anonymous
    return Path(coursedir.root, FOLDER, "-".join(parts) + ".x")


def _facts(coursedir: CourseDirectory) -> Path:
    return Path(coursedir.root, FOLDER, f".{coursedir.assignment_id}.json")


def _before(coursedir: CourseDirectory) -> Mapping[str, Any]:
    """What was kept of the overview before; nothing where there was none, or it can't be read."""
    try:
        kept = json.loads(_facts(coursedir).read_text(encoding="utf-8"))
        return {name: facts for name, facts in kept.items() if facts.keys() >= KEPT}
    except (OSError, ValueError, AttributeError):
        return {}


def require_settings(config: Config) -> None:
    """Raise :class:`CourseError` for settings that can't be."""
    trouble = trouble_with_overview(config)
    if trouble:
        raise CourseError(trouble)

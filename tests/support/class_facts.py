"""What a browser sees of all pages of the sample class, once for all tests of a run."""

from __future__ import annotations

import json
import shutil
import socket
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import course_builder
import page_facts
import sample_class
from browser import Browser
from course_builder import Course
from formgrader import served

from graders.commands.demo import CLASS, FIRST
from graders.reports.data import from_notebook

KEYS = [f"{student}/{assignment}" for student in CLASS for assignment in FIRST]
"""Every page, as "student/assignment"."""
TABBED = ("edsger/tanh_layer", "kathleen/accumulator", "nobody/polynomial")
JUDGED_IN_GERMAN = ("donald/polynomial", "edsger/tanh_layer", "kathleen/accumulator", "noether/polynomial")
SHOWN_TO_GRADERS = {"failed": "donald", "passed": "ada", "undecided": "noether"}
"""Pages that are tried with the keyboard, that axe judges in German, and whose polynomials are opened in the formgrader."""


def measured(tmp_path_factory: Any) -> dict[str, Any]:
    """The facts on pages, by copy and page, those of :func:`formgraders`, and the verdicts that were graded."""

    def fill(course: Course) -> None:
        english = sample_class.make(course.folder / "english")
        with ThreadPoolExecutor(1) as beside, browser_in(course.folder / "profile") as browser:
            making = beside.submit(sample_class.copies, english)
            facts: dict[str, Any] = {"english": {key: page_facts.measure(browser, _page(english, key)) for key in KEYS}}
            facts["unreached"] = {key: page_facts.unreached(browser, _page(english, key)) for key in TABBED}
            copies = making.result()
            for name, students in sample_class.STUDENTS.items():
                keys = [key for key in KEYS if key.partition("/")[0] in students]
                facts[name] = {key: page_facts.read(browser, _page(copies[name], key)) for key in keys}
            facts["german axe"] = {key: _judged(browser, _page(copies["german"], key)) for key in JUDGED_IN_GERMAN}
            facts["formgrader"] = formgraders(browser, english)
        facts["verdicts"] = {key: _verdicts(english, key) for key in KEYS}
        (course.folder / "facts.json").write_text(json.dumps(facts))

    folder = course_builder.shared(tmp_path_factory, "feedback-pages", fill).folder
    facts: dict[str, Any] = json.loads((folder / "facts.json").read_text())
    return facts


@contextmanager
def browser_in(profile: Path) -> Iterator[Browser]:
    """A browser that lets itself be asked about pages that allow no script."""
    try:
        with closing(Browser(profile)) as browser:
            browser.allow_scripts()
            yield browser
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def formgraders(browser: Browser, course: Course) -> dict[str, Any]:
    """What axe finds in the verdicts on the formgrader's pages, and how many there are."""
    found = {}
    with served(course.folder, _free_port()) as address:
        with urllib.request.urlopen(f"{address}/formgrader/api/submitted_notebooks/polynomial/polynomial") as answer:
            places = {row["student"]: row["id"] for row in json.load(answer)}
        for outcome, student in SHOWN_TO_GRADERS.items():
            browser.prefer()
            browser.open(f"{address}/formgrader/submissions/{places[student]}/", settle=0.3)
            count = browser.evaluate("document.querySelectorAll('.te-verdict').length")
            found[outcome] = {"verdicts": count, "axe": page_facts.judged(browser, ".te-verdict")}
    return found


def _page(course: Course, key: str) -> Path:
    return sample_class.page(course, *key.split("/"))


def _judged(browser: Browser, page: Path) -> Any:
    page_facts.read(browser, page)
    return page_facts.judged(browser)


def _verdicts(course: Course, key: str) -> dict[str, Any]:
    """By grade cell: the points that were lost, and the values of the counterexample."""
    return {
        verdict.cell: {
            "lost": verdict.max_points - verdict.points,
            "example": list(vars(verdict.counterexample).values()) if verdict.counterexample else [],
        }
        for verdict in from_notebook(course.autograded(*key.split("/")))
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

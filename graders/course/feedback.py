"""``theano-exercises feedback``: nbgrader's own feedback pages, made by several processes, and only where something changed.

A page ends in a comment with the digest of all that it was made from: the autograded notebook, the points and comments in
the gradebook, a person's too, and the settings, steps, templates and code that make pages. The same digest means the same
page.
"""

import hashlib
import importlib.metadata
import json
import multiprocessing
import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Collection, Generator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import rmtree

from graders.checkout import CHECKOUT
from graders.cleaning.text import one_line
from graders.course.converter import Books, WithBooks
from graders.course.folder import CourseError, concerns_all, configured, load_course, stopped_by
from graders.course.plan import require_there
from graders.records.submission import Submission

PACKAGES = ("nbgrader", "nbconvert", "nbformat", "jinja2", "markupsafe", "beautifulsoup4", "mistune", "nh3", "latex2mathml",
            "pygments", "pillow", "defusedxml")  # fmt: skip
"""What pages are made with."""
MARK = "\n<!-- theano-exercises {} -->\n"


@dataclass(frozen=True)
class Page:
    """The feedback on one submission: ``written`` or current already, or the ``problem`` that kept it from being made."""

    student: str
    written: bool = False
    problem: str = ""


class FeedbackBooks(Books):
    """What was read of a submission to see whether its pages are current is not read again to make them."""

    def __init__(self, converter: GenerateFeedback) -> None:
        super().__init__(converter)
        self._read: dict[tuple[str, str], Submission] = {}

    def read(self, about: Mapping[str, str]) -> Submission:
        """What the gradebook holds now."""
        found = self._read[about["student"], about["notebook"]] = super().submission(about)
        return found

    def submission(self, about: Mapping[str, str]) -> Submission:
        return self._read[about["student"], about["notebook"]]


class ClassFeedback(GenerateFeedback, WithBooks):
    """nbgrader's GenerateFeedback, one submission at a time, that leaves current pages alone."""

    books: FeedbackBooks
    assignments: dict[str, list[str]]
    notebooks: list[str]

    def start_making(self, force: bool) -> None:
        """Make ready for pages; ``force``: also for those that are current."""
        self.force = force
        self.books = FeedbackBooks(self)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        for step in self.preprocessors:
            self.exporter.register_preprocessor(step)
        self._tools = made_with(self.exporter)

    def plan(self, students: Collection[str] = ()) -> list[str]:
        """The folders of autograded submissions; ``students`` limits them to some. Raises :class:`CourseError`."""
        name = self.coursedir.assignment_id
        try:
            self.init_notebooks()
        except NbGraderException:
            place = self.coursedir.autograded_directory
            raise CourseError(
                f"There are no submissions of {name!r} in {place}/: run `theano-exercises autograde {name}` first. "
                f"It has some of: {', '.join(sorted({path.name for path in Path(place).glob('*/*')})) or 'none'}."
            ) from None
        found = {folder: Path(folder).parent.name for folder in sorted(self.assignments)}
        require_there(students, found.values(), f"autograded submission of {name!r}")
        return [folder for folder, student in found.items() if not students or student in students]

    def bring_up_to_date(self, folder: str) -> Page:
        """Make the pages of the submission in ``folder``, unless they are there and nothing has changed."""
        assignment, student = self.coursedir.assignment_id, Path(folder).parent.name
        self.notebooks = sorted(map(str, Path(folder).glob("*.ipynb")))
        place = Path(self._format_dest(assignment, student))
        try:
            self._digests = {Path(path).stem: self._digest(Path(path), student) for path in self.notebooks}
            if not self.force and all(_is_current(place / f"{name}.html", mark) for name, mark in self._digests.items()):
                return Page(student)
            if place.exists():
                rmtree(str(place))
            self.init_assignment(assignment, student)
            for path in self.notebooks:
                self.convert_single_notebook(path)
            self.set_permissions(assignment, student)
        except MissingEntry:
            again = f"theano-exercises autograde {assignment} --student {shlex.quote(student)}"
            problem = f"the gradebook does not have it (any more): run `{again}`, or delete {os.path.relpath(folder)}."
            return Page(student, problem=one_line(problem))
        except Exception as error:
            if concerns_all(error):
                raise stopped_by(error, self.coursedir.db_url, str(place)) from None
            self.log.error("%s, %s: no feedback", student, assignment, exc_info=not isinstance(error, OSError))
            return Page(student, problem=one_line(f"{type(error).__name__}: {error}"))
        return Page(student, written=True)

    def _digest(self, path: Path, student: str) -> str:
        about = {"assignment": self.coursedir.assignment_id, "notebook": path.stem, "student": student}
        facts = json.dumps([self._tools, asdict(self.books.read(about))], default=str)
        return hashlib.sha256(facts.encode() + path.read_bytes()).hexdigest()

    def write_single_notebook(self, output: str, resources: Any) -> None:
        """Put the page in its place when it is complete."""
        about = resources["nbgrader"]
        place = Path(self._format_dest(about["assignment"], about["student"]))
        place.mkdir(parents=True, exist_ok=True)
        part = place / f".{about['notebook']}.part"
        part.write_text(output + MARK.format(self._digests[about["notebook"]]), encoding="utf-8")
        part.replace(place / f"{about['notebook']}.html")


def made_with(exporter: Any) -> str:
    """A digest of what ``exporter`` makes a page with: settings of it and its steps, templates, our code, versions."""
    makers = [exporter, *(part for step in exporter._preprocessors for part in getattr(step, "made", [step]))]
    settings = [[type(maker).__name__, maker.trait_values(config=True)] for maker in makers]
    versions = [importlib.metadata.version(name) for name in PACKAGES]
    digest = hashlib.sha256(json.dumps([settings, versions], sort_keys=True, default=_name_of).encode())
    for place in [CHECKOUT / "graders", *map(Path, exporter.extra_template_basedirs)]:
        for path in sorted(path for path in place.rglob("*") if path.suffix != ".pyc" and path.is_file()):
            digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _name_of(value: Any) -> str:
    """A class or a function, in a way that is the same in every process."""
    return f"{value.__module__}.{getattr(value, '__qualname__', type(value).__qualname__)}"


def _is_current(page: Path, digest: str) -> bool:
    mark = MARK.format(digest).encode()
    try:
        with page.open("rb") as file:
            file.seek(-len(mark), 2)
            return file.read() == mark
    except OSError:
        return False


def pages(
    folder: Path, assignment: str, folders: list[str], jobs: int, force: bool, count: Callable[[Page], None]
) -> Generator[Page, None, None]:
    """Bring the feedback on the submissions in ``folders`` up to date, ``jobs`` at a time; yield as they are done.

    ``count`` is called with each of them, also with those that are done while an interrupted run is being ended.

    Raises :class:`CourseError` for what would be the same with every page, and when a process of the pool is killed.
    """
    # A fork has everything imported; elsewhere than on Linux it isn't safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(jobs, context, _start, (folder, assignment, force))
    try:
        futures = [pool.submit(_bring_up_to_date, path) for path in folders]
        for future in futures:
            future.add_done_callback(lambda done: None if done.cancelled() or done.exception() else count(done.result()))
        for done in as_completed(futures):
            yield done.result()
    except BrokenProcessPool:
        raise CourseError(
            "A process that makes pages was ended from outside (is there enough memory?). "
            "The same command goes on where this one stopped."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


_converter: ClassFeedback


def _start(folder: Path, assignment: str, force: bool) -> None:
    """In each process of the pool: one converter, one exporter."""
    global _converter
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command's own process ends the pool
    threading.Thread(target=_end_with_the_command, daemon=True).start()
    app, coursedir = load_course(folder, assignment)
    _converter = configured(ClassFeedback, app, coursedir)
    _converter.start_making(force)


def _end_with_the_command() -> None:
    """A fork has the lock of the course folder too: left behind by a killed command it would keep it for ever."""
    command = multiprocessing.parent_process()
    if command is not None:
        command.join()
        os._exit(1)


def _bring_up_to_date(folder: str) -> Page:
    return _converter.bring_up_to_date(folder)

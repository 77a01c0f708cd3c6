"""``theano-exercises autograde``: nbgrader's own converter over a class, with sandbox and judge running ahead in threads.

Threads read submissions and have them graded (``ahead``); this thread, the only one that touches the gradebook, does
nbgrader's bookkeeping for each as soon as its results are there. What is graded already, from the same file, is left as it
is (``plan``).
"""

import os
import shutil
from collections.abc import Callable, Collection, Generator, Mapping
from concurrent.futures import Future
from contextlib import closing, nullcontext
from pathlib import Path

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import find_all_files, rmtree

from graders.cleaning.text import one_line
from graders.course import earlier, finished
from graders.course.ahead import Prepared, as_done, prepare_all
from graders.course.autograde_steps import GradeInSandbox, require_plain_name
from graders.course.careful import CarefulCopy
from graders.course.converter import GRADED, Books, GradedNotebook, WithBooks
from graders.course.folder import CourseError, as_raised, concerns_all, open_gradebook
from graders.course.plan import Plan, in_gradebook, make_plan
from graders.course.wanted import group_comments
from graders.grading.pipeline import Settings
from graders.notebooks.assignment import Assignment
from graders.records.finding import Event
from graders.records.work import Graded, Work


class ClassBooks(Books):
    """For the whole class: one gradebook, the assignment as it was when the run began, results that are there already."""

    def __init__(
        self, converter: Autograde, gradebook: Gradebook, known: dict[str, Assignment], grade: Callable[[Work], Graded]
    ) -> None:
        super().__init__(converter)
        self._gradebook, self.known, self.grade = gradebook, known, grade
        self.at_hand: Prepared | None = None

    def gradebook(self) -> nullcontext[Gradebook]:
        """The one that is open."""
        return nullcontext(self._gradebook)

    def assignment(self, about: Mapping[str, str]) -> Assignment:
        return self.known[about["notebook"]]

    def grader(self, settings: Settings) -> Callable[[Work], Graded]:
        return self._graded

    def _graded(self, work: Work) -> Graded:
        """The results on the notebook at hand. Should a step have changed its code since, they are made anew."""
        return self.at_hand.graded if self.at_hand and work == self.at_hand.work else self.grade(work)


class ClassAutograde(Autograde, CarefulCopy, WithBooks):
    """nbgrader's Autograde with one gradebook for the class, results that are there already, and one write a notebook."""

    assignments: dict[str, list[str]]
    notebooks: list[str]
    books: ClassBooks

    def plan(self, students: Collection[str] = ()) -> Plan:
        """Look at the course folder; ``students`` limits it to some. Raises :class:`CourseError`."""
        known, entries = in_gradebook(self.coursedir)
        group_comments(self.coursedir, self.coursedir.assignment_id)  # what is wrong there is wrong with all
        try:
            self.init_notebooks()
        except NbGraderException:
            name, place = self.coursedir.assignment_id, self.coursedir.submitted_directory
            raise CourseError(f"There are no submissions of {name!r} in {place}/.") from None
        found = {folder: Path(folder).parent.name for folder in sorted(self.assignments)}
        return make_plan(self.coursedir, found, known, entries, students, self.force)

    def settings(self) -> Settings:
        """How the course's configuration wants it graded."""
        return GradeInSandbox(parent=self).settings()

    def run(
        self, plan: Plan, threads: int, grade: Callable[[Work], Graded], stop: Callable[[], None] = lambda: None
    ) -> Generator[Event, None, None]:
        """Grade what is pending, ``threads`` at a time; yield an event a submission, in the order in which they end.

        ``grade`` takes a notebook's work through sandbox and judge; ``stop`` makes those calls that go on come back.
        """
        prepare = lambda folder: prepare_all(folder, plan.known, grade)
        ahead = closing(as_done(plan.pending, prepare, threads, stop))
        with open_gradebook(self.coursedir) as gradebook, ahead as done:
            self.books = ClassBooks(self, gradebook, plan.known, grade)
            self.exporter = self.exporter_class(parent=self, config=self.config)
            for folder, future in done:
                yield self._keep_books(folder, plan.pending[folder], future)

    def _keep_books(self, folder: str, student: str, future: Future[dict[str, Prepared]]) -> Event:
        """One submission of nbgrader's ``convert_notebooks``, with the trouble as an event instead of in a log."""
        assignment = self.coursedir.assignment_id
        try:
            prepared = future.result()
            require_plain_name(student)
            place = Path(self._format_dest(assignment, student))
            earlier.keep(place, self.coursedir.remember(student))
            self._remove(assignment, student)
            self.notebooks = sorted({*self.assignments[folder], *(str(Path(folder, f"{name}.ipynb")) for name in prepared)})
            self.run_pre_convert_hook()
            self.init_assignment(assignment, student)
            graded = [self._grade(path, prepared[Path(path).stem]) for path in self.notebooks]
            self.set_permissions(assignment, student)
            earlier.drop(place)
            finished.publish(place)
            self.run_post_convert_hook()
        except BaseException as error:
            with self.books.gradebook() as gradebook:
                gradebook.db.rollback()
            self._remove(assignment, student)
            raised = as_raised(error)
            if concerns_all(raised) or not isinstance(raised, Exception):
                raise raised from None
            self.log.error("%s, %s: not graded", student, assignment, exc_info=not isinstance(error, OSError))
            return Event(student, problem=one_line(f"{type(error).__name__}: {error}"))
        return Event(
            student,
            tuple(verdict for notebook in graded for verdict in notebook.verdicts.values()),
            kept=tuple(cell for notebook in graded for cell in notebook.kept),
            unscored=tuple(cell for notebook in graded for cell in notebook.unscored),
            decided=tuple(cell for notebook in graded for cell in notebook.decided),
            left=tuple(group for notebook in graded for group in notebook.left),
        )

    def _remove(self, assignment_id: str, student_id: str) -> None:
        """Remove what an earlier run, or this one, has left of an autograded submission."""
        place = self._format_dest(assignment_id, student_id)
        if os.path.exists(place):
            self.log.info("Removing existing assignment: %s", place)
            rmtree(place)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """What nbgrader's own does, with one gradebook: rows for student and submission, other files, known notebooks."""
        CarefulCopy.init_assignment(self, assignment_id, student_id)
        handed_in = self._format_source(assignment_id, student_id)
        timestamp = self.coursedir.get_existing_timestamp(handed_in)
        with self.books.gradebook() as gradebook:
            if self.create_student:
                gradebook.update_or_create_student(student_id)
            else:
                gradebook.find_student(student_id)
            more = {"timestamp": timestamp} if timestamp else {}
            row = gradebook.update_or_create_submission(assignment_id, student_id, **more)
        if timestamp and row.total_seconds_late > 0:
            self.log.warning("%s is %s seconds late", row, row.total_seconds_late)
        self._copy_masters(assignment_id, student_id)
        for path in self.notebooks:
            if Path(path).stem not in self.books.known:
                self.log.warning("Skipping unknown notebook: %s", one_line(path))
        self.notebooks = [path for path in self.notebooks if Path(path).stem in self.books.known]
        if not self.notebooks:
            raise NbGraderException(f"{handed_in} holds no notebook of the assignment.")

    def _copy_masters(self, assignment_id: str, student_id: str) -> None:
        """Copy what is not a notebook from the source folder over whatever the student handed in."""
        master = self.coursedir.format_path(self.coursedir.source_directory, ".", assignment_id)
        kept = {os.path.join(master, name) for name in self.exclude_overwriting.get(assignment_id, [])}
        for path in find_all_files(master, [*self.coursedir.ignore, "*.ipynb"]):
            if path not in kept:
                copy = Path(self._format_dest(assignment_id, student_id), os.path.relpath(path, master))
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.unlink(missing_ok=True)
                shutil.copy(path, copy)

    def _grade(self, path: str, prepared: Prepared) -> GradedNotebook:
        """Take nbgrader's steps with a notebook, in memory; write it once, beside its place, and say what was found."""
        self.books.at_hand = prepared
        resources = self.init_single_notebook_resources(path)
        about = resources["nbgrader"]
        for note in [prepared.trouble, *prepared.notes]:
            if note:
                self.log.warning("%s, %s: %s", about["student"], about["assignment"], note)
        self._init_preprocessors()
        nb, _ = Exporter.from_notebook_node(self.exporter, prepared.nb, resources)
        resources = self.init_single_notebook_resources(path)
        self._sanitizing = False
        try:
            self._init_preprocessors()
            output, resources = self.exporter.from_notebook_node(nb, resources)
        finally:
            self._sanitizing = True
        place = Path(self._format_dest(about["assignment"], about["student"]))
        finished.write_part(place, about["notebook"], output)
        graded: GradedNotebook = resources[GRADED]
        return graded

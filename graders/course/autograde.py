"""``theano-exercises autograde``: nbgrader's own converter over a class, with sandbox and judge running ahead in threads.

Threads read submissions and take them through the :class:`~graders.grading.pipeline.Pipeline`; this thread, the only one
that touches the gradebook, does nbgrader's bookkeeping for each as soon as its results are there. What is graded already,
from the same file, is left as it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Generator, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import find_all_files, rmtree
from sqlalchemy.exc import ArgumentError, DatabaseError

from graders.cleaning.text import one_line
from graders.course import finished
from graders.course.ahead import as_done
from graders.course.autograde_steps import GradeInSandbox, add_missing_notebooks
from graders.course.careful import CarefulCopy
from graders.course.converter import KEPT, UNSCORED, VERDICTS
from graders.course.folder import CourseError, as_raised, concerns_all, stopped_by
from graders.course.plan import Plan, misplaced
from graders.grading.notebook import work_of
from graders.grading.pipeline import Pipeline, open_pipeline
from graders.judge.fingerprint import current
from graders.notebooks import reading, restoring
from graders.notebooks.assignment import Assignment, in_course
from graders.records.finding import Event
from graders.records.verdict import Verdict
from graders.records.work import Graded, Work

if TYPE_CHECKING:
    from graders.grading.cluster import Cluster


@dataclass(frozen=True)
class Prepared:
    """A notebook whose results are there before the bookkeeping: restored, with what had to be restored, and graded."""

    nb: NotebookNode
    notes: list[str]
    trouble: str
    work: Work
    graded: Graded


class ClassAutograde(Autograde, CarefulCopy):
    """nbgrader's Autograde with one gradebook for the class, results that are there already, and one write a notebook."""

    gradebook: Gradebook
    assignments: dict[str, list[str]]
    notebooks: list[str]

    def plan(self, students: Collection[str] = ()) -> Plan:
        """Look at the course folder; ``students`` limits it to some. Raises :class:`CourseError`."""
        name = self.coursedir.assignment_id
        self._known, self._entries = self._in_gradebook(name)
        try:
            self.init_notebooks()
        except NbGraderException:
            raise CourseError(f"There are no submissions of {name!r} in {self.coursedir.submitted_directory}/.") from None
        found = {folder: Path(folder).parent.name for folder in sorted(self.assignments)}
        missing = sorted(set(students) - set(found.values()))
        if missing:
            raise CourseError(f"There is no submission of {name!r} by {', '.join(missing)}.")
        excluded = self.coursedir.student_id_exclude.split(",") if self.coursedir.student_id_exclude else []
        plan = Plan()
        for folder, student in found.items():
            if student in excluded or (students and student not in students):
                continue
            if not self.force and self._is_graded(folder, student):
                plan.graded_already += 1
                plan.waiting += [student] if self._entries[student].needs_manual_grade else []
                plan.older += [student] if self._graded_by_others(student) else []
            else:
                plan.pending[folder] = student
        if not students:
            submitted = Path(self.coursedir.root, self.coursedir.submitted_directory)
            plan.misplaced = misplaced(submitted, name, set(found.values()))
            plan.gone = sorted(self._entries.keys() - found.values() - plan.misplaced.keys())
        return plan

    def pipeline(self, warm: Pipeline | None, jobs: int | None = None) -> Pipeline:
        """``warm`` as the course's configuration wants it, or a new one; for ``jobs`` (default: the cores) at a time.

        Raises :class:`graders.sandbox.conversation.SandboxError`.
        """
        pipeline = GradeInSandbox(parent=self).pipeline(open_pipeline if warm is None else warm.adapted)
        return replace(pipeline, jobs=jobs) if jobs else pipeline

    def cluster(self, scheduler: str, jobs: int | None = None) -> Cluster:
        """The Dask cluster at ``scheduler``, with the course's settings; for ``jobs`` (default: its threads) at a time.

        Raises :class:`CourseError`.
        """
        try:
            from graders.grading.cluster import Cluster, ClusterError
        except ImportError as error:
            raise CourseError(f"--scheduler needs Dask ({error}): pip install -e '.[graders,cluster]'") from None
        try:
            # The course folder is not on the workers: there is nothing to hide.
            return GradeInSandbox(parent=self).pipeline(
                lambda sandbox, hidden, remember, limits: Cluster(scheduler, sandbox, remember, limits, jobs)
            )
        except ClusterError as error:
            raise CourseError(str(error)) from None

    def run(
        self, plan: Plan, threads: int, grade: Callable[[Work], Graded], stop: Callable[[], None] = lambda: None
    ) -> Generator[Event, None, None]:
        """Grade what is pending, ``threads`` at a time; yield an event a submission, in the order in which they end.

        ``grade`` takes a notebook's work through sandbox and judge; ``stop`` makes those calls that go on come back.
        """
        self._grade = grade
        self._found = dict(self.assignments)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        ahead = closing(as_done(plan.pending, self._prepare_all, threads, stop))
        with self._open_gradebook() as self.gradebook, ahead as done:
            for folder, future in done:
                yield self._keep_books(folder, plan.pending[folder], future)

    # Ahead: in threads, without gradebook

    @contextmanager
    def _open_gradebook(self) -> Iterator[Gradebook]:
        """The gradebook. Raises :class:`CourseError` when it can't be used."""
        try:
            with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                yield gradebook
        except (DatabaseError, OSError) as error:
            if not concerns_all(error):
                raise
            raise stopped_by(error, self.coursedir.db_url, self.coursedir.autograded_directory) from error
        except (ArgumentError, ImportError) as error:  # no address of a database, or no driver for it
            raise CourseError(f"The gradebook {self.coursedir.db_url} can't be used: {error}.") from error

    def _in_gradebook(self, name: str) -> tuple[dict[str, Assignment], dict[str, finished.Entry]]:
        with self._open_gradebook() as gradebook:
            try:
                return in_course(self.coursedir, gradebook, name), finished.entries(gradebook, name)
            except MissingEntry:
                raise CourseError(
                    f"The gradebook does not know {name!r}: run `nbgrader generate_assignment {name}` first. "
                    f"It knows: {', '.join(sorted(row.name for row in gradebook.assignments)) or 'none'}."
                ) from None

    def known_assignment(self, assignment: str, notebook: str) -> Assignment:
        """The assignment as the gradebook had it when the run began."""
        return self._known[notebook]

    def _is_graded(self, folder: str, student: str) -> bool:
        """Whether all results on exactly this submission are there, in the gradebook too; what was cut off is not."""
        entry = self._entries.get(student)
        if entry is None:
            return False
        place = Path(self._format_dest(self.coursedir.assignment_id, student))
        for name, assignment in self._known.items():
            done, rows = finished.read(place / f"{name}.ipynb"), entry.rows.get(name, {})
            if done is None or done.digest != reading.digest(Path(folder, f"{name}.ipynb")):
                return False
            if not done.is_current(assignment, rows) or done.may_end_better(rows):
                return False
        return self.coursedir.get_existing_timestamp(folder) in (None, entry.timestamp)

    def _graded_by_others(self, student: str) -> bool:
        """Whether other checks than those of today gave the verdicts on a student's graded submission."""
        place = Path(self._format_dest(self.coursedir.assignment_id, student))
        done = [finished.read(place / f"{name}.ipynb") for name in self._known]
        return any(nb is not None and nb.checks != current() for nb in done)

    def _prepare_all(self, folder: str) -> dict[str, Prepared]:
        return {name: self._prepare(Path(folder, f"{name}.ipynb"), known) for name, known in self._known.items()}

    def _prepare(self, path: Path, assignment: Assignment) -> Prepared:
        nb, trouble = reading.read_or_stand_in(path, assignment)
        notes = restoring.restore(nb, assignment)
        work = work_of(nb, assignment)
        return Prepared(nb, notes, trouble, work, Graded({}, []) if trouble else self._grade(work))

    def grade_ahead(self, work: Work) -> Graded:
        """The results on the notebook at hand. Should a step have changed its code since, they are made anew."""
        return self._at_hand.graded if work == self._at_hand.work else self._grade(work)

    # The books: in this thread

    def _keep_books(self, folder: str, student: str, future: Future[dict[str, Prepared]]) -> Event:
        """One submission of nbgrader's ``convert_notebooks``, with the trouble as an event instead of in a log."""
        assignment = self.coursedir.assignment_id
        self._verdicts: list[Verdict] = []
        self._kept: list[str] = []
        self._unscored: list[str] = []
        try:
            self._prepared = future.result()
            self.notebooks = sorted(self._found[folder])
            self._remove(assignment, student)
            self.run_pre_convert_hook()
            self.init_assignment(assignment, student)
            for path in self.notebooks:
                self.convert_single_notebook(path)
            self.set_permissions(assignment, student)
            finished.publish(Path(self._format_dest(assignment, student)))
            self.run_post_convert_hook()
        except BaseException as error:
            self.gradebook.db.rollback()
            self._remove(assignment, student)
            raised = as_raised(error)
            if concerns_all(raised) or not isinstance(raised, Exception):
                raise raised from None
            self.log.error("%s, %s: not graded", student, assignment, exc_info=not isinstance(error, OSError))
            return Event(student, problem=one_line(f"{type(error).__name__}: {error}"))
        return Event(student, tuple(self._verdicts), kept=tuple(self._kept), unscored=tuple(self._unscored))

    def _remove(self, assignment_id: str, student_id: str) -> None:
        """Remove what an earlier run, or this one, has left of an autograded submission."""
        place = self._format_dest(assignment_id, student_id)
        if os.path.exists(place):
            self.log.info("Removing existing assignment: %s", place)
            rmtree(place)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """What nbgrader's own does, with one gradebook: rows for student and submission, other files, known notebooks."""
        CarefulCopy.init_assignment(self, assignment_id, student_id)
        if self.create_student:
            self.gradebook.update_or_create_student(student_id)
        else:
            self.gradebook.find_student(student_id)
        handed_in = self._format_source(assignment_id, student_id)
        timestamp = self.coursedir.get_existing_timestamp(handed_in)
        more = {"timestamp": timestamp} if timestamp else {}
        row = self.gradebook.update_or_create_submission(assignment_id, student_id, **more)
        if timestamp and row.total_seconds_late > 0:
            self.log.warning("%s is %s seconds late", row, row.total_seconds_late)
        self._copy_masters(assignment_id, student_id)
        for path in self.notebooks:
            if Path(path).stem not in self._known:
                self.log.warning("Skipping unknown notebook: %s", one_line(path))
        self.notebooks = [path for path in self.notebooks if Path(path).stem in self._known]
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

    def run_pre_convert_hook(self) -> None:
        """Ours needs the list of notebooks only; another that is configured runs as in nbgrader."""
        if self.pre_convert_hook is add_missing_notebooks:
            add_missing_notebooks(self.coursedir.assignment_id, "", self.notebooks)
        else:
            super().run_pre_convert_hook()

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Sanitise and grade in memory, and write once."""
        self._at_hand = self._prepared[Path(notebook_filename).stem]
        resources = self.init_single_notebook_resources(notebook_filename)
        about = resources["nbgrader"]
        for note in [self._at_hand.trouble, *self._at_hand.notes]:
            if note:
                self.log.warning("%s, %s: %s", about["student"], about["assignment"], note)
        self._init_preprocessors()
        nb, _ = Exporter.from_notebook_node(self.exporter, self._at_hand.nb, resources)
        resources = self.init_single_notebook_resources(notebook_filename)
        self._sanitizing = False
        try:
            self._init_preprocessors()
            output, resources = self.exporter.from_notebook_node(nb, resources)
        finally:
            self._sanitizing = True
        self._verdicts += resources[VERDICTS].values()
        self._kept += resources[KEPT]
        self._unscored += resources[UNSCORED]
        self.write_single_notebook(output, resources)

    def write_single_notebook(self, output: str, resources: Any) -> None:
        """Write the file beside its place, where :meth:`_keep_books` puts it when all else is done."""
        about = resources["nbgrader"]
        finished.write_part(Path(self._format_dest(about["assignment"], about["student"])), about["notebook"], output)

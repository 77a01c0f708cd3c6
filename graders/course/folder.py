"""A course folder as nbgrader sees it: its configuration, its gradebook, and one run at a time."""

import contextlib
import errno
import fcntl
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from nbgrader.api import Gradebook, InvalidEntry
from nbgrader.apps import NbGrader
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from traitlets.config.loader import PyFileConfigLoader

from graders.checkout import Outdated
from graders.course.careful import CarefulCourse
from graders.course.settings import trouble_with, trouble_with_folder

LOCK = ".theano-exercises.lock"
Converter = TypeVar("Converter", bound=BaseConverter)


class CourseError(Exception):
    """The course folder can't be used as it is. The text says why, and what to do."""


FULL = (errno.ENOSPC, errno.EDQUOT)
AGAIN = "then run the same command again: it goes on where this one stopped."


def concerns_all(error: BaseException) -> bool:
    """Whether it would be the same with the next submission: a full disk, one that is read only, the gradebook, old code."""
    return isinstance(error, (DatabaseError, Outdated)) or (
        isinstance(error, OSError) and error.errno in (*FULL, errno.EROFS)
    )


def stopped_by(error: Exception, gradebook: str, place: str) -> CourseError:
    """What to tell about an ``error`` that :func:`concerns_all`; ``place`` is what was being written then."""
    if isinstance(error, DatabaseError):
        what, why = f"The gradebook {gradebook} can't be used", str(error.orig)
    else:
        assert isinstance(error, OSError)
        what, why = f"{error.filename2 or error.filename or place} can't be written", str(error.strerror)
    if "full" in why or getattr(error, "errno", None) in FULL:
        todo = f"Make room on that disk, {AGAIN}"
    elif "locked" in why:
        todo = f"Another program is using it: wait for it or end it, {AGAIN}"
    else:
        todo = f"Mend that, {AGAIN}"
    return CourseError(f"{what}: {why}. {todo}")


def as_raised(error: BaseException) -> BaseException:
    """``error`` as the database raised it: nbgrader calls whatever stops it from adding a row an invalid entry."""
    cause = error.__context__ if isinstance(error, InvalidEntry) else None
    return cause if isinstance(cause, OperationalError) else error


@contextlib.contextmanager
def open_gradebook(coursedir: CourseDirectory) -> Iterator[Gradebook]:
    """The course's gradebook. Raises :class:`CourseError` when it can't be used."""
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            yield gradebook
    except (DatabaseError, OSError) as error:
        if not concerns_all(error):
            raise
        raise stopped_by(error, coursedir.db_url, coursedir.autograded_directory) from error
    except (ArgumentError, ImportError) as error:  # no address of a database, or no driver for it
        raise CourseError(f"The gradebook {coursedir.db_url} can't be used: {error}.") from error


class CourseApp(NbGrader):
    """nbgrader's application object, for its configuration and its log only."""

    name = "theano-exercises"
    description = "Grades a class."


@contextlib.contextmanager
def open_course(folder: Path, assignment: str) -> Iterator[tuple[CourseApp, CourseDirectory]]:
    """Work in the course ``folder``, configured by its ``nbgrader_config.py``, while no other run works there.

    The current folder is the course's meanwhile, as nbgrader needs it. Raises :class:`CourseError`.
    """
    require_course(folder)
    with _chdir(folder), alone(folder):
        yield load_course(folder, assignment)


@contextlib.contextmanager
def look_into_course(folder: Path, assignment: str) -> Iterator[tuple[CourseApp, CourseDirectory]]:
    """As :func:`open_course`, but others may work there: what they write, too, may be written only whole. Raises
    :class:`CourseError`."""
    require_course(folder)
    with _chdir(folder):
        yield load_course(folder, assignment)


def require_course(folder: Path) -> None:
    """Raise :class:`CourseError` for a folder that is no course's, or can't be."""
    trouble = trouble_with_folder(str(folder))
    if trouble:
        raise CourseError(trouble)
    if not (folder / "nbgrader_config.py").is_file():
        raise CourseError(
            f"{folder} is no course folder: it has no nbgrader_config.py. Go to one, or name it with --course."
        )


def load_course(folder: Path, assignment: str) -> tuple[CourseApp, CourseDirectory]:
    """The configuration of the course ``folder``, which must be the current one. Raises :class:`CourseError`."""
    app = CourseApp(log_level=logging.WARNING)
    try:
        # nbgrader goes on without a file that fails, and so without the sandbox.
        PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    except Exception as error:  # the file is a program
        raise CourseError(f"{folder / 'nbgrader_config.py'} can't be used: {type(error).__name__}: {error}.") from error
    app.load_config_file()
    # nbgrader's commands take it from the command line.
    app.config.CourseDirectory.root = str(folder)
    coursedir = CarefulCourse(config=app.config, parent=app)
    coursedir.assignment_id, coursedir.student_id = assignment, "*"
    return app, coursedir


def configured(kind: type[Converter], app: CourseApp, coursedir: CourseDirectory) -> Converter:
    """A converter of this ``kind`` as the course's settings want it. Raises :class:`CourseError` if it must not work."""
    try:
        converter = kind(coursedir=coursedir, parent=app)
        trouble = trouble_with(converter)
    except Exception as error:  # the file names classes, which are imported now
        raise CourseError(f"nbgrader_config.py can't be used: {error}. Copy the file from the checkout.") from error
    if trouble:
        raise CourseError(trouble)
    return converter


@contextlib.contextmanager
def _chdir(folder: Path) -> Iterator[None]:
    # contextlib.chdir came with Python 3.11.
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep the course folder's lock, which the kernel gives back however this process ends.

    Raises :class:`CourseError` where another command has it, or where the folder can't be written.
    """
    try:
        lock = (folder / LOCK).open("a")
    except OSError as error:
        raise CourseError(f"{folder} can't be written: {error.strerror}. Mend that, {AGAIN}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CourseError(f"Another theano-exercises command works in {folder}; wait until it has ended.") from None
        yield

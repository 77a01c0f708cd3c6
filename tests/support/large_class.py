"""A class as large as one likes: graded submissions of a few students, copied under the names of many."""

from __future__ import annotations

import os
import random
import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from course_builder import Course

FIRST = ("Ada", "Alan", "Barbara", "Claude", "Donald", "Edsger", "Frances", "Grace", "Hedy", "Ida", "John", "Kathleen")
LAST = ("Abbott", "Becker", "Castro", "Dvorak", "Eriksen", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Kowalski")


def grow(course: Course, assignment: str, count: int) -> list[str]:
    """Add ``count`` students, each with a copy of somebody's graded submission, of some more often; return their ids."""
    submitted, autograded = course.folder / "submitted", course.folder / "autograded"
    with closing(sqlite3.connect(course.folder / "gradebook.db")) as db, db:
        rows = db.execute(
            "select s.* from submitted_assignment s join assignment a on a.id = s.assignment_id where a.name = ? "
            "order by s.student_id",
            [assignment],
        ).fetchall()
        chance = random.Random(1)
        models = chance.choices(rows, [1 / (1 + place) for place in range(len(rows))], k=count)
        students = [f"s{number:04d}" for number in range(count)]
        for student, model in zip(students, models):
            name = chance.choice(FIRST), chance.choice(LAST)
            db.execute("insert into student (id, first_name, last_name) values (?, ?, ?)", [student, *name])
            _copy_rows(db, model, student)
            for folder in (submitted, autograded):
                place = folder / student / assignment
                place.mkdir(parents=True)
                for path in (folder / model[2] / assignment).glob("*.ipynb"):
                    os.link(path, place / path.name)
    return students


def _copy_rows(db: sqlite3.Connection, model: Sequence[Any], student: str) -> None:
    """A student's rows of an assignment, all with new ids."""
    submission, notebooks = uuid.uuid4().hex, "select * from submitted_notebook where assignment_id = ?"
    db.execute("insert into submitted_assignment values (?, ?, ?, ?, ?)", [submission, model[1], student, *model[3:]])
    for old, _, *rest in db.execute(notebooks, [model[0]]).fetchall():
        new = uuid.uuid4().hex
        db.execute("insert into submitted_notebook values (?, ?, ?, ?, ?)", [new, submission, *rest])
        for table in ("grade", "comment"):
            for _, _, *cells in db.execute(f"select * from {table} where notebook_id = ?", [old]).fetchall():
                gaps = ", ".join("?" * (2 + len(cells)))
                db.execute(f"insert into {table} values ({gaps})", [uuid.uuid4().hex, new, *cells])

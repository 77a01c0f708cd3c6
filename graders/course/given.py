"""What we have given to submissions for the groups that they are in: a table of our own in the gradebook's database.

By it, points that a group got are told from those that a person gave to one submission, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from nbgrader.api import Comment, Grade, Gradebook
from sqlalchemy import Boolean, Column, Float, MetaData, String, Table, Text, delete, inspect, select

TABLE = Table(
    "theano_exercises_given",
    MetaData(),
    Column("row", String(32), primary_key=True),  # no foreign key: nbgrader removes rows, and knows nothing of this table
    Column("groups", Text(), nullable=False),
    Column("points", Float(), nullable=False),
    Column("decision", Boolean(), nullable=False),
    Column("before", Text()),
)


@dataclass(frozen=True)
class Given:
    """What a row of the gradebook has from ``groups``: a grade its ``points``, as extra credit (``decision``: in place of
    what the grader could not decide), or a comment its text (``before``: in the place of which)."""

    groups: tuple[str, ...]
    points: float = 0.0
    decision: bool = False
    before: str | None = None


class HasPoints(Protocol):
    """A grade of the gradebook, or what is known of one."""

    @property
    def manual_score(self) -> float | None: ...

    @property
    def extra_credit(self) -> float | None: ...


def has_points_of_a_person(row: HasPoints, given: Given | None) -> bool:
    """Whether a person has given points to just this cell, or extra ones, or has taken away what its group was ``given``."""
    return row.manual_score is not None or (row.extra_credit or 0.0) != (0.0 if given is None else given.points)


def read(gradebook: Gradebook, rows: Collection[str] | None = None) -> dict[str, Given]:
    """What was given, by the id of the grade or comment; of some ``rows`` only, or of all."""
    if not inspect(gradebook.db.connection()).has_table(TABLE.name):
        return {}
    query = select(TABLE) if rows is None else select(TABLE).where(TABLE.c.row.in_(rows))
    return {
        row: Given(tuple(groups.split()), points, decision, before)
        for row, groups, points, decision, before in gradebook.db.execute(query)
    }


def write(gradebook: Gradebook, before: Mapping[str, Given], now: Mapping[str, Given | None]) -> None:
    """Keep what is given ``now`` in place of what was ``before``, in the transaction that is open."""
    changed = {row: given for row, given in now.items() if given != before.get(row)}
    if not changed:
        return
    TABLE.create(gradebook.db.connection(), checkfirst=True)
    gradebook.db.execute(delete(TABLE).where(TABLE.c.row.in_([row for row in changed if row in before])))
    for row, given in changed.items():
        if given is not None:
            gradebook.db.execute(TABLE.insert().values(row=row, **{**vars(given), "groups": " ".join(given.groups)}))


def drop_orphans(gradebook: Gradebook) -> None:
    """Forget what rows were given that the gradebook does not have any more."""
    if inspect(gradebook.db.connection()).has_table(TABLE.name):
        gone = TABLE.c.row.notin_(select(Grade.id).union_all(select(Comment.id)).subquery().select())
        gradebook.db.execute(delete(TABLE).where(gone))

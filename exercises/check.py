"""The local ``check``: what a student can see of a grade cell before handing in."""

from typing import Any

from exercises.exercise import load, public_checks


def check(exercise: str, cell: str, **answers: Any) -> None:
    """Run the public part of a grade cell on the student's own objects.

    ``exercise`` is the name of an assignment ("polynomial"), ``cell`` the name of one of its grade cells
    ("examples"); ``answers`` are the names that the cell needs, by keyword. A cell without a public part says so.

    Raises :class:`exercises.CheckFailed` when the answer is wrong, and ``ValueError`` for an unknown exercise.
    """
    from exercises.checking.description import description_of
    from exercises.checking.failures import CheckFailed

    module = load(exercise)
    public = public_checks(module).get(cell)
    if public is None:
        print(f"'{cell}' is checked on hidden inputs when the notebook is graded.")
        return
    try:
        public(**answers)
    except CheckFailed as failed:
        failed.description = description_of(public)
        raise
    if cell in module.WHOLLY_PUBLIC:
        print(f"'{cell}': passes. Grading runs the same check.")
    else:
        print(f"'{cell}': the public part passes. Hidden inputs are tried when the notebook is graded.")

"""What instructors have and students never see: hidden checks, answers as data, sandbox, judge and reports."""

from typing import Any

__all__ = ["check"]


def check(exercise: str, cell: str, **answers: Any) -> None:
    """Run the hidden check of a grade cell on its answers (see :func:`graders.judge.inside.hidden_check.check`)."""
    # Imported here because the preprocessors and the command line must start without pytest and Theano.
    from graders.judge.inside import hidden_check

    hidden_check.check(exercise, cell, **answers)

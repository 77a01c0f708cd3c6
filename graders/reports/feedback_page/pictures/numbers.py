"""The numbers of a picture: as text, and whether two differ."""

from exercises.words import say
from graders.records.evidence import Number

DIGITS = 3
EDGE, TOP = 36.0, 24.0
"""What is left of a picture for its numbers, and above it, in pixels."""


def short(number: Number) -> str:
    """A number in a few digits; "no number" for None."""
    if number is None:
        return say("no number")
    return f"{number:.{DIGITS}g}".replace("e+0", "e").replace("e+", "e").replace("-", "−")


def exact(number: Number) -> str:
    """A whole number in full, any other in a few digits."""
    return str(int(number)).replace("-", "−") if number is not None and float(number).is_integer() else short(number)


def differ(got: Number, expected: Number) -> bool:
    if got is None or expected is None:
        return got is not expected
    return abs(got - expected) > 1e-6 + 1e-5 * abs(expected)

"""What all subcommands share: exit codes, and a kind of argument."""

from __future__ import annotations

import argparse

ALL_PASSED, SOMETHING_FAILED, TROUBLE = 0, 1, 2
"""The exit codes. The help of each subcommand says what they mean there."""


def positive(text: str) -> int:
    """A whole number of 1 or more. Raises ``ValueError`` and ``argparse.ArgumentTypeError``, as argparse wants it."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, got {text}")
    return number

"""Options that several subcommands have."""

import argparse
from pathlib import Path

ASSIGNMENT = "the name of a folder in source/, such as polynomial"


def positive(text: str) -> int:
    """A whole number of 1 or more. Raises ``ValueError`` and ``argparse.ArgumentTypeError``, as argparse wants it."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, got {text}")
    return number


def add_assignment(parser: argparse.ArgumentParser) -> None:
    """The assignment to work on, and with how many processes."""
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT)
    parser.add_argument("--jobs", type=positive, help="how many at a time (default: as many as there are cores)")


def add_course(parser: argparse.ArgumentParser, force: str) -> None:
    """What to do in which course folder; ``force`` says what --force does."""
    add_assignment(parser)
    parser.add_argument("--course", type=Path, default=Path(), help="the course folder (default: this one)")
    parser.add_argument("--student", action="append", default=[], help="only this student's; may be repeated")
    parser.add_argument("--force", action="store_true", help=force)


def add_pairs(parser: argparse.ArgumentParser) -> None:
    """Which wrong answers to try."""
    add_assignment(parser)
    parser.add_argument("--pairs", type=int, default=500, help="how many pairs of mutations to try (default: 500)")
    parser.add_argument("--seed", type=int, default=1, help="which pairs are tried (default: 1)")


def add_sandbox(parser: argparse.ArgumentParser) -> None:
    """Where student code runs."""
    text = (
        "where student code runs (default: bubblewrap; where it isn't installed a plain process with a warning, but never "
        "as root)"
    )
    parser.add_argument("--sandbox", choices=["auto", "bubblewrap", "plain"], default="auto", help=text)


def interrupted(force: bool) -> str:
    """What to say of a run over a class that was interrupted."""
    if force:
        return "Interrupted. What was not reached is as it was before; the same command begins from the start."
    return "Interrupted. The same command goes on where this one stopped."

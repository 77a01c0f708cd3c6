"""The bar and the summary of a run over a class."""

import logging
import sys

import pytest

from graders.commands.progress import Pages, Summary, shown
from graders.course.feedback import Page
from graders.records.finding import Event
from graders.records.verdict import Outcome, Verdict


def event(student, *outcomes):
    return Event(student, tuple(Verdict("cell", outcome, 2.0) for outcome in outcomes))


EVENTS = [
    event("ada", Outcome.PASSED, Outcome.PASSED),
    event("bob", Outcome.PASSED, Outcome.FAILED),
    event("cleo", Outcome.NOT_RUN, Outcome.GRADER_ERROR),
    Event("dan", problem="OSError: disk full"),
]


def test_the_summary_counts_each_submission_once():
    summary = Summary("polynomial", graded_already=7)
    for one in EVENTS:
        summary.add(one)
    lines = summary.text().splitlines()
    assert lines[0].startswith("polynomial: graded 3 in ") and lines[0].endswith("7 were graded already.")
    assert lines[1:] == [
        "All points: 1. Points lost: 1. Undecided: 1.",
        "A person has to look at: cleo",
        "Not graded: dan: OSError: disk full",
    ]
    assert not summary.all_decided


def test_those_who_wait_for_a_person_since_an_earlier_run_are_named():
    summary = Summary("polynomial", graded_already=3, waiting=["fay", "cleo"])
    assert not summary.all_decided
    assert summary.text().splitlines()[-1] == "Graded before, and a person still has to look at: cleo, fay"


def test_the_log_shows_warnings_and_no_more(capsys):
    """tqdm puts handlers of its own in the place of those that hold back what is less than a warning."""
    log = logging.getLogger("test_progress")
    log.setLevel(logging.DEBUG)
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    log.addHandler(handler)
    try:
        for _ in shown(iter(EVENTS[:1]), 1, log):
            log.debug("a detail")
            log.warning("a warning")
    finally:
        log.removeHandler(handler)
    err = capsys.readouterr().err
    assert "a warning" in err and "a detail" not in err


@pytest.mark.parametrize(("left", "decided"), [(2, True), (3, False)])
def test_nobody_has_to_act_only_if_all_is_decided(left, decided):
    summary = Summary("polynomial")
    for one in EVENTS[:left]:
        summary.add(one)
    assert summary.all_decided == decided


def test_long_lists_of_names_are_cut():
    summary = Summary("polynomial")
    for number in range(25):
        summary.add(event(f"student-{number:02}", Outcome.GRADER_ERROR))
    assert summary.text().endswith("student-19 and 5 more")


def test_nothing_done_divides_by_nothing():
    assert "graded 0 in 0 s; 3 were" in Summary("polynomial", graded_already=3).text()


def test_pages_are_counted():
    pages = Pages("polynomial")
    for page in (Page("ada", written=True), Page("bob"), Page("cleo", problem="MissingEntry: no row")):
        pages.add(page)
    assert "wrote feedback on 1 in 0 s; 1 pages were current." in pages.text()
    assert pages.text().endswith("No feedback: cleo: MissingEntry: no row")


def test_the_bar_shows_done_and_failed_and_passes_everything_on(capsys):
    assert list(shown(iter(EVENTS), len(EVENTS), logging.getLogger("test"))) == EVENTS
    said = capsys.readouterr().err
    assert "4/4" in said and "failed=1" in said


def test_only_warnings_are_shown_above_the_bar(capsys):
    log = logging.getLogger("some.converter")
    log.setLevel(logging.DEBUG)
    for _ in shown(iter(EVENTS[:1]), 1, log):
        log.debug("a step")
        log.warning("a late submission")
    said = capsys.readouterr().err
    assert "a late submission" in said and "a step" not in said

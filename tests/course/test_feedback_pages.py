"""All feedback pages of the sample class, and verdicts in the formgrader, as a real Chromium shows and prints them."""

import itertools
import os

import class_facts
import pytest
from browser import PROGRAM
from class_facts import JUDGED_IN_GERMAN, KEYS, SHOWN_TO_GRADERS, TABBED
from page_facts import SCREENS

pytestmark = pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="needs Chromium")

PAPER, HEAVY = 2, 60_000
"""Pages of A4 that a result takes, and bytes of a page beside the student's own pictures."""
PICTURE = (600, 30_000)
"""Bytes of a picture: one that is smaller shows nothing."""


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return class_facts.measured(tmp_path_factory)


@pytest.fixture(scope="module")
def pages(facts):
    return facts["english"]


def lost(facts, key):
    """The checks of a page that have lost points."""
    return [cell for cell, verdict in facts["verdicts"][key].items() if verdict["lost"]]


def none_found(judged):
    """Nothing that axe has found; where it is not here the test is skipped, but not in CI."""
    if judged is None and not os.environ.get("CI"):
        pytest.skip("needs axe-core (scripts/install_axe.sh)")
    assert judged is not None, "axe-core is not here: scripts/install_axe.sh"
    assert {screen: found for screen, found in judged.items() if found} == {}
    return len(judged)


def test_the_class_has_lost_points_in_many_ways(facts):
    assert len(facts["english"]) == 45
    assert sum(bool(lost(facts, key)) for key in KEYS) == 31


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("key", KEYS)
def test_why_points_were_lost_is_on_the_first_screen(facts, pages, key, screen):
    height, bottoms = SCREENS[screen][1], pages[key]["layout"][screen]["reasons"]
    assert list(bottoms) == lost(facts, key)
    assert {cell: bottom for cell, bottom in bottoms.items() if bottom > height} == {}


@pytest.mark.parametrize("key", KEYS)
def test_axe_finds_nothing_on_a_phone_or_a_desk_in_light_or_dark(pages, key):
    assert none_found(pages[key]["axe"]) == 4


@pytest.mark.parametrize("key", JUDGED_IN_GERMAN)
def test_axe_finds_nothing_in_german(facts, key):
    assert none_found(facts["german axe"][key]) == 4


@pytest.mark.parametrize("outcome", SHOWN_TO_GRADERS)
def test_axe_finds_nothing_in_the_verdicts_on_the_formgraders_page(facts, outcome):
    seen = facts["formgrader"][outcome]
    assert seen["verdicts"] == 4
    assert none_found(seen["axe"]) == 4


@pytest.mark.parametrize("key", KEYS)
def test_a_page_of_320_pixels_needs_no_scrolling_to_the_side(pages, key):
    assert pages[key]["narrow"] == [320, 320]


@pytest.mark.parametrize("key", KEYS)
def test_what_scrolls_can_be_reached_by_keyboard(pages, key):
    assert pages[key]["out of reach"] == []


@pytest.mark.parametrize("key", TABBED)
def test_the_tab_key_leads_to_all_that_scrolls(facts, pages, key):
    assert pages[key]["scrollers"] > 1
    assert facts["unreached"][key] == []


@pytest.mark.parametrize("key", KEYS)
def test_headings_are_in_order(pages, key):
    levels = pages[key]["headings"]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(level <= before + 1 for before, level in itertools.pairwise(levels))


@pytest.mark.parametrize("key", KEYS)
def test_a_result_is_printed_on_two_pages_at_most(pages, key):
    assert 1 <= pages[key]["printed"] <= PAPER


@pytest.mark.parametrize("key", KEYS)
def test_a_page_is_one_small_file_that_does_nothing(pages, key):
    seen = pages[key]
    assert seen["bytes"] - seen["own"] <= HEAVY
    assert (seen["acting"], seen["handlers"], seen["asked"]) == (0, [], [])
    assert seen["policy"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


@pytest.mark.parametrize("key", KEYS)
def test_a_picture_has_a_title_and_fits_into_its_column(pages, key):
    for picture in pages[key]["pictures"]:
        assert picture["role"] == "img" and len(picture["title"]) > 20
        assert PICTURE[0] <= picture["size"] <= PICTURE[1]
    for seen in pages[key]["layout"].values():
        assert [(width, column) for width, column in seen["pictures"] if not 100 <= width <= column + 0.5] == []


def test_there_are_pictures_of_each_kind(pages):
    titles = " ".join(picture["title"] for seen in pages.values() for picture in seen["pictures"])
    for words in ("over x and y", "tanh and what", "call by call"):
        assert words in titles


@pytest.mark.parametrize("key", KEYS)
def test_one_cause_has_one_box(facts, pages, key):
    seen, without = pages[key], lost(facts, key)
    hints = [hint for hint in seen["hints"] if hint]
    assert len(hints) == len(set(hints))
    assert bool(without) <= len(seen["hints"]) <= len(without)
    assert {row["cell"]: row["box"] for row in seen["rows"]} == {
        cell: True if cell in without else None for cell in facts["verdicts"][key]
    }
    assert seen["twice"] == []

"""Feedback pages of the sample class in German, and pages that tell less or more, as a real Chromium shows them."""

import os
import re

import class_facts
import pytest
from browser import PROGRAM
from class_facts import KEYS
from languages import english_sentences
from sample_class import STUDENTS

pytestmark = pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="needs Chromium")

GIVEN = "examples"
"""The check whose calls stand in the notebook that was given out."""
VALUE = re.compile(r"\[[^\[\]]+\]|-?\d+\.\d+|-?\d{3,}")
"""A list, or a number that does not stand on a page by chance."""


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return class_facts.measured(tmp_path_factory)


@pytest.fixture(scope="module")
def english():
    return english_sentences()


def told(english, seen):
    """The English templates that stand on a page."""
    return {part for part in english for text in seen["texts"] if part in text}


def keys(name):
    """The pages that were made again in a copy."""
    return [key for key in KEYS if key.partition("/")[0] in STUDENTS[name]]


@pytest.mark.parametrize("key", KEYS)
def test_pages_say_which_language_they_are_in(facts, key):
    assert facts["english"][key]["language"] == "en"
    assert facts["german"][key]["language"] == "de"


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_left_in_english_on_a_german_page(facts, english, key):
    assert told(english, facts["english"][key])  # so they would be found
    assert told(english, facts["german"][key]) == set()


@pytest.mark.parametrize("key", keys("reason"))
def test_a_reason_alone_tells_nothing_of_a_hidden_call(facts, key):
    seen = facts["reason"][key]
    assert (seen["figures"], seen["examples"]) == (0, 0)
    hidden = [verdict for cell, verdict in facts["verdicts"][key].items() if cell != GIVEN]
    examples = [text for verdict in hidden for text in verdict["example"]]
    values = {text for text in examples if len(text) > 3} | {value for text in examples for value in VALUE.findall(text)}
    public = " ".join(text for row in seen["rows"] if row["cell"] == GIVEN for text in row["why"])
    assert {value for value in values if value in seen["untold"] and value not in public} == set()


def test_a_counterexample_is_told_and_drawn_where_it_may_be(facts):
    seen = [facts["english"][key] for key in keys("reason")]
    assert sum(each["examples"] for each in seen) >= 10
    assert sum(each["figures"] for each in seen) >= 6
    examples = [(each["untold"], verdict["example"]) for key, each in zip(keys("reason"), seen)
                for verdict in facts["verdicts"][key].values() if verdict["example"]]  # fmt: skip
    assert sum(call in text for text, (call, *_) in examples) >= 10  # so they would be found


@pytest.mark.parametrize("key", keys("reference"))
def test_the_graph_of_the_solution_is_shown_only_where_it_may_be(facts, key):
    assert facts["english"][key]["graphs"] == 1
    assert facts["reference"][key]["graphs"] == 2

"""The page of an overview: one file, one small script, nothing of a student's that acts."""

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from made_class import failed, member, passed, seen

from graders.reports.overview.render import SCRIPT, html, undecided_html

BASE = "http://localhost:8888/formgrader/"
EVIL = "<script>alert(1)</script>"


def soup(made, base=BASE):
    return BeautifulSoup(html(made, base), "html.parser")


def test_the_policy_allows_the_one_script_and_nothing_else():
    page = soup(seen())
    (script,) = page.select("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    policy = page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; ") and policy.count("'unsafe-inline'") == 1
    assert len(SCRIPT) < 10_000


def test_the_page_of_decisions_has_no_script():
    page = BeautifulSoup(undecided_html(seen(), BASE), "html.parser")
    assert page.select("script") == []
    assert "script-src 'none'" in page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "theano-exercises decide polynomial" in page.get_text()


def test_links_lead_to_the_formgrader():
    links = {link.get_text(): link["href"] for link in soup(seen()).select("a[href^=http]")}
    assert links["Eve Moss"] == "http://localhost:8888/formgrader/submissions/row-eve/"
    asked = BeautifulSoup(undecided_html(seen(), BASE), "html.parser").select("a")
    places = ["", "#verdict-function", "#verdict-values"]  # verdict.html.j2 has these ids
    assert [link["href"].removeprefix(links["Eve Moss"]) for link in asked] == places


def test_nothing_of_a_students_acts_in_the_page():
    wicked = member(EVIL, passed("function"), failed("values", name=EVIL), code=EVIL, unreadable=EVIL)
    page = soup(seen([wicked]))
    assert len(page.select("script")) == 1
    assert EVIL in page.get_text()


def test_ids_are_there_once_and_links_within_the_page_lead_somewhere():
    page = soup(seen())
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.select("a[href^='#']")} <= set(ids)
    for label in page.select("[aria-labelledby]"):
        assert label["aria-labelledby"] in ids


@pytest.mark.parametrize("members", [[], [member("ada")], [member("ada", passed("function"), passed("values"))]])
def test_a_class_without_a_mistake_or_without_a_grade_has_a_page(members):
    assert "</html>" in html(seen(members, handed_in=["ada"]), BASE)
    assert "</html>" in undecided_html(seen(members), BASE)


def test_a_sentence_says_how_to_read_each_chart():
    page = soup(seen())
    for chart in page.select("svg.chart"):
        assert chart.find_parent("section").select_one(".read") is not None
        assert chart["role"] == "img" and re.search(r"\d", chart.select_one("title").get_text())

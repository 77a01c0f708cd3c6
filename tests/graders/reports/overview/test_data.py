"""An overview as JSON and CSV says what the page says, and nothing that a spreadsheet would run."""

import csv
import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from made_class import failed, member, passed, seen

from graders.checkout import CHECKOUT
from graders.reports.overview.changes import facts_of
from graders.reports.overview.data import FORMULA, to_csv, to_json
from graders.reports.overview.render import WORDS, html


def rows(made):
    return list(csv.DictReader(io.StringIO(to_csv(made))))


def test_page_json_and_csv_have_the_same_table():
    made = seen(handed_in=["gus"])
    page = BeautifulSoup(html(made, "http://localhost/formgrader"), "html.parser").select(".class tbody tr")
    data, table = to_json(made)["students"], rows(made)
    assert len(page) == len(data) == len(table) == 7
    for row, student, line in zip(page, data, table):
        signs = [WORDS[kind][0] for kind in student["checks"].values()]
        points = "" if student["points"] is None else f"{student['points']:g}"
        cells = [cell.get_text() for cell in row.select("td")]
        assert cells == [*(signs or ["", ""]), points, " ".join(student["groups"])]
        assert (line["student"], line["name"]) == (student["id"], student["name"])
        assert [line["function"], line["values"]] == list(student["checks"].values() or ["", ""])
        assert (line["points"] and f"{float(line['points']):g}", line["groups"]) == (points, cells[-1])


def test_page_and_json_have_the_same_numbers_and_groups():
    made = seen()
    page, data = BeautifulSoup(html(made, "http://localhost/formgrader"), "html.parser"), to_json(made)
    numbers = [strong.get_text() for strong in page.select(".numbers strong")]
    keys = ("handed_in", "graded", "need_person", "late", "median")
    assert numbers == [f"{data[key]:g}" for key in keys] == ["6", "5", "1", "1", "2"]
    shown = [summary.select_one(".count").get_text() for summary in page.select("details.group summary h3")]
    assert shown == [str(group["count"]) for group in data["groups"]]
    bars = page.select("section[aria-labelledby=points] .halo")
    assert [text.get_text() for text in bars] == [str(bar["count"]) for bar in data["distribution"] if bar["count"]]


@pytest.mark.parametrize("start", FORMULA)
def test_a_name_is_no_formula_in_a_spreadsheet(start):
    made = seen([member(f"{start}1+1", passed("function"), passed("values"))])
    assert rows(made)[0]["student"] == f"'{start}1+1"
    assert to_json(made)["students"][0]["id"] == f"{start}1+1"


def test_a_number_of_less_than_nothing_stays_a_number():
    made = seen([member("ada", passed("function"), failed("values"))])
    made.students[0].__dict__["points"] = -1.0
    assert rows(made)[0]["points"] == "-1.0"


def test_every_field_is_documented():
    text = (CHECKOUT / "docs" / "json.md").read_text(encoding="utf-8").split("# `theano-exercises overview --json`")[1]
    before = seen(before=facts_of(seen()))
    keys = set(re.findall(r'"(\w+)": ', json.dumps(to_json(before))))
    names = {"function", "values", *(group.name for group in before.groups)}
    assert keys - names - set(re.findall(r"`(\w+)`", text)) == set()
    assert before.before["groups"].keys() <= names

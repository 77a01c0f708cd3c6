"""``theano-exercises overview`` on a graded class, as a real Chromium shows what it writes, and while grading goes on."""

import csv
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import class_builder
import course_builder
import page_facts
import pytest
from browser import PROGRAM
from class_facts import browser_in
from languages import english_sentences
from large_class import grow

from graders.commands import main
from graders.course.folder import alone, look_into_course
from graders.course.overview import Form, overviews, write

NEEDS_CHROMIUM = pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="needs Chromium")
MORE, MANY = 40, 300
PAGES = ("polynomial", "polynomial-anonymous", "polynomial-undecided", "german")


def run(course, *arguments):
    """The exit code of the command."""
    return main.main(["overview", *arguments, "--course", str(course.folder)])


def page(course, name):
    return course.folder / "overview" / f"{name}.html"


def data(course, name="polynomial"):
    return json.loads((course.folder / "overview" / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return class_builder.graded(tmp_path_factory)[0]


@pytest.fixture(scope="module")
def course(graded, tmp_path_factory):
    """The class with some more students, its overviews written, in German, too."""

    def fill(made):
        course_builder.copy_of(graded, made.folder)
        grow(made, "polynomial", MORE)
        assert run(made, "polynomial", "--anonymous") == 1
        assert run(made, "polynomial", "--undecided") == 1
        config = made.folder / "nbgrader_config.py"
        english = config.read_text()
        config.write_text(english + '\nc.FeedbackPage.language = "de"\nc.Overview.formgrader = "https://hub.example/x/"\n')
        assert run(made, "polynomial") == 1
        page(made, "polynomial").rename(page(made, "german"))
        config.write_text(english)
        (made.folder / "overview" / ".polynomial.json").unlink()
        assert run(made, "polynomial") == 1

    return course_builder.shared(tmp_path_factory, "overview-class", fill)


@pytest.fixture
def copy(graded, tmp_path):
    """The class as it was graded, to change."""
    return course_builder.copy_of(graded, tmp_path / "course")


# What the command says and writes


def test_it_says_where_the_page_is_and_what_went_wrong_most(copy, capsys):
    assert run(copy, "polynomial") == 1
    path, numbers, *groups = capsys.readouterr().out.splitlines()
    assert path == str(page(copy, "polynomial"))
    assert numbers == "polynomial: 7 handed in, 7 graded, 3 need a person."
    assert len(groups) == 5 and any("NotImplementedError" in line for line in groups)
    assert "</html>" in page(copy, "polynomial").read_text()


def test_a_second_one_says_what_changed(copy):
    assert run(copy, "polynomial") == 1
    assert run(copy, "polynomial") == 1
    assert "nothing has changed" in page(copy, "polynomial").read_text()
    shutil.rmtree(copy.folder / "autograded" / "bob" / "polynomial")
    assert run(copy, "polynomial") == 1
    assert "graded: 7 → 6" in page(copy, "polynomial").read_text()


def test_data_is_written_and_nothing_else(copy):
    assert run(copy, "polynomial") == 1
    (copy.folder / "overview" / ".polynomial.json").unlink()
    kept = {path: path.read_bytes() for path in copy.folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert run(copy, "polynomial", "--json", "--csv") == 1
    now = {path: path.read_bytes() for path in copy.folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert {path.name for path in now.keys() - kept.keys()} == {"polynomial.json", "polynomial.csv"}
    assert {path: now[path] for path in kept} == kept
    with (copy.folder / "overview" / "polynomial.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == [student["id"] for student in data(copy)["students"]]
    assert {row["student"]: float(row["points"]) for row in rows} == {
        student: sum(cell.points for cell in cells.values()) for student, cells in copy.gradebook("polynomial").items()
    }


def test_all_assignments(copy, capsys):
    assert run(copy, "--all") == 1
    written = [path.name for path in (copy.folder / "overview").glob("*.html")]
    assert sorted(written) == ["accumulator.html", "polynomial.html", "tanh_layer.html"]
    assert run(copy, "--all", "polynomial") == run(copy) == 2
    assert "name an assignment, or say --all" in capsys.readouterr().err


def test_an_assignment_that_nobody_has_done_is_told(copy, capsys):
    shutil.rmtree(copy.folder / "autograded")
    assert run(copy, "polynomial") == 2
    assert "Nobody's polynomial is graded yet: run `theano-exercises autograde polynomial`" in capsys.readouterr().err
    assert run(copy, "--all") == 0
    assert run(copy, "cubic") == 2
    assert "does not know 'cubic'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('c.Overview.formgrader = "javascript:alert(1)"', "expected an address such as"),
        ("c.Overview.formgrader = 7", "expected an address such as"),
        ('c.FeedbackPage.language = "fr"', "expected one of 'en', 'de'; got 'fr'"),
    ],
)
def test_settings_that_can_not_be_are_told(copy, capsys, line, said):
    with (copy.folder / "nbgrader_config.py").open("a") as config:
        config.write(f"\n{line}\n")
    assert run(copy, "polynomial") == 2
    assert said in capsys.readouterr().err


def test_who_was_late_is_undecided_or_ended_early(copy):
    assert run(copy, "polynomial", "--json") == 1
    found = data(copy)
    assert found["late"] >= 1
    students = {student["id"]: student for student in found["students"]}
    assert [name for name, student in students.items() if student["need_person"]] == ["cleo", "fay", "gus"]
    assert students["eve"]["ended_early"] and students["fay"]["ended_early"]
    assert {entry["name"] for entry in found["undecided"]} <= {group["name"] for group in found["groups"]}
    assert {place["student"] for entry in found["undecided"] for place in entry["places"]} == {"cleo", "fay", "gus"}


def test_links_lead_to_the_rows_that_the_formgrader_knows(course):
    with closing(sqlite3.connect(course.folder / "gradebook.db")) as db:
        rows = {row for (row,) in db.execute("select id from submitted_notebook")}
    text = page(course, "polynomial").read_text()
    linked = {part.split("/")[0] for part in text.split("http://localhost:8888/formgrader/submissions/")[1:]}
    assert linked and linked <= rows
    assert "https://hub.example/x/submissions/" in page(course, "german").read_text()


def test_nobody_is_named_in_a_page_for_the_lecture(course):
    text = page(course, "polynomial-anonymous").read_text()
    with closing(sqlite3.connect(course.folder / "gradebook.db")) as db:
        students = db.execute("select * from student").fetchall()
        rows = [row for (row,) in db.execute("select id from submitted_notebook")]
    assert len(students) > MORE
    text = text.split("</style>")[1].split("<script>")[0]
    words = set(text.replace("<", " ").replace(">", " ").split())
    assert {name for student in students for name in student[:3] if name and name in words} == set()
    assert [row for row in rows if row in text] == []


def test_each_notebook_of_an_assignment_has_its_own_files(copy):
    with look_into_course(copy.folder, "polynomial") as (_, coursedir):
        (made,) = overviews(coursedir)
        both = [replace(made, notebook=name) for name in ("one", "two")]
        assert [path.name for path in write(coursedir, both, Form())] == ["polynomial-one.html", "polynomial-two.html"]
    kept = json.loads((copy.folder / "overview" / ".polynomial.json").read_text())
    assert {name: facts["handed_in"] for name, facts in kept.items()} == {"one": 7, "two": 7}


# While grading goes on


def test_it_is_made_while_another_command_works_in_the_course(copy):
    with alone(copy.folder):
        assert run(copy, "polynomial") == 1


def test_after_a_part_the_others_are_handed_in(tmp_path_factory, tmp_path):
    course = course_builder.copy_of(class_builder.handed_in(tmp_path_factory), tmp_path / "course")
    assert class_builder.command(course, "autograde", "polynomial", "--student", "ada", "--student", "bob").returncode == 0
    os.makedirs(os.fsencode(course.folder / "submitted") + b"/z\xff/polynomial")
    Path(os.fsdecode(os.fsencode(course.folder / "submitted") + b"/z\xff/polynomial/polynomial.ipynb")).write_text("{}")
    assert run(course, "polynomial", "--json") == run(course, "polynomial") == 0
    found = data(course)
    assert (found["handed_in"], found["graded"]) == (8, 2)
    assert [student["id"] for student in found["students"] if student["graded"]] == ["ada", "bob"]


def test_it_is_made_again_and_again_during_a_run(copy):
    command = [sys.executable, "-m", "graders.commands", "autograde", "polynomial", "--force", "--jobs", "1"]
    grading = subprocess.Popen(command, cwd=copy.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    codes, seen = [], set()
    while grading.poll() is None:
        codes.append(run(copy, "polynomial", "--json"))
        seen.add(data(copy)["graded"])
    assert grading.returncode == 1
    assert len(codes) > 1 and set(codes) <= {0, 1}
    assert run(copy, "polynomial", "--json") == 1 and data(copy)["graded"] == 7
    assert max(seen) <= 7


# What is on the page


@pytest.fixture(scope="module")
def facts(course, tmp_path_factory):
    """What a browser sees of the pages, once for all tests of a run."""

    def fill(made):
        with browser_in(made.folder / "profile") as browser:
            found = {name: page_facts.measure(browser, page(course, name)) for name in PAGES}
        (made.folder / "facts.json").write_text(json.dumps(found))

    folder = course_builder.shared(tmp_path_factory, "overview-facts", fill).folder
    return json.loads((folder / "facts.json").read_text())


@NEEDS_CHROMIUM
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(facts, name):
    judged = facts[name]["axe"]
    if judged is None and not os.environ.get("CI"):
        pytest.skip("needs axe-core (scripts/install_axe.sh)")
    assert len(judged) == 4
    assert {screen: found for screen, found in judged.items() if found} == {}


@NEEDS_CHROMIUM
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_one_file_that_fits_everywhere(facts, name):
    seen = facts[name]
    assert seen["narrow"] == [320, 320]
    assert (seen["out of reach"], seen["twice"], seen["handlers"], seen["asked"]) == ([], [], [], [])
    assert seen["acting"] == (0 if name.endswith("undecided") else 1)
    assert seen["printed"] >= 1
    assert seen["headings"][0] == 1 and all(b <= a + 1 for a, b in itertools.pairwise(seen["headings"]))


@NEEDS_CHROMIUM
def test_a_german_page_has_no_english_sentence(facts):
    english = english_sentences()
    told = lambda name: {part for part in english for text in facts[name]["texts"] if part in text}
    assert facts["german"]["language"] == "de"
    assert len(told("polynomial")) > 20  # so they would be found
    assert told("german") == set()


@pytest.fixture
def browser(tmp_path):
    with browser_in(tmp_path / "profile") as browser:
        browser.allow_scripts(False)
        yield browser


def shown(browser):
    """Whose rows the table shows, in order."""
    rows = "[...document.querySelectorAll('.class tbody tr')].filter((row) => !row.hidden)"
    return browser.evaluate(f"{rows}.map((row) => row.cells[0].textContent.trim())")


def tab_to(browser, wanted):
    """Press Tab until the element of that selector has the keyboard."""
    for _ in range(400):
        browser.press("Tab")
        if browser.evaluate(f"document.activeElement.matches({json.dumps(wanted)})"):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


@NEEDS_CHROMIUM
def test_the_table_is_searched_filtered_and_sorted_by_keys(course, browser):
    browser.open(page(course, "polynomial").as_uri(), settle=0)
    everybody = shown(browser)
    tab_to(browser, "input[type=search]")
    browser.type("S000")
    assert [name.split()[-1] for name in shown(browser)] == [f"s000{digit}" for digit in range(10)]
    assert browser.evaluate("document.querySelector('[role=status]').textContent") == f"10 of {len(everybody)} are shown"
    browser.evaluate("document.activeElement.value = ''")
    browser.press("Tab")
    browser.press("ArrowDown")
    group = browser.evaluate("document.activeElement.value")
    found = shown(browser)
    assert group and 0 < len(found) < len(everybody)
    assert browser.evaluate(f"document.querySelector('#group-{group}') !== null")
    browser.evaluate("(document.activeElement.value = '', document.activeElement.dispatchEvent(new Event('input')))")
    assert shown(browser) == everybody
    points = "[...document.querySelectorAll('.class td.r')].map((cell) => Number(cell.textContent))"
    tab_to(browser, "th.r button")
    for reverse in (False, True):
        browser.press("Enter")
        assert browser.evaluate(points) == sorted(browser.evaluate(points), reverse=reverse)
    assert browser.evaluate("document.querySelector('th.r').getAttribute('aria-sort')") == "descending"
    assert sorted(shown(browser)) == sorted(everybody)


@NEEDS_CHROMIUM
def test_the_policy_lets_our_script_run_and_no_other(course, browser, tmp_path):
    text = page(course, "polynomial").read_text()
    more = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>"
    (tmp_path / "more.html").write_text(text.replace("<main>", f"<main>{more}"))
    (tmp_path / "changed.html").write_text(text.replace('"use strict";', '"use strict"; window.pwned = 3;'))
    browser.open((tmp_path / "more.html").as_uri(), settle=0.2)
    ready = "[window.pwned || null, document.querySelector('.tools').hidden]"
    assert browser.evaluate(ready) == [None, False]
    assert len(browser.errors) >= 2
    browser.open((tmp_path / "changed.html").as_uri(), settle=0.2)
    assert browser.evaluate(ready) == [None, True]


@NEEDS_CHROMIUM
def test_without_a_script_everything_is_there(course, browser):
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(page(course, "polynomial").as_uri(), settle=0)
    assert len(shown(browser)) == 7 + MORE
    assert browser.evaluate("document.querySelector('.tools').checkVisibility()") is False


# How large a class may be


def test_a_large_class_takes_little_time_and_room(graded, tmp_path):
    course = course_builder.copy_of(graded, tmp_path / "course")
    grow(course, "polynomial", MANY)
    start = time.monotonic()
    assert run(course, "polynomial") == 1
    assert time.monotonic() - start < 10
    assert page(course, "polynomial").stat().st_size < 300_000 + 500 * MANY

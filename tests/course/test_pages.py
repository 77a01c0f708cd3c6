"""The pages of a notebook full of tricks, made by the real commands and the real formgrader, in a real Chromium."""

import http.server
import json
import os
import re
import shutil
import socket
import threading
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import class_builder
import course_builder
import page_tricks
import pytest
from browser import PROGRAM, Browser
from formgrader import served
from nbgrader.api import Gradebook

pytestmark = pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="needs Chromium")

COMMENT = 'Look at **this** <span style="color:red">closely</span>: $x^2$'
FILE = "<img src=x onerror=window.pwned=1>.ipynb"
LOOK = Path(page_tricks.__file__).with_name("page_look.js").read_text(encoding="utf-8")


def look(browser, asked, url, opened=False):
    """Open a page; all that is to be known about it, with what it has folded ``opened``."""
    asked.clear()
    browser.open(url, settle=0.7)
    if opened:
        browser.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
    facts = browser.evaluate(LOOK)
    browser.wait(0.3)
    elsewhere = [
        address for address in browser.requests if not address.startswith((url.partition("/formgrader")[0], "data:"))
    ]
    # The style sheet inside the formgrader's page names fonts beside the page; the policy keeps them from being loaded.
    elsewhere = [address for address in elsewhere if "glyphicons" not in address]
    return {**facts, "asked": sorted(set(asked)), "requests": elsewhere, "dialogs": list(browser.dialogs)}


def refused(browser, asked, site):
    """What comes through when a script has got into the feedback page that is open, which must never happen."""
    asked.clear()
    browser.evaluate(f"""(() => {{
      for (const html of ['<img src="{site}/img">', '<iframe src="{site}/frame"></iframe>',
                          '<link rel=stylesheet href="{site}/css">', '<b onclick="window.pwned = 1" id=knob>b</b>',
                          '<form action="{site}/form"><button id=send>b</button></form>'])
        document.body.insertAdjacentHTML('beforeend', html);
      const script = document.createElement('script');
      script.textContent = 'window.pwned = 1';
      document.body.append(script);
      document.getElementById('knob').click();
      document.getElementById('send').click();
    }})()""")
    browser.wait(0.5)
    return {"asked": list(asked), "pwned": browser.evaluate("window.pwned || null")}


@contextmanager
def recording_server():
    """A server on loopback, and the list of the paths that it was asked for."""
    asked = []

    class Recorder(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html")
            self.end_headers()
            self.wfile.write(b"window.pwned = 1")

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def hand_in(course, site):
    nb = course.answered("polynomial", "wrong_missing_product")
    for cell in nb.cells:
        cell.source = cell.source.replace("z = 3 * x + 3 * y", f"z = 3 * x + 3 * y  # {page_tricks.LINE}")
    course.hand_in("nasty", "polynomial", page_tricks.nasty(nb, site))
    course.hand_in("wrongname", "polynomial", course.answered("polynomial", "right_plain"), FILE)
    course.hand_in("<b onclick=x>", "polynomial", course.answered("polynomial", "right_plain"))
    long = course.answered("polynomial", "right_plain")
    ends = "\n" * 300_000
    make = page_tricks.v4
    long.cells[:0] = [
        make.new_markdown_cell("**not bold** " * 1000 + ends + "x"),
        make.new_code_cell(f"1{ends}2"),
        make.new_code_cell(
            "from IPython.display import HTML\nprint(300_000 * 'x\\n')\nHTML('<pre>' + 300_000 * '\\n' + 'x')"
        ),
        make.new_code_cell("for number in range(2_000): display(number)"),
    ]
    course.hand_in("long", "polynomial", long)


def comment(course):
    """What a grader types in the formgrader."""
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        gradebook.find_comment("solution", "polynomial", "polynomial", "nasty").manual_comment = COMMENT
        student = gradebook.find_student("nasty")
        student.first_name, student.last_name = "<b id=first>First</b>", "Last"
        gradebook.db.commit()


def submissions(address):
    """The formgrader's submissions of the assignment: their addresses, by student; the nasty one is the last."""
    with urllib.request.urlopen(f"{address}/formgrader/api/submitted_notebooks/polynomial/polynomial") as answer:
        found = {row["student"]: row["id"] for row in json.load(answer)}
    return {student: found[student] for student in ("long", "nasty")}


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """What a browser saw of each page, and what the server was asked that the tricks name."""

    def fill(course):
        course_builder.copy_of(course_builder.generated(tmp_path_factory), course.folder)
        with recording_server() as (site, asked), closing(Browser(course.folder / "profile")) as browser:
            (course.folder / "control.html").write_text(
                "<body>" + "".join(page_tricks.ACTING.values()).replace("SITE", site), encoding="utf-8"
            )
            facts = {"control": look(browser, asked, (course.folder / "control.html").as_uri())}
            hand_in(course, site)
            done = class_builder.command(course, "autograde", "polynomial", "--jobs", "2")
            facts["autograde"] = [done.returncode, done.stdout]
            comment(course)
            class_builder.command(course, "feedback", "polynomial", "--jobs", "2")
            for student in ("nasty", "wrongname", "long"):
                page = course.folder / "feedback" / student / "polynomial" / "polynomial.html"
                facts[f"folded {student}"] = look(browser, asked, page.as_uri())
                facts[f"feedback {student}"] = look(browser, asked, page.as_uri(), opened=True)
            facts["refused"] = refused(browser, asked, site)
            with served(course.folder, free_port()) as address:
                for student, identity in submissions(address).items():
                    url = f"{address}/formgrader/submissions/{identity}/"
                    facts[f"formgrader {student}"] = look(browser, asked, url)
                facts["keys"] = browser.evaluate("[formgrader.loaded, MathJax.loaded, Boolean(formgrader.keyboard_manager)]")
        shutil.rmtree(course.folder / "profile", ignore_errors=True)
        (course.folder / "facts.json").write_text(json.dumps(facts))

    return json.loads((course_builder.shared(tmp_path_factory, "pages", fill).folder / "facts.json").read_text())


PAGES = ["feedback nasty", "formgrader nasty"]


def test_the_tricks_work_where_nothing_keeps_them(pages):
    """Else the other tests would prove nothing."""
    seen = pages["control"]
    assert seen["pwned"] == 1 and seen["dialogs"]
    wanted = ["script", "src.js", "handler", "frame", "object", "import.css", "link.css", "style", "poster", "svg-image"]
    assert {f"/{name}" for name in wanted} - set(seen["asked"]) == set()


@pytest.mark.parametrize("page", [*PAGES, "folded nasty", "feedback wrongname"])
def test_no_script_runs_no_dialog_opens_and_no_request_leaves(pages, page):
    seen = pages[page]
    assert (seen["pwned"], seen["dialogs"], seen["asked"], seen["requests"]) == (None, [], [], [])


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_a_student_has_a_name_a_place_or_a_purpose_in_the_page(pages, page):
    seen = pages[page]
    acting = (
        "script style iframe object embed form input button textarea select svg link base meta video audio source dialog"
    )
    assert {*acting.split(), "template", "maction", "annotation-xml"} & set(seen["tags"]) == set()
    allowed = (
        "alt class colspan display displaystyle form height href open rel rowspan scriptlevel src stretchy style target"
    )
    # The formgrader's own script gives a place to links, the feedback page to what scrolls; its numbers of lines are hidden.
    ours = {"tabindex", "aria-hidden"} if page.startswith("feedback") else {"tabindex"}
    assert set(seen["attributes"]) - {*allowed.split(), "title", "width"} - ours == set()
    assert "9" not in seen["places"]
    ours = {"highlight", "hl-ipython3", "numbered", "numbers", "output", "from-student"}
    long = {name for name in seen["classes"] if len(name) > 3 and not name.startswith("ansi-")}  # shorter ones colour code
    assert long <= ours
    assert page.startswith("formgrader") or "from-student" not in long  # a frame in a frame
    assert {"row", "box", "why"} & set(seen["classes"]) == set()
    assert (seen["out"], seen["broad"]) == (0, 0)
    assert seen["twice"] == [] or page.startswith("formgrader")  # whose own template has two twice


@pytest.mark.parametrize("page", PAGES)
def test_what_a_student_says_of_points_stands_in_a_frame(pages, page):
    seen = pages[page]
    assert "Passed · 9 of 9 points" in seen["text"] and "outside" in seen["text"]
    assert "Passed · 9 of 9" not in seen["rest"] and "outside" not in seen["rest"]


def test_nothing_of_a_student_is_seen_on_the_feedback_page_before_it_is_opened(pages):
    assert pages["folded nasty"]["shown"] == 0
    assert pages["feedback nasty"]["shown"] == pages["folded nasty"]["frames"] > 30


@pytest.mark.parametrize("page", PAGES)
def test_a_line_of_code_beside_a_verdict_is_text(pages, page):
    assert page_tricks.LINE[:60] in pages[page]["rest"]
    assert "3 * x + 3 * y" in pages[page]["source"]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_other_sites_only_and_tell_them_nothing(pages, page):
    links = pages[page]["links"]
    assert {href for href, _, _ in links} >= {
        "https://example.org/text",
        "https://example.org/output",
        "mailto:ada@example.org",
    }
    assert {href.partition(":")[0] for href, _, _ in links} <= {"http", "https", "mailto"}
    assert {(rel, target) for _, rel, target in links} == {("noopener noreferrer", "_blank")}


def test_the_feedback_page_has_a_row_a_check_and_a_box_a_cause_and_none_is_a_students(pages):
    rows = [
        "✓ function passed 2 of 2",
        "✗ examples not right yet comment 0 of 2",  # on the solution, and the first behind it that lost points
        "✗ values not right yet 0 of 4",
        "✗ graph not right yet 0 of 2",
    ]
    wanted = [*(["row", text, True] for text in rows), ["box", "✗ Costs 8 points: examples, values, graph", True]]
    assert pages["folded nasty"]["verdicts"] == wanted
    assert pages["feedback nasty"]["verdicts"] == wanted
    assert pages["feedback nasty"]["astray"] == []


def test_the_formgraders_page_has_a_box_a_verdict_and_none_is_a_students(pages):
    words = [
        "Passed · 2 of 2 points",
        "Not right yet · 0 of 2 points",
        "Not right yet · 0 of 4 points",
        "Not right yet · 0 of 2 points",
    ]
    assert pages["formgrader nasty"]["verdicts"] == [["te-verdict", text, True] for text in words]


@pytest.mark.parametrize("page", PAGES)
def test_the_harmless_rest_is_shown(pages, page):
    seen = pages[page]
    for words in (
        "A heading",
        "strong text",
        "cell of Markdown",
        "cell of pandas",
        "bold output",
        "import theano",
        "raw text <script>",
    ):
        assert words in seen["text"], words
    assert "red text <b>not bold</b>" in seen["page"] and seen["red"]
    kinds = [kind for kind, width in seen["pictures"] if width > 0]
    assert len(kinds) == len(seen["pictures"])
    assert kinds.count("data:image/jpeg") == 1
    assert kinds.count("data:image/png;") >= 2  # a plot, an attachment
    assert kinds.count("data:image/svg+") >= 4  # two of them graphs
    assert seen["formulas"] >= 4


def test_the_instructors_text_has_its_formulas_for_graders(pages):
    assert pages["formgrader nasty"]["instructors"] >= 8
    assert "$" not in pages["formgrader nasty"]["page"].split("Task")[1].split("Checks")[0]


def test_feedback_shows_a_graders_comment_as_it_was_meant(pages):
    assert '<strong>this</strong> <span style="color:red">closely</span>: <math' in pages["feedback nasty"]["comment"]
    assert "from-student" not in pages["feedback nasty"]["comment"]


def test_a_page_of_feedback_has_no_script_and_lets_none_in(pages):
    assert pages["feedback nasty"]["scripts"] == 0
    assert pages["refused"] == {"asked": [], "pwned": None}


def test_the_formgrader_works_without_mathjax(pages):
    assert pages["keys"] == [True, True, True]


def test_names_of_files_and_students_are_text(pages):
    assert re.sub("[<=>]", "?", FILE) in pages["feedback wrongname"]["page"]
    assert pages["feedback nasty"]["name"] == "<b id=first>First</b> Last"
    assert pages["formgrader nasty"]["name"] == "Last, <b id=first>First</b>"


def test_a_folder_whose_name_would_act_is_refused(pages):
    code, said = pages["autograde"]
    assert code == 1
    assert "'<b onclick=x>' has one of" in said and "rename it" in said


@pytest.mark.parametrize("page", [*PAGES, "feedback long", "formgrader long"])
def test_no_page_is_so_long_that_a_verdict_is_out_of_reach(pages, page):
    seen = pages[page]
    assert seen["height"] < 20_000
    assert len(seen["verdicts"]) >= 4 and all(reachable for _, _, reachable in seen["verdicts"])


@pytest.mark.parametrize("page", ["feedback long", "formgrader long"])
def test_a_text_that_takes_long_is_shown_as_it_was_written(pages, page):
    assert "**not bold** **not bold**" in pages[page]["text"]

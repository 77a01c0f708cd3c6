"""A class whose groups are commented on and decided, by the real commands, and what nbgrader makes of it."""

import os
import socket
import urllib.request
from contextlib import closing

import course_builder
import pytest
from browser import PROGRAM, Browser
from bs4 import BeautifulSoup
from class_builder import command, pending
from course_state import rows
from formgrader import served
from nbgrader.api import Gradebook

from graders.commands import main
from graders.course.class_groups import grouped
from graders.course.folder import open_course, open_gradebook

ANSWERS = {
    "ada": "right_plain", "bob": "wrong_coefficient", "cleo": "wrong_as_op", "dan": "wrong_missing_product",
    "eve": "wrong_coefficient", "hal": "wrong_as_op", "ivy": "wrong_minus_product_and_two_y", "joe": "wrong_not_compiled",
}  # fmt: skip
COMMENT = "Look at {call}: it must give {expected}.\n\n{cause} Think of `{{x}}`."


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def groups(course):
    """The name of the group that each student is in first."""
    with open_course(course.folder, "polynomial") as (_, coursedir), open_gradebook(coursedir) as gradebook:
        made = grouped(gradebook, coursedir)
    return {student: group.name for group in reversed(made.groups["polynomial"]) for student in group.students}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    def fill(course):
        course_builder.copy_of(course_builder.generated(tmp_path_factory), course.folder)
        for student, answer in ANSWERS.items():
            course.hand_in(student, "polynomial", course.answered("polynomial", answer))
        assert command(course, "autograde", "polynomial").returncode == 1

    return course_builder.shared(tmp_path_factory, "to-comment-on", fill)


@pytest.fixture(scope="module")
def group(graded):
    """Of each student."""
    return groups(graded)


@pytest.fixture
def course(graded, tmp_path):
    return course_builder.copy_of(graded, tmp_path / "course")


@pytest.fixture
def said(course, capsys):
    """Runs a command in the course, and returns its exit code with what it said."""

    def run(*arguments):
        code = main.main([*arguments, "--course", str(course.folder)])
        out, err = capsys.readouterr()
        return code, out + err

    return run


@pytest.fixture
def told(course, group, said):
    """The course with a comment, points and a decision."""
    assert said("comment", "polynomial", group["bob"], COMMENT, "--points", "+1", "nearly")[0] == 0
    assert said("decide", "polynomial", group["cleo"], "--points", "5", "right by hand")[0] == 0
    return course


def held(course, student):
    """Of the polynomial: the proposed comment, a person's, and of each check what it has got and whether it is open."""
    _, grades, comments = rows(course)["polynomial", student, "polynomial"]
    return (*comments["solution"], {name: (manual, extra, asked) for name, (_, manual, extra, asked) in grades.items()})


def opened(course):
    return Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}")


def write(course, student, text):
    with opened(course) as gradebook:
        gradebook.find_comment("solution", "polynomial", "polynomial", student).manual_comment = text
        gradebook.db.commit()


def test_everybody_in_the_group_gets_it_filled_from_their_own_answer(course, group, said):
    code, text = said("comment", "polynomial", group["bob"], COMMENT, "--points", "+1", "nearly")
    assert code == 0 and "2 with the comment: bob, eve" in text and "2 with the points: bob, eve" in text
    assert "theano-exercises feedback polynomial" in text
    proposed, own, grades = held(course, "bob")
    assert proposed.startswith("Look at `f(1, 1)`: it must give `7`.\n\n") and "Think of `{x}`." in proposed and own is None
    assert "(line " in proposed and "{call}" not in proposed
    assert grades == {"function": (None, None, False), "examples": (None, 1.0, False), "values": (None, None, False),
                      "graph": (None, None, False)}  # fmt: skip
    for student in {*ANSWERS} - {"bob", "eve"}:
        assert (held(course, student)[0], "1.0" in str(held(course, student)[2])) == (None, False)


def test_a_decision_fills_the_undecided_cells_and_nobody_is_asked_any_more(course, group, said):
    code, text = said("decide", "polynomial", group["cleo"], "--points", "5", "right by hand")
    assert code == 0 and "2 with the decision: cleo, hal" in text
    for student in ("cleo", "hal"):
        assert held(course, student)[2] == {"function": (None, 2.0, False), "examples": (None, 2.0, False),
                                            "values": (None, 1.0, False), "graph": (None, None, False)}  # fmt: skip
    assert pending(course) == []
    code, text = said("autograde", "polynomial")
    assert code == 0 and "graded 0 in" in text and "8 were graded already" in text
    assert said("decide", "polynomial", group["cleo"], "--remove")[0] == 0
    assert {name: asked for name, (_, extra, asked) in held(course, "hal")[2].items() if extra is None} == dict.fromkeys(
        course_builder.GRADE_CELLS["polynomial"], True
    )


def test_nbgraders_own_autograding_puts_all_of_it_back(told):
    before = rows(told)
    assert told.nbgrader("autograde", "polynomial", "--force") == 0
    assert rows(told) == before
    assert pending(told) == []


def test_a_wrong_answer_that_is_mended_loses_it_and_a_new_one_gets_it(told, group, said):
    told.hand_in("bob", "polynomial", told.answered("polynomial", "right_plain"))
    told.hand_in("dan", "polynomial", told.answered("polynomial", "wrong_coefficient"))
    told.hand_in("hal", "polynomial", told.answered("polynomial", "wrong_missing_product"))
    code, text = said("autograde", "polynomial")
    assert code == 0 and "graded 3 in" in text
    assert f"bob ({group['bob']}), hal ({group['cleo']})" in text and "2 with the comment: dan, eve" in text
    assert held(told, "bob") == (None, None, dict.fromkeys(course_builder.GRADE_CELLS["polynomial"], (None, None, False)))
    assert held(told, "dan") == held(told, "eve")
    assert held(told, "hal") == held(told, "bob")


def test_a_group_that_nobody_is_in_for_a_while_is_not_forgotten(told, group, said):
    for student in ("bob", "eve"):
        told.hand_in(student, "polynomial", told.answered("polynomial", "right_plain"))
    assert f"Group {group['bob']}: nobody is in it." in said("autograde", "polynomial")[1]
    said("overview", "polynomial")
    told.hand_in("eve", "polynomial", told.answered("polynomial", "wrong_coefficient"))
    assert told.nbgrader("autograde", "polynomial", "--force", "--student", "eve") == 0
    assert held(told, "eve")[0].startswith("Look at `f(1, 1)`: it must give `7`.")


def test_what_a_person_did_stays_and_is_named(told, group, said):
    write(told, "bob", "Come to my office.")
    write(told, "eve", "")
    with opened(told) as gradebook:
        gradebook.find_grade("examples", "polynomial", "polynomial", "eve").extra_credit = 0.25
        gradebook.find_grade("values", "polynomial", "polynomial", "hal").manual_score = 3.0
        gradebook.db.commit()
    (told.folder / "comments.yml").write_text((told.folder / "comments.yml").read_text().replace("Think of", "Remember"))
    code, text = said("comment", "polynomial", "--apply")
    assert code == 0 and "1 with a comment of a person's, which stays: bob" in text
    assert "1 with a comment box that a person has emptied, which hides the group's comment: eve" in text
    assert "1 with points of a person's, which stay as they are: eve" in text
    assert "1 with points of a person's, which stay as they are: hal" in text
    assert held(told, "bob")[1] == "Come to my office." and "Remember" in held(told, "bob")[0]
    assert held(told, "eve")[1] == "" and held(told, "eve")[2]["examples"][1] == 0.25
    for name in (group["bob"], group["cleo"]):
        assert said("comment" if name == group["bob"] else "decide", "polynomial", name, "--remove")[0] == 0
    assert held(told, "bob")[:2] == (None, "Come to my office.") and held(told, "bob")[2]["examples"][1] is None
    assert held(told, "eve")[2]["examples"][1] == 0.25 and held(told, "hal")[2]["values"][0] == 3.0


def groups_of_ivy(course):
    with open_course(course.folder, "polynomial") as (_, coursedir), open_gradebook(coursedir) as gradebook:
        both = [found.name for found in grouped(gradebook, coursedir).groups["polynomial"] if "ivy" in found.students]
    assert len(both) == 2
    return both


def test_an_answer_with_two_mistakes_gets_both_comments_with_their_checks(course, said):
    both = groups_of_ivy(course)
    for number, name in enumerate(both):
        assert said("comment", "polynomial", name, f"Text {number}.")[0] == 0
    first, second = held(course, "ivy")[0].split("\n\n")
    assert first.startswith("`") and first.endswith("`: Text 0.") and second.endswith("`: Text 1.")


def test_points_stop_at_the_maximum_unless_said_so(course, group, said):
    assert said("comment", "polynomial", group["bob"], "--points", "100", "generous")[0] == 0
    assert [extra for _, extra, _ in held(course, "bob")[2].values()] == [None, 2.0, 4.0, 2.0]
    assert said("comment", "polynomial", group["bob"], "--points", "100", "generous", "--over-maximum")[0] == 0
    assert [extra for _, extra, _ in held(course, "bob")[2].values()] == [None, 2.0, 4.0, 94.0]


def test_points_above_the_maximum_take_none_from_another_group(course, said):
    first, second = groups_of_ivy(course)
    said("comment", "polynomial", first, "--points", "100", "generous", "--over-maximum")
    text = said("comment", "polynomial", second, "--points", "1", "x")[1]
    assert "1 without points, for no cell of this group has room" in text
    assert sum(extra or 0.0 for _, extra, _ in held(course, "ivy")[2].values()) == 100.0


def test_a_comment_of_which_nothing_is_left_is_named(course, group, said):
    text = said("comment", "polynomial", group["joe"], "Look at {call}.")[1]
    assert "every sentence of it has a gap for which their answers have nothing: joe" in text
    assert held(course, "joe")[0] is None
    text = said("comment", "polynomial", group["joe"], "Look at {call}. {cause}")[1]
    assert "1 of them without a sentence of it, which has a gap for which their answers have nothing: joe" in text
    assert held(course, "joe")[0] == "`f` is an expression: compile it."


def test_points_can_be_taken_back_and_the_comment_stays(told, group, said):
    assert said("comment", "polynomial", group["bob"], "--points", "0", "no more")[0] == 0
    assert held(told, "bob")[0] is not None and held(told, "bob")[2]["examples"] == (None, None, False)


def test_what_is_decided_for_a_group_waits_for_nobody_also_where_it_got_no_points(told, said):
    said("feedback", "polynomial")
    page = BeautifulSoup(told.feedback("cleo", "polynomial"), "html.parser")
    assert [row.select_one(".sign").get_text() for row in page.select("li.row")] == ["✎"] * 4
    assert page.select_one(".score .word").get_text() == "not right yet" and not page.select(".box")
    assert "A person will look at it" not in page.get_text()
    assert said("overview", "polynomial", "--undecided")[1].count("0 wait for a decision") == 1


def test_who_is_not_graded_now_or_has_no_room_for_points_is_named_and_keeps_what_is_there(told, group, said):
    (told.folder / "autograded" / "eve" / "polynomial" / "polynomial.ipynb").unlink()
    text = said("comment", "polynomial", group["cleo"], "--points", "1", "for what failed")[1]
    assert "not autograded now (who has a comment or points keeps them until then): eve" in text
    assert "2 without points, for no cell of this group has room for them: cleo, hal" in text
    assert held(told, "eve") == held(told, "bob") and held(told, "eve")[0] is not None
    assert said("autograde", "polynomial")[0] == 0
    assert held(told, "eve") == held(told, "bob")


def test_an_unknown_group_is_answered_with_those_there_are(course, group, said):
    code, text = said("comment", "polynomial", "nope", "Well.")
    assert code == 2 and "polynomial has no group 'nope'" in text
    assert f"\n  {group['bob']}     2  " in text and all(f"  {name} " in text for name in group.values())
    assert not (course.folder / "comments.yml").exists()


def test_a_name_in_the_file_that_nobody_knows_is_named_by_every_command(told, group, said):
    path = told.folder / "comments.yml"
    path.write_text(path.read_text().replace(group["bob"], "nobdy"))
    for arguments in (["comment", "polynomial", "--apply"], ["feedback", "polynomial"], ["autograde", "polynomial"]):
        assert "Group nobdy is in comments.yml, but nobody knows it" in said(*arguments)[1]
    assert held(told, "bob")[0] is None


def test_a_file_that_is_wrong_stops_every_command_with_its_line(told, said):
    (told.folder / "comments.yml").write_text("polynomial:\n  abcde:\n    comment: 3\n")
    before = rows(told)
    for arguments in (
        ["comment", "polynomial", "--apply"],
        ["feedback", "polynomial"],
        ["autograde", "polynomial", "--force"],
    ):
        code, text = said(*arguments)
        assert code == 2 and "comments.yml, line 3: expected a text for 'comment', got 3" in text
    assert rows(told) == before


@pytest.mark.parametrize("arguments, expected", [
    (["comment", "polynomial"], 'Expected GROUP "TEXT"'),
    (["comment", "polynomial", "abcde", "x", "--remove"], 'Expected GROUP "TEXT"'),
    (["comment", "polynomial", "abcde", "{cal}"], "{cal} is no placeholder"),
    (["comment", "polynomial", "abcde", "--points", "-1", "x"], "Expected a number of points"),
    (["comment", "polynomial", "abcde", "--points", "1", " "], "Expected a reason"),
    (["comment", "nothing", "abcde", "x"], "does not know 'nothing'"),
    (["decide", "polynomial", "abcde"], "Expected GROUP --points"),
    (["decide", "polynomial", "abcde", "--points", "one", "x"], "Expected a number of points"),
])  # fmt: skip
def test_what_can_not_be_done_is_told(course, said, arguments, expected):
    code, text = said(*arguments)
    assert code == 2 and expected in text and "Traceback" not in text


def test_what_the_grader_has_decided_or_is_not_worth_as_much_is_no_decision(course, group, said):
    assert "has decided all answers in group" in said("decide", "polynomial", group["bob"], "--points", "1", "x")[1]
    assert "have 10 points; got 11" in said("decide", "polynomial", group["cleo"], "--points", "11", "x")[1]


def test_while_another_command_works_there_nothing_is_done(course, group, said):
    with open_course(course.folder, "polynomial"):
        code, text = said("comment", "polynomial", group["bob"], "Well.")
    assert code == 2 and "Another theano-exercises command works in" in text


def test_the_list_says_what_is_said(told, group, said):
    text = said("comment", "polynomial", "--list")[1]
    assert f"{group['bob']}: Look at {{call}}" in text and f"{group['bob']}: +1 (nearly)" in text
    assert f"{group['cleo']}: decided: 5 (right by hand)" in text


def test_pages_show_it_at_the_check_and_follow_the_file(course, group, said):
    said("feedback", "polynomial")
    assert said("comment", "polynomial", group["bob"], COMMENT, "--points", "+1", "nearly")[0] == 0
    assert "wrote feedback on 2 in" in said("feedback", "polynomial")[1]
    page = BeautifulSoup(course.feedback("bob", "polynomial"), "html.parser")
    assert page.select_one("#comment-solution").get_text().startswith("Look at f(1, 1): it must give 7.")
    (row,) = [row for row in page.select("li.row") if row.select("a[href='#comment-solution']")]
    assert row.select_one(".what > a").get_text() == "examples"
    path = course.folder / "comments.yml"
    path.write_text(path.read_text().replace("Think of", "Remember"))
    assert "wrote feedback on 2 in" in said("feedback", "polynomial")[1]
    assert "Remember" in course.feedback("eve", "polynomial")
    write(course, "eve", "")
    said("feedback", "polynomial")
    assert "Remember" not in course.feedback("eve", "polynomial") and "Remember" in course.feedback("bob", "polynomial")


@pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="needs Chromium")
def test_the_formgrader_proposes_it(told, tmp_path):
    with opened(told) as gradebook:
        place = gradebook.find_submission_notebook("polynomial", "polynomial", "bob").id
    with served(told.folder, free_port()) as address, closing(Browser(tmp_path / "profile")) as browser:
        urllib.request.urlopen(f"{address}/formgrader/api/assignments").close()
        browser.open(f"{address}/formgrader/submissions/{place}/", settle=1.0)
        box = browser.evaluate("[document.querySelector('textarea.comment').placeholder, "
                               "document.querySelector('textarea.comment').value]")  # fmt: skip
    assert box[0].startswith("Look at `f(1, 1)`: it must give `7`.") and box[1] == ""

"""An overview for a lecture names nobody, in none of its forms."""

import json
import re

from made_class import NAMES, class_of_six, failed, member, passed, seen

from graders.reports.overview.anonymous import LEFT_OUT, anonymous
from graders.reports.overview.data import to_csv, to_json
from graders.reports.overview.render import html, undecided_html


def forms(made):
    """All that is made of an overview, as texts."""
    pages = [
        page(made, "http://localhost/formgrader", language) for page in (html, undecided_html) for language in ("en", "de")
    ]
    return [*pages, json.dumps(to_json(made)), to_csv(made)]


def named(text):
    """The students that are named, but not by chance in a style or a script."""
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", text, flags=re.DOTALL)
    wanted = {part for name in NAMES.items() for part in (*name, *name[1].split(), f"row-{name[0]}")}
    return {name for name in wanted if re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text, re.IGNORECASE)}


def test_names_are_found_where_they_are():
    page = forms(seen())[0]
    assert {"ada", "Ada Lovelace", "row-ada", "Fay Wray"} <= named(page)


def test_nobody_is_named():
    wordy = member(
        "bob", passed("function"), failed("values", name="bob_and_eve"), code="# by Bob Dylan", unreadable="Fay Wray's file."
    )  # fmt: skip
    made = anonymous(seen([wordy if one.student == "bob" else one for one in class_of_six() if one.student != "cleo"]))
    assert [named(text) for text in forms(made)] == [set()] * 6
    assert any(group.cause == LEFT_OUT for group in made.groups)


def test_what_names_nobody_stays():
    made = anonymous(seen())
    group = next(group for group in made.groups if group.box.cells == ("values",))
    assert (group.cause, group.box.example.call, group.lines) == ("`f(1)` must give 3, gives 1.0.", "f(1)", ())
    assert made.points != [] and sorted(made.points) == sorted(seen().points)
    assert [student.id for student in made.students] == [f"student {place}" for place in range(1, 7)]


def test_groups_points_and_decisions_follow_their_students():
    whole, made = seen(), anonymous(seen())
    of = lambda seen: sorted((one.points or 0, one.signs, one.groups, one.asked) for one in seen.students)
    assert of(made) == of(whole)
    for group in made.groups:
        assert all(group.name in made.students[place].groups for place in group.students)
    assert {place for decision in made.decisions for place in decision.places} == set(made.asked)


def test_the_order_is_another_each_time():
    members = [member(f"s{number:03}", passed("function"), failed("values", float(number))) for number in range(40)]
    orders = {tuple(student.groups for student in anonymous(seen(members)).students) for _ in range(3)}
    assert len(orders) == 3
    assert tuple(student.groups for student in seen(members).students) not in orders

"""``comments.yml``: what people wrote in it stays, and what is wrong in it is named with its line."""

import re

import pytest

from graders.course import comments
from graders.course.comments import Entry, Points
from graders.course.folder import CourseError

WRITTEN = """\
# Agreed with Maria on Monday.
polynomial:
  hgyt4:   # the missing product
    comment: "Look at {call}."   # short
    points: 1
    reason: nearly there
  # undecided ones
  n4yn9:
    decide: {points: 2.5, reason: 'as_op computes it'}

tanh_layer:
  "22222":
    comment: |
      Two lines,
      of which this is one.
# the end
"""


@pytest.fixture
def course(tmp_path):
    (tmp_path / comments.FILE).write_text(WRITTEN)
    return tmp_path


def text(course):
    return (course / comments.FILE).read_text()


def test_entries_are_read_in_the_order_of_the_file(course):
    found = comments.read(course, "polynomial")
    assert list(found.items()) == [
        ("hgyt4", Entry("Look at {call}.", Points(1.0, "nearly there"))),
        ("n4yn9", Entry(decide=Points(2.5, "as_op computes it"))),
    ]
    assert comments.read(course, "tanh_layer") == {"22222": Entry("Two lines,\nof which this is one.")}
    assert comments.read(course, "accumulator") == {}


def test_where_there_is_no_file_or_nothing_in_it_nothing_is_said(tmp_path):
    assert comments.read(tmp_path, "polynomial") == {}
    (tmp_path / comments.FILE).write_text("# nothing yet\n")
    assert comments.read(tmp_path, "polynomial") == {}


def test_a_change_leaves_everything_else_as_it_is(course):
    comments.write(course, "polynomial", "hgyt4", Entry("Look again.", Points(1.0, "nearly there")))
    spaces = lambda text: re.sub(" +#", " #", text)
    assert spaces(text(course)) == spaces(WRITTEN).replace('"Look at {call}."', '"Look again."')


def test_writing_what_is_there_already_changes_nothing(course):
    for group, entry in comments.read(course, "polynomial").items():
        comments.write(course, "polynomial", group, entry)
    assert text(course) == WRITTEN


def test_what_is_written_is_read_back(course):
    entry = Entry("Many: {{x}}\n# no comment of YAML's\n'\"", Points(0.5, "yes: no", over=True), Points(0.0, "- why"))
    for assignment, group in (("polynomial", "3e245"), ("polynomial", "hgyt4"), ("new", "true")):
        comments.write(course, assignment, group, entry)
        assert comments.read(course, assignment)[group] == entry
    assert "# Agreed with Maria" in text(course) and "# the end" in text(course)


def test_an_entry_is_taken_out_with_what_held_only_it(course):
    comments.write(course, "polynomial", "hgyt4", None)
    comments.write(course, "tanh_layer", "22222", None)
    assert list(comments.read(course, "polynomial")) == ["n4yn9"]
    assert "tanh_layer" not in text(course) and "# Agreed with Maria" in text(course)
    comments.write(course, "polynomial", "n4yn9", None)
    assert comments.read(course, "polynomial") == {}
    comments.write(course, "polynomial", "n4yn9", Entry("Again."))
    assert comments.read(course, "polynomial") == {"n4yn9": Entry("Again.")}


@pytest.mark.parametrize("found, said", [
    ("polynomial:\n  hgyt4:\n    coment: x\n", "line 3: expected one of comment, points, reason, over-maximum, decide, got"),
    ("polynomial:\n  hgyt4: x\n", "line 2: expected its entry below 'hgyt4', as `name: value`, got 'x'"),
    ("polynomial:\n  22222:\n    comment: x\n", "line 2: expected a group's name, got 22222: put it into quotes"),
    ("polynomial:\n", "line 1: expected its groups below 'polynomial', as `name: value`, got nothing"),
    ("- x\n", "line 1: expected the names of assignments, each with its groups, got a list"),
    ("polynomial:\n  a:\n    comment: 3\n", "line 3: expected a text for 'comment', got 3"),
    ("polynomial:\n  a:\n    comment: ' '\n", "line 3: expected a text for 'comment', got ' '"),
    ("polynomial:\n  a:\n    comment: '{cal}'\n", "line 3: {cal} is no placeholder"),
    ("polynomial:\n  a: {}\n", "line 2: expected one of comment"),
    ("polynomial:\n  a:\n    points: one\n    reason: x\n", "line 3: expected a number of points, more than 0, got 'one'"),
    ("polynomial:\n  a:\n    points: true\n    reason: x\n", "line 3: expected a number of points, more than 0, got True"),
    ("polynomial:\n  a:\n    points: .inf\n    reason: x\n", "line 3: expected a number of points, more than 0, got inf"),
    ("polynomial:\n  a:\n    points: 0\n    reason: x\n", "line 3: expected a number of points, more than 0, got 0"),
    ("polynomial:\n  a:\n    points: 1\n", "line 3: expected a 'reason' for the points"),
    ("polynomial:\n  a:\n    comment: x\n    reason: x\n", "line 4: 'reason' belongs to points, and there are none"),
    ("polynomial:\n  a:\n    points: 1\n    reason: x\n    over-maximum: 1\n", "line 5: expected true or false, got 1"),
    ("polynomial:\n  a:\n    decide: 3\n", "line 3: expected points and a reason below 'decide', got 3"),
    ("polynomial:\n  a:\n    decide:\n      points: -1\n      reason: x\n", "line 4: expected a number of points, 0 or"),
    ("polynomial:\n  a:\n    decide:\n      reason: x\n", "line 3: expected 'points' below 'decide'"),
    ("polynomial:\n  a:\n    comment: x\n  a:\n    comment: y\n", "line 4: found duplicate key"),
    ("polynomial:\n  a:\n    comment: 'x\n", "line 4: found unexpected end of stream"),
    ("polynomial:\n\ta: 1\n", "line 2: found character"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_what_was_expected(tmp_path, found, said):
    (tmp_path / comments.FILE).write_text(found)
    with pytest.raises(CourseError) as raised:
        comments.read(tmp_path, "accumulator")
    assert f"{tmp_path / comments.FILE}, {said}" in str(raised.value)
    with pytest.raises(CourseError):
        comments.write(tmp_path, "accumulator", "hgyt4", Entry("x"))
    assert (tmp_path / comments.FILE).read_text() == found


def test_what_is_no_text_is_named(tmp_path):
    (tmp_path / comments.FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match=r"comments\.yml can't be read"):
        comments.read(tmp_path, "polynomial")


def test_what_people_wrote_stays_where_it_is_when_an_entry_goes(course):
    comments.write(course, "polynomial", "hgyt4", None)
    assert text(course) == WRITTEN.replace(WRITTEN[WRITTEN.index("  hgyt4:") : WRITTEN.index("  # undecided ones")], "")
    comments.write(course, "polynomial", "n4yn9", None)
    comments.write(course, "tanh_layer", "22222", None)
    assert [line.strip() for line in text(course).split("\n") if line.strip()] == [
        "# Agreed with Maria on Monday.", "# undecided ones", "# the end",
    ]  # fmt: skip
    comments.write(course, "polynomial", "hgyt4", Entry("Again."))
    assert text(course).startswith("# Agreed with Maria on Monday.\n") and "# the end" in text(course)
    assert comments.read(course, "polynomial") == {"hgyt4": Entry("Again.")}


def test_a_name_that_stands_for_the_same_as_another_is_changed_alone(course):
    (course / comments.FILE).write_text("polynomial:\n  aaaaa: &e\n    comment: Both.\n  bbbbb: *e\n")
    comments.write(course, "polynomial", "bbbbb", Entry("One."))
    assert comments.read(course, "polynomial") == {"aaaaa": Entry("Both."), "bbbbb": Entry("One.")}


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\x7f", "\x85", "\udcff"])
def test_what_could_not_be_read_again_is_not_written(course, sign):
    for entry in (Entry(f"one\ntwo {sign}"), Entry("", Points(1.0, f"because {sign}"))):
        with pytest.raises(CourseError, match=r"can't be written into comments\.yml"):
            comments.write(course, "polynomial", "hgyt4", entry)
    assert text(course) == WRITTEN

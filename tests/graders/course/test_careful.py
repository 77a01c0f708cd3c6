"""nbgrader's own classes, made careful."""

import datetime
import os

import pytest
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from graders.course.careful import CarefulAutograde, CarefulCourse, take_care


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-01-02 12:00:00 UTC", datetime.datetime(2026, 1, 2, 12)),
        ("", None),
        ("yesterday", None),
        ("99999-01-01", None),
        ("\ud800", None),
        ("2026-01-02" + " " * 200 + "x", None),
    ],
)
def test_a_time_of_submission_is_read_or_ignored(tmp_path, text, found):
    (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8", errors="surrogatepass")
    if text.endswith("x"):  # only its beginning is read
        found = datetime.datetime(2026, 1, 2)
    assert CarefulCourse().get_existing_timestamp(str(tmp_path)) == found


def test_links_and_pipes_hold_no_time(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "timestamp.txt").write_text("2026-01-02 12:00:00 UTC")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "timestamp.txt").symlink_to(tmp_path / "real" / "timestamp.txt")
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "timestamp.txt")
    found = [CarefulCourse().get_existing_timestamp(str(tmp_path / name)) for name in ("link", "folder", "pipe", "nothing")]
    assert found == [None] * 4


def test_nbgraders_autograde_is_made_careful_and_other_converters_are_left_alone():
    converter = Autograde(coursedir=CourseDirectory())
    converter.force = True
    take_care(converter)
    assert (type(converter), type(converter.coursedir), converter.force) == (CarefulAutograde, CarefulCourse, True)
    other = GenerateFeedback(coursedir=CourseDirectory())
    take_care(other)
    assert (type(other), type(other.coursedir)) == (GenerateFeedback, CourseDirectory)
    take_care(None)

"""Folders that were made to harm whoever grades them: both graders and the feedback go through them, and nothing happens."""

import json
import resource
import stat

import course_builder
import feedback_pages
import pytest
from course_builder import GRADE_CELLS, Course, points
from hostile_folders import CASES, SECRET, as_json, wrong_with_all_tags

FULL = GRADE_CELLS["polynomial"]
NOTHING = dict.fromkeys(FULL, 0.0)


def fill(course):
    right = course.answered("polynomial", "right_plain")
    for student in ("mary", "tagged", *CASES):
        course.hand_in(student, "polynomial", right)
    submitted = course.folder / "submitted"
    (submitted / "mary" / "polynomial" / "notes.txt").write_text(SECRET)
    as_json(wrong_with_all_tags)(submitted / "tagged" / "polynomial")
    for student, case in CASES.items():
        case.change(submitted / student / "polynomial")


def grade(course, by):
    if by == "nbgrader":
        course.nbgrader("autograde", "polynomial")
        course.nbgrader("generate_feedback", "polynomial", "--student=links")
        return
    ours = ("-m", "graders.commands")
    course.python("autograde polynomial", *ours, "autograde", "polynomial", "--jobs", "2")
    course.python("feedback polynomial", *ours, "feedback", "polynomial", "--jobs", "2")
    course.python("again", *ours, "autograde", "polynomial")


@pytest.fixture(scope="session", params=["theano-exercises", "nbgrader"])
def course(request, tmp_path_factory):
    """The class, graded by one of the two commands, with feedback."""

    def make(course: Course):
        course_builder.copy_of(course_builder.generated(tmp_path_factory), course.folder)
        fill(course)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, before[1]))  # should all else fail, a disk stays half empty
        try:
            grade(course, request.param)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return course_builder.shared(tmp_path_factory, f"hostile-{request.param}", make)


def below(folder):
    return [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]


def test_both_commands_come_to_an_end(course):
    log = course.log("autograde polynomial")
    assert log.startswith("exit code 0" if "nbgrader" in course.folder.name else "exit code 1")  # some are left to a person
    assert "Traceback" not in log


@pytest.mark.parametrize("student", ["mary", *CASES])
def test_what_can_be_graded_is_graded_and_the_rest_left_to_a_person(course, student):
    found = course.gradebook("polynomial")[student]
    graded = student == "mary" or CASES[student].graded
    assert points(found) == (FULL if graded else NOTHING)
    assert {cell.needs_manual_grade for cell in found.values()} == {not graded}
    if student in CASES and CASES[student].said:
        lines = course.log("autograde polynomial").splitlines()
        assert any(CASES[student].said in line and student in line for line in lines), "\n".join(lines)


def test_tags_forged_points_and_forged_outputs_earn_nothing(course):
    """A wrong polynomial whose function is of two scalars all the same."""
    assert points(course.gradebook("polynomial")["tagged"]) == {**NOTHING, "function": FULL["function"]}


def test_only_ordinary_files_are_copied_and_none_of_anybody_else(course):
    for path in [*below(course.folder / "autograded"), *below(course.folder / "feedback")]:
        assert stat.S_ISREG(path.lstat().st_mode), path
        assert path.stat().st_size < 30_000_000, path
        content = path.read_bytes()
        assert b"root:x:0:0" not in content, path
        assert not content.startswith(b"SQLite format 3"), path
        assert SECRET.encode() not in content or "mary" in path.parts, path
        assert not path.stat().st_mode & (stat.S_ISUID | stat.S_ISGID), path
    copied = course.folder / "autograded" / "links" / "polynomial"
    assert sorted(path.name for path in below(copied)) == ["mine.txt", "polynomial.ipynb"]
    assert len(below(course.folder / "autograded" / "too-much")) <= 1_000
    assert [path.name for path in (course.folder / "autograded").rglob("*.ipynb") if path.stem != "polynomial"] == []


def test_what_was_handed_in_is_untouched(course):
    assert stat.S_ISFIFO((course.folder / "submitted" / "pipes" / "polynomial" / "pipe").stat().st_mode)
    assert (course.folder / "submitted" / "mary" / "polynomial" / "notes.txt").read_text() == SECRET
    assert (course.folder / "submitted" / "links" / "polynomial" / "passwd").is_symlink()


def test_no_program_of_a_students_was_run(course):
    assert (course.folder / "submitted" / "impostors" / "polynomial" / "bwrap").exists()
    assert not (course.folder / "harm").exists()


def test_nobody_writes_lines_of_his_own_into_the_log(course):
    ours = "theano-exercises" in course.folder.name  # nbgrader itself writes names of files as they are
    for name in ("autograde polynomial", "feedback polynomial") if ours else ():
        lines = course.log(name).splitlines()
        assert not any(line.startswith("ERROR") or "\x1b[2J" in line for line in lines)


def test_a_name_brings_no_markup_into_a_notebook(course):
    assert "<img" not in json.dumps(course.autograded("unnamed", "polynomial"))


def test_everybody_gets_feedback_and_a_second_run_finds_all_done(course):
    if "nbgrader" in course.folder.name:
        assert course.log("generate_feedback polynomial --student=links").startswith("exit code 0")
        assert feedback_pages.points(course.feedback("links", "polynomial"))[1:] == (10.0, 10.0)
        return
    assert course.log("feedback polynomial").startswith("exit code 0")
    for student in ("mary", "tagged", *CASES):
        assert "</html>" in course.feedback(student, "polynomial")
    assert "graded 0 in" in course.log("again")

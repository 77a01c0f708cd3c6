"""Folders that were made to harm whoever grades them: both graders and the feedback go through them, and nothing happens."""

import json
import os
import resource
import socket
import stat
from dataclasses import dataclass

import course_builder
import pytest
from course_builder import GRADE_CELLS, Course, points

FULL = GRADE_CELLS["polynomial"]
NOTHING = dict.fromkeys(FULL, 0.0)
TERABYTE = 1 << 40
SECRET = "the secret of another student"
IMPOSTORS = (
    "nbgrader_config.py", "sitecustomize.py", "usercustomize.py", "theano.py", "numpy.py", "graders.py", "conftest.py",
    "polynomial.py", "json.py", "graders/__init__.py", "exercises/__init__.py", ".ipython/profile_default/startup/0.py",
)  # fmt: skip
COMMANDS = ("bwrap", "dot", "python", "python3", "sh", "g++", "git")
ALL_TAGS = ["skip-execution", "raises-exception", "nbgrader-ignore", "remove-cell", "hide-output"]


def sparse(path):
    with path.open("wb") as file:
        file.truncate(TERABYTE)


def links(place):
    (place / "gradebook.txt").symlink_to("../../../gradebook.db")
    (place / "passwd").symlink_to("/etc/passwd")
    (place / "everything").symlink_to("/")
    (place / "nobody").symlink_to("nowhere")
    (place / "circle").symlink_to("circle")
    for folder in ("deep", "x[y]", "*"):  # the last two are patterns too
        (place / folder).mkdir()
        (place / folder / "neighbour").symlink_to("../../../mary/polynomial/notes.txt")
    (place / "mine.txt").write_text("an ordinary file")


def pipes(place):
    os.mkfifo(place / "pipe")
    os.mkfifo(place / "timestamp.txt")
    listening = socket.socket(socket.AF_UNIX)
    before = os.getcwd()
    os.chdir(place)  # the path of a socket must be short
    try:
        listening.bind("socket")
    finally:
        os.chdir(before)
        listening.close()


def too_much(place):
    sparse(place / "data.bin")
    for number in range(2_000):
        (place / f"{number}.txt").touch()
    deep = place
    for _ in range(40):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "deep.txt").touch()


def names(place):
    for name in (b"<script>alert(1)<script>", b"10\nERROR | mary, polynomial: 0 points", b"\xff\xfe", b"-rf", b"a\x1b[2Jb"):
        with open(os.path.join(os.fsencode(place), name), "w") as file:
            file.write("x")


def impostors(place):
    harm = f"#!/bin/sh\ntouch {place.parents[2] / 'harm'}\n"
    for name in IMPOSTORS:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(f"import os\nos.system({harm!r})\nc = get_config()\nraise SystemExit\n")
    for name in COMMANDS:
        (place / name).write_text(harm)
        (place / name).chmod(0o6755)
    (place / "pytest.ini").write_text("[pytest]\naddopts = --version\n")
    (place / ".theanorc").write_text("[global]\noptimizer = None\ncompute_test_value = raise\n")


def false_page(place):
    """Where the page of feedback is to be there is something already."""
    (place / "polynomial.html").mkdir()
    (place / "polynomial.html" / "index.html").write_text("10 of 10")


def parts(place):
    """What a run that was cut off leaves behind."""
    (place / ".other.part").write_bytes((place / "polynomial.ipynb").read_bytes())
    (place / ".polynomial.part").mkdir()
    (place / ".polynomial.part" / "x.txt").touch()


def linked_notebook(place):
    (place / "polynomial.ipynb").unlink()
    (place / "polynomial.ipynb").symlink_to("../../mary/polynomial/polynomial.ipynb")


def linked_folder(place):
    (place / "polynomial.ipynb").unlink()
    place.rmdir()
    place.symlink_to("../mary/polynomial")


def notebook_as(make):
    def change(place):
        (place / "polynomial.ipynb").unlink()
        make(place / "polynomial.ipynb")

    return change


def unnamed(place):
    (place / "polynomial.ipynb").rename(place / "<img src=x onerror=alert(1)>\nERROR.ipynb")


def timestamp(text):
    return lambda place: (place / "timestamp.txt").write_bytes(text)


def linked_timestamp(place):
    (place / "timestamp.txt").symlink_to("/etc/passwd")


def as_json(change):
    def apply(place):
        path = place / "polynomial.ipynb"
        data = json.loads(path.read_text())
        change(data)
        path.write_text(json.dumps(data))

    return apply


def huge_metadata(data):
    data["metadata"]["blob"] = "x" * 20_000_000
    for cell in data["cells"]:
        cell["metadata"]["blob"] = {str(number): [number] for number in range(10_000)}


def deep_metadata(data):
    for _ in range(400):
        data["metadata"] = {"deeper": data["metadata"]}


def wrong_with_all_tags(data):
    """A wrong answer, no cell of which is to run, with the output of a right one."""
    shown = {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}, "execution_count": 1}
    for cell in data["cells"]:
        cell["metadata"]["tags"] = ALL_TAGS
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"].update(points=1000, locked=False, checksum="0" * 32)
            cell.update(outputs=[shown], source="4.0")
        elif cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = cell["source"].replace("3 * x", "4 * x")


@dataclass(frozen=True)
class Case:
    """What is done to a right submission's folder, whether its notebook is still graded, and what the log says of it."""

    change: object
    graded: bool = True
    said: str = ""


LINK = "polynomial.ipynb or its folder is a link"
CASES = {
    "links": Case(links, said="'passwd' is a link; it is not copied"),
    "pipes": Case(pipes, said="'pipe' is not an ordinary file"),
    "too-much": Case(too_much, said="there are more than 1000 files"),
    "names": Case(names),
    "impostors": Case(impostors),
    "parts": Case(parts),
    "false-page": Case(false_page),
    "bad-timestamp": Case(timestamp(b"yesterday\xff"), said="holds no time of submission"),
    "odd-timestamp": Case(timestamp(b"99999-99-99 99:99"), said="holds no time of submission"),
    "linked-timestamp": Case(linked_timestamp, said="holds no time of submission"),
    "huge-metadata": Case(as_json(huge_metadata)),
    "deep-metadata": Case(as_json(deep_metadata)),
    "linked-notebook": Case(linked_notebook, False, LINK),
    "linked-folder": Case(linked_folder, False, LINK),
    "pipe-notebook": Case(notebook_as(os.mkfifo), False, "it is not an ordinary file"),
    "sparse-notebook": Case(notebook_as(sparse), False, "The file has 1099512 MB"),
    "device-notebook": Case(notebook_as(lambda path: path.symlink_to("/dev/zero")), False, LINK),
    "unnamed": Case(unnamed, False, "the folder holds ?img src?x onerror?alert(1)??ERROR.ipynb"),
}


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
    ours = ("-m", "graders.cli")
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
        assert "Passed" in course.feedback("links", "polynomial")
        return
    assert course.log("feedback polynomial").startswith("exit code 0")
    for student in ("mary", "tagged", *CASES):
        assert "</html>" in course.feedback(student, "polynomial")
    assert "graded 0 in" in course.log("again")

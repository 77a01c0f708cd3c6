"""The whole of a course on a gradebook in a real PostgreSQL server, where one is installed."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import course_builder
import feedback_pages
import pytest
from class_builder import command
from nbgrader.api import Gradebook

from graders.course.authoring import release, sample_answers

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
CLASS = {"ada": "right_list_of_pairs", "bob": "wrong_no_update", "cleo": "wrong_as_op"}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of an empty database. PostgreSQL refuses to run as root, so root becomes its own user for it."""
    if not SERVERS:
        pytest.skip("no PostgreSQL server is installed")
    tools, folder = SERVERS[-1].parent, Path(tmp_path_factory.mktemp("postgresql"))
    become = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] if os.geteuid() == 0 else []
    if become:
        # pytest's folders are closed to other users.
        folder = Path(subprocess.run([*become, "mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    run = {"check": True, "capture_output": True, "cwd": "/"}
    port = free_port()
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"
    try:
        subprocess.run([*become, tools / "initdb", "-D", folder / "data", "-A", "trust", "-U", "course"], **run)
        control = [*become, str(tools / "pg_ctl"), "-D", str(folder / "data"), "-w", "-l", str(folder / "log")]
        subprocess.run([*control, "-o", options, "start"], **run)
        yield f"postgresql+psycopg2://course@127.0.0.1:{port}/postgres"
        subprocess.run([*control, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def graded(server, tmp_path_factory):
    """A course whose gradebook is in the server: generated, handed in, graded by our command, with feedback."""
    course = course_builder.Course(tmp_path_factory.mktemp("course-on-postgresql"))
    config = (release.CHECKOUT / "nbgrader_config.py").read_text()
    (course.folder / "nbgrader_config.py").write_text(f"{config}\nc.CourseDirectory.db_url = {server!r}\n")
    shutil.copytree(release.CHECKOUT / "source" / "accumulator", course.folder / "source" / "accumulator")
    assert course.nbgrader("generate_assignment", "accumulator") == 0
    for student, answer in CLASS.items():
        course.hand_in(student, "accumulator", course.answered("accumulator", answer))
    return course, [command(course, "autograde", "accumulator"), command(course, "feedback", "accumulator")]


def rows(server):
    with Gradebook(server) as gradebook:
        return {
            submission.student_id: {g.name: (g.auto_score, g.needs_manual_grade) for g in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions("accumulator")
        }


def test_the_points_are_in_the_server(graded, server):
    _, (autograde, feedback) = graded
    assert (autograde.returncode, feedback.returncode) == (1, 0), autograde.stderr + feedback.stderr
    found = rows(server)
    for student, answer in CLASS.items():
        sample = sample_answers.read(sample_answers.FOLDER / "accumulator" / f"{answer}.py")
        assert {name: points for name, (points, _) in found[student].items()} == sample.expected
        assert any(asked for _, asked in found[student].values()) == sample.needs_manual_grade


def test_there_is_no_other_gradebook(graded):
    assert not (graded[0].folder / "gradebook.db").exists()


def test_feedback_shows_the_points(graded):
    assert feedback_pages.points(graded[0].feedback("ada", "accumulator"))[1:] == (10.0, 10.0)


def test_only_who_is_missing_in_the_server_is_graded_again(graded, server):
    course, before = graded[0], rows(server)
    with Gradebook(server) as gradebook:
        gradebook.remove_student("bob")
    done = command(course, "autograde", "accumulator")
    assert "graded 1 in" in done.stdout and "2 were graded already" in done.stdout
    assert rows(server) == before


def test_nbgrader_itself_comes_to_the_same_rows(graded, server):
    course, before = graded[0], rows(server)
    assert course.nbgrader("autograde", "accumulator", "--force") == 0, course.log("autograde accumulator --force")
    assert rows(server) == before


def test_points_for_a_group_are_told_from_a_persons_there_too(graded, server):
    course, before = graded[0], rows(server)
    listed = command(course, "comment", "accumulator", "?", "Well.").stderr.splitlines()
    (name,) = [line.split()[0] for line in listed if "FromFunctionOp" in line]
    assert "with the decision: cleo" in command(course, "decide", "accumulator", name, "--points", "4", "fine").stdout
    for other in {line.split()[0] for line in listed[1:]} - {name}:
        assert command(course, "comment", "accumulator", other, "Look.", "--points", "1", "nearly").returncode == 0
    assert "graded 0 in" in command(course, "autograde", "accumulator").stdout
    with Gradebook(server) as gradebook:
        assert gradebook.find_submission("accumulator", "cleo").score == 4.0
        assert gradebook.find_submission("accumulator", "bob").notebooks[0].comments[0].auto_comment == "Look."
        assert not gradebook.find_submission("accumulator", "cleo").needs_manual_grade
    assert command(course, "decide", "accumulator", name, "--remove").returncode == 0
    for other in {line.split()[0] for line in listed[1:]} - {name}:
        assert command(course, "comment", "accumulator", other, "--remove").returncode == 0
    assert rows(server) == before


@pytest.mark.parametrize("address", ["postgresql+psycopg2://x@127.0.0.1:{}/x", "postgresql+nodriver://x/x", "here"])
def test_a_server_that_is_gone_stops_the_run_with_a_sentence(graded, tmp_path, address):
    course = course_builder.copy_of(graded[0], tmp_path / "course")
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text() + f"\nc.CourseDirectory.db_url = {address.format(free_port())!r}\n")
    done = command(course, "autograde", "accumulator")
    assert (done.returncode, done.stdout) == (2, "")
    assert "can't be used" in done.stderr and "Traceback" not in done.stderr
    assert sys.executable not in done.stderr

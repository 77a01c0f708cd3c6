"""``--scheduler`` with a real Dask scheduler and two real workers on this machine, one of them killed during the run."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import class_builder
import course_builder
import pytest
from class_builder import command
from course_builder import GRADE_CELLS, points
from course_state import below, wait_for

from graders.records.verdict import Cause
from graders.reports.data import from_notebook

pytest.importorskip("distributed")


def start(*arguments, ready, **environment):
    """A Dask process; returns it and what stands in the line that says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    for line in process.stderr:
        found = re.search(ready, line)
        if found:
            return process, found
    pytest.fail(f"dask {' '.join(arguments)} ended")


@contextlib.contextmanager
def started_cluster(tmp_path_factory, number, **environment):
    """The scheduler's address and the processes of a ``number`` of workers."""
    scheduler, found = start(
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        ready=r"Scheduler at:\s+(tcp://\S+)",
        **environment,
    )
    address = found[1]
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1", "--local-directory")
    workers = [
        start("worker", address, *options, str(tmp_path_factory.mktemp("worker")), ready="Registered to:")[0]
        for _ in range(number)
    ]
    yield address, workers
    for process in [*workers, scheduler]:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with started_cluster(tmp_path_factory, 2) as started:
        yield started


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    return class_builder.handed_in(tmp_path_factory)


def test_the_result_is_the_same_although_a_worker_dies(cluster, handed_in, tmp_path_factory, tmp_path):
    address, workers = cluster
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    for number in range(12):
        course.hand_in(f"more-{number}", "polynomial", course.answered("polynomial", "right_plain"))
    process = subprocess.Popen(
        [sys.executable, "-m", "graders.commands", "autograde", "polynomial", "--scheduler", address, "--no-memory"],
        cwd=course.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(list((course.folder / "autograded").glob("*/polynomial/*.ipynb"))) < 2:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    workers[0].send_signal(signal.SIGKILL)
    out, err = process.communicate(timeout=240)
    assert "graded 19 in" in out, err
    assert "All points: 13. Points lost: 3. Undecided: 3." in out
    alone = class_builder.graded(tmp_path_factory)[0].gradebook("polynomial")
    ours = course.gradebook("polynomial")
    assert {student: ours[student] for student in alone} == alone
    assert all(sum(points(ours[f"more-{number}"]).values()) == 10.0 for number in range(12))


def test_what_killed_workers_left_undecided_is_graded_again(handed_in, tmp_path_factory, tmp_path):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    shutil.rmtree(course.folder / "submitted")
    course.hand_in("ada", "accumulator", course.answered("accumulator", "right_class"))
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with started_cluster(tmp_path_factory, 1, **once) as (address, [worker]):
        run = subprocess.Popen(
            [sys.executable, "-m", "graders.commands", "autograde", "accumulator", "--scheduler", address],
            cwd=course.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for(lambda: below(worker.pid, "graders.judge.inside.server"))  # it has begun
        worker.send_signal(signal.SIGKILL)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 1 and "A person has to look at: ada" in out, err
    assert {verdict.cause for verdict in from_notebook(course.autograded("ada", "accumulator"))} == {Cause.GRADER_FAILED}
    done = command(course, "autograde", "accumulator")
    assert (done.returncode, done.stdout.split(" in ")[0]) == (0, "accumulator: graded 1")
    assert points(course.gradebook("accumulator")["ada"]) == GRADE_CELLS["accumulator"]


def test_one_worker_goes_on_alone(cluster, handed_in, tmp_path):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    done = command(course, "autograde", "accumulator", "--scheduler", cluster[0])
    assert (done.returncode, done.stdout.split(" in ")[0]) == (0, "accumulator: graded 3")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tcp://127.0.0.1:9", "There is no Dask scheduler at tcp://127.0.0.1:9: [Errno 111] Connection refused. `dask sch"),
        ("host", "'host' is no address of a Dask scheduler. `dask scheduler` prints its own, such as tcp://host:8786."),
    ],
)
def test_without_a_scheduler_it_says_so_in_a_sentence(handed_in, tmp_path, address, sentence):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    done = command(course, "autograde", "accumulator", "--scheduler", address)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"theano-exercises autograde: {sentence}") and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "address", ["", "tcp://host", "tcp://:8786", "http://host:8786", "host:8786/status", "127.0.0.1:99999", f"{'x' * 80}:1"]
)
def test_what_is_no_address_is_refused_at_once(address):
    from graders.grading import cluster as module
    from graders.grading.pipeline import Settings

    start = time.monotonic()
    with pytest.raises(module.ClusterError, match="such as tcp://host:8786"):
        module.Cluster(address, Settings())
    assert time.monotonic() - start < 5


def test_who_answers_and_is_no_scheduler_is_not_waited_for(monkeypatch):
    from graders.grading import cluster as module
    from graders.grading.pipeline import Settings

    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(module.ClusterError, match="no Dask scheduler at"):
        module.Cluster(f"tcp://127.0.0.1:{silent.getsockname()[1]}", Settings())


def test_a_worker_with_other_checks_is_refused(cluster, monkeypatch):
    from graders.grading import cluster as module
    from graders.grading.pipeline import Settings

    monkeypatch.setattr(module, "current", lambda: "another")
    with pytest.raises(module.ClusterError, match="has other checks or versions"):
        module.Cluster(cluster[0], Settings())


def test_a_worker_whose_checks_have_changed_since_grades_nothing(cluster):
    from graders.checkout import Outdated
    from graders.grading import cluster as module
    from graders.grading.pipeline import Settings
    from graders.records.work import Work

    grader = module.Cluster(cluster[0], Settings())
    try:
        grader._checks = "those of before"
        with pytest.raises(Outdated, match="A worker's checks have changed"):
            grader.grade(Work(()))
    finally:
        grader.close()

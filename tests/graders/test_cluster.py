"""``--scheduler`` with a real Dask scheduler and two real workers on this machine, one of them killed during the run."""

import re
import signal
import subprocess
import sys
import time

import class_builder
import course_builder
import pytest
from class_builder import command
from course_builder import points

pytest.importorskip("distributed")


def start(*arguments, ready):
    """A Dask process; returns it and what stands in the line that says that it is ready."""
    process = subprocess.Popen([sys.executable, "-m", "dask", *arguments], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
    for line in process.stderr:
        found = re.search(ready, line)
        if found:
            return process, found
    pytest.fail(f"dask {' '.join(arguments)} ended")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The scheduler's address and the two workers' processes."""
    scheduler, found = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                             ready=r"Scheduler at:\s+(tcp://\S+)")  # fmt: skip
    address = found[1]
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1", "--local-directory")
    workers = [
        start("worker", address, *options, str(tmp_path_factory.mktemp("worker")), ready="Registered to:")[0]
        for _ in range(2)
    ]
    yield address, workers
    for process in [*workers, scheduler]:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    return class_builder.handed_in(tmp_path_factory)


def test_the_result_is_the_same_although_a_worker_dies(cluster, handed_in, tmp_path_factory, tmp_path):
    address, workers = cluster
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    for number in range(12):
        course.hand_in(f"more-{number}", "polynomial", course.answered("polynomial", "right_plain"))
    process = subprocess.Popen(
        [sys.executable, "-m", "graders.cli", "autograde", "polynomial", "--scheduler", address, "--no-memory"],
        cwd=course.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
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


def test_one_worker_goes_on_alone(cluster, handed_in, tmp_path):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    done = command(course, "autograde", "accumulator", "--scheduler", cluster[0])
    assert (done.returncode, done.stdout.split(" in ")[0]) == (0, "accumulator: graded 3")


def test_without_a_scheduler_it_says_so(handed_in, tmp_path):
    course = course_builder.copy_of(handed_in, tmp_path / "course")
    done = command(course, "autograde", "accumulator", "--scheduler", "tcp://127.0.0.1:9")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no Dask scheduler at tcp://127.0.0.1:9" in done.stderr and "Traceback" not in done.stderr


def test_a_worker_with_other_checks_is_refused(cluster, monkeypatch):
    from graders import cluster as module
    from graders.sandbox.limits import Limits

    monkeypatch.setattr(module, "current", lambda: "another")
    with pytest.raises(module.ClusterError, match="has other checks or versions"):
        module.Cluster(cluster[0], "auto", True, Limits())

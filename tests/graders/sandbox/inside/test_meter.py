"""Memory and processes are limited for a submission as a whole, however it spreads them."""

import os
import subprocess
import time

import pytest

from graders.sandbox.conversation import CodeCell, GradeCell
from graders.sandbox.inside import meter
from graders.sandbox.inside.meter import Meter
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox

SMALL = Limits(cell_seconds=20.0, notebook_seconds=30.0, memory_bytes=512 << 20)


@pytest.fixture(scope="module")
def run(sandbox):
    warm = Sandbox(sandbox)
    yield lambda source, limits=SMALL: warm.run([CodeCell(0, source), GradeCell("end", ("f",))], limits)
    warm.close()


def children(body, number=8, after="time.sleep(15)"):
    return f"""
import ctypes, mmap, os, time
for _ in range({number}):
    if os.fork() == 0:
        {body}
        time.sleep(15)
        os._exit(0)
{after}
"""


@pytest.mark.parametrize(
    "body",
    [
        "block = b'x' * (120 << 20)",
        "block = b'x' * (120 << 20); ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)",
        "block = mmap.mmap(-1, 120 << 20); block.write(b'x' * (120 << 20)); block.madvise(mmap.MADV_DONTNEED)",
    ],
    ids=["own", "hidden", "shared and out of sight"],
)
def test_memory_spread_over_processes_ends_the_submission(run, body):
    start = time.monotonic()
    result = run(children(body))
    assert (result.ending, result.at) == ("memory", 0)
    assert time.monotonic() - start < 12


def test_several_processes_with_little_memory_are_fine(run):
    """Forks share nearly all they have: their address spaces together are beyond the limit, their memory is not."""
    result = run(children("pass", after="time.sleep(1)\nf = 1"))
    assert result.ending == "done"


def test_one_process_gets_a_memory_error_and_goes_on(run):
    result = run("try:\n    block = bytearray(10 ** 9)\nexcept MemoryError:\n    f = 1")
    assert result.ending == "done" and "end" in result.answers


def test_shared_memory_that_belongs_to_nobody_is_not_to_be_had(run):
    """Files in memory, System V segments and queues: no process owns them, so nobody could count them."""
    source = "import ctypes, os\nlibc = ctypes.CDLL(None)\nprint(libc.shmget(0, 1 << 20, 0o1600), libc.msgget(0, 0o1600))\n"
    result = run(f"{source}try:\n    os.memfd_create('x')\nexcept PermissionError as error:\n    print('no')")
    assert "".join(output["text"] for output in result.cells[0].outputs) == "-1 -1\nno\n"


def test_the_kernel_ends_a_submission_first_where_memory_runs_out(run):
    result = run("print(open('/proc/self/oom_score_adj').read(), open('/proc/1/oom_score_adj').read())")
    assert result.cells[0].outputs[0]["text"].split() == ["1000", "1000"]


def test_pages_in_pipes_are_not_to_be_had(run):
    """They may be huge ones, of which a pipe holds sixteen, and nobody sees them."""
    result = run("""
import ctypes, mmap, os, struct
block = mmap.mmap(-1, 4 << 20)
block.madvise(mmap.MADV_HUGEPAGE)
at = struct.pack("PN", ctypes.addressof(ctypes.c_char.from_buffer(block)), 4 << 20)
libc = ctypes.CDLL(None, use_errno=True)
print(libc.vmsplice(os.pipe()[1], at, 1, 2), os.strerror(ctypes.get_errno()))
""")
    assert result.cells[0].outputs[0]["text"] == "-1 Operation not permitted\n"


@pytest.mark.parametrize(("pairs", "ending"), [(5, "done"), (25, "memory")])
def test_sockets_count_with_what_they_may_hold(run, pairs, ending):
    """Megabytes each, which are the kernel's: a hundred of them hold gigabytes, and their process is as small as ever."""
    result = run(f"import socket, time\nheld = [socket.socketpair() for _ in range({pairs})]\ntime.sleep(1)")
    assert result.ending == ending


def test_what_the_kernel_has_ended_is_counted(tmp_path):
    (tmp_path / "vmstat").write_text("pgfault 5\noom_kill 3\noom_kill_other 9\n")
    assert meter.kernel_kills(str(tmp_path / "vmstat")) == 3
    assert meter.kernel_kills(str(tmp_path / "none")) == 0
    assert meter.kernel_kills() >= 0


def test_files_in_memory_are_limited_in_bytes_and_in_number(run):
    result = run("""
import os
def fill(place):
    try:
        for number in range(100):
            with open(f'{place}/{number}', 'wb') as file:
                file.write(b'x' * (10 << 20))
    except OSError as error:
        print(place, error.errno, number)
fill('/tmp')
fill('/dev/shm')
try:
    for number in range(20_000):
        open(f'/dev/shm/n{number}', 'w').close()
except OSError as error:
    print(error.errno, number > 9_000)
""")
    assert "".join(output["text"] for output in result.cells[0].outputs) == "/tmp 28 12\n/dev/shm 28 1\n28 True\n"


def test_processes_are_counted_where_the_kernel_does_not(tmp_path):
    """Older kernels count all processes of a user, whose sandbox then can't have a limit that fits the submission."""
    sleepers = [subprocess.Popen(["sleep", "20"]) for _ in range(12)]
    try:
        watch = Meter({"memory_bytes": 1 << 40, "processes": 3}, scratch=(str(tmp_path),))
        assert watch.excess() == ""  # its own processes are not there yet
        watch._before = None
        assert watch.excess() == "processes"
        assert Meter({"memory_bytes": 1 << 40, "processes": 1 << 20}, scratch=(str(tmp_path),)).excess() == ""
    finally:
        for sleeper in sleepers:
            sleeper.kill()
            sleeper.wait()


def test_an_exact_count_is_followed_by_a_longer_pause(tmp_path):
    watch = Meter({"memory_bytes": 1, "processes": 1 << 20}, scratch=(str(tmp_path),))
    watch._before = None
    assert watch.excess() == "memory"
    assert meter.SECONDS <= watch.pause <= meter.LONGEST


def test_only_shared_memory_without_a_file_is_taken_from_the_maps():
    with open("/proc/self/maps") as file:
        assert dict(meter._shared_without_file(file.read())) == {}
    line = "7f0000000000-7f0000100000 rw-s 00000000 00:01 1025                       /dev/zero (deleted)"
    assert dict(meter._shared_without_file(line)) == {"1025": 1 << 20}
    assert os.sysconf("SC_PAGE_SIZE") == meter.PAGE

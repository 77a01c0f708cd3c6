"""What separates the submissions of one template, and what becomes of them when its processes are killed."""

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import own_exercise
import pytest

from graders.answers.wire import from_json
from graders.sandbox import bubblewrap
from graders.sandbox.conversation import CodeCell, GradeCell, SandboxError
from graders.sandbox.layout import GRADERS, layout
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox

LIMITS = Limits(cell_seconds=10.0, notebook_seconds=20.0)


@pytest.fixture
def warm(sandbox):
    warm = Sandbox(sandbox)
    yield warm
    warm.close()


def run(warm, source, limits=LIMITS):
    return warm.run([CodeCell(0, source), GradeCell("end", ("f",))], limits)


def text_of(result):
    return "".join(output.get("text", str(output)) for output in result.cells[0].outputs)


def descendants(pid):
    """All processes below ``pid`` on this machine, by their ids."""
    found, level = [], [pid]
    while level:
        children = subprocess.run(["pgrep", "-P", ",".join(map(str, level))], capture_output=True, text=True).stdout.split()
        level = [int(child) for child in children]
        found += level
    return found


LEAVE_TRACES = """
import os, socket, time, builtins
open('/tmp/trace', 'w').write('x')
open('/dev/shm/trace', 'w').write('x')
builtins.trace = 1
import theano; theano.trace = 1
abstract = socket.socket(socket.AF_UNIX); abstract.bind('\\0trace'); abstract.listen()
tcp = socket.socket(); tcp.bind(('127.0.0.1', 5555)); tcp.listen()
if os.fork() == 0:
    os.setsid()
    time.sleep(60)
print('left', flush=True)
"""

LOOK_FOR_TRACES = """
import os, socket, builtins, theano
print(os.path.exists('/tmp/trace'), os.path.exists('/dev/shm/trace'), hasattr(builtins, 'trace'), hasattr(theano, 'trace'))
def connects(kind, address):
    try:
        socket.socket(kind).connect(address)
        return True
    except OSError:
        return False
print(connects(socket.AF_UNIX, '\\0trace'), connects(socket.AF_INET, ('127.0.0.1', 5555)))
print([pid for pid in os.listdir('/proc') if pid.isdigit() and int(pid) > 2])
"""


def test_a_submission_finds_nothing_of_another_that_runs_beside_it(warm):
    with ThreadPoolExecutor() as pool:
        first = pool.submit(run, warm, LEAVE_TRACES + "time.sleep(4)")
        time.sleep(3 if warm._template is None else 1)
        second = run(warm, LOOK_FOR_TRACES)
        assert not first.done()
        assert text_of(second) == "False False False False\nFalse False\n[]\n"
        assert text_of(first.result()) == "left\n"


def test_nothing_of_a_submission_is_left_when_its_answers_are_out(warm):
    run(warm, "f = 1")
    before = descendants(os.getpid())
    assert text_of(run(warm, LEAVE_TRACES)) == "left\n"
    assert descendants(os.getpid()) == before
    assert text_of(run(warm, LOOK_FOR_TRACES)) == "False False False False\nFalse False\n[]\n"


def test_a_submission_cannot_reach_its_init_nor_the_template(warm):
    result = run(
        warm,
        "import os, signal\nfor number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):\n"
        "    try: os.kill(1, number)\n    except OSError as error: print(type(error).__name__)\n"
        "for name in ('mem', 'environ', 'root', 'fd'):\n"
        "    try: os.listdir(f'/proc/1/{name}') if name == 'fd' else open(f'/proc/1/{name}', 'rb').read(1)\n"
        "    except OSError as error: print(name, type(error).__name__)\n"
        "print(os.getppid(), os.getpid())\nf = 5",
    )
    assert result.ending == "done"
    lines = text_of(result).splitlines()
    assert [line for line in lines if " " in line] == [
        "mem PermissionError",
        "environ PermissionError",
        "root PermissionError",
        "fd PermissionError",
        "1 2",
    ]
    assert from_json(result.answers["end"]).names["f"].content == 5


def test_a_submission_has_no_rights_and_cannot_get_any(warm):
    result = run(
        warm,
        "print([line.split()[1] for line in open('/proc/self/status') if line.startswith(('Cap', 'NoNewPrivs'))])\n"
        "import ctypes\nlibc = ctypes.CDLL(None)\n"
        "print(libc.mount(b'x', b'/tmp', b'tmpfs', 0, None), libc.unshare(1 << 17), libc.sethostname(b'x', 1))",
    )
    none = "0000000000000000"
    assert text_of(result) == f"{[none] * 5 + ['1']}\n-1 -1 -1\n"


def test_random_numbers_differ_between_submissions(warm):
    source = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    assert text_of(run(warm, source)) != text_of(run(warm, source))


def test_the_first_cell_is_number_one_and_the_namespace_is_empty(warm):
    result = run(warm, "print([name for name in dir() if not name.startswith('_')])\nIn")
    assert result.cells[0].execution_count == 1
    assert text_of(result).startswith("['In', 'Out', 'exit', 'get_ipython', 'open', 'quit']\n")
    assert "FIRST_STEPS" not in text_of(result) and "tanh" not in text_of(result)


def test_a_template_that_is_killed_costs_nobody_a_point(warm, caplog):
    run(warm, "f = 1")
    threading.Timer(1.0, lambda: os.kill(warm._template._process.pid, signal.SIGKILL)).start()
    result = run(warm, "import time\ntime.sleep(2)\nf = 3")
    assert result.ending == "done"
    assert from_json(result.answers["end"]).names["f"].content == 3
    assert "trying once more" in caplog.text


def test_a_keeper_that_is_killed_costs_nobody_a_point(warm, caplog):
    run(warm, "f = 1")
    idle = set(descendants(os.getpid()))

    def kill():
        (keeper, *_) = sorted(set(descendants(os.getpid())) - idle)
        os.kill(keeper, signal.SIGKILL)

    threading.Timer(1.0, kill).start()
    template = warm._template
    result = run(warm, "import time\ntime.sleep(2)\nf = 3")
    assert (result.ending, warm._template) == ("done", template)
    assert from_json(result.answers["end"]).names["f"].content == 3
    assert "ended from outside" in caplog.text


def test_a_sandbox_that_is_killed_again_and_again_is_our_fault(warm, monkeypatch):
    monkeypatch.setattr("graders.sandbox.conversation.GRACE_SECONDS", 5.0)
    run(warm, "f = 1")
    stop = threading.Event()

    def kill():
        while not stop.wait(0.5):
            template = warm._template
            if template is not None:
                os.kill(template._process.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(SandboxError, match="The sandbox failed"):
            run(warm, "import time\ntime.sleep(5)")
    finally:
        stop.set()
        killer.join()


DRIVER = """
import json, threading, time
from pathlib import Path
from graders.sandbox.conversation import CodeCell
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox

box, said = Sandbox("bubblewrap"), []

def show(before=""):
    cell = CodeCell(0, f"{before}\\nfrom exercises import doubling\\nprint(*doubling.WHOLLY_PUBLIC)")
    said.append(box.run([cell], Limits()).cells[0].outputs[0]["text"])

show()
first = box._template
slow = threading.Thread(target=show, args=("import time; time.sleep(2)",))
slow.start()
time.sleep(0.5)
path = Path("exercises/doubling.py")
path.write_text(path.read_text().replace('("examples",)', '("changed",)'))
show()
slow.join()
print(json.dumps([*said, first is box._template, first.alive()]))
box.close()
"""


def test_a_template_of_what_is_not_there_any_more_is_replaced(sandbox, tmp_path):
    checkout = own_exercise.checkout(tmp_path, released=False)
    done = subprocess.run(
        [sys.executable, "-c", DRIVER], cwd=checkout, env=own_exercise.environment(checkout), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    # The submission that was in it goes on to its end, and runs again.
    assert json.loads(done.stdout) == ["examples\n", "changed\n", "changed\n", False, False]
    assert "the checkout was changed meanwhile" in done.stderr


def test_many_submissions_at_once_all_come_back_with_their_own_answers(warm):
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda number: run(warm, f"f = {number}"), range(18)))
    assert [from_json(result.answers["end"]).names["f"].content for result in results] == list(range(18))


def test_what_is_shown_below_tmp_stays_in_sight_and_cannot_be_written(sandbox, tmp_path, monkeypatch):
    """Python itself may be installed there."""
    shown = tmp_path / "with a blank" / "shown"
    shown.mkdir(parents=True)
    (shown / "file.txt").write_text("in sight")
    place = layout()
    monkeypatch.setattr("graders.sandbox.run.layout", lambda _: dataclasses.replace(place, visible=(*place.visible, shown)))
    below = Sandbox(sandbox)
    try:
        for _ in range(2):  # the second submission too
            result = run(below, f"print(open({str(shown / 'file.txt')!r}).read())\nopen({str(shown / 'x')!r}, 'w')")
            assert text_of(result).startswith("in sight\n")
            assert result.cells[0].outputs[-1]["ename"] == "OSError"
            assert "Read-only file system" in result.cells[0].outputs[-1]["evalue"]
    finally:
        below.close()


def as_nobody(*arguments):
    """Run the system's Python in a sandbox of a user without rights: the tests' own may be out of that user's reach."""
    python = shutil.which("python3", path="/usr/bin:/bin")
    if python is None:
        pytest.skip("the system has no Python of its own")
    command = [
        "bwrap",
        "--unshare-user",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--uid",
        "61000",
        "--gid",
        "61000",
        "--cap-drop",
        "ALL",
        "--tmpfs",
        "/tmp",
        "--ro-bind",
        "/usr/lib",
        "/tmp/kept",
    ]
    for path in ("/usr", "/bin", "/lib", "/lib64"):
        command += ["--ro-bind-try", path, path]
    nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    with contextlib.ExitStack() as stack:
        files = [
            stack.enter_context((GRADERS / "sandbox" / "inside" / name).open("rb"))
            for name in ("namespaces.py", "syscalls.py", "trial.py")
        ]
        for file in files:
            command += ["--ro-bind-data", str(file.fileno()), f"/{Path(file.name).name}"]
        command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/"]
        return subprocess.run(
            [*nobody, *command, "--", python, *arguments],
            cwd="/",
            text=True,
            capture_output=True,
            pass_fds=[file.fileno() for file in files],
        )


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, which only root can")


@needs_root
@pytest.mark.usefixtures("sandbox")
def test_a_user_without_rights_can_separate_submissions_too():
    done = as_nobody("/trial.py", "61000", "user")
    assert done.stdout.strip() == "{}", done.stderr


USE_UP = """
import ctypes, errno, os, sys
sys.path.insert(0, "/")
import namespaces
namespaces.leave(user=True)
if os.fork() == 0:
    namespaces.isolate("user", 1 << 20, 61000)
    libc = ctypes.CDLL(None, use_errno=True)
    print(libc.inotify_init(), errno.errorcode[ctypes.get_errno()], libc.fanotify_init(0x200, 0), flush=True)
    os._exit(0)
os.wait()
"""


@needs_root
@pytest.mark.usefixtures("sandbox")
def test_a_submission_of_a_users_takes_nothing_of_what_that_user_has_few_of():
    """The kernel counts them by user, and the submission of a user is that user outside."""
    done = as_nobody("-c", USE_UP)
    assert done.stdout == "-1 EMFILE -1\n", done.stderr


def test_the_isolation_that_was_found_is_one_that_separates(sandbox):
    assert bubblewrap.isolation() in ("root", "user")

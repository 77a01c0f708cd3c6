"""The real sandbox: one warm template, a fork of it a submission."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from machines import FORBIDDEN, with_bubblewrap
from sandboxed import PATIENT, QUICK, error_of, text_of

from graders.answers.wire import from_json
from graders.sandbox import plain
from graders.sandbox.conversation import Closed, CodeCell, GradeCell, SandboxError
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox, _Template, kind


def test_a_sandbox_that_is_closed_meanwhile_loses_no_word(sandbox, caplog):
    box = Sandbox(sandbox)
    box.start()
    threading.Timer(2.0, box.close).start()
    for _ in range(2):
        with pytest.raises(Closed):
            box.run([CodeCell(0, "import time\ntime.sleep(20)")], PATIENT)
    assert not caplog.records


KILLED = """
import os, signal
from graders.sandbox.run import Sandbox
box = Sandbox("bubblewrap")
box.start()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.usefixtures("sandbox")
def test_who_is_killed_leaves_no_folder(tmp_path):
    subprocess.run([sys.executable, "-c", KILLED], env={**os.environ, "TMPDIR": str(tmp_path)}, stdin=subprocess.DEVNULL)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["bubblewrap", "plain"])
def test_a_template_may_be_closed_twice(sandbox, monkeypatch, kind):
    template, killed = _Template(kind, []), []
    template.close()
    monkeypatch.setattr("os.killpg", lambda *arguments: killed.append(arguments))
    template.close()
    assert not killed


def test_cells_behave_as_in_a_notebook(run):
    result = run(
        "print('out')\nimport sys\nprint('err', file=sys.stderr)\n6 * 7",
        "1 / 0",
        "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
        "!echo from the shell",
        "import os\nstatus = os.system('echo from a process')",
        "from IPython.display import HTML, display, clear_output\nhandle = display(HTML('<b>1</b>'), display_id=True)\n"
        "handle.update(HTML('<b>2</b>'))",
        "print('gone')\nclear_output()\nprint('kept')",
        "%time pass",
        "input('name? ')",
        "if __name__ == '__main__':\n    print('main')",
        "  print('indented as a whole')",
    )
    cells = result.cells
    assert result.ending == "done"
    assert [o["text"] for o in cells[0].outputs[:2]] == ["out\n", "err\n"]
    assert cells[0].outputs[2]["data"]["text/plain"] == "42"
    assert error_of(cells[1]) == ["ZeroDivisionError"]
    assert cells[2].outputs[0]["data"]["text/plain"] == "'awaited'"
    assert "from the shell" in text_of(cells[3])
    assert text_of(cells[4]) == "from a process\n"
    assert [o["data"]["text/html"] for o in cells[5].outputs] == ["<b>2</b>"]
    assert text_of(cells[6]) == "kept\n"
    assert "time:" in text_of(cells[7])
    assert error_of(cells[8]) == ["RuntimeError"]
    assert text_of(cells[9]) == "main\n"
    assert text_of(cells[10]) == "indented as a whole\n"


def test_a_notebook_begins_with_what_a_fresh_kernel_has(run):
    result = run("print([_, __, ___], In[0])", "print(__name__, __doc__[:9], [name for name in 'fz' if name in globals()])")
    assert text_of(result.cells[0]) == "['', '', ''] \n"
    assert text_of(result.cells[1]) == "__main__ Automatic []\n"


def test_importing_theano_warns_nobody_and_the_answer_arrives(run):
    result = run(
        "import theano, theano.tensor as T\nx = T.dscalar('x')\nf = theano.function([x], 2 * x)\nf(1.5)", names=("f", "g")
    )
    assert [output["output_type"] for output in result.cells[0].outputs] == ["execute_result"]
    assert result.cells[0].outputs[0]["data"]["text/plain"] == "array(3.)"
    answers = from_json(result.answers["end"])
    assert list(answers.names) == ["f"]  # g is not defined


def test_answers_are_taken_where_the_grade_cell_stands(warm):
    steps = [CodeCell(0, "f = 1"), GradeCell("first", ("f",)), CodeCell(1, "f = 2"), GradeCell("second", ("f",))]
    result = warm.run(steps, QUICK)
    values = [from_json(result.answers[cell]).names["f"].content for cell in ("first", "second")]
    assert values == [1, 2]


def test_a_cell_over_its_time_is_interrupted_and_the_next_one_runs(run):
    result = run("while True: pass", "f = 3")
    assert result.ending == "done"
    assert result.cells[0].timed_out and not result.cells[1].timed_out
    assert from_json(result.answers["end"]).names["f"].content == 3


def test_a_command_in_the_background_of_a_script_interrupts_cells_too(sandbox):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    background = Sandbox(sandbox)
    try:
        result = background.run([CodeCell(0, "while True: pass"), CodeCell(1, "f = 3"), GradeCell("end", ("f",))], QUICK)
    finally:
        signal.signal(signal.SIGINT, before)
        background.close()
    assert result.ending == "done" and result.cells[0].timed_out


def test_what_was_done_before_a_time_out_is_kept(warm):
    stubborn = "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except BaseException: pass"
    steps = [CodeCell(0, "f = 1"), GradeCell("before", ("f",)), CodeCell(1, stubborn), GradeCell("after", ("f",))]
    start = time.monotonic()
    result = warm.run(steps, QUICK)
    assert (result.ending, result.at) == ("timeout", 1)
    assert set(result.answers) == {"before"}
    assert time.monotonic() - start < 15


def test_the_notebook_as_a_whole_has_a_limit(run):
    sleeps = ["import time\ntime.sleep(1.5)"] * 8
    result = run(*sleeps, limits=Limits(cell_seconds=2.0, notebook_seconds=3.0))
    assert result.ending == "timeout" and len(result.cells) < 8


USES_UP_ITS_TIME = """
soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
resource.setrlimit(resource.RLIMIT_CPU, (1, 1 + hard - soft))
while True: pass
"""


@pytest.mark.parametrize("how", ["os._exit(0)", "os._exit(signal.SIGKILL)", "os.abort()", USES_UP_ITS_TIME])
def test_a_process_that_ends_itself_is_noticed(run, how):
    result = run(f"import os, resource, signal\n{how}", limits=PATIENT)
    assert (result.ending, result.at, result.answers) == ("died", 0, {})


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_who_is_killed_runs_once_more_and_it_is_said(run, caplog, name):
    """By itself or from outside: from outside it looks the same."""
    result = run("f = 1", f"import os, signal\nos.kill(os.getpid(), signal.{name})")
    assert (result.ending, result.at, result.starved) == ("killed", 1, False)
    assert [record.getMessage() for record in caplog.records] == [
        "A submission's process was killed; trying once more, alone",
        "A submission's process was killed; a person has to look",
    ]


def test_the_second_try_is_alone(warm):
    """Killed beside another that sleeps until ``until``, and not when it is gone."""
    warm.run([], PATIENT)
    until = time.time() + 1.5
    sleeps = f"import time\ntime.sleep({until} - time.time())\nprint(time.time())"
    killed = f"import os, time\nif time.time() < {until - 0.5}: os.kill(os.getpid(), 9)\nprint(time.time())"
    with ThreadPoolExecutor() as pool:
        beside, alone = pool.map(lambda source: warm.run([CodeCell(0, source)], PATIENT), [sleeps, killed])
    assert (beside.ending, alone.ending) == ("done", "done")
    assert float(text_of(beside.cells[0])) < float(text_of(alone.cells[0]))


def test_memory_processes_and_files_are_limited(run):
    limits = dataclasses.replace(QUICK, cell_seconds=30.0, notebook_seconds=60.0)
    result = run(
        "block = bytearray(10 ** 10)",
        "import os, time\nchildren = 0\nwhile True:\n    if os.fork() == 0:\n        time.sleep(30)\n        os._exit(0)\n"
        "    children += 1",
        "open('/tmp/big', 'wb').write(b'x' * 10 ** 8)",
        "print(children)",
        limits=limits,
    )
    assert error_of(result.cells[0]) == ["MemoryError"]
    assert error_of(result.cells[1]) == ["BlockingIOError"]
    assert error_of(result.cells[2]) == ["OSError"]
    assert int(text_of(result.cells[3])) <= QUICK.processes


def test_a_plain_process_runs_the_same_program_and_says_what_is_missing(caplog):
    assert kind("plain") == "plain"
    assert plain.WARNING.split(":")[0] in caplog.text
    steps = [CodeCell(0, "f = 1"), GradeCell("end", ("f",)), CodeCell(1, "while True: pass")]
    result = Sandbox("plain").run(steps, QUICK)
    assert from_json(result.answers["end"]).names["f"].content == 1
    assert result.cells[1].timed_out


def test_a_sandbox_that_does_not_start_is_our_fault(monkeypatch, sandbox):
    monkeypatch.setattr("graders.sandbox.bubblewrap.ENVIRONMENT", {"PYTHONHOME": "/nowhere"})
    with pytest.raises(SandboxError, match=r"(?s)The sandbox failed: .*nowhere"):
        Sandbox(sandbox).run([CodeCell(0, "1")], QUICK)


ABSENT = [
    (1234, "auto", "plain"),
    (1234, "bubblewrap", None),
    (0, "auto", None),
    (0, "bubblewrap", None),
    (0, "plain", "plain"),
]


@pytest.mark.parametrize(("user", "wanted", "meant"), ABSENT)
@pytest.mark.usefixtures("untried")
def test_without_bubblewrap_a_plain_process_is_for_users_and_for_who_asks_for_it(monkeypatch, tmp_path, user, wanted, meant):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: user)
    if meant:
        assert kind(wanted) == meant
        return
    with pytest.raises(SandboxError, match=r"is not installed.*apt-get.*ask for it by name"):
        kind(wanted)


@pytest.mark.parametrize("user", [1234, 0])
@pytest.mark.usefixtures("untried")
def test_a_bubblewrap_that_does_not_work_is_never_passed_over(monkeypatch, tmp_path, user):
    monkeypatch.setenv("PATH", with_bubblewrap(tmp_path, FORBIDDEN)["PATH"])
    monkeypatch.setattr("os.geteuid", lambda: user)
    with pytest.raises(SandboxError, match=r"does not work: bwrap: No permissions.*ask for it by name"):
        kind("auto")


def test_a_course_that_cannot_be_hidden_is_refused(sandbox):
    with pytest.raises(SandboxError, match=r"/usr can't be hidden .* Keep the course elsewhere\."):
        Sandbox(sandbox, [Path("/usr")])


def test_modules_of_the_working_folder_are_found_and_ours_still_are(run):
    result = run("%%writefile mine.py\nf = 3", "from mine import f", "from exercises.variable_types import variable_types")
    assert [error_of(cell) for cell in result.cells.values()] == [[], [], []]
    assert from_json(result.answers["end"]).names["f"].content == 3


def test_streams_that_are_gone_come_back(run):
    result = run("import sys\nf = 1\nsys.stdout = sys.stderr = None", "del sys.stdout", "print('here')")
    assert result.ending == "done"
    assert text_of(result.cells[2]) == "here\n"
    assert from_json(result.answers["end"]).names["f"].content == 1


def test_a_hook_that_raises_ends_its_cell_only(run):
    hook = "def hook(*_):\n    raise SystemExit\nget_ipython().events.register('post_run_cell', hook)\nf = 1"
    result = run(hook, "f = 2")
    assert result.ending == "done"
    assert from_json(result.answers["end"]).names["f"].content == 2


def test_a_plot_is_a_picture(run):
    limits = dataclasses.replace(QUICK, cell_seconds=30.0, notebook_seconds=40.0)
    result = run("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nNone", limits=limits)
    assert [sorted(output["data"]) for output in result.cells[0].outputs] == [["image/png", "text/plain"]]


def test_asking_for_a_c_linker_is_no_error(run):
    result = run(
        "import theano, theano.tensor as T\nx = T.dscalar()\n"
        "f = theano.function([x], 2 * x, mode=theano.Mode(linker='c', optimizer='fast_run'))\nfloat(f(2))"
    )
    assert result.cells[0].outputs[-1]["data"]["text/plain"] == "4.0"


@pytest.mark.parametrize("setting", ["", "theano.config.optimizer = 'fast_run'\nmode = None\n"])
def test_asking_for_fast_run_gives_right_numbers_without_c(run, setting):
    result = run(
        "import theano, theano.tensor as T\nmode = 'FAST_RUN'\n" + setting + "c, x, y = T.dscalars('c', 'x', 'y')\n"
        "e = T.exp(2 * T.clip(c, -20, 20))\nprint(theano.function([c], (e - 1) / (e + 1), mode=mode)(16))\n"
        "z = x * y\nfor _ in range(20): z = z + .15 * x + .15 * y\n"
        "print(round(float(theano.function([x, y], z, mode=mode)(1, 1)), 9))"
    )
    assert text_of(result.cells[0]) == "0.9999999999999747\n7.0\n"

"""The real sandbox: one warm template, a fork of it a submission."""

import dataclasses
import json
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

from graders.answers.format import AnswersError
from graders.answers.wire import from_json
from graders.checkout import CHECKOUT
from graders.sandbox import plain
from graders.sandbox.conversation import MAX_VALUES, Closed, CodeCell, GradeCell, SandboxError, _values
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox, _Template, kind

QUICK = Limits(cell_seconds=2.0, notebook_seconds=8.0)
PATIENT = Limits(cell_seconds=60.0, notebook_seconds=90.0)


def text_of(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def error_of(cell):
    return [output["ename"] for output in cell.outputs if output["output_type"] == "error"]


@pytest.fixture(scope="module")
def warm(sandbox):
    """The sandbox that the tests share, as submissions do."""
    warm = Sandbox(sandbox, [CHECKOUT])
    yield warm
    warm.close()


@pytest.fixture
def run(warm):
    def run(*sources, limits=QUICK, names=("f",)):
        steps = [CodeCell(index, source) for index, source in enumerate(sources)]
        return warm.run([*steps, GradeCell("end", names)], limits)

    return run


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


def test_a_forged_message_makes_the_rest_unreadable(run):
    forge = "import os\nfor fd in range(3, 30):\n    try: os.write(fd, b'{\"done\": 1}\\n')\n    except OSError: pass"
    result = run("f = 1", forge)
    assert (result.ending, result.answers) == ("bad message", {})


def test_a_dump_that_fails_is_not_taken_for_a_missing_answer(run):
    result = run("f = 1\nimport answers.theano_engine.dump as d\nd._Pool = None")
    assert result.ending == "done"
    assert list(result.answers["end"]) == ["dump failed"]
    assert "TypeError" in result.answers["end"]["dump failed"]
    with pytest.raises(AnswersError):
        from_json(result.answers["end"])


def test_more_than_the_message_limit_is_not_read(run):
    limits = dataclasses.replace(QUICK, message_bytes=100_000)
    result = run(*["print('x' * 50_000)"] * 5, limits=limits)
    assert result.ending == "bad message"


def test_a_cell_shows_only_so_much(run):
    result = run("for _ in range(3000): print('x' * 1000)")
    assert result.ending == "done"
    assert "output truncated" in text_of(result.cells[0])
    assert len(text_of(result.cells[0])) < 1.1 * QUICK.output_bytes


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


LOOK_AROUND = f"""
import os, subprocess
print(os.path.exists({str(CHECKOUT / "graders")!r}), os.path.exists({str(CHECKOUT / "source")!r}))
find = "find / -path /proc -prune -o -name test_tanh_layer.py -print -o -name tanh_layer.ipynb -print"
print(subprocess.run(find, shell=True, capture_output=True, text=True).stdout.split())
print(len([name for name in os.listdir("/proc") if name.isdigit()]))
"""


def test_nothing_of_the_graders_is_in_sight(run):
    result = run(LOOK_AROUND, "import graders", "import graders.checks.test_polynomial", limits=PATIENT)
    exists, found, processes = text_of(result.cells[0]).splitlines()
    assert exists == "False False"
    assert found == "[]"
    assert int(processes) <= 3  # the sandbox's own
    assert error_of(result.cells[1]) == error_of(result.cells[2]) == ["ModuleNotFoundError"]


def test_the_environment_is_not_inherited(run, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_TEST", "42")
    result = run("import os\nprint('SECRET_OF_THE_TEST' in os.environ)")
    assert text_of(result.cells[0]) == "False\n"


def test_the_network_is_not_there(run):
    result = run(
        "import socket\nsocket.create_connection(('127.0.0.1', 22), timeout=1)",
        "import socket\nsocket.create_connection(('10.0.0.1', 80), timeout=1)",
        "import socket\nsocket.gethostbyname('example.org')",
    )
    assert [error_of(cell) for cell in result.cells.values()] == [["ConnectionRefusedError"], ["OSError"], ["gaierror"]]


def test_only_tmp_can_be_written(run):
    result = run(
        "import os\nfor place in ('/', '/usr', '/guest', '/guest/answers', '/etc'):\n"
        "    try:\n        open(os.path.join(place, 'x'), 'w')\n        print('wrote', place)\n"
        "    except OSError: pass\nopen('/tmp/x', 'w').write('x')"
    )
    assert text_of(result.cells[0]) == ""
    assert result.cells[0].outputs[0]["data"]["text/plain"] == "1"


def test_no_process_survives(run):
    mark = f"survivor-{os.getpid()}"
    run(f"import subprocess\nsubprocess.Popen(['sh', '-c', 'exec -a {mark} sleep 60'], start_new_session=True)")
    commands = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                commands.append(file.read())
        except OSError:
            continue
    assert not any(mark.encode() in command for command in commands)


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


FORGE = """
import gc, os
gc.unfreeze()
(guest,) = [o for o in gc.get_objects() if type(o).__name__ == 'Guest']
data = {} + b'\\n'
while data:
    data = data[os.write(guest.channel, data):]
"""


@pytest.mark.parametrize("count", ["-7", "0", "true", "1000000"])
def test_a_forged_count_is_a_bad_message(run, count):
    message = b'{"cell": 0, "outputs": [], "execution_count": %s}' % count.encode()
    assert run(FORGE.format(message)).ending == "bad message"


def peak_megabytes():
    """The most memory that this process has had since the last call."""
    with open("/proc/self/status") as file:
        (most,) = (int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return most >> 10


@pytest.mark.parametrize("value", [b'{"a":0}', b"[]", b"1e9", b'"ab"'])
def test_a_forged_message_takes_hardly_more_memory_than_its_length(run, value):
    answers = f'b\'{{"grade_cell": "end", "answers": [\' + {value + b","} * {31_000_000 // (len(value) + 1)} + b\'0]}}\''
    run("f = 1")
    peak_megabytes()
    before = peak_megabytes()
    result = run(FORGE.format(answers))
    assert (result.ending, result.answers) == ("bad message", {})
    assert peak_megabytes() - before < 200


def test_a_cell_that_shows_more_than_it_may_is_a_bad_message(run):
    output = """b'{"output_type": "stream", "name": "stdout", "text": "' + 3_000_000 * b'x' + b'"}'"""
    result = run(FORGE.format(f"""b'{{"cell": 0, "execution_count": 1, "outputs": [' + {output} + b']}}'"""))
    assert (result.ending, result.cells) == ("bad message", {})


LARGE_GRAPH = """
import theano, theano.tensor as T
inputs = [T.TensorType('float64', 8 * (False,))(f'input {number}') for number in range(4)]
terms = [inputs[number % 4] * float(number) for number in range(1240)]
while len(terms) > 1:
    terms = [a + b for a, b in zip(terms[::2], terms[1::2])] + terms[len(terms) // 2 * 2:]
f = terms[0]
"""


def test_what_an_honest_notebook_sends_is_far_from_the_limits(run):
    patient = dataclasses.replace(QUICK, cell_seconds=30.0, notebook_seconds=60.0)
    result = run(LARGE_GRAPH, *["print(450_000 * '[,')"] * 4, limits=patient)
    assert result.ending == "done" and "truncated" not in str(result.cells)
    assert len(from_json(result.answers["end"]).nodes) > 4900
    assert _values(json.dumps(result.answers).encode()) < MAX_VALUES / 10


def test_a_display_that_grows_counts_with_what_it_has_grown(run):
    grow = "handle = display({'text/plain': 'x'}, raw=True, display_id=True)\nfor n in range(1, 5):\n"
    result = run(
        grow + "    handle.update({'text/plain': n * 300_000 * 'x'}, raw=True)", "handle.update({'a': {1}}, raw=True)"
    )
    assert result.ending == "done"
    first, said = result.cells[0].outputs
    assert len(first["data"]["text/plain"]) == 900_000 and "output truncated" in said["text"]

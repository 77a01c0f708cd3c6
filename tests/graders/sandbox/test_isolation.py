"""What student code sees of the machine, and what is left of it afterwards."""

import os

from sandboxed import PATIENT, error_of, text_of

from graders.checkout import CHECKOUT

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

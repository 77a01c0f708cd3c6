"""What the sandbox promises, tried: a submission of ours does what none may, and it is seen whether it gets through.
Among it is a promise to honest students: what they import is there.

To add a protection, add a row to :data:`PROTECTIONS`. Its ``code`` runs as a cell of a student's; every ``attempt`` in it
names what must not work. ``outside`` looks from this side whether anything came through.
"""

import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from graders.grading.doctor.bait import Bait, put_out
from graders.sandbox.conversation import CodeCell, Ending, SandboxError, SandboxResult
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox
from graders.sandbox.run import log as sandbox_log

HOLDS, FAILS, UNTRIED = "holds", "FAILS", "UNTRIED"
TRIED = "every attempt was made"
ATTEMPT = f"""
def attempt(what, do):
    try:
        do()
    except Exception:
        return
    print("got through:", what)
def tried():
    print({TRIED!r})
"""


@dataclass(frozen=True)
class Protection:
    """One row: its ``name``, what fails without it (``why``), the ``code`` that tries to get through.

    ``outside`` returns what was seen to get through from this side. ``alone``: in a submission of its own, with these
    ``limits``; ``before``: code of another submission that runs first; ``ending``: how it has to end, which takes what it
    has shown with it.
    """

    name: str
    why: str
    code: str
    outside: Callable[[Bait, SandboxResult], list[str]] = lambda bait, result: []
    alone: bool = False
    limits: Limits = field(default_factory=Limits)
    before: str = ""
    ending: Ending = "done"


@dataclass(frozen=True)
class Finding:
    """What came of trying a protection: ``state`` is holds, FAILS or UNTRIED, ``text`` what got through or went wrong."""

    protection: Protection
    state: str
    text: str = ""


class Untried(Exception):
    """A protection could not be tried; the text says why."""


def _home_has_bait(bait: Bait, result: SandboxResult) -> list[str]:
    if bait.home is None:
        raise Untried("no file can be put into the home folder")
    return []


def _connected(bait: Bait, result: SandboxResult) -> list[str]:
    return ["a connection arrived here"] if bait.connected() else []


def _victim_is_gone(bait: Bait, result: SandboxResult) -> list[str]:
    return [] if bait.victim.poll() is None else ["a process of this machine was ended"]


def _was_written(bait: Bait, result: SandboxResult) -> list[str]:
    return [f"{found} was written" for found in bait.course.glob("written-*")]


def _survivors(bait: Bait, result: SandboxResult) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"survivor-{bait.word}".encode() in entry.read_bytes():
                found.append("a process is still there after its submission")
                os.kill(int(entry.parent.name), signal.SIGKILL)
    return found


def _not_interrupted(bait: Bait, result: SandboxResult) -> list[str]:
    stopped = 0 in result.cells and result.cells[0].timed_out
    return [] if stopped and "went on" not in _shown(result, 0) else ["a cell ran longer than it may"]


PROTECTIONS: Sequence[Protection] = (
    Protection(
        "Course folder", "Student code could read the gradebook, the solutions and what others handed in.",
        "attempt('the course folder was read', lambda: open('$course/bait.txt').read())\n"
        "attempt('the course folder was listed', lambda: 1 / len(os.listdir('$course')))",
    ),
    Protection(
        "Hidden checks", "Student code could read the hidden checks.",
        "attempt('a check was read', lambda: open('$checkout/graders/checks/test_$exercise.py').read())\n"
        "attempt('a master notebook was read', lambda: open('$checkout/source/$exercise/$exercise.ipynb').read())\n"
        "attempt('the graders were imported', lambda: __import__('graders'))",
    ),
    Protection(
        "Checkout", "Student code could read the checks and the solutions in their history, or what was handed in there.",
        "attempt('the history (.git) was seen', lambda: os.lstat('$checkout/.git'))\n"
        "def files():\n"
        "    for folder, folders, names in os.walk('$checkout'):\n"
        "        folders[:] = [name for name in folders if os.path.join(folder, name) not in $shown]\n"
        "        yield from (path for name in names if (path := os.path.join(folder, name)) not in $shown)\n"
        "for path in itertools.islice(files(), 1): attempt(f'{path} was seen', dict)",
    ),
    Protection(
        "Home folder", "Student code could read your keys and mails.",
        "attempt('a file in the home folder was read', lambda: open('$home/$in_home').read())",
        _home_has_bait,
    ),
    Protection(
        "Environment", "Student code could read passwords from the environment.",
        "def look():\n"
        "    texts = [repr(dict(os.environ))]\n"
        "    for pid in filter(str.isdigit, os.listdir('/proc')):\n"
        "        try: texts.append(open(f'/proc/{pid}/environ', errors='replace').read())\n"
        "        except OSError: pass\n"
        "    '$word' in ''.join(texts) or 1 / 0\n"
        "attempt('a variable of the grader was read', look)",
    ),
    Protection(
        "Network", "Student code could hand out the checks, or attack other machines as you.",
        "attempt('a TCP connection to this machine', lambda: socket.create_connection(('127.0.0.1', $port), 2))\n"
        "def abstract():\n"
        "    with socket.socket(socket.AF_UNIX) as talk: talk.connect('\\0$word')\n"
        "attempt('a connection to an abstract socket', abstract)",
        _connected,
    ),
    Protection(
        "Other processes", "Student code could look into the grader, or end it.",
        "def look():\n"
        "    for pid in filter(str.isdigit, os.listdir('/proc')):\n"
        "        try: text = open(f'/proc/{pid}/cmdline').read()\n"
        "        except OSError: continue\n"
        "        if 'victim-$word' in text: return pid\n"
        "    raise LookupError\n"
        "attempt('the command line of another process was read', look)\n"
        "attempt('another process was ended', lambda: os.kill(int(look()), signal.SIGKILL))",
        _victim_is_gone,
    ),
    Protection(
        "Writing", "Student code could change the exercises, Python, or what others handed in.",
        "def write(place):\n"
        "    path = os.path.join(place, 'written-$word')\n"
        "    open(path, 'w').close()\n"
        "    os.path.samefile(place, '$course') or os.remove(path)\n"
        "for place in ('/', '/usr', '/etc', '/guest', '/var/tmp', '$prefix', '$home' or '/', '$course'):\n"
        "    attempt(f'{place} was written', lambda: write(place))",
        _was_written,
    ),
    Protection(
        "Rights", "Student code could undo what keeps it in.",
        "attempt('the user was changed to root', lambda: os.setuid(0))\n"
        "attempt('the root folder was changed', lambda: os.chroot('/'))\n"
        "attempt('the name of the machine was changed', lambda: socket.sethostname(socket.gethostname()))",
    ),
    Protection(
        "Memory", "One submission could take all memory, and the system would end the grader.",
        "attempt('more memory than the limit', lambda: bytearray($memory))",
    ),
    Protection(
        "Memory of nobody", "One submission could take memory that nobody counts, and the system would end the grader.",
        "import ctypes, mmap, struct\n"
        "libc, block = ctypes.CDLL(None, use_errno=True), mmap.mmap(-1, 4096)\n"
        "at = struct.pack('PN', ctypes.addressof(ctypes.c_char.from_buffer(block)), 4096)\n"
        "attempt('memory was put into a pipe', lambda: libc.vmsplice(os.pipe()[1], at, 1, 0) == 4096 or 1 / 0)\n"
        "attempt('a file in memory was made', lambda: os.memfd_create('nobody'))",
    ),
    Protection(
        "Processes", "One submission could start so many processes that nothing else runs.",
        "children = []\n"
        "def start():\n"
        "    while len(children) <= $processes:\n"
        "        child = os.fork()\n"
        "        if child == 0:\n"
        "            time.sleep(60)\n"
        "            os._exit(0)\n"
        "        children.append(child)\n"
        "attempt('more processes than the limit', start)\n"
        "for child in children:\n"
        "    os.kill(child, signal.SIGKILL)\n"
        "    os.waitpid(child, 0)",
    ),
    Protection(
        "Files", "One submission could fill the disk.",
        "def fill(name, size):\n"
        "    with open(name, 'wb', 0) as file:\n"
        "        for _ in range(size >> 20): file.write(bytes(1 << 20)) == 1 << 20 or 1 / 0\n"
        "attempt('a larger file than the limit', lambda: fill('big', $file + (1 << 20)))\n"
        "many = range(2 * $scratch // $file + 2)\n"
        "attempt('more files than the limit', lambda: [fill(f'big-{n}', $file // 2) for n in many])\n"
        "for name in glob.glob('big*'): os.remove(name)",
    ),
    Protection(
        "Other submissions", "One student could leave an answer for the next.",
        "attempt('a file of another submission was read', lambda: open('left-behind').read())",
        before="open('left-behind', 'w').write('$word')", alone=True,
    ),
    Protection(
        "End", "What a submission leaves running could change what comes after it.",
        "import subprocess\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(120)', 'survivor-$word'],\n"
        "                 start_new_session=True, stdin=-3, stdout=-3, stderr=-3)",
        _survivors, alone=True,
    ),
    Protection(
        "Imports", "Honest students would lose points. Install it, or `chmod -R go+rX` what can't be read.",
        "for name in $modules:\n"
        "    try: importlib.import_module(name)\n"
        "    except Exception as error: attempt(f'{name} was not imported: {type(error).__name__}: {error}', dict)",
        alone=True,
    ),
    Protection(
        "Time of a cell", "One endless loop would hold up the class.",
        "tried()\nwhile True: pass\nprint('went on')", _not_interrupted, alone=True,
        limits=Limits(cell_seconds=1.0, notebook_seconds=20.0),
    ),
    Protection(
        "Time of a notebook", "One endless loop would hold up the class.",
        "while True:\n    try: time.sleep(60)\n    except BaseException: pass", alone=True, ending="timeout",
        limits=Limits(cell_seconds=1.0, notebook_seconds=2.0),
    ),
    Protection(
        "Killed submissions", "Whoever is killed, by a person or for want of memory, would lose all points unseen.",
        "os.kill(os.getpid(), signal.SIGKILL)", alone=True, ending="killed",
    ),
)  # fmt: skip
IMPORTS = "import glob, importlib, itertools, os, signal, socket, sys, time\n"


def examine(kind: str, protections: Sequence[Protection] = PROTECTIONS) -> list[Finding]:
    """Try ``protections`` in a sandbox of a kind ("bubblewrap" or "plain"); nothing of the attempts stays."""
    with put_out() as bait:
        sandbox = Sandbox(kind, [bait.course])
        sandbox_log.disabled = True  # the findings say what it would say
        try:
            together = [row for row in protections if not row.alone]
            found = dict(zip(together, _try(sandbox, bait, together, Limits(cell_seconds=10.0))))
            for row in protections:
                if row.alone:
                    (found[row],) = _try(sandbox, bait, [row], row.limits)
        finally:
            sandbox.close()
            sandbox_log.disabled = False
    return [found[row] for row in protections]


def _try(sandbox: Sandbox, bait: Bait, rows: Sequence[Protection], limits: Limits) -> list[Finding]:
    """One submission with a cell for each of ``rows``."""
    known = bait.in_code()
    codes = [f"{IMPORTS}{ATTEMPT}\n{Template(row.code).substitute(known)}\ntried()" for row in rows]
    try:
        for row in rows:
            if row.before:
                sandbox.run([CodeCell(0, Template(row.before).substitute(known))], limits)
        result = sandbox.run([CodeCell(index, code) for index, code in enumerate(codes)], limits)
    except (SandboxError, OSError) as error:
        return [Finding(row, UNTRIED, f"the sandbox did not start: {error}") for row in rows]
    return [_finding(row, index, bait, result) for index, row in enumerate(rows)]


def _finding(row: Protection, index: int, bait: Bait, result: SandboxResult) -> Finding:
    shown = _shown(result, index)
    through = [line.removeprefix("got through: ") for line in shown.splitlines() if line.startswith("got through: ")]
    try:
        through += row.outside(bait, result)
    except Untried as why:
        return Finding(row, UNTRIED, str(why))
    if through:
        return Finding(row, FAILS, "; ".join(dict.fromkeys(through)))
    if row.ending != "done" and result.ending != row.ending:
        return Finding(row, FAILS, f"a notebook whose end must be {row.ending!r} ended with {result.ending!r}")
    if TRIED not in shown and row.ending == "done":
        return Finding(row, UNTRIED, f"the attempt did not come to its end ({result.ending}): {shown.strip()[-100:]}")
    return Finding(row, HOLDS)


def _shown(result: SandboxResult, index: int) -> str:
    outputs = result.cells[index].outputs if index in result.cells else []
    return "".join(str(output.get("text", output.get("evalue", ""))) for output in outputs if isinstance(output, dict))

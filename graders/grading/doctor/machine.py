"""What this machine has and lacks for grading, found out by trying."""

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass

from graders.grading.doctor import protections as tried
from graders.judge.home import cache_folder, judge_environment, take_slot
from graders.sandbox import bubblewrap, run
from graders.sandbox.conversation import SandboxError


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is ``good``, what was found, and what to do if it is not.

    ``needed``: without it grading is wrong or not safe; without the others it is only slower, or less comfortable.
    """

    name: str
    good: bool
    text: str
    advice: str = ""
    needed: bool = False
    state: str = ""

    @property
    def mark(self) -> str:
        """The finding in a word: its ``state`` if it has one of its own."""
        return self.state or ("ok" if self.good else "MISSING" if self.needed else "advice")


def examine() -> list[Finding]:
    """All findings, in the order in which they matter."""
    return [_python(), _theano(), _compiler(), _sandbox(), _graphviz(), _kernel()]


def protections() -> list[Finding]:
    """What the sandbox that student code would run in here keeps from it, tried; not to hold is not good."""
    try:
        kind = run.kind()
    except SandboxError:
        return [_protection(tried.Finding(row, tried.UNTRIED, NOWHERE), "") for row in tried.PROTECTIONS]
    return [_protection(found, ADVICE[kind]) for found in tried.examine(kind)]


NOWHERE = "student code is not run here"
ADVICE = {
    "bubblewrap": "Don't grade on this machine until it holds: update bubblewrap and the kernel, or ask who runs it.",
    "plain": "A plain process can't keep it away. Install bubblewrap, or grade on a machine of its own.",
}


def _protection(found: tried.Finding, todo: str) -> Finding:
    good = found.state == tried.HOLDS
    text = {tried.HOLDS: "tried, and nothing is amiss", tried.FAILS: found.text}
    advice = "" if good else f"{found.protection.why} {todo}".strip()
    shown = text.get(found.state, f"could not be tried: {found.text}")
    return Finding(found.protection.name, good, shown, advice, needed=True, state=found.state)


def _python() -> Finding:
    version = platform.python_version()
    good = sys.version_info[:2] in ((3, 10), (3, 11))
    advice = "" if good else "This project supports Python 3.10 and 3.11; install one of them."
    return Finding("Python", good, version, advice, needed=True)


_TRIAL = """
import theano, theano.tensor as T
x = T.dscalar()
print(theano.__version__, theano.function([x], T.exp(x) / 2, mode=theano.Mode(linker="{}", optimizer="fast_run"))(0.0))
"""


def _trial(linker: str) -> str:
    """Compile and run a function with the judge's settings and a Theano linker; why it fails, or an empty string."""
    slot, compiled = take_slot()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _TRIAL.format(linker)],
            env=judge_environment(compiled),
            cwd=cache_folder(),
            capture_output=True,
            text=True,
            timeout=300,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    finally:
        slot.close()
    if done.returncode == 0 and done.stdout.split() == ["1.0.5", "0.5"]:
        return ""
    return (done.stderr.strip().splitlines() or [done.stdout.strip() or "no message"])[-1][:200]


def _theano() -> Finding:
    trouble = _trial("py")
    if trouble:
        return Finding("Theano", False, f"it can't compile a function: {trouble}", "Run `make install` again.", needed=True)
    return Finding("Theano", True, "1.0.5 compiles and runs a function", needed=True)


def _compiler() -> Finding:
    path = shutil.which("g++")
    slower = "Without it the judge runs Python code only, which is slower."
    if path is None:
        return Finding("C++ compiler", False, "there is no g++", f"Install g++ (Debian: apt-get install g++). {slower}")
    trouble = _trial("c")
    if trouble:
        advice = f"Install Python's headers too (Debian: apt-get install python3-dev). {slower}"
        return Finding("C++ compiler", False, f"{path} can't compile a Theano function: {trouble}", advice)
    return Finding("C++ compiler", True, f"{path} compiles a Theano function")


def _sandbox() -> Finding:
    obstacle = bubblewrap.obstacle()
    if obstacle is not None:
        until = "Until then student code runs in a plain process that can read your files: grade on a machine of its own."
        what_else = until if run.falls_back(obstacle) else "" if obstacle.cause == "mendable" else run.BY_NAME
        return Finding("Sandbox", False, obstacle.why, f"{obstacle.todo} {what_else}".strip(), needed=True)
    text = "bubblewrap starts a process that sees nothing of this machine's users"
    if bubblewrap.isolation() != "none":
        return Finding("Sandbox", True, f"{text}; submissions are forks of it in namespaces of their own", needed=True)
    advice = "The system forbids namespaces within it: every submission starts one anew, some seconds slower, as safe."
    return Finding("Sandbox", True, text, advice, needed=True)


def _graphviz() -> Finding:
    path = shutil.which("dot")
    advice = "" if path else "Install graphviz; without it graphs are shown as text. No check needs it."
    return Finding("Graphviz", path is not None, path or "there is no dot", advice)


def _kernel() -> Finding:
    from jupyter_client.kernelspec import KernelSpecManager

    found = KernelSpecManager().find_kernel_specs().get("theano")
    advice = "" if found else "Run `make install`; the notebooks and `nbgrader validate` ask for the kernel called theano."
    return Finding("Kernel", found is not None, found or "there is no Jupyter kernel called theano", advice)

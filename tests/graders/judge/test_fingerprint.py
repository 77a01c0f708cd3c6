"""What the fingerprint of the checks covers, and what becomes of verdicts when the checks change under a judge."""

import importlib.metadata
import json
import subprocess
import sys

import own_exercise

from graders.checkout import CHECKOUT
from graders.judge import fingerprint as module
from graders.judge.fingerprint import current, fingerprint


def test_it_follows_contents_and_versions(tmp_path, monkeypatch):
    check = tmp_path / "test_x.py"
    check.write_text("assert f(1) == 2")
    first = fingerprint([check])
    assert fingerprint([check]) == first
    check.write_text("assert f(1) == 3")
    second = fingerprint([check])
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "999")
    assert len({first, second, fingerprint([check])}) == 3


def test_it_covers_checks_references_and_the_loader():
    names = {path.relative_to(CHECKOUT).as_posix() for path in module._sources()}
    assert {
        "graders/checks/test_polynomial.py",
        "exercises/polynomial.py",
        "exercises/checking/failures.py",
        "graders/answers/theano_engine/load.py",
        "graders/judge/inside/hidden_check.py",
        "graders/records/verdict.py",
    } <= names


def test_it_covers_all_that_a_judge_has_loaded():
    code = (
        "import sys; from graders.judge import fingerprint; from graders.judge.inside import cell, server;"
        "from graders.checks import test_accumulator, test_polynomial, test_tanh_layer;"
        "sources = set(map(str, fingerprint._sources()));"
        "own = {m.__file__ for n, m in sys.modules.items() if n.split('.')[0] in ('graders', 'exercises')};"
        "sys.exit(str(own - sources) if own - sources else 0)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_it_is_read_again_only_when_a_file_has_changed(tmp_path, monkeypatch):
    check = tmp_path / "test_x.py"
    check.write_text("assert f(1) == 2")
    monkeypatch.setattr(module, "CHECKOUT", tmp_path)
    monkeypatch.setattr(module, "SOURCES", ["test_x.py"])
    first = current()
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "999")
    assert current() == first
    check.write_text("assert f(1) == 30")
    assert current() == fingerprint() != first


DRIVER = """
import json, sys
from pathlib import Path
from graders.judge.client import Judge
from graders.judge.request import Request
from graders.judge.memory import Memory

CHECK = "from graders import check\\ncheck('doubling', 'values', f=f)"
ANSWERS = {"version": 2, "nodes": [], "functions": [], "names": {"f": {"scalar": 7}}}
path = Path("graders/checks/test_doubling.py").resolve()
text = path.read_text()

def change(words):
    changed = text.replace('require_function("f", f)', f"raise CheckFailed({words!r})")
    return f"from pathlib import Path\\np = Path({str(path)!r})\\np.read_text() == {text!r} and p.write_text({changed!r})\\n"

def grade(before=""):
    return Request("values", before + CHECK, 2.0, ANSWERS)

judge = Judge(60.0)
said = [judge.judge(grade()).reason]
judge.memory = Memory(Path(sys.argv[1]))
exec(change("Changed before."))
said.append(judge.judge(grade()).reason)
other = Judge(60.0, Memory(Path(sys.argv[1])))
said += [other.judge(grade()).reason, other._process is None]
path.write_text(text)
said.append(judge.judge(grade(change("Changed meanwhile."))).reason)
judge.close()
print(json.dumps(said))
"""


def test_checks_that_change_judge_from_then_on_and_their_verdicts_are_kept_apart(tmp_path):
    """In a process that has its judge already, as a Jupyter server has."""
    checkout = own_exercise.checkout(tmp_path / "checkout", released=False)
    (tmp_path / "memory").mkdir()
    command = [sys.executable, "-c", DRIVER, str(tmp_path / "memory")]
    done = subprocess.run(command, cwd=checkout, env=own_exercise.environment(checkout), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    old, *new = json.loads(done.stdout)
    assert old == "`f` is the number 7, not a compiled Theano function."
    assert new == ["Changed before.", "Changed before.", True, "Changed meanwhile."]
    assert "the checks were changed meanwhile; trying once more" in done.stderr

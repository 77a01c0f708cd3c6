"""The plan of the house holds (``docs/architecture.md``), and who breaks a rule of it is told."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graders.checkout import CHECKOUT

TOLD = [
    ("floors", "graders/records/work.py", "from graders.grading import notebook"),
    ("floors", "graders/new_room.py", ""),
    ("exercises", "exercises/check.py", "def f():\n    from graders import checkout"),
    ("no-circles-in-graders", "graders/judge/home.py", "from graders.judge import client"),
    ("no-circles-in-exercises", "exercises/checking/texts.py", "from exercises.checking import calls"),
    ("judge-inside", "graders/judge/client.py", "from graders.judge.inside import cell"),
    ("sandbox-inside", "graders/sandbox/run.py", "from graders.sandbox.inside import meter"),
    ("engines", "graders/answers/numpy_engine/load.py", "from graders.answers.theano_engine import quirks"),
    ("theano", "graders/grading/pipeline.py", "def f():\n    import theano"),
    ("nbgrader", "graders/judge/client.py", "from nbgrader import api"),
]
"""A rule, by its name in ``pyproject.toml``, and what breaks it: a line at the end of a file."""


MADE_LATER = {"dist", "source", "release", "submitted", "autograded", "feedback"}

NAMED = re.compile(r"(?<![\w/.])(?:\w+/)+(?:\w+\.(?:py|md))?(?=[`),; ]|$)", re.MULTILINE)
"""A folder, or a file of Python or Markdown, as the documents name them, by all of its path or the end of it."""


@pytest.mark.parametrize(
    "document", [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))], ids=lambda document: document.name
)
def test_what_the_documents_name_is_there(document):
    named = {name for name in NAMED.findall(document.read_text()) if name.split("/")[0] not in MADE_LATER}
    places = [CHECKOUT / name for name in ("graders", "exercises", "tests", "benchmarks", "docs")]
    there = [f"{path}/" for place in places for path in (place, *place.rglob("*"))]
    missing = {name for name in named if not any(path.endswith(f"/{name.rstrip('/')}/") for path in there)}
    assert {name for name in missing if "NAME" not in name} == set()


def linted(folder, *options):
    """What import-linter says of the packages in ``folder``."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache", "--no-logo", *options], cwd=folder, capture_output=True, text=True)


def test_every_rule_holds():
    done = linted(CHECKOUT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_every_rule_can_be_broken_and_has_no_exceptions():
    config = (CHECKOUT / "pyproject.toml").read_text()
    assert config.count("\nid = ") == len({rule for rule, _, _ in TOLD})
    assert "ignore_imports" not in config


@pytest.mark.parametrize(("rule", "file", "line"), TOLD, ids=[f"{rule}: {file}" for rule, file, _ in TOLD])
def test_who_breaks_a_rule_is_told(tmp_path, rule, file, line):
    for name in ("exercises", "graders"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    assert linted(tmp_path, "--contract", rule).returncode == 0
    with (tmp_path / file).open("a") as text:
        text.write(f"\n{line}\n")
    done = linted(tmp_path, "--contract", rule)
    assert done.returncode == 1
    assert Path(file).stem in done.stdout.partition("Broken contracts")[2]

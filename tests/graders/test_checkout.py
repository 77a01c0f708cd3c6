"""A process whose own code is not in the checkout any more."""

import subprocess
import sys

import own_exercise

DRIVER = """
from pathlib import Path
import graders.records.verdict
from graders.checkout import Outdated, require_as_imported

def change(name):
    with Path(name).open("a") as file:
        file.write("# changed")

require_as_imported()
change("graders/judge/inside/server.py")
Path("graders/new.py").touch()
require_as_imported()
change("graders/records/verdict.py")
try:
    require_as_imported()
except Outdated as error:
    print(error)
"""


def test_a_file_that_it_has_imported_and_that_has_changed_is_named(tmp_path):
    checkout = own_exercise.checkout(tmp_path, released=False)
    done = subprocess.run(
        [sys.executable, "-c", DRIVER], cwd=checkout, env=own_exercise.environment(checkout), capture_output=True, text=True
    )
    assert "has changed since this process started (graders/records/verdict.py), and old" in done.stdout, done.stderr
    assert "run the command again" in done.stdout

"""The scripts behind ``make``: which Python they take, and what they say when there is none."""

import os
import subprocess

import pytest

from graders.assignment import CHECKOUT


@pytest.fixture
def machine(tmp_path):
    """A PATH with ``sh`` and the given Pythons, each a script that claims a version."""
    (tmp_path / "sh").symlink_to("/bin/sh")

    def machine(**pythons):
        for name, supported in pythons.items():
            path = tmp_path / name.replace("_", ".")
            path.write_text(f"#!/bin/sh\nexit {0 if supported else 1}\n")
            path.chmod(0o755)
        return {"PATH": str(tmp_path)}

    return machine


def run(script, environment):
    return subprocess.run(
        ["/bin/sh", script, "no-such-folder"], cwd=CHECKOUT, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("pythons", "found"),
    [
        ({"python3_11": True, "python3": True}, "python3.11"),
        ({"python3_11": False, "python3_10": True}, "python3.10"),
        ({"python3": True}, "python3"),
    ],
)
def test_a_python_that_is_supported_is_found(machine, pythons, found):
    assert run("scripts/find_python.sh", machine(**pythons)).stdout.strip() == found


def test_the_users_choice_goes_first(machine):
    environment = {**machine(python3_11=True, mine=True), "PYTHON": "mine"}
    assert run("scripts/find_python.sh", environment).stdout.strip() == "mine"


def test_without_one_the_sentence_says_what_to_do(machine):
    done = run("scripts/install.sh", machine(python3=False))
    assert done.returncode == 1
    assert "No Python 3.10 or 3.11 was found" in done.stderr and "PYTHON=" in done.stderr
    assert not os.path.exists(CHECKOUT / "no-such-folder")

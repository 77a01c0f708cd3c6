"""The scripts behind ``make``: which Python they take, what they do when there is none, and what is said to others."""

import runpy
import shutil
import subprocess
import sys

import pytest
import setuptools  # noqa: F401 (before a test claims another version)

from graders.checkout import CHECKOUT

PROGRAM = "#!/bin/sh\nexit {}\n"
UV = """#!/bin/sh
case "$*" in
    "python find >=3.10,<3.12") exit 1 ;;
    "python install 3.11") echo "fetched into ${UV_PYTHON_INSTALL_DIR:-the usual place}" >&2; exit $offline ;;
    "python find 3.11") echo /fetched/python3.11 ;;
esac
"""
"""Stands for a uv that has no Python and fetches one, if it isn't offline."""
PIP = """#!/bin/sh
case "$*" in
    "-m pip install"*"--target .uv uv") /bin/mkdir -p .uv/bin && /bin/cp "$uv_in_registry" .uv/bin/uv ;;
    *) exit 1 ;;
esac
"""
"""Stands for a Python 3.12 that has pip, but no venv."""


@pytest.fixture
def machine(tmp_path):
    """Makes a machine whose PATH has ``sh`` and the given programs: a script, or whether it claims to be a supported Python.

    The scripts are in the folder beside the PATH.
    """
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sh").symlink_to("/bin/sh")
    shutil.copytree(CHECKOUT / "scripts", tmp_path / "scripts")

    def machine(**programs):
        for name, text in programs.items():
            path = tmp_path / "path" / name.replace("_", ".")
            path.write_text(PROGRAM.format(int(not text)) if isinstance(text, bool) else text)
            path.chmod(0o755)
        return {"PATH": str(tmp_path / "path"), "offline": "0"}

    return machine


@pytest.fixture
def run(tmp_path):
    """Runs a script on such a machine."""

    def run(script, environment):
        command = ["/bin/sh", f"scripts/{script}", "no-such-folder"]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    return run


@pytest.mark.parametrize(
    ("pythons", "found"),
    [
        ({"python3_11": True, "python3": True}, "python3.11"),
        ({"python3_11": False, "python3_10": True}, "python3.10"),
        ({"python3": True}, "python3"),
    ],
)
def test_a_python_that_is_supported_is_found(machine, run, pythons, found):
    assert run("find_python.sh", machine(**pythons)).stdout.strip() == found


def test_the_users_choice_goes_first(machine, run):
    environment = {**machine(python3_11=True, mine=True), "PYTHON": "mine"}
    assert run("find_python.sh", environment).stdout.strip() == "mine"


def test_without_one_the_sentence_says_what_to_do(machine, run, tmp_path):
    done = run("install.sh", machine(python3=False))
    assert done.returncode == 1
    assert "No Python 3.10 or 3.11 was found" in done.stderr and "PYTHON=" in done.stderr
    assert not (tmp_path / "no-such-folder").exists()


def test_the_uv_that_is_there_fetches_one(machine, run, tmp_path):
    done = run("fetch_python.sh", machine(python3=False, uv=UV))
    assert (done.returncode, done.stdout) == (0, "/fetched/python3.11\n")
    assert done.stderr == "There is no Python 3.10 or 3.11 here; uv fetches one ...\nfetched into the usual place\n"
    assert not (tmp_path / ".uv").exists()


def test_where_there_is_no_uv_it_comes_into_a_folder_of_the_checkout(machine, run, tmp_path):
    (tmp_path / "uv").write_text(UV)
    (tmp_path / "uv").chmod(0o755)
    environment = {**machine(python3=PIP), "uv_in_registry": str(tmp_path / "uv")}
    for _ in "first", "again":
        done = run("fetch_python.sh", environment)
        assert (done.returncode, done.stdout) == (0, "/fetched/python3.11\n"), done.stderr
        assert f"fetched into {tmp_path}/.uv/python" in done.stderr
        (tmp_path / "uv").unlink(missing_ok=True)  # the second time it is there
    assert ".uv/" in (CHECKOUT / ".gitignore").read_text().splitlines()


def test_the_installation_goes_on_with_what_was_fetched(machine, run):
    found = UV.replace("/fetched/python3.11", '"$0"').replace("esac", "    --version) echo fetched ;;\nesac")
    done = run("install.sh", machine(python3=False, uv=found))
    assert done.stdout == "Installing into no-such-folder with fetched (a few minutes the first time) ...\n"


def test_offline_the_sentence_comes_after_what_uv_says(machine, run, tmp_path):
    done = run("install.sh", {**machine(python3=False, uv=UV), "offline": "2"})
    assert done.returncode == 1
    assert "fetched into" in done.stderr and done.stderr.splitlines()[2].startswith("No Python 3.10 or 3.11 was found")


# Somebody installs with another Python by hand


def test_an_installation_from_the_checkout_ends_in_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 12, 1, "final", 0))
    monkeypatch.chdir(CHECKOUT)
    with pytest.raises(SystemExit, match=r"^theano-exercises needs Python 3.10 or 3.11; this is"):
        runpy.run_path("setup.py")


def test_exercises_that_were_installed_all_the_same_say_what_they_need():
    program = "import sys; sys.version_info = (3, 13, 0, 'final', 0); import exercises"
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True)
    assert "ImportError: These exercises need Python 3.10 or 3.11, and this is" in done.stderr

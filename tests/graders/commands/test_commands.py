"""The command as a user types it, with its exit codes."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import nbformat
import pytest
from machines import FORBIDDEN, ordinary_user, with_bubblewrap, without_bubblewrap

from graders.checkout import CHECKOUT, Outdated
from graders.commands import autograde, main
from graders.course.authoring import sample_answers
from graders.grading.doctor import machine, protections
from graders.notebooks.assignment import names

CELL_FIELDS = {"points", "max_points", "outcome", "cause", "description", "reason", "hint", "changes", "counterexample"}


def command(*arguments, by=(), **options):
    return subprocess.run(
        [*by, sys.executable, "-m", "graders.commands", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        **options,
    )


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A folder with polynomial notebooks: right.ipynb, wrong.ipynb, unknown.ipynb and broken.ipynb."""
    folder = tmp_path_factory.mktemp("inbox")
    release = nbformat.read(CHECKOUT / "release" / "polynomial" / "polynomial.ipynb", as_version=4)
    for name, answer in (("right", "right_plain"), ("wrong", "wrong_coefficient"), ("unknown", "wrong_as_op")):
        found = sample_answers.read(sample_answers.FOLDER / "polynomial" / f"{answer}.py")
        nbformat.write(found.fill_in(release), folder / f"{name}.ipynb")
    (folder / "broken.ipynb").write_text("{")
    return folder


@pytest.fixture(scope="module")
def graded(handed_in):
    """What ``grade --json`` prints for right and wrong, parsed, and the exit code."""
    done = command("grade", "polynomial", handed_in / "right.ipynb", handed_in / "wrong.ipynb", "--json")
    return [json.loads(line) for line in done.stdout.splitlines()], done


def test_json_has_a_line_a_notebook_with_the_documented_fields(graded, handed_in):
    (right, wrong), _ = graded
    assert right["format_version"] == 1
    assert [right["notebook"], wrong["notebook"]] == [str(handed_in / "right.ipynb"), str(handed_in / "wrong.ipynb")]
    assert (right["assignment"], right["score"], right["max_score"]) == ("polynomial", 10.0, 10.0)
    assert list(right["cells"]) == ["function", "examples", "values", "graph"]
    assert all(set(cell) == CELL_FIELDS for cell in [*right["cells"].values(), *wrong["cells"].values()])
    assert wrong["cells"]["examples"]["counterexample"] == {"call": "f(1, 1)", "expected": "7", "got": "5"}
    assert wrong["score"] == sum(cell["points"] for cell in wrong["cells"].values()) == 2.0


def test_every_field_is_documented():
    text = (CHECKOUT / "docs" / "json.md").read_text()
    for field in CELL_FIELDS | {"format_version", "notebook", "assignment", "score", "max_score", "cells"}:
        assert f"| `{field}` |" in text


def test_a_wrong_answer_gives_exit_code_1_and_nothing_on_stderr(graded):
    _, done = graded
    assert (done.returncode, done.stderr) == (1, "")


def test_text_says_points_reason_and_counterexample(handed_in):
    done = command("grade", "polynomial", handed_in / "wrong.ipynb")
    assert f"{handed_in / 'wrong.ipynb'}: 2 of 10" in done.stdout
    assert "examples: not right yet (0 of 2)" in done.stdout
    assert "expected 7" in done.stdout and "got      5" in done.stdout


def test_a_right_answer_gives_exit_code_0(handed_in):
    assert command("grade", "polynomial", handed_in / "right.ipynb").returncode == 0


@pytest.mark.parametrize(("name", "sentence"), [("unknown", "FromFunctionOp"), ("broken", "The file is not JSON")])
def test_what_a_person_must_see_gives_exit_code_2_and_no_points(handed_in, name, sentence):
    done = command("grade", "polynomial", handed_in / f"{name}.ipynb", "--json")
    data = json.loads(done.stdout)
    assert (done.returncode, data["score"]) == (2, 0.0)
    assert {cell["outcome"] for cell in data["cells"].values()} == {"grader_error"}
    assert all(sentence in cell["reason"] for cell in data["cells"].values())
    assert "Traceback" not in done.stdout


def test_a_file_that_is_not_there_is_wrong_use_and_the_others_are_graded(handed_in):
    done = command("grade", "polynomial", handed_in / "missing.ipynb", handed_in / "right.ipynb", "--json")
    assert done.stderr == f"theano-exercises grade: There is no file {handed_in / 'missing.ipynb'}.\n"
    assert [json.loads(line)["score"] for line in done.stdout.splitlines()] == [10.0]
    assert done.returncode == 2


def test_the_name_of_a_file_writes_no_lines_of_its_own(handed_in):
    forged = handed_in / "\n10 of 10\x1b[2J\udcff.ipynb"  # the last is a byte that is no UTF-8
    shutil.copy(handed_in / "broken.ipynb", forged)
    done = command("grade", "polynomial", forged, handed_in / "\nmissing.ipynb")
    forged.unlink()
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith(f"{handed_in}/ 10 of 10 [2J?.ipynb: 0 of 10\n")
    assert done.stderr.count("\n") == 1
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["grade", "polynom", "x.ipynb"], f"There is no assignment 'polynom'; there are: {', '.join(names())}."),
        (["grade", "polynomial"], "the following arguments are required: NOTEBOOK"),
        (["no-such-command"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_use_gives_exit_code_2_and_a_sentence(arguments, sentence):
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["grade"], ["demo"], ["doctor"]])
def test_help_states_the_exit_codes(arguments):
    done = command(*arguments, "--help")
    assert done.returncode == 0
    assert "exit codes:" in done.stdout and "0  every grade cell passed" in done.stdout


def test_doctor_looks_at_everything_and_says_what_to_do():
    done = command("doctor")
    marks = {line[9:].split(":")[0]: line[:9].strip() for line in done.stdout.splitlines() if not line.startswith(" ")}
    looked_at = ["Python", "Theano", "C++ compiler", "Sandbox", "Graphviz", "Kernel"]
    assert list(marks) == looked_at + [row.name for row in protections.PROTECTIONS]
    assert done.returncode == (0 if {"MISSING", "FAILS", "UNTRIED"}.isdisjoint(marks.values()) else 1)
    assert done.stdout.count("-> ") >= sum(mark not in ("ok", "holds") for mark in marks.values())


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ((), 0),
        (("Graphviz",), 0),
        (("C++ compiler", "Graphviz", "Kernel"), 0),
        (("Python",), 1),
        (("Theano",), 1),
        (("Sandbox",), 1),
    ],
)
def test_only_what_grading_needs_decides_the_exit_code(monkeypatch, capsys, lacking, code):
    findings = [replace(found, good=found.name not in lacking) for found in machine.examine()]
    monkeypatch.setattr(machine, "examine", lambda: findings)
    monkeypatch.setattr(machine, "protections", list)
    assert main.main(["doctor"]) == code
    shown = capsys.readouterr().out
    assert ("MISSING" in shown) == (code == 1)
    assert ("advice" in shown) == bool({"C++ compiler", "Graphviz", "Kernel"} & set(lacking))


@pytest.mark.parametrize(("state", "code"), [("holds", 0), ("FAILS", 1), ("UNTRIED", 1)])
def test_a_protection_that_does_not_hold_decides_the_exit_code(monkeypatch, capsys, state, code):
    network = next(row for row in protections.PROTECTIONS if row.name == "Network")
    monkeypatch.setattr(machine, "examine", list)
    monkeypatch.setattr(protections, "examine", lambda kind: [protections.Finding(network, state, "a connection")])
    assert main.main(["doctor"]) == code
    shown = capsys.readouterr().out
    assert shown.startswith(f"{state:<7}  Network: ")
    assert ("a connection" in shown) == (network.why in shown) == bool(code)


def test_a_python_or_a_theano_that_fails_is_missing(monkeypatch):
    monkeypatch.setattr(machine, "sys", SimpleNamespace(version_info=(3, 12, 1), executable="python3.12"))
    monkeypatch.setattr(machine, "_trial", lambda linker: "ImportError: broken")
    found = {finding.name: finding for finding in machine.examine()}
    assert [name for name, finding in found.items() if not finding.good and finding.needed][:2] == ["Python", "Theano"]
    assert found["Python"].advice == "This project supports Python 3.10 and 3.11; install one of them."


def test_doctor_names_what_is_missing(tmp_path):
    done = command("doctor", env=without_bubblewrap(tmp_path), by=ordinary_user())
    assert done.returncode == 1
    for finding in ("advice   C++ compiler", "MISSING  Sandbox: bubblewrap is not installed", "advice   Graphviz"):
        assert finding in done.stdout
    assert "-> Install g++" in done.stdout
    assert "FAILS    Course folder: the course folder was read" in done.stdout
    assert "FAILS    Checkout: " in done.stdout and "holds    Imports: " in done.stdout
    assert "A plain process can't keep it away. Install bubblewrap" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone is refused a plain process")
def test_doctor_says_that_root_grades_in_no_plain_process_unless_it_is_asked_for(tmp_path):
    done = command("doctor", env=without_bubblewrap(tmp_path))
    assert done.returncode == 1
    assert "MISSING  Sandbox: bubblewrap is not installed" in done.stdout and "ask for it by name" in done.stdout
    assert "UNTRIED  Course folder: could not be tried: student code is not run here" in done.stdout


@pytest.mark.parametrize("arguments", [["grade", "polynomial", "right.ipynb"], ["demo"]])
def test_where_bubblewrap_does_not_work_nothing_is_run_and_it_is_said_why(tmp_path, arguments):
    done = command(*arguments, env=with_bubblewrap(tmp_path, FORBIDDEN))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"theano-exercises {arguments[0]}: bubblewrap is installed and does not work: bwrap: No")
    assert (
        done.stderr.endswith("`--sandbox plain` after `theano-exercises grade` or `demo`.\n")
        and done.stderr.count("\n") == 1
    )


def test_a_command_whose_own_code_has_changed_ends_with_a_sentence(monkeypatch, capsys):
    def outdated(options):
        raise Outdated("The checkout has changed.")

    monkeypatch.setattr(autograde, "run", outdated)
    assert main.main(["autograde", "polynomial"]) == 2
    assert capsys.readouterr().err == "theano-exercises: The checkout has changed.\n"

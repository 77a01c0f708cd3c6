"""The protections of the sandbox, tried in the real one, in a plain process, and with some of them taken away."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from graders.grading.doctor import protections
from graders.grading.doctor.protections import FAILS, HOLDS, UNTRIED
from graders.sandbox import bubblewrap, layout
from graders.sandbox.layout import GRADERS

ROWS = {row.name: row for row in protections.PROTECTIONS}


def states(kind, *names):
    found = protections.examine(kind, [ROWS[name] for name in names or ROWS])
    return {finding.protection.name: finding.state for finding in found}, {f.protection.name: f.text for f in found}


def leftovers(folder):
    return [path for path in folder.iterdir() if "bait" in path.name or "written" in path.name]


@pytest.mark.usefixtures("sandbox")
def test_the_sandbox_holds_and_nothing_of_the_attempts_stays(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    found, texts = states("bubblewrap")
    assert found == dict.fromkeys(ROWS, HOLDS), texts
    assert not leftovers(tmp_path) and "THEANO_EXERCISES_BAIT" not in os.environ


@pytest.mark.usefixtures("sandbox")
def test_a_killed_submission_that_is_taken_for_a_dead_one_is_noticed(monkeypatch):
    monkeypatch.setattr("graders.sandbox.conversation.SENT", set())
    found, texts = states("bubblewrap", "Killed submissions")
    assert found == {"Killed submissions": FAILS} and "'died'" in texts["Killed submissions"]


@pytest.mark.usefixtures("sandbox")
def test_what_is_taken_away_is_noticed(monkeypatch, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    open_network = tmp_path / "namespaces.py"
    source = (GRADERS / "sandbox" / "inside" / "namespaces.py").read_text()
    open_network.write_text(source.replace("CLONE_NEWPID | CLONE_NEWNET", "CLONE_NEWPID"))
    assert open_network.read_text() != source
    intact, arranged = bubblewrap.command, layout.layout

    def command(place, *args, **options):
        line = intact(place, *args, **options)
        line.remove("--unshare-net")
        at = line.index("--proc")
        return [*line[:at], "--ro-bind", str(home), str(home), *line[at:]]

    def with_open_network(hidden=()):
        place = arranged(hidden)
        guest = tuple((open_network if inside.endswith("namespaces.py") else path, inside) for path, inside in place.guest)
        return layout.Layout((*place.visible, layout.CHECKOUT), guest, place.hidden)

    monkeypatch.setattr(bubblewrap, "command", command)
    monkeypatch.setattr("graders.sandbox.run.layout", with_open_network)
    found, texts = states("bubblewrap", "Course folder", "Checkout", "Home folder", "Network")
    assert found == {"Course folder": HOLDS, "Checkout": FAILS, "Home folder": FAILS, "Network": FAILS}, texts
    assert f"{layout.CHECKOUT}/" in texts["Checkout"]
    assert ("the history (.git) was seen" in texts["Checkout"]) == (layout.CHECKOUT / ".git").exists()
    assert texts["Home folder"] == "a file in the home folder was read"
    assert "a TCP connection to this machine" in texts["Network"] and "a connection arrived here" in texts["Network"]
    assert not leftovers(home)


@pytest.mark.usefixtures("sandbox")
def test_what_students_import_and_the_grader_lost_is_noticed(monkeypatch, tmp_path):
    folder = shutil.copytree(layout.CHECKOUT / "exercises", tmp_path / "exercises")
    (folder / "accumulator.py").unlink()
    place = layout.layout()
    guest = tuple((folder if inside == "/guest/exercises" else path, inside) for path, inside in place.guest)
    monkeypatch.setattr("graders.sandbox.run.layout", lambda hidden: replace(place, guest=guest))
    found, texts = states("bubblewrap", "Imports")
    assert found == {"Imports": FAILS}
    assert texts["Imports"].startswith("exercises.accumulator was not imported: ModuleNotFoundError")


def test_of_a_plain_process_it_is_said_what_does_not_hold(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    names = (
        "Course folder",
        "Hidden checks",
        "Home folder",
        "Environment",
        "Network",
        "Other processes",
        "Memory",
        "Memory of nobody",
        "End",
    )
    found, texts = states("plain", *names)
    assert found == {**dict.fromkeys(names, FAILS), "Memory": HOLDS}, texts
    assert not leftovers(tmp_path)


@pytest.mark.usefixtures("sandbox")
def test_what_could_not_be_tried_does_not_count_as_holding(monkeypatch):
    monkeypatch.setattr("graders.sandbox.bubblewrap.ENVIRONMENT", {"PYTHONHOME": "/nowhere"})
    found, texts = states("bubblewrap", "Course folder", "End")
    assert found == {"Course folder": UNTRIED, "End": UNTRIED}
    assert all("the sandbox did not start" in text for text in texts.values())


def test_a_home_that_cannot_be_written_leaves_nothing_to_find(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "missing")
    found, texts = states("plain", "Home folder")
    assert (found, texts) == ({"Home folder": UNTRIED}, {"Home folder": "no file can be put into the home folder"})


@pytest.mark.parametrize("name", ROWS)
def test_every_row_says_why_it_matters_and_what_it_tries(name):
    row = ROWS[name]
    assert row.why.endswith(".") and ("attempt(" in row.code or row.alone)

import subprocess
from pathlib import Path

import pytest

from graders.sandbox import bubblewrap
from graders.sandbox.layout import Layout, layout

ISOLATIONS = ("root", "user", "none")


@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_every_namespace_is_unshared(isolation):
    command = bubblewrap.command(layout(), isolation=isolation)
    for option in ("--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"):
        assert option in command


def test_root_keeps_what_it_takes_to_separate_submissions_and_no_more():
    command = bubblewrap.command(layout(), isolation="root")
    kept = {command[i + 1] for i, option in enumerate(command) if option == "--cap-add"}
    assert kept == {f"CAP_{name}" for name in ("SYS_ADMIN", "NET_ADMIN", "SETUID", "SETGID", "SETPCAP", "KILL",
                                         "SYS_PTRACE")}  # fmt: skip


@pytest.mark.parametrize("isolation", ["user", "none"])
def test_a_user_gets_a_namespace_without_capabilities(isolation):
    command = bubblewrap.command(layout(), isolation=isolation)
    assert command[command.index("--cap-drop") + 1] == "ALL"
    assert "--cap-add" not in command and "--unshare-user" in command


LOOK = """
import os, sys
for path in sys.argv[1:4]:
    print(*sorted(os.listdir(path)))
    try: open(os.path.join(path, "written"), "w").close()
    except OSError as error: print(error.strerror)
"""


@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_a_checkout_where_python_is_shown_is_covered_but_for_the_python_in_it(sandbox, tmp_path, isolation):
    checkout = tmp_path / "lib" / "checkout"
    lib = checkout / ".venv" / "lib"
    lib.mkdir(parents=True)
    (lib / "module.py").touch()
    (checkout / ".git").mkdir()
    place = layout()
    place = Layout((*place.visible, tmp_path / "lib", lib), place.guest, (checkout,))
    command = bubblewrap.command(place, ("-c", LOOK, tmp_path / "lib", checkout, lib), isolation=isolation)
    shown = subprocess.run(command, capture_output=True, text=True)
    read_only = "Read-only file system"
    assert shown.stdout.splitlines() == ["checkout", read_only, ".venv", read_only, "module.py", read_only], shown.stderr


@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_nothing_is_writable_but_tmp(isolation):
    command = bubblewrap.command(layout(), isolation=isolation)
    assert "--bind" not in command
    assert [Path(command[i + 1]) for i, option in enumerate(command) if option == "--tmpfs"] == [Path("/tmp")]
    read_only = [command[i + 1] for i, option in enumerate(command) if option == "--remount-ro"]
    assert read_only == ["/", "/dev"]


def test_users_of_submissions_are_nobody_else():
    uids = {bubblewrap.uid(number) for number in range(2000)}
    assert len(uids) == bubblewrap.UIDS
    assert min(uids) >= bubblewrap.FIRST_UID


def test_without_bubblewrap_the_reason_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    bubblewrap._examine.cache_clear()
    try:
        assert bubblewrap.missing().startswith("bubblewrap is not installed")
        assert bubblewrap.isolation() == "none"
    finally:
        bubblewrap._examine.cache_clear()


def test_a_trial_that_fails_says_why(sandbox, monkeypatch):
    monkeypatch.setattr(bubblewrap, "ROOT_KEEPS", ())
    assert "unshare" in bubblewrap._trial("root")

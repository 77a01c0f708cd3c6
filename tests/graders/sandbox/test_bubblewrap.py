import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from machines import with_bubblewrap

from graders.checkout import CHECKOUT
from graders.sandbox import bubblewrap
from graders.sandbox.conversation import SandboxError
from graders.sandbox.layout import Layout, layout
from graders.sandbox.run import kind

ISOLATIONS = ("root", "user", "none")


@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_every_namespace_is_unshared(isolation):
    command = bubblewrap.command(layout(), isolation=isolation)
    for option in ("--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"):
        assert option in command


def test_root_keeps_what_it_takes_to_separate_submissions_and_no_more():
    command = bubblewrap.command(layout(), isolation="root")
    kept = {command[i + 1] for i, option in enumerate(command) if option == "--cap-add"}
    assert kept == {
        f"CAP_{name}" for name in ("SYS_ADMIN", "NET_ADMIN", "SETUID", "SETGID", "SETPCAP", "KILL", "SYS_PTRACE")
    }


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


TAKES_ONE = """
from graders.sandbox import bubblewrap
with bubblewrap.own_uid("root") as uid:
    print(uid, flush=True)
    input()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only as root student code becomes another user")
def test_no_two_submissions_are_the_same_user_at_the_same_time(monkeypatch):
    with (
        subprocess.Popen(
            [sys.executable, "-c", TAKES_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other,
        bubblewrap.own_uid("root") as mine,
        bubblewrap.own_uid("root") as more,
    ):
        theirs = int(other.stdout.readline())
        assert len({mine, more, theirs}) == 3 and min(mine, more, theirs) >= bubblewrap.FIRST_UID
        monkeypatch.setattr(bubblewrap, "FIRST_UID", theirs)
        monkeypatch.setattr(bubblewrap, "UIDS", 1)
        with pytest.raises(SandboxError, match="1 submissions run on this machine"), bubblewrap.own_uid("root"):
            pass
        other.kill()
        other.wait()
        with bubblewrap.own_uid("root") as again:
            assert again == theirs


@pytest.mark.usefixtures("untried")
def test_without_bubblewrap_the_reason_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    obstacle = bubblewrap.obstacle()
    assert (
        obstacle.cause == "absent" and obstacle.why == "bubblewrap is not installed." and "apt-get install" in obstacle.todo
    )


def test_a_trial_that_fails_says_why(sandbox, monkeypatch):
    monkeypatch.setattr(bubblewrap, "ROOT_KEEPS", ())
    with pytest.raises(bubblewrap.Obstacle, match=r"is installed and does not work: .*unshare.* must allow namespaces"):
        bubblewrap._try("root")


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo hello", "is installed and does not work: exit code 0"),
        ("echo '[]'", "is installed and does not work: exit code 0"),
        ("echo 'bwrap: Unknown option --size' >&2; exit 1", "is too old: .* Update it"),
    ],
)
def test_another_program_of_that_name_is_no_sandbox(untried, tmp_path, monkeypatch, script, why):
    for name, value in with_bubblewrap(tmp_path, script).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(bubblewrap.Obstacle, match=why):
        bubblewrap._try("user")


@pytest.fixture
def busy(untried, tmp_path, monkeypatch):
    """A bubblewrap that takes longer than it is given, the first time."""
    script = '[ -e "$0-was-tried" ] && exec "$BWRAP" "$@"\n: >"$0-was-tried"\nexec sleep 60'
    for name, value in with_bubblewrap(tmp_path, script).items():
        monkeypatch.setenv(name, value)


def test_a_trial_that_is_slow_is_made_again(sandbox, busy, monkeypatch):
    monkeypatch.setattr(bubblewrap, "TRIAL_SECONDS", (0.5, 60))
    assert kind("auto") == "bubblewrap"


def test_a_trial_that_stays_slow_is_an_obstacle_and_the_next_one_is_new(sandbox, busy, monkeypatch):
    monkeypatch.setattr(bubblewrap, "TRIAL_SECONDS", (0.5,))
    with pytest.raises(SandboxError, match=r"started nothing within 0\.5 seconds\. Try again when"):
        kind("auto")
    monkeypatch.setattr(bubblewrap, "TRIAL_SECONDS", (60,))
    assert kind("auto") == "bubblewrap"


@pytest.mark.skipif(os.geteuid() != 0, reason="only as root student code becomes another user")
@pytest.mark.parametrize("closed", ["drawing.py", "kernel", "."])
def test_what_student_code_could_not_read_is_named_with_what_opens_it(sandbox, tmp_path, monkeypatch, closed):
    folder = shutil.copytree(CHECKOUT / "exercises", tmp_path / "exercises")
    (folder / closed).chmod(0o600)
    place = layout()
    guest = tuple((folder if inside == "/guest/exercises" else source, inside) for source, inside in place.guest)
    monkeypatch.setattr(bubblewrap, "layout", lambda: dataclasses.replace(place, guest=guest))
    with pytest.raises(bubblewrap.Obstacle) as found:
        bubblewrap._try("root")
    assert found.value.why.startswith(f"{folder / closed} can't be read")
    assert f"`chmod -R go+rX {folder}`" in found.value.todo

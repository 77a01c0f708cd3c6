from pathlib import Path

import pytest

from graders.sandbox import bubblewrap
from graders.sandbox.layout import Layout, layout
from graders.sandbox.limits import Limits


@pytest.mark.parametrize("root", [True, False])
def test_every_namespace_is_unshared(root):
    command = bubblewrap.command(layout(), Limits(), root=root)
    for option in ("--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"):
        assert option in command


def test_root_gives_up_its_rights_before_the_guest_runs():
    command = bubblewrap.command(layout(), Limits(), root=True)
    given_up = command[command.index("setpriv") :]
    assert {"--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"} <= set(given_up)
    assert int(given_up[given_up.index("--reuid") + 1]) >= bubblewrap.FIRST_UID


def test_a_user_gets_a_namespace_without_capabilities():
    command = bubblewrap.command(layout(), Limits(), root=False)
    assert command[command.index("--cap-drop") + 1] == "ALL"
    assert "--cap-add" not in command and "--unshare-user" in command


def test_covers_come_after_what_they_cover(tmp_path):
    (tmp_path / "secret").mkdir()
    place = Layout((tmp_path,), (), (tmp_path / "secret",))
    command = bubblewrap.command(place, Limits(), root=False)
    assert command.index(str(tmp_path)) < command.index(str(tmp_path / "secret"))


def test_nothing_is_writable_but_tmp():
    command = bubblewrap.command(layout(), Limits(), root=False)
    assert "--bind" not in command
    assert [Path(command[i + 1]) for i, option in enumerate(command) if option == "--tmpfs"] == [Path("/tmp")]

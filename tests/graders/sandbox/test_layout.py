from pathlib import Path

import pytest

from graders.checkout import CHECKOUT
from graders.sandbox.layout import ENVIRONMENT, GRADERS, Layout, layout


def test_the_checkout_is_not_visible():
    place = layout()
    assert not any(CHECKOUT.is_relative_to(path) for path in place.visible)
    assert not any(path.is_relative_to(GRADERS) for path in place.visible)


def test_of_two_folders_the_inner_one_decides():
    usr, course, python = Path("/usr"), Path("/usr/src/course"), Path("/usr/src/course/.venv/lib")
    place = Layout((usr, python, Path("/usr/lib")), (), (course, Path("/usr/src/course/submitted"), Path("/home/course")))
    assert place.mounts() == {usr: "show", course: "cover", python.parent: "folder", python: "show"}


def test_folders_above_the_visible_ones_are_made_from_the_outside_in():
    place = Layout((Path("/opt/a/python"),), ((Path("guest.py"), "/guest/guest.py"),), ())
    assert list(place.mounts()) == [Path("/guest"), Path("/opt"), Path("/opt/a"), Path("/opt/a/python")]


@pytest.fixture
def prefix(tmp_path, monkeypatch):
    """A prefix for Python to be installed in, with a checkout in every corner of it."""
    for place in ("lib", "src", "share"):
        (tmp_path / place / "checkout").mkdir(parents=True)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    return tmp_path


def test_of_a_prefix_only_what_python_needs_is_shown(prefix):
    shown = layout().mounts()
    assert shown[prefix / "lib"] == "show"
    assert not {prefix, prefix / "src", prefix / "share"} & {path for path, what in shown.items() if what == "show"}


@pytest.mark.parametrize("secret", ["checkout", "home", "exchange", "course"])
def test_what_is_secret_is_covered_where_python_is_shown(prefix, monkeypatch, secret):
    folder = prefix / "lib" / "checkout"
    monkeypatch.setattr("graders.sandbox.layout.CHECKOUT", folder if secret == "checkout" else CHECKOUT)
    monkeypatch.setattr("graders.sandbox.layout.EXCHANGE", folder if secret == "exchange" else Path("/nowhere"))
    monkeypatch.setenv("HOME", str(folder if secret == "home" else "/"))
    assert layout([folder] if secret == "course" else []).mounts()[folder] == "cover"


def test_a_link_above_python_uncovers_nothing(prefix, monkeypatch):
    link = prefix.with_name(f"{prefix.name}-link")
    link.symlink_to(prefix)
    monkeypatch.setattr("sys.prefix", str(link))
    assert layout([prefix / "lib" / "checkout"]).mounts()[link / "lib" / "checkout"] == "cover"


def test_what_is_not_there_needs_no_cover(prefix):
    assert prefix / "lib" / "gradebook.db" not in layout([prefix / "lib" / "gradebook.db"]).hidden


@pytest.mark.parametrize("where", [Path("/usr"), "lib"])
def test_hiding_what_the_guest_needs_is_refused(prefix, where):
    with pytest.raises(ValueError, match="can't be hidden from student code, which needs it"):
        layout([prefix / where])


def test_the_guest_inherits_nothing_of_ours():
    assert not any("/root" in value or "/home" in value for value in ENVIRONMENT.values())

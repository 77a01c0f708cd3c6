from pathlib import Path

import pytest

from graders.sandbox.layout import CHECKOUT, ENVIRONMENT, GRADERS, Layout, layout


def test_the_checkout_is_not_visible():
    place = layout()
    assert not any(CHECKOUT.is_relative_to(path) for path in place.visible)
    assert not any(path.is_relative_to(GRADERS) for path in place.visible)


def test_a_hidden_folder_inside_a_visible_one_is_covered():
    place = Layout((Path("/usr"),), (), (Path("/usr/src/course"), Path("/usr2/course"), Path("/home/course")))
    assert place.covered() == [Path("/usr/src/course")]


def test_a_virtual_environment_in_the_course_folder_stays_visible(tmp_path):
    # The course folder holds .venv: it is not inside a visible path, so it needs no cover, and .venv stays.
    place = Layout((tmp_path / ".venv",), (), (tmp_path,))
    assert place.covered() == []


def test_folders_above_the_visible_ones_are_made_from_the_outside_in():
    place = Layout((Path("/opt/a/python"),), ((Path("guest.py"), "/guest/guest.py"),), ())
    assert place.parents() == [Path("/guest"), Path("/opt"), Path("/opt/a")]


def test_hiding_the_system_itself_is_refused():
    with pytest.raises(ValueError, match="holds the system itself"):
        layout([Path("/usr")])


def test_the_guest_inherits_nothing_of_ours():
    assert not any("/root" in value or "/home" in value for value in ENVIRONMENT.values())

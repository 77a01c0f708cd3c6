"""``theano-exercises demo`` with a class of three: a right, a wrong and a hostile student."""

import subprocess

import pytest

from graders import demo
from graders.assignment import CHECKOUT

SMALL_CLASS = {
    "ada": ("right_plain", "right_plain", "right_list_of_pairs"),
    "donald": ("wrong_coefficient", "wrong_missing_bias", "wrong_returns_new_state"),
    "mallory": ("hostile_reads_checks", "hostile_lying_object", "hostile_exits_after_forging"),
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "course"
    patch = pytest.MonkeyPatch()
    patch.setattr(demo, "CLASS", SMALL_CLASS)
    before = subprocess.run(["git", "status", "--porcelain"], cwd=CHECKOUT, capture_output=True, text=True).stdout
    lines = []
    patch.setattr("builtins.print", lambda *values, **_: lines.extend(" ".join(map(str, values)).splitlines()))
    try:
        demo.run(folder)
    finally:
        patch.undo()
    after = subprocess.run(["git", "status", "--porcelain"], cwd=CHECKOUT, capture_output=True, text=True).stdout
    return folder, lines, before == after


def test_the_table_has_a_line_a_student(shown):
    _, lines, _ = shown
    totals = {line.split()[0]: line.split()[-1] for line in lines if line.startswith(("ada ", "donald ", "mallory "))}
    assert totals == {"ada": "30", "donald": "10", "mallory": "0"}


def test_each_lost_point_has_a_reason(shown):
    _, lines, _ = shown
    assert "donald, polynomial: -2 examples: f(1, 1): expected 7, got 5" in lines
    assert any(line.startswith("mallory, tanh_layer: -10") for line in lines)


def test_the_feedback_page_that_it_names_exists(shown):
    folder, lines, _ = shown
    (page,) = [line.split(": ", 1)[1] for line in lines if line.startswith("A feedback page to open")]
    assert page == str(folder / "feedback" / "donald" / "polynomial" / "polynomial.html")
    assert (folder / "feedback" / "donald" / "polynomial" / "polynomial.html").stat().st_size > 10_000
    assert (folder / "grades.csv").read_text().count("\n") == 1 + 9


def test_the_checkout_stays_as_it_was(shown):
    assert shown[2]


def test_the_whole_class_is_what_the_readme_promises():
    assert len(demo.CLASS) >= 12
    names = [name for answers in demo.CLASS.values() for name in answers]
    for kind in ("right_", "wrong_", "unanswered_", "slow_", "hostile_"):
        assert any(name.startswith(kind) for name in names)


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(demo.DemoError, match="is not empty"):
        demo.run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

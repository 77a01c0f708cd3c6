"""``theano-exercises demo`` with a small class, in a copy of the checkout that has a fourth exercise."""

import re
import subprocess
import sys

import own_exercise
import pytest

from graders.commands import demo

SMALL_CLASS = {
    "ada": ("right_plain", "right_plain", "right_list_of_pairs"),
    "donald": ("wrong_coefficient", "wrong_missing_bias", "wrong_returns_new_state"),
    "mallory": ("hostile_reads_checks", "hostile_lying_object", "hostile_exits_after_forging"),
    "noether": ("wrong_as_op", "right_exponential", "right_clone"),
}


def files(folder):
    """Every file with the time of its last change, but for byte code."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The course, what was printed, and whether the checkout is as it was."""
    checkout = own_exercise.with_a_fourth(tmp_path_factory.mktemp("demo") / "checkout")
    folder, before = checkout.with_name("course"), files(checkout)
    program = f"from graders.commands import demo; demo.CLASS = {SMALL_CLASS}; demo.show(demo.Path({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder, done, files(checkout) == before


def test_the_table_has_a_line_a_student_and_a_column_an_assignment(shown):
    _, done, _ = shown
    header, *rows = [re.split("  +", line) for line in done.stdout.split("Scores")[1].split("\n\n")[1].splitlines()]
    assert header == ["student", "polynomial", "tanh_layer", "accumulator", "parabola", "total"]
    assert rows == [
        ["ada", "10 of 10", "10 of 10", "10 of 10", "10 of 10", "40"],
        ["donald", "2 of 10", "3 of 10", "5 of 10", "2 of 10", "12"],
        ["mallory", "0 of 10", "0 of 10", "0 of 10", "-", "0"],  # there is no hostile parabola
        ["noether", "0 of 10 ?", "10 of 10", "10 of 10", "2 of 10", "22"],
    ]


def test_each_lost_point_has_a_reason(shown):
    lines = shown[1].stdout.splitlines()
    (line,) = (line for line in lines if line.startswith("donald, polynomial: -8 examples, values, graph: "))
    assert line.endswith(" f(0, 1): expected 3, got 1") and "A factor is missing at the second `y`" in line
    assert any(line.startswith("mallory, tanh_layer: -10") for line in lines)
    assert any(line.startswith("donald, parabola: -") for line in lines)


def test_the_class_is_at_a_glance(shown):
    folder, done, _ = shown
    assert f"The class at a glance: {folder}/overview/polynomial.html" in done.stdout
    assert sorted(path.stem for path in (folder / "overview").glob("*.html")) == [
        "accumulator", "parabola", "polynomial", "tanh_layer",
    ]  # fmt: skip


def test_the_class_is_graded_by_our_own_commands(shown):
    _, done, _ = shown
    assert re.search(r"^polynomial: graded 4 in \d+ s", done.stdout, re.MULTILINE)
    assert "A person has to look at: noether" in done.stdout
    assert "4/4" in done.stderr and "submission" in done.stderr  # the progress bar


def test_the_feedback_page_that_it_names_exists(shown):
    folder, done, _ = shown
    (page,) = re.findall("A feedback page to open: (.*)", done.stdout)
    assert page == str(folder / "feedback" / "donald" / "polynomial" / "polynomial.html")
    assert (folder / "feedback" / "donald" / "polynomial" / "polynomial.html").stat().st_size > 10_000
    assert (folder / "grades.csv").read_text().count("\n") == 1 + 16


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
        demo.show(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

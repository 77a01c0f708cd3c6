"""``nbgrader_config.py``: when it or what it names can't be read, when it is a copy of an older one, and in odd folders."""

import os
import re
import shutil
from pathlib import Path

import class_builder
import course_builder
import pytest
from class_builder import command
from course_state import files, rows
from nbformat import v4

from graders.checkout import CHECKOUT
from graders.commands import demo
from graders.course.settings import trouble_with_folder

OLD = Path(__file__).with_name("old_configs")
"""``nbgrader_config.py`` as it was at the commits of that name: the first, the last before pages were cleaned, and the last
that imported its classes."""
SCRIPT = "<script>window.pwned = 1</script>"


@pytest.fixture
def course(tmp_path_factory, tmp_path):
    """A course with one submission, whose cell leaves a file where no sandbox keeps it from that."""
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path / "course")
    nb = course.release("polynomial")
    nb.cells.insert(0, v4.new_code_cell(f"open({str(tmp_path / 'ran')!r}, 'w')"))
    course.hand_in("ada", "polynomial", nb)
    return course


def configure(course, text):
    """Give the course another ``nbgrader_config.py``."""
    (course.folder / "nbgrader_config.py").write_text(text)


def assert_nothing_ran(course):
    assert course.nbgrader("autograde", "polynomial") == 1
    assert not (course.folder.parent / "ran").exists()
    assert not (course.folder / "autograded" / "ada" / "polynomial").exists()


# What can't be read


@pytest.mark.parametrize(
    ("files", "text", "said"),
    [
        (["nh3.py"], "raise RuntimeError('a broken dependency')", "a broken dependency"),
        # Another version: an editable install would find what a package in front of it has not.
        (["graders/__init__.py", "graders/for_nbgrader.py"], "", "'SubmissionExporter'"),
    ],
)
def test_where_our_classes_cannot_be_imported_nbgrader_ends_and_runs_nothing(
    course, monkeypatch, tmp_path, files, text, said
):
    first = tmp_path / "first"
    for file in files:
        (first / file).parent.mkdir(parents=True, exist_ok=True)
        (first / file).write_text(text)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(first), os.environ.get("PYTHONPATH", "")]))
    assert_nothing_ran(course)
    assert said in course.log("autograde polynomial")


@pytest.mark.parametrize("kind", ["broken", "missing"])
def test_where_nbgrader_goes_without_the_file_the_kernel_refuses(course, kind):
    config = course.folder / "nbgrader_config.py"
    if kind == "broken":
        config.write_text(f"{config.read_text()}\nc.GradeInSandbox.cell_seconds = 20,0)\n")
    else:
        config.unlink()
    assert_nothing_ran(course)
    assert "This kernel does not autograde" in course.log("autograde polynomial")


def test_settings_that_leave_out_a_step_are_refused_by_nbgrader_too(course):
    configure(course, f"{(CHECKOUT / 'nbgrader_config.py').read_text()}\nc.Autograde.sanitize_preprocessors = []\n")
    assert_nothing_ran(course)
    sentence = (
        "c.Autograde.sanitize_preprocessors in nbgrader_config.py leaves out RestoreCells: students could change the checks"
    )
    log = course.log("autograde polynomial")
    assert sentence in log and "Traceback" not in log


# Copies of older files


def test_a_copy_of_an_older_file_grades_the_same(tmp_path_factory, tmp_path):
    course = course_builder.copy_of(class_builder.handed_in(tmp_path_factory), tmp_path / "course")
    configure(course, (OLD / "88ca780.py").read_text())
    assert course.nbgrader("autograde", "polynomial") == 0, course.log("autograde polynomial")
    assert command(course, "autograde", "accumulator").returncode == 0
    today = class_builder.graded(tmp_path_factory)[0]
    wanted = {key: row for key, row in rows(today).items() if key[0] != "tanh_layer"}
    assert len(wanted) == 10 and rows(course) == wanted
    ours = files(course)
    assert ours == {name: text for name, text in files(today).items() if "/tanh_layer/" not in name}


FORMGRADER = """
from types import SimpleNamespace
from nbgrader.apps import NbGraderAPI
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

formgrader = FormgradeExtension()
formgrader.root_dir = "."
formgrader.initialize([])
web = SimpleNamespace(settings={})
formgrader.init_tornado_settings(web)
resources = {"assignment_id": "polynomial", "notebook_id": "polynomial", "submission_id": "1", "index": 0, "total": 1,
             "base_url": "", "student": "ada", "last_name": None, "first_name": None, "notebook_path": ""}
page, _ = web.settings["nbgrader_exporter"].from_filename("autograded/ada/polynomial/polynomial.ipynb", resources=resources)
open("formgrader.html", "w").write(page)
assert NbGraderAPI(formgrader.coursedir, parent=formgrader).generate_feedback("polynomial", "ada")["success"]
"""
"""What nbgrader's extension of the Jupyter server does at its start, for a page, and at the button for feedback."""


@pytest.fixture(scope="module")
def with_script(tmp_path_factory):
    """A graded submission with a script in its text."""
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path_factory.mktemp("with-script"))
    nb = course.answered("polynomial", "right_plain")
    nb.cells.insert(0, v4.new_markdown_cell(f"Hello {SCRIPT}"))
    course.hand_in("ada", "polynomial", nb)
    assert command(course, "autograde", "polynomial").returncode == 0
    return course


@pytest.mark.parametrize("old", ["2245f32", "08e9173"])
def test_with_a_copy_from_before_pages_were_cleaned_pages_are_clean(with_script, tmp_path, old):
    course = course_builder.copy_of(with_script, tmp_path / "course")
    configure(course, (OLD / f"{old}.py").read_text())
    assert course.python("formgrader", "-c", FORMGRADER) == 0, course.log("formgrader")
    pages = [(course.folder / "formgrader.html").read_text(), course.feedback("ada", "polynomial")]
    assert command(course, "feedback", "polynomial", "--force").returncode == 0
    for page in [*pages, course.feedback("ada", "polynomial")]:
        assert SCRIPT not in page and 'class="from-student"' in page and "Content-Security-Policy" in page


# Odd folders


@pytest.fixture
def in_folder(tmp_path):
    """Makes a course in a folder of that name, beside one that a part of an address may be taken for."""
    (tmp_path / "50 ").mkdir()

    def make(name):
        course = course_builder.Course(tmp_path / name)
        shutil.copytree(CHECKOUT / "source" / "polynomial", course.folder / "source" / "polynomial")
        shutil.copy(CHECKOUT / "nbgrader_config.py", course.folder)
        return course

    return make


def assert_nothing_is_elsewhere(course):
    place = course.folder.parent
    assert {path.name for path in place.iterdir()} == {"50 ", course.folder.name} and not list((place / "50 ").iterdir())
    assert not list(place.rglob("gradebook.db"))


@pytest.mark.parametrize("name", ["a?b", "50%20"])
def test_nbgrader_makes_no_gradebook_outside_of_an_odd_folder(in_folder, name):
    course = in_folder(name)
    assert course.nbgrader("generate_assignment", "polynomial") == 1
    log = course.log("generate_assignment polynomial")
    assert f"The folder {str(course.folder)!r} can't hold a course" in log and "Traceback" not in log
    assert_nothing_is_elsewhere(course)


@pytest.mark.parametrize(("name", "odd"), [("a?b", "?"), ("50%20", "%20"), ("kurs [2026]", "["), ("$HOME", "$HOME")])
def test_an_odd_folder_is_refused_with_a_sentence(in_folder, name, odd):
    course = in_folder(name)
    done = command(course, "autograde" if odd == "?" else "feedback", "polynomial")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{str(course.folder)!r} can't hold a course: nbgrader does not take {odd!r} for a part of a name" in done.stderr
    assert "Rename the folder." in done.stderr and "Traceback" not in done.stderr
    assert_nothing_is_elsewhere(course)


def test_usual_folders_are_taken():
    for name in ("kurs 2026", "100%", "a#b", "2$", "Übung", "a&b=c", "x{y}", "a]"):
        assert trouble_with_folder(f"/home/ada/{name}") == ""


def test_a_gradebook_that_was_made_elsewhere_is_named(tmp_path):
    (tmp_path / "a").touch()
    assert trouble_with_folder(f"{tmp_path}/a?b").endswith(f"Rename the folder, and move its gradebook {tmp_path}/a there.")


def test_the_demo_makes_nothing_in_an_odd_folder(tmp_path):
    with pytest.raises(demo.DemoError, match="can't hold a course"):
        demo.show(tmp_path / "a?b")
    assert list(tmp_path.iterdir()) == []


def test_the_file_names_our_classes_and_imports_nothing():
    """An import that fails, or any other error, would cost all that the file sets."""
    text = (CHECKOUT / "nbgrader_config.py").read_text()
    assert not re.search(r"^\s*(import|from)\b", text, re.MULTILINE)
    names = re.findall(r'"graders\.([\w.]+)"', text)
    assert len(names) == 7 and all(re.fullmatch(r"for_nbgrader\.\w+", name) for name in names)

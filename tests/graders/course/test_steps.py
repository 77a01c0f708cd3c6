import logging

import nbformat
import pytest
from course_builder import GRADE_CELLS, copy_of, generated, grade_cells
from nbformat import v4
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory

from exercises.words import from_json
from graders.checkout import CHECKOUT
from graders.course.autograde_steps import (
    ActiveName,
    GradeInSandbox,
    RestoreCells,
    SubmissionExporter,
    _next_to,
    require_plain_name,
)
from graders.course.converter import GRADED, Books
from graders.grading.pipeline import open_pipeline
from graders.notebooks import reading, restoring
from graders.notebooks.assignment import from_source
from graders.records import marks
from graders.records.verdict import Outcome, Verdict
from graders.records.work import Graded


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return copy_of(generated(tmp_path_factory), tmp_path_factory.mktemp("preprocessors"))


@pytest.fixture
def in_course(course):
    """Makes one of our steps as nbgrader does, with the course folder that it finds above itself."""

    def make(kind, **options):
        converter = BaseConverter(coursedir=CourseDirectory(root=str(course.folder)))
        converter.log = logging.getLogger("nbgrader")
        return kind(parent=converter, **options)

    return make


@pytest.fixture
def resources(course):
    about = {
        "assignment": "polynomial",
        "notebook": "polynomial",
        "student": "bob",
        "db_url": f"sqlite:///{course.folder / 'gradebook.db'}",
    }
    return {"nbgrader": about, "metadata": {}}


@pytest.fixture
def restored():
    """The released polynomial after sanitising."""
    nb = reading.read(CHECKOUT / "release" / "polynomial" / "polynomial.ipynb")
    restoring.restore(nb, from_source("polynomial"))
    return nb


# Reading


def test_an_unreadable_submission_becomes_a_stand_in_and_a_line_in_the_log(course, in_course, resources, caplog):
    course.hand_in("bob", "polynomial", b"")
    path = course.folder / "submitted" / "bob" / "polynomial" / "polynomial.ipynb"
    text, found = in_course(SubmissionExporter).from_filename(str(path), resources)
    nb = nbformat.reads(text, as_version=4)
    assert from_json(nb.metadata[marks.UNREADABLE]) == "The file is empty."
    assert list(grade_cells(nb)) == list(GRADE_CELLS["polynomial"])
    assert found["metadata"]["name"] == "polynomial"
    assert caplog.messages == [f"{path}: The file is empty."]


def test_a_student_cannot_claim_that_the_file_is_unreadable_or_keep_metadata(course, in_course, resources):
    nb = course.release("polynomial")
    nb.metadata[marks.UNREADABLE] = "please look at it"
    nb.cells[1].metadata["tags"] = ["skip-execution"]
    course.hand_in("bob", "polynomial", nb)
    path = course.folder / "submitted" / "bob" / "polynomial" / "polynomial.ipynb"
    text, _ = in_course(SubmissionExporter).from_filename(str(path), resources)
    read = nbformat.reads(text, as_version=4)
    assert read.metadata == {marks.DIGEST: reading.digest(path)}
    assert read.cells[1].metadata == {}


def test_what_we_wrote_ourselves_is_read_as_it_is(course, in_course, resources, restored):
    restored.metadata[marks.UNREADABLE] = "The file is empty."
    restored.cells[-1].outputs = [v4.new_output("stream", text="kept")]
    place = course.folder / "autograded" / "bob" / "polynomial"
    place.mkdir(parents=True)
    nbformat.write(restored, place / "polynomial.ipynb")
    text, _ = in_course(SubmissionExporter).from_filename(str(place / "polynomial.ipynb"), resources)
    assert nbformat.reads(text, as_version=4) == restored


@pytest.mark.parametrize("name", ["<b>", 'a"b', "a&b", "a\nb", "a\\b"])
def test_a_name_that_would_act_in_a_page_is_refused(in_course, resources, name):
    resources["nbgrader"]["student"] = name
    with pytest.raises(ActiveName, match="rename it"):
        in_course(SubmissionExporter).from_filename(f"submitted/{name}/polynomial/polynomial.ipynb", resources)


def test_usual_names_are_taken():
    for name in ("ada", "Ada Lovelace", "ada.l+1@example.org", "Zoë_2-3", "O'Brien", "小明"):
        require_plain_name(name)


# Sanitising


def test_what_was_restored_is_logged_with_the_student(in_course, resources, restored, caplog):
    del restored.cells[next(i for i, cell in enumerate(restored.cells) if "graph" in str(cell.metadata))]
    nb, _ = in_course(RestoreCells).preprocess(restored, resources)
    assert caplog.messages == ["bob, polynomial: Cell 'graph' was missing; it is back."]
    assert nb.metadata == {"kernelspec": from_source("polynomial").kernelspec, marks.RESTORED: 1}
    assert list(grade_cells(nb)) == list(GRADE_CELLS["polynomial"])


def test_the_reason_why_a_file_is_unreadable_outlives_sanitising(in_course, resources):
    nb = restoring.stand_in(from_source("polynomial"), "The file is empty.")
    nb, _ = in_course(RestoreCells).preprocess(nb, resources)
    assert nb.metadata[marks.UNREADABLE] == "The file is empty."


# Autograding


def test_the_configuration_reaches_judge_and_sandbox(course, in_course):
    options = {"sandbox": "plain", "cell_seconds": 1, "notebook_seconds": 2, "memory_bytes": 1 << 30, "remember": False}
    pipeline = open_pipeline(in_course(GradeInSandbox, **options).settings())
    assert (pipeline.sandbox.kind, pipeline.sandbox.hidden) == ("plain", (course.folder,))
    limits = pipeline.settings.limits
    assert (limits.cell_seconds, limits.notebook_seconds, limits.memory_bytes) == (1.0, 2.0, 1 << 30)
    assert pipeline.judge.memory is None


@pytest.mark.parametrize(("sandbox", "on_disk"), [("bubblewrap", True), ("plain", False)])
def test_verdicts_stay_on_disk_only_where_students_cannot_write_them(in_course, sandbox, on_disk):
    pipeline = open_pipeline(in_course(GradeInSandbox, sandbox=sandbox).settings())
    assert (pipeline.judge.memory._file is not None) == on_disk
    pipeline.judge.memory.close()


def test_verdicts_are_handed_on(in_course, resources, restored, monkeypatch):
    def grade(work):
        return Graded({}, [Verdict(cell.name, Outcome.PASSED, cell.points) for cell in work.cells if cell.name])

    monkeypatch.setattr(Books, "grader", lambda self, settings: grade)
    _, found = in_course(GradeInSandbox).preprocess(restored, resources)
    assert list(found[GRADED].verdicts) == list(GRADE_CELLS["polynomial"])


@pytest.mark.parametrize(
    ("commented", "marked"),
    [(["task"], {"one"}), (["one"], {"one"}), (["essay"], {"essay"}), (["task", "last"], {"one", "two"}), ([], set())],
)
def test_of_a_comment_the_next_grade_cell_is_marked(commented, marked):
    cells = [("task", False), ("one", True), ("", False), ("essay", True), ("two", True), ("last", False)]
    nb = v4.new_notebook()
    for name, grade in cells:
        metadata = {"nbgrader": {"grade_id": name, "grade": grade}} if name else {}
        nb.cells.append(v4.new_code_cell(metadata=metadata))
    assert _next_to(commented, nb) == marked


@pytest.mark.parametrize("name", ["cell_seconds", "notebook_seconds", "memory_bytes"])
@pytest.mark.parametrize("value", [0, -1])
def test_a_limit_that_is_none_is_refused(in_course, name, value):
    with pytest.raises(ValueError, match="expected a positive number"):
        in_course(GradeInSandbox, **{name: value}).settings()

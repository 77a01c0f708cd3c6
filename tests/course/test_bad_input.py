"""One class in which almost everybody hands in something broken; nbgrader grades it in one run, and nobody else suffers."""

import copy
import json
from pathlib import Path

import course_builder
import nbformat
import pytest
from course_builder import GRADE_CELLS, grade_cells, points
from nbformat import v4
from nbgrader.api import Gradebook

from exercises.words import from_json
from graders.course import results as graded_course
from graders.grading.notebook import grade_file
from graders.grading.pipeline import Pipeline
from graders.judge.client import Judge
from graders.notebooks.assignment import from_source
from graders.records.verdict import Outcome
from graders.reports.data import from_notebook
from graders.reports.feedback_page.boxes import Shown, box_of
from graders.reports.feedback_page.render import verdict_html
from graders.sandbox.run import Sandbox, kind

FULL = GRADE_CELLS["polynomial"]
NOTHING = dict.fromkeys(FULL, 0.0)
RIGHT_STUDENTS = ("aaron", "mary", "zoe")
"""Before, among and behind the others: nbgrader grades in alphabetical order."""


def edited(change):
    """A case: ``change`` is applied to a right answer, which is plain data."""

    def make(right):
        data = json.loads(json.dumps(right))
        change(data)
        return json.dumps(data).encode()

    return make


def name_of(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def solution_of(data):
    (cell,) = (cell for cell in data["cells"] if name_of(cell) == "solution")
    return cell


def is_grade(cell):
    return name_of(cell) in FULL


def answer(source):
    return edited(lambda data: solution_of(data).update(source=source))


def delete_grade_cells(data):
    data["cells"] = [cell for cell in data["cells"] if not is_grade(cell)]


def duplicate_grade_cells(data):
    data["cells"] = [cell for cell in data["cells"] for _ in range(2 if is_grade(cell) else 1)]


def move_grade_cells_to_the_top(data):
    data["cells"].sort(key=lambda cell: not is_grade(cell))


def edit_grade_cells(data):
    for cell in filter(is_grade, data["cells"]):
        cell["source"] = "raise SystemExit"


def add_forged_grade_cells(data):
    forged = v4.new_code_cell(
        "100",
        metadata={
            "nbgrader": {
                "grade": True,
                "grade_id": "bonus",
                "points": 100,
                "locked": False,
                "solution": False,
                "schema_version": 3,
                "cell_type": "code",
                "checksum": "0",
            }
        },
    )
    data["cells"] = [forged, *data["cells"], {**forged, "id": "forged-2"}]


def duplicate_solution(data):
    data["cells"].insert(data["cells"].index(solution_of(data)), solution_of(data))


def save_50_megabytes(data):
    data["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}]


def nest_attachments(data):
    for _ in range(900):
        data["cells"][0]["attachments"] = {"picture.png": data["cells"][0].get("attachments", "")}


def forget_all_metadata(data):
    for cell in data["cells"]:
        cell["metadata"] = []


def add_raw_cells(data):
    solution_of(data)["cell_type"] = "raw"
    data["cells"] = [cell for old in data["cells"] for cell in (v4.new_raw_cell("f = None"), old)]


GRADED_FULLY = {
    # Student: what is in the file, and what nbgrader's log says about it (nothing if nothing had to be mended).
    "byte-order-mark": (lambda right: b"\xef\xbb\xbf" + json.dumps(right).encode(), ""),
    "cell-metadata-lists": (edited(forget_all_metadata), "Cell 'graph' was missing; it is back."),
    "deleted-cells": (edited(delete_grade_cells), "Cell 'values' was missing; it is back."),
    "doubled-cells": (edited(duplicate_grade_cells), "Cell 'values' exists several times; the last one counts."),
    "doubled-solution": (edited(duplicate_solution), "Cell 'solution' exists several times; the last one counts."),
    "edited-cells": (edited(edit_grade_cells), ""),
    "fifty-megabytes": (edited(save_50_megabytes), ""),
    "forged-cells": (edited(add_forged_grade_cells), "A cell claims the unknown name 'bonus'"),
    "format-3": (lambda right: nbformat.writes(copy.deepcopy(right), version=3).encode(), ""),
    "moved-cells": (edited(move_grade_cells_to_the_top), "Cell 'function' was moved before the cells that it needs"),
    "nested-attachments": (edited(nest_attachments), ""),
    "no-kernelspec": (edited(lambda data: data.update(metadata={})), ""),
    "raw-cells": (edited(add_raw_cells), "Cell 'solution' was turned into a raw cell; it is a code cell again."),
    "surrogates": (edited(lambda data: data["cells"].insert(0, {**solution_of(data), "metadata": {}, "id": "a",
                                                                "source": "lone = '\ud800'"})), ""),
}  # fmt: skip
NOT_READ = {
    "empty": (b"", "The file is empty."),
    "format-5": (b'{"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}', "The notebook has format 5"),
    "invalid-utf8": (b'{"nbformat": 4, "cells": "\xff"}', "The file is not text in UTF-8 (byte 26)."),
    "json-only": (b'{"answer": 42}', "The file is JSON, but not a Jupyter notebook."),
    "nested": (b"[" * 100_000 + b"]" * 100_000, "The file is nested too deeply to be a notebook."),
    "not-json": (b"f = theano.function([x, y], z)\n", "The file is not JSON, so it is not a notebook"),
    "source-a-number": (b'{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {}, "source": 7}]}',
                        "The file is not a complete Jupyter notebook."),
}  # fmt: skip
WORTH_NOTHING = {
    # Student: what is in the file, and what the notebook that comes back says.
    "no-cells": (edited(lambda data: data.update(cells=[])), "raise NotImplementedError()"),
    "python-2": (answer("x, y = T.dscalars('x', 'y')\nprint 'hello'"), "SyntaxError"),
    "undefined-name": (answer("z = 3 * x + x * y + 3 * y"), "NameError: name 'x' is not defined"),
}

# A student's error with the name and the words of ours, and a first line that would close our code marks.
WORTH_NOTHING["says-stopped"] = (
    answer("""said = "`</code> All points. `"
class CellTimeoutError(Exception): pass
raise CellTimeoutError("This cell was stopped after you had earned all points. `" + 160_000 * "A")"""),
    "CellTimeoutError",
)


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """The class, handed in and autograded."""

    def fill(course):
        course_builder.copy_of(course_builder.generated(tmp_path_factory), course.folder)
        right = course.answered("polynomial", "right_plain")
        for student in RIGHT_STUDENTS:
            course.hand_in(student, "polynomial", right)
        for student, (make, _) in {**GRADED_FULLY, **WORTH_NOTHING}.items():
            course.hand_in(student, "polynomial", make(right))
        for student, (content, _) in NOT_READ.items():
            course.hand_in(student, "polynomial", content)
        course.hand_in("other-assignment", "polynomial", course.answered("tanh_layer", "right_plain"))
        course.hand_in("wrong-name", "polynomial", right, name="Polynomial (1).ipynb")
        course.hand_in("a-folder", "polynomial/polynomial.ipynb", b"", name="inside.txt")
        course.hand_in("no-notebook", "polynomial", b"3x + xy + 3y", name="polynomial.py")
        course.nbgrader("autograde", "polynomial")

    return course_builder.shared(tmp_path_factory, "bad-input", fill)


@pytest.fixture(scope="session")
def gradebook(course):
    return course.gradebook("polynomial")


@pytest.fixture(scope="session")
def log(course):
    return course.log("autograde polynomial")


def needs_manual_grade(cells):
    return {cell.needs_manual_grade for cell in cells.values()}


def assert_log_names(log, student, sentence):
    lines = [line for line in log.splitlines() if sentence in line]
    assert any(student in line for line in lines), f"no line with {student!r} among {lines}"


def test_the_run_succeeds(log):
    assert log.startswith("exit code 0\n")
    assert "Traceback" not in log


@pytest.mark.parametrize("student", RIGHT_STUDENTS)
def test_the_rest_of_the_class_is_graded(gradebook, student):
    assert points(gradebook[student]) == FULL
    assert needs_manual_grade(gradebook[student]) == {False}


@pytest.mark.parametrize("student", GRADED_FULLY)
def test_a_right_answer_in_a_broken_notebook_gets_full_points(gradebook, log, student):
    assert points(gradebook[student]) == FULL
    assert needs_manual_grade(gradebook[student]) == {False}
    note = GRADED_FULLY[student][1]
    assert_log_names(log, student, note)
    assert note or f"{student}, polynomial: " not in log


@pytest.mark.parametrize("student", NOT_READ)
def test_what_cannot_be_read_is_left_to_a_person_with_the_reason(course, gradebook, log, student):
    assert_left_to_a_person(course, gradebook, log, student, NOT_READ[student][1])


def test_a_wrong_file_name_is_left_to_a_person(course, gradebook, log):
    sentence = "There is no file polynomial.ipynb; the folder holds `Polynomial (1).ipynb`."
    assert_left_to_a_person(course, gradebook, log, "wrong-name", sentence)
    verdict = from_notebook(course.autograded("wrong-name", "polynomial"))[0]
    assert verdict.reason == sentence


def test_the_notebook_of_another_assignment_is_left_to_a_person(course, gradebook, log):
    sentence = "This looks like the notebook of another assignment (it has the cells activation, dtype)."
    assert_left_to_a_person(course, gradebook, log, "other-assignment", sentence)


@pytest.mark.parametrize(("student", "comment"), [("wrong-name", None), ("empty", None), ("no-cells", "No response.")])
def test_an_answer_that_was_not_read_is_not_called_no_response(course, student, comment):
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as found:
        assert found.find_comment("solution", "polynomial", "polynomial", student).auto_comment == comment


def test_a_folder_in_place_of_the_notebook_is_left_to_a_person(course, gradebook, log):
    assert_left_to_a_person(course, gradebook, log, "a-folder", "polynomial.ipynb is a folder, not a notebook.")


def assert_left_to_a_person(course, gradebook, log, student, sentence):
    assert points(gradebook[student]) == NOTHING
    assert needs_manual_grade(gradebook[student]) == {True}
    nb = course.autograded(student, "polynomial")
    assert nb.cells[0].source.startswith("**Nothing of this submission was graded.**")
    assert sentence in nb.cells[0].source
    assert "\n\nWhat follows is the empty assignment" in nb.cells[0].source
    verdicts = from_notebook(nb)
    assert [verdict.cell for verdict in verdicts] == list(FULL)
    assert all(verdict.outcome is Outcome.GRADER_ERROR and sentence in verdict.reason for verdict in verdicts)
    assert_log_names(log, f"submitted/{student}/polynomial", sentence)


@pytest.mark.parametrize("student", WORTH_NOTHING)
def test_a_wrong_answer_gets_nothing_and_a_reason(course, gradebook, student):
    assert points(gradebook[student]) == NOTHING
    assert needs_manual_grade(gradebook[student]) == {False}
    for cell in grade_cells(course.autograded(student, "polynomial")).values():
        (output,) = cell.outputs
        assert "not defined when this cell is reached" in from_json(output.metadata["theano_exercises"]["reason"])
    assert WORTH_NOTHING[student][1] in json.dumps(course.autograded(student, "polynomial"))


def test_a_students_words_are_quoted_and_cut_whatever_they_say(course):
    (cell, *_) = grade_cells(course.autograded("says-stopped", "polynomial")).values()
    (output,) = cell.outputs
    said = "This cell was stopped after you had earned all points. '"
    shown = f"CellTimeoutError: {said}".ljust(300, "A")
    assert from_json(output.metadata["theano_exercises"]["hint"]) == f"Your solution cell ended with `{shown}` in line 3."
    nb = course.autograded("says-stopped", "polynomial")
    page = verdict_html(from_notebook(nb)[0], box_of(nb, from_notebook(nb)[0], None, Shown()))
    assert page.count("<code") == page.count("</code>") == 2  # a name, the cell's last words
    assert "Your solution cell ended with <code>CellTimeoutError: " in page


def test_a_folder_without_a_notebook_is_named(course, gradebook, log):
    """nbgrader looks for notebooks only, so it can't know this student; it warns, and we report the folder."""
    assert "no-notebook" not in gradebook
    assert_log_names(log, "submitted/no-notebook/polynomial", "No notebooks were matched")
    (result,) = (found for found in graded_course.results(course.folder, ["polynomial"]) if found.problem)
    assert (result.student, result.problem) == ("no-notebook", "the folder holds no notebook")


def test_nobody_is_forgotten(course, gradebook):
    everybody = {place.name for place in (course.folder / "submitted").iterdir()}
    assert set(gradebook) == everybody - {"no-notebook"}


def test_50_megabytes_of_output_do_not_come_back(course):
    path = course.folder / "autograded" / "fifty-megabytes" / "polynomial" / "polynomial.ipynb"
    assert path.stat().st_size < 1_000_000


# The same files without nbgrader, as ``theano-exercises grade`` reads them


@pytest.fixture(scope="module")
def verdicts_on(course):
    """The verdicts of ``grade_file`` on what a student handed in, by grade cell."""
    pipeline = Pipeline(Judge(), Sandbox(kind("auto")))
    assignment = from_source("polynomial")

    def grade(student) -> dict:
        path = Path(course.folder, "submitted", student, "polynomial", "polynomial.ipynb")
        return {verdict.cell: verdict for verdict in grade_file(path, assignment, pipeline.grade)}

    yield grade
    pipeline.close()


@pytest.mark.parametrize("student", ["cell-metadata-lists", "format-3"])
def test_a_loose_file_gets_full_points_too(verdicts_on, student):
    assert {name: verdict.points for name, verdict in verdicts_on(student).items()} == FULL


@pytest.mark.parametrize("student", [*NOT_READ, "wrong-name", "a-folder", "no-notebook", "other-assignment"])
def test_a_loose_file_that_cannot_be_read_is_a_grader_error_too(verdicts_on, student):
    verdicts = verdicts_on(student)
    assert list(verdicts) == list(FULL)
    assert {verdict.outcome for verdict in verdicts.values()} == {Outcome.GRADER_ERROR}
    sentence = NOT_READ.get(student, (None, "another assignment" if student == "other-assignment" else "polynomial.ipynb"))[
        1
    ]
    assert all(sentence in verdict.reason for verdict in verdicts.values())

"""A class for nbgrader's own commands and the button of the formgrader: sample answers, and stubs that nobody answered."""

import json
from itertools import zip_longest

import course_builder
from cell_tricks import TAGS, TRICKS, tag
from nbformat import v4

from graders.course.authoring import sample_answers

ANSWERS = {
    "polynomial": {
        "right": "right_plain",
        "partly": "wrong_no_z",
        "wrong": "wrong_missing_product",
        "hostile": "hostile_script_names",
        "undecided": "wrong_as_op",
        "unanswered": "unanswered_not_implemented",
        "again": "wrong_missing_product",
    },
    "tanh_layer": {"right": "right_plain", "undecided": "wrong_custom_op", "unanswered": "unanswered_not_implemented"},
    "accumulator": {"right": "right_list_of_pairs", "wrong": "wrong_fixed_step", "unanswered": "unanswered_not_implemented"},
}
"""Student by student, the sample answer that is handed in."""
GRADE_CELLS = {assignment: course_builder.GRADE_CELLS[assignment] for assignment in ANSWERS}
SAMPLES = [(assignment, student) for assignment, students in ANSWERS.items() for student in students]

WHERE_AM_I = """
import importlib.util, os
print("graders:", importlib.util.find_spec("graders"), "gradebook:", os.path.exists({!r}))
"""

API = """
import json, sys
from nbconvert import HTMLExporter
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI

app = NbGrader()
app.load_config_file()
api = NbGraderAPI(config=app.config)

def points(student):
    with Gradebook("sqlite:///gradebook.db") as gradebook:
        grades = gradebook.find_submission_notebook("polynomial", "polynomial", student).grades
        return {g.name: [g.score, g.needs_manual_grade, g.auto_score, g.manual_score] for g in grades}

said = {}
for assignment in ("tanh_layer", "accumulator"):
    said[assignment] = api.autograde(assignment, "*")
    said[assignment + " feedback"] = api.generate_feedback(assignment)

said["before"] = points("again")
said["again, not forced"] = api.autograde("polynomial", "again", force=False)
said["not forced"] = points("again")
with Gradebook("sqlite:///gradebook.db") as gradebook:
    gradebook.find_grade("values", "polynomial", "polynomial", "again").manual_score = 1.5
    gradebook.db.commit()
said["again, forced"] = api.autograde("polynomial", "again", force=True)
said["forced"] = points("again")
with Gradebook("sqlite:///gradebook.db") as gradebook:
    gradebook.find_grade("values", "polynomial", "polynomial", "again").extra_credit = 0.5
    gradebook.db.commit()
said["again feedback"] = api.generate_feedback("polynomial", "again", force=True)

# What the formgrader does to show a submission (SubmissionHandler in its handlers).
options = app.config.copy()
options.HTMLExporter.template_name = "formgrade"
resources = {"assignment_id": "polynomial", "notebook_id": "polynomial", "submission_id": "1", "index": 0, "total": 1,
             "base_url": "", "student": "wrong", "last_name": None, "first_name": None, "notebook_path": ""}
page, _ = HTMLExporter(config=options).from_filename("autograded/wrong/polynomial/polynomial.ipynb", resources=resources)
open("formgrade.html", "w").write(page)
json.dump(said, open("api.json", "w"))
"""


def stubs_with_tricks(course, assignment):
    """The stub with tags on every cell, and with every trick on one of the grade cells of the three assignments.

    That no trick leaves a trace on any cell is tested without nbgrader, beside ``submission.restore``.
    """

    def stub(change):
        data = json.loads(json.dumps(course.release(assignment)))
        for cell in data["cells"]:
            change(cell)
        return data

    yield "skipped", stub(tag("skip-execution"))
    if assignment == "polynomial":
        yield "tagged", stub(tag(*TAGS))
    for number, tricks in enumerate(SHARES[assignment]):
        yield f"trick-{number}", stub(one_each(dict(zip(GRADE_CELLS[assignment], tricks))))


def one_each(tricks):
    """Play the tricks, each on the grade cell that it is given for."""

    def change(cell):
        trick = tricks.get(name_of(cell))
        if trick is not None:
            TRICKS[trick](cell)

    return change


def name_of(cell):
    data = cell["metadata"].get("nbgrader")
    return data.get("grade_id") if isinstance(data, dict) else None


def share_out(tricks):
    """The tricks, dealt to the grade cells of the assignments: for each assignment the rows, one a notebook."""
    cells = [assignment for assignment, cells in GRADE_CELLS.items() for _ in cells]
    rows = list(zip_longest(*[iter(tricks)] * len(cells)))
    return {
        assignment: [[trick for trick, owner in zip(row, cells) if owner == assignment] for row in rows]
        for assignment in GRADE_CELLS
    }


SHARES = share_out(TRICKS)
STUBS = [
    (assignment, student)
    for assignment, rows in SHARES.items()
    for student in ("unanswered", "skipped", *(f"trick-{number}" for number in range(len(rows))))
] + [("polynomial", "tagged")]


def graded(tmp_path_factory):
    """The course, generated, handed in, graded and reported on."""

    def fill(course):
        course_builder.copy_of(course_builder.generated(tmp_path_factory), course.folder)
        for assignment, student in SAMPLES:
            course.hand_in(student, assignment, course.answered(assignment, ANSWERS[assignment][student]))
        for assignment in GRADE_CELLS:
            for student, data in stubs_with_tricks(course, assignment):
                course.hand_in(student, assignment, data)
        for assignment in ("polynomial", "tanh_layer"):
            nb = course.answered(assignment, "right_plain")
            nb.cells.append(v4.new_code_cell(WHERE_AM_I.format(str(course.folder / "gradebook.db"))))
            course.hand_in("right", assignment, nb)
        course.nbgrader("generate_assignment", "polynomial", "--force")
        course.nbgrader("autograde", "polynomial")
        course.nbgrader("generate_feedback", "polynomial")
        course.hand_in("again", "polynomial", course.answered("polynomial", "right_plain"))
        course.python("api", "-c", API)
        course.nbgrader("export")
        course.nbgrader("validate", "source/accumulator/accumulator.ipynb", "release/accumulator/accumulator.ipynb")

    return course_builder.shared(tmp_path_factory, "nbgrader", fill)


def expected(assignment, student):
    return sample_answers.read(sample_answers.FOLDER / assignment / f"{ANSWERS[assignment][student]}.py")

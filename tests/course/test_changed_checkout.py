"""A `git pull` while a Jupyter server runs, whose formgrader autogrades before and after it."""

import json
import shutil

import own_exercise
from course_builder import Course, points

from graders.course.authoring import sample_answers

DRIVER = """
import json
from pathlib import Path
from nbgrader.apps import NbGrader, NbGraderAPI
import graders

app = NbGrader()
app.load_config_file()
api = NbGraderAPI(config=app.config)
package = Path(graders.__file__).parent
said = {"ada": api.autograde("doubling", "ada")}
checks = package / "checks" / "test_doubling.py"
checks.write_text(checks.read_text().replace('require_function("f", f)', 'raise CheckFailed("Not any more.")'))
said["bob"] = api.autograde("doubling", "bob")
with (package / "reports/cell.py").open("a") as file:
    file.write("# changed")
said["cleo"] = api.autograde("doubling", "cleo")
Path("said.json").write_text(json.dumps(said))
"""


def test_it_grades_with_the_new_checks_and_not_with_old_code(tmp_path, monkeypatch):
    checkout = own_exercise.checkout(tmp_path / "checkout")
    monkeypatch.setenv("PYTHONPATH", str(checkout))
    course = Course(tmp_path / "course")
    shutil.copytree(checkout / "source", course.folder / "source")
    shutil.copy(checkout / "nbgrader_config.py", course.folder)
    assert course.nbgrader("generate_assignment", "doubling") == 0
    answer = sample_answers.read(checkout / "tests" / "answers" / "doubling" / "right_plain.py")
    for student in ("ada", "bob", "cleo"):
        course.hand_in(student, "doubling", answer.fill_in(course.release("doubling")))
    assert course.python("driver", "-c", DRIVER) == 0, course.log("driver")
    said = json.loads((course.folder / "said.json").read_text())
    found = course.gradebook("doubling")
    assert points(found["ada"]) == {"examples": 1.0, "values": 2.0}
    assert points(found["bob"]) == {"examples": 1.0, "values": 0.0}, "an equal answer, but other checks"
    assert not said["cleo"]["success"] and not (course.folder / "autograded" / "cleo" / "doubling").exists()
    assert "The checkout has changed since this process started (graders/reports/cell.py)" in said["cleo"]["log"]

"""A fourth exercise is four files: in a copy of the checkout, everything finds the ``parabola`` that was put there.

``test_demo`` grades a class that has handed it in.
"""

import json
import subprocess
import sys
import zipfile

import nbformat
import own_exercise
import pytest

from graders.checkout import CHECKOUT
from graders.course.authoring import release, sample_answers


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """The copy, in which ``make release`` ran."""
    folder = own_exercise.with_a_fourth(tmp_path_factory.mktemp("fourth") / "checkout")
    done = subprocess.run(
        [sys.executable, "-m", "graders.course.authoring.release"], cwd=folder, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, f"Generated {folder / 'release'}\n"), done.stderr
    return folder


def test_its_release_is_generated_and_the_others_are_as_they_were(checkout):
    assert "BEGIN" not in (checkout / "release" / "parabola" / "parabola.ipynb").read_text()
    for path in (CHECKOUT / "release").rglob("*.ipynb"):
        assert (checkout / path.relative_to(CHECKOUT)).read_bytes() == path.read_bytes()


def test_it_is_sound(checkout):
    done = own_exercise.command(checkout, "check-exercise", "parabola", "--quick")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "ok      answers: there are right and wrong ones" in done.stdout


def test_it_is_in_the_wheel(checkout, tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert "exercises/parabola.py" in wheel.namelist()
        assert not [name for name in wheel.namelist() if name.startswith("graders")]


def test_the_doctor_tries_to_read_the_checks_that_are_there(tmp_path):
    """In a checkout without the course's own exercises, and without a sandbox, so that the attempt gets through."""
    program = (
        "from graders.grading.doctor import protections as p\n"
        "print(p.examine('plain', [row for row in p.PROTECTIONS if row.name == 'Hidden checks'])[0].text)"
    )
    folder = own_exercise.checkout(tmp_path)
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True)
    assert done.stdout == "a check was read; a master notebook was read; the graders were imported\n", done.stderr


def test_a_module_that_is_no_exercise_is_named(tmp_path):
    exercise = own_exercise.EXERCISE.replace("def reference(x):", "def twice(x):").replace("reference(", "twice(")
    done = own_exercise.command(own_exercise.checkout(tmp_path, exercise=exercise), "check-exercise", "doubling", "--quick")
    assert "exercises/doubling.py is no exercise: it has no reference." in done.stdout
    assert done.returncode == 1


def test_what_keeps_nbgrader_from_generating_it_is_said(tmp_path, monkeypatch):
    """Two cells of one name."""
    nb = own_exercise.notebook(own_exercise.grade_cell("examples", 1), own_exercise.grade_cell("examples", 2))
    monkeypatch.setattr(release, "CHECKOUT", own_exercise.checkout(tmp_path / "checkout", nb, released=False))
    with pytest.raises(release.NotGenerated, match="nbgrader does not generate doubling: Duplicate grade id: examples"):
        release.generate(tmp_path / "course", ["doubling"])


def test_a_wrong_answer_is_explained_without_a_line_for_that(tmp_path):
    folder = own_exercise.checkout(tmp_path / "checkout")
    answer = sample_answers.read(folder / "tests" / "answers" / "doubling" / "wrong_square.py")
    stub = nbformat.read(folder / "release" / "doubling" / "doubling.ipynb", as_version=4)
    nbformat.write(answer.fill_in(stub), tmp_path / "doubling.ipynb")
    done = own_exercise.command(folder, "grade", "doubling", str(tmp_path / "doubling.ipynb"), "--json")
    told = {
        (change["here"], change["right"]) for cell in json.loads(done.stdout)["cells"].values() for change in cell["changes"]
    }
    assert told == {("x**2", "2 * x")}

"""What leaves the checkout: the students' wheel, and ``release/``."""

import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from course_builder import GRADE_CELLS, generated
from packaging.requirements import Requirement

from graders.checkout import CHECKOUT

FOLDERS = ("exercises", "graders", "release", "source", "tests")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The files in the wheel that the checkout builds, by name."""
    tree, place = tmp_path_factory.mktemp("tree") / "checkout", tmp_path_factory.mktemp("wheel")
    for folder in FOLDERS:
        shutil.copytree(CHECKOUT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in CHECKOUT.iterdir():  # a build leaves its traces beside setup.py, so it gets a copy
        if path.is_file():
            shutil.copy(path, tree)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place)]
    built = subprocess.run(command, cwd=tree, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert built.returncode == 0, built.stdout
    (path,) = place.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def modules(package):
    """The Python files of a package in the checkout, as names in the wheel."""
    return {str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / package).rglob("*.py")}


def kernel_spec(name):
    return name.endswith(".data/data/share/jupyter/kernels/theano/kernel.json")


def test_the_wheel_holds_the_exercises_and_the_kernel_and_nothing_else(wheel):
    own = {name for name in wheel if ".dist-info/" not in name and not kernel_spec(name)}
    assert own == modules("exercises") | {"exercises/kernel/spec/kernel.json"}
    assert len(list(filter(kernel_spec, wheel))) == 1


def test_the_kernel_is_installed_where_jupyter_looks(wheel):
    (name,) = filter(kernel_spec, wheel)
    assert wheel[name] == (CHECKOUT / "exercises" / "kernel" / "spec" / "kernel.json").read_bytes()


def test_the_wheel_installs_no_command(wheel):
    assert not any(name.endswith("entry_points.txt") for name in wheel)
    assert [name for name in wheel if name.endswith("top_level.txt")]
    assert {content.decode().split()[0] for name, content in wheel.items() if name.endswith("top_level.txt")} == {
        "exercises"
    }


def test_students_install_no_grader_dependencies(wheel):
    (metadata,) = (content.decode() for name, content in wheel.items() if name.endswith("METADATA"))
    required = [line for line in metadata.splitlines() if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert any("Theano==1.0.5" in line for line in required)
    assert not [line for line in required if re.search("nbgrader|pytest|hypothesis", line)]


@pytest.mark.parametrize("version", ["3.9", "3.12", "3.13"])
def test_another_python_wants_nothing_so_that_pip_comes_to_say_that_it_is_another(wheel, version):
    """pip builds what is wanted, and Theano's build ends in a stack trace there, before it compares versions."""
    (metadata,) = (content.decode() for name, content in wheel.items() if name.endswith("METADATA"))
    assert "Requires-Python: >=3.10,<3.12\n" in metadata
    lines = re.findall("^Requires-Dist: (.*)", metadata, re.MULTILINE)
    required = [Requirement(line) for line in lines if "extra ==" not in line]
    assert {one.name for one in required} >= {"Theano", "numpy", "ipykernel"}
    for one in required:
        assert one.marker.evaluate({"python_version": "3.11"}) and not one.marker.evaluate({"python_version": version})


def solution_lines():
    """The lines between the solution markers of the master notebooks that would give an answer away."""
    for name in GRADE_CELLS:
        nb = nbformat.read(CHECKOUT / "source" / name / f"{name}.ipynb", as_version=4)
        for cell in nb.cells:
            for region in re.findall("### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.source, re.DOTALL):
                yield from (line.strip() for line in region.splitlines() if "z = " in line or "[" in line)


def test_there_are_solution_lines_to_look_for():
    assert {"z = 3 * x + x * y + 3 * y", "f = theano.function([x, y], z)"} < set(solution_lines())


def test_the_wheel_holds_no_solution_and_no_hidden_check(wheel):
    code = {name: content.decode() for name, content in wheel.items() if name.endswith((".py", ".json"))}
    found = {(name, line) for name, text in code.items() for line in solution_lines() if line in text}
    assert found == set()
    assert not [
        name for name, text in code.items() if re.search(r"^\s*(from|import) (graders|hypothesis)\b", text, re.MULTILINE)
    ]


# release/


@pytest.fixture(params=GRADE_CELLS)
def release(request):
    """A released notebook, as it is in the checkout."""
    return nbformat.read(CHECKOUT / "release" / request.param / f"{request.param}.ipynb", as_version=4)


@pytest.mark.parametrize("name", GRADE_CELLS)
def test_release_is_what_nbgrader_makes_of_source_now(tmp_path_factory, name):
    now = generated(tmp_path_factory).release(name)
    released = nbformat.read(CHECKOUT / "release" / name / f"{name}.ipynb", as_version=4)
    assert len(released.cells) == len(now.cells), "run `make release`"
    for cell, fresh in zip(released.cells, now.cells):
        assert cell == fresh, "run `make release`"
    assert released.metadata == now.metadata


def test_release_has_every_assignment_and_nothing_else():
    files = {str(path.relative_to(CHECKOUT / "release")) for path in (CHECKOUT / "release").rglob("*") if path.is_file()}
    assert files == {f"{name}/{name}.ipynb" for name in GRADE_CELLS}


def test_release_holds_no_hidden_line_and_no_solution(release):
    text = "\n".join(cell.source for cell in release.cells)
    assert "from exercises import check" in text
    assert not re.search("HIDDEN TESTS|BEGIN SOLUTION|END SOLUTION|graders", text)
    code = "\n".join(cell.source for cell in release.cells if cell.cell_type == "code")
    assert [line for line in solution_lines() if line in code.splitlines()] == []
    assert code.count("raise NotImplementedError()") == 1


def test_release_has_no_saved_outputs(release):
    assert all(cell.outputs == [] and cell.execution_count is None for cell in release.cells if cell.cell_type == "code")


def test_master_notebooks_hold_no_outputs_either():
    for name in GRADE_CELLS:
        nb = nbformat.read(CHECKOUT / "source" / name / f"{name}.ipynb", as_version=4)
        assert all(cell.outputs == [] for cell in nb.cells if cell.cell_type == "code"), name

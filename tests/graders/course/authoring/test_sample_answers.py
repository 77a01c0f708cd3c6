import nbformat
import pytest

from graders.checkout import CHECKOUT
from graders.course.authoring import sample_answers

TEXT = (
    "# Says what it does.\n# expect: function=2 values=0\n# needs manual grade\n# cause: operand, sign\nx = 1\n# %%\nf = x\n"
)


@pytest.fixture
def answer(tmp_path):
    path = tmp_path / "polynomial" / "wrong_sample.py"
    path.parent.mkdir()
    path.write_text(TEXT)
    return sample_answers.read(path)


def test_the_parts_of_an_answer_file(answer):
    assert (answer.assignment, answer.name, answer.description) == ("polynomial", "wrong_sample", "Says what it does.")
    assert answer.cells == ("x = 1", "f = x")
    assert answer.expected == {"function": 2.0, "values": 0.0}
    assert answer.needs_manual_grade
    assert answer.causes == ("operand", "sign")


def test_a_file_without_expected_points_is_refused(tmp_path):
    (tmp_path / "right_x.py").write_text("# Says what it does.\nx = 1\n")
    with pytest.raises(ValueError, match=r"right_x.py: expected a comment"):
        sample_answers.read(tmp_path / "right_x.py")


def test_the_answer_takes_the_place_of_the_stub(answer):
    release = nbformat.read(CHECKOUT / "release" / "polynomial" / "polynomial.ipynb", as_version=4)
    nb = answer.fill_in(release)
    index = next(i for i, cell in enumerate(nb.cells) if cell.metadata.get("nbgrader", {}).get("solution"))
    assert [cell.source for cell in nb.cells[index : index + 2]] == ["x = 1", "f = x"]
    assert len(nb.cells) == len(release.cells) + 1
    assert "NotImplementedError" in release.cells[index].source  # the release itself is untouched

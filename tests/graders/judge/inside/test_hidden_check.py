import importlib
import random
import string

import pytest

from exercises import CheckFailed
from exercises.checking.description import description_of
from graders.judge.inside import hidden_check
from graders.records.verdict import GraderError

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def own_checks(tmp_path, monkeypatch):
    """A folder of checks of our own: writes the text into a test module and returns its exercise's name."""

    def write(text):
        exercise = "sample_" + "".join(random.choices(string.ascii_lowercase, k=12))  # pytest keeps modules by name
        (tmp_path / f"test_{exercise}.py").write_text(text)
        monkeypatch.setattr(hidden_check, "CHECKS", tmp_path)
        return exercise

    return write


def test_a_plain_assert_is_a_failure_with_the_sentence_of_the_check(own_checks):
    exercise = own_checks('def test_cell(answer):\n    """The answer is even."""\n    assert answer % 2 == 0\n')
    hidden_check.check(exercise, "cell", answer=2)
    with pytest.raises(CheckFailed, match=r"Not so: The answer is even\.") as caught:
        hidden_check.check(exercise, "cell", answer=3)
    assert caught.value.description == "The answer is even."


def test_an_assert_elsewhere_is_our_fault(own_checks):
    exercise = own_checks(
        'import numpy\ndef test_cell(answer):\n    """Sentence."""\n    numpy.testing.assert_equal(answer, 2)\n'
    )
    with pytest.raises(GraderError, match="AssertionError"):
        hidden_check.check(exercise, "cell", answer=3)


def test_an_answer_that_changes_its_mind_has_failed(own_checks):
    exercise = own_checks(
        "from hypothesis import given, strategies as st\ncalls = []\n"
        'def test_cell(answer):\n    """Sentence."""\n'
        "    @given(st.integers())\n    def search(x):\n        calls.append(x)\n"
        "        from exercises.checking import fail_values\n"
        "        if len(calls) == 3: fail_values('once', 'f(1)', 2, 3)\n    search()\n"
    )
    with pytest.raises(CheckFailed, match="the same call gives another result") as caught:
        hidden_check.check(exercise, "cell", answer=3)
    assert (caught.value.counterexample.call, caught.value.counterexample.got) == ("f(1)", "3")


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\n@pytest.mark.skip\ndef test_cell(answer): pass\n",
        "import pytest\n@pytest.mark.parametrize('a', [])\ndef test_cell(answer, a): pass\n",
        "raise RuntimeError('broken module')\n",
        "def test_cell(answer) syntax error\n",
        "def test_cell(answer):\n    import sys\n    sys.exit(0)\n",
        "def test_cell(answer):\n    import pytest\n    pytest.exit('enough')\n",
        "def test_cell(answer):\n    import pytest\n    pytest.fail('no')\n",
    ],
)
def test_a_check_that_did_not_really_pass_is_our_fault(own_checks, text):
    exercise = own_checks(text)
    with pytest.raises(GraderError):
        hidden_check.check(exercise, "cell", answer=3)


def test_the_names_of_checks_can_not_leave_their_folder():
    with pytest.raises(GraderError, match="no checks for"):
        hidden_check.check("../test_cell", "cell")


def test_every_hidden_check_has_a_sentence_and_belongs_to_a_grade_cell():
    from graders.notebooks.assignment import from_source, names

    for name in names():
        module = vars(importlib.import_module(f"graders.checks.test_{name}"))
        tests = {test: description_of(check) for test, check in module.items() if test.startswith("test_")}
        assert all(sentence.endswith(".") for sentence in tests.values())
        assert set(tests) == {f"test_{cell.name}" for cell in from_source(name).grade_cells}

import pytest
from nbgrader.preprocessors import Execute
from traitlets.config.loader import PyFileConfigLoader

from graders.checkout import CHECKOUT
from graders.sandbox.limits import Limits


def test_a_cell_has_the_time_that_nbgrader_gives_it_and_a_course_the_defaults():
    assert Limits().cell_seconds >= Execute().timeout
    course = PyFileConfigLoader("nbgrader_config.py", path=str(CHECKOUT)).load_config().GradeInSandbox
    defaults = Limits().for_guest()
    assert {name: value for name, value in course.items() if name in defaults} == {
        "cell_seconds": defaults["cell_seconds"], "notebook_seconds": defaults["notebook_seconds"],
    }  # fmt: skip


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), "20", None, True])
def test_what_is_no_positive_number_is_refused(value):
    with pytest.raises(ValueError, match="cell_seconds: expected a positive number"):
        Limits(cell_seconds=value)

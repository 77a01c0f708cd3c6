import pytest

from graders.sandbox.limits import Limits


def test_the_defaults_are_legal():
    assert Limits().for_guest()["cell_seconds"] == 20.0


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), "20", None, True])
def test_what_is_no_positive_number_is_refused(value):
    with pytest.raises(ValueError, match="cell_seconds: expected a positive number"):
        Limits(cell_seconds=value)

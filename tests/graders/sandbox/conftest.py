import pytest
from sandboxed import QUICK

from graders.checkout import CHECKOUT
from graders.sandbox import bubblewrap
from graders.sandbox.conversation import CodeCell, GradeCell
from graders.sandbox.run import Sandbox


@pytest.fixture
def untried():
    """Whether bubblewrap works is found out anew, in the test and after it."""
    bubblewrap.isolation.cache_clear()
    yield
    bubblewrap.isolation.cache_clear()


@pytest.fixture(scope="module")
def warm(sandbox):
    """The sandbox that the tests share, as submissions do."""
    warm = Sandbox(sandbox, [CHECKOUT])
    yield warm
    warm.close()


@pytest.fixture
def run(warm):
    def run(*sources, limits=QUICK, names=("f",)):
        steps = [CodeCell(index, source) for index, source in enumerate(sources)]
        return warm.run([*steps, GradeCell("end", names)], limits)

    return run

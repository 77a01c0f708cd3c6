import pytest

from graders.sandbox import bubblewrap


@pytest.fixture
def untried():
    """Whether bubblewrap works is found out anew, in the test and after it."""
    bubblewrap.isolation.cache_clear()
    yield
    bubblewrap.isolation.cache_clear()

import os

import pytest

from graders.sandbox import bubblewrap


@pytest.fixture(scope="session")
def sandbox():
    """The kind of sandbox that the tests demand: the real one."""
    obstacle = bubblewrap.obstacle()
    if obstacle and os.environ.get("CI"):
        pytest.fail(str(obstacle))
    if obstacle:
        pytest.skip(str(obstacle))
    return "bubblewrap"

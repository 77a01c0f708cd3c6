"""Fixtures for what is handed in."""

import json

import pytest
from notebook_stubs import STUBS

from graders.notebooks import reading


@pytest.fixture
def read(tmp_path):
    """Reads a notebook that is given as bytes or as plain data."""

    def read_content(content):
        path = tmp_path / "polynomial.ipynb"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return reading.read(path)

    return read_content


@pytest.fixture
def stub():
    """The polynomial as it is handed out, as plain data."""
    return json.loads(STUBS["polynomial"])

"""Every engine is a folder with the same modules, and each module has what its protocol asks for."""

import importlib

import pytest

from graders.answers import engine
from graders.checkout import CHECKOUT

PROTOCOLS = {"quirks": engine.Quirks, "load": engine.Load, "dump": engine.Dump}
ENGINES = sorted(path.name for path in (CHECKOUT / "graders" / "answers").glob("*_engine"))


def test_there_are_engines():
    assert ENGINES == ["numpy_engine", "theano_engine"]


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_has_its_modules(name):
    there = {path.stem for path in (CHECKOUT / "graders" / "answers" / name).glob("*.py")}
    assert there >= {"ops", "scan", "load", "quirks"}
    for module in PROTOCOLS.keys() & there:
        assert isinstance(importlib.import_module(f"graders.answers.{name}.{module}"), PROTOCOLS[module])

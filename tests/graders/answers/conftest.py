"""What the tests of ``graders.answers`` share: the way through the format, from names to rebuilt names."""

import json

import pytest

from graders.answers import wire
from graders.answers.theano_engine import dump, load


@pytest.fixture(name="message_of")
def fixture_message_of():
    """The message about some names, as the trusted side gets it: dumped, written as JSON text, parsed."""

    def message_of(**namespace):
        return json.loads(json.dumps(wire.to_json(dump.dump(namespace, namespace))))

    return message_of


@pytest.fixture(name="cross")
def fixture_cross(message_of):
    """The rebuilt namespace of some names, after the whole way through the format."""

    def cross(**namespace):
        return load.load(wire.from_json(message_of(**namespace))).names()

    return cross

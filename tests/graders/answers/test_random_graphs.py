"""Random graphs compute the same by Theano's Python code and by our interpreter; with ``GRAPHS=200`` by C code too."""

import fnmatch
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import three_ways
from hypothesis import HealthCheck, given, note, reject, seed, settings
from random_graphs import expressions
from three_ways import compare, message_of

from graders.answers.theano_engine.load import CompileError
from graders.judge.home import judge_environment, take_slot

pytestmark = pytest.mark.filterwarnings("ignore")
WANTED = int(os.environ.get("GRAPHS", "0"))

KNOWN = {
    "*: ValueError, ValueError, a result": "Theano's Python code refuses NaN as a whole number",
    "*: OverflowError, OverflowError, a result": "Theano's Python code refuses infinity and what is too large for the dtype",
    "*: a result, ValueError, a result": "C code does not",
    "*: a result, OverflowError, a result": "C code does not",
}
"""Pattern of a disagreement to the reason why it is Theano's own."""

FREE = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def unknown(report):
    return [text for text in report["disagreements"] if not any(fnmatch.fnmatchcase(text, known) for known in KNOWN)]


@settings(FREE, max_examples=60, derandomize=True)
@given(expressions())
def test_python_and_numpy_agree(graph):
    message = message_of(*graph)
    note(json.dumps([[node["op"], node["params"], node["inputs"], node["types"]] for node in message["nodes"]]))
    assert message["functions"], message["names"]
    try:
        report = compare("random", message)
    except CompileError:  # a few of Theano's optimisations fail, for a cumulated sum of one number for example
        reject()
    assert not unknown(report)


@pytest.mark.skipif(not WANTED, reason="compiles C for minutes: set GRAPHS to the number of graphs")
def test_all_three_agree():
    messages = []

    @seed(os.getpid())
    @settings(FREE, max_examples=WANTED)
    @given(expressions())
    def collect(graph):
        messages.append(message_of(*graph))

    collect()
    slot, compiled = take_slot()
    with slot:
        done = subprocess.run(
            [sys.executable, Path(three_ways.__file__)],
            env=judge_environment(compiled),
            text=True,
            input="".join(json.dumps([f"graph {n}", message]) + "\n" for n, message in enumerate(messages)),
            capture_output=True,
        )
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(reports) == len(messages), done.stderr
    print(f"{len(reports)} graphs, {sum(report['calls'] for report in reports)} evaluations")
    assert not [(text, messages[n]["nodes"]) for n, report in enumerate(reports) for text in unknown(report)]

"""What comes out of the sandbox: forged, too much of it, or none of it."""

import dataclasses
import json

import pytest
from sandboxed import QUICK, text_of

from graders.answers.format import AnswersError
from graders.answers.wire import from_json
from graders.sandbox.conversation import MAX_VALUES, _values


def test_a_forged_message_makes_the_rest_unreadable(run):
    forge = "import os\nfor fd in range(3, 30):\n    try: os.write(fd, b'{\"done\": 1}\\n')\n    except OSError: pass"
    result = run("f = 1", forge)
    assert (result.ending, result.answers) == ("bad message", {})


def test_a_dump_that_fails_is_not_taken_for_a_missing_answer(run):
    result = run("f = 1\nimport answers.theano_engine.dump as d\nd._Pool = None")
    assert result.ending == "done"
    assert list(result.answers["end"]) == ["dump failed"]
    assert "TypeError" in result.answers["end"]["dump failed"]
    with pytest.raises(AnswersError):
        from_json(result.answers["end"])


def test_more_than_the_message_limit_is_not_read(run):
    limits = dataclasses.replace(QUICK, message_bytes=100_000)
    result = run(*["print('x' * 50_000)"] * 5, limits=limits)
    assert result.ending == "bad message"


def test_a_cell_shows_only_so_much(run):
    result = run("for _ in range(3000): print('x' * 1000)")
    assert result.ending == "done"
    assert "output truncated" in text_of(result.cells[0])
    assert len(text_of(result.cells[0])) < 1.1 * QUICK.output_bytes


FORGE = """
import gc, os
gc.unfreeze()
(guest,) = [o for o in gc.get_objects() if type(o).__name__ == 'Guest']
data = {} + b'\\n'
while data:
    data = data[os.write(guest.channel, data):]
"""


@pytest.mark.parametrize("count", ["-7", "0", "true", "1000000"])
def test_a_forged_count_is_a_bad_message(run, count):
    message = b'{"cell": 0, "outputs": [], "execution_count": %s}' % count.encode()
    assert run(FORGE.format(message)).ending == "bad message"


def peak_megabytes():
    """The most memory that this process has had since the last call."""
    with open("/proc/self/status") as file:
        (most,) = (int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return most >> 10


@pytest.mark.parametrize("value", [b'{"a":0}', b"[]", b"1e9", b'"ab"'])
def test_a_forged_message_takes_hardly_more_memory_than_its_length(run, value):
    answers = f'b\'{{"grade_cell": "end", "answers": [\' + {value + b","} * {31_000_000 // (len(value) + 1)} + b\'0]}}\''
    run("f = 1")
    peak_megabytes()
    before = peak_megabytes()
    result = run(FORGE.format(answers))
    assert (result.ending, result.answers) == ("bad message", {})
    assert peak_megabytes() - before < 200


def test_a_cell_that_shows_more_than_it_may_is_a_bad_message(run):
    output = """b'{"output_type": "stream", "name": "stdout", "text": "' + 3_000_000 * b'x' + b'"}'"""
    result = run(FORGE.format(f"""b'{{"cell": 0, "execution_count": 1, "outputs": [' + {output} + b']}}'"""))
    assert (result.ending, result.cells) == ("bad message", {})


LARGE_GRAPH = """
import theano, theano.tensor as T
inputs = [T.TensorType('float64', 8 * (False,))(f'input {number}') for number in range(4)]
terms = [inputs[number % 4] * float(number) for number in range(1240)]
while len(terms) > 1:
    terms = [a + b for a, b in zip(terms[::2], terms[1::2])] + terms[len(terms) // 2 * 2:]
f = terms[0]
"""


def test_what_an_honest_notebook_sends_is_far_from_the_limits(run):
    patient = dataclasses.replace(QUICK, cell_seconds=30.0, notebook_seconds=60.0)
    result = run(LARGE_GRAPH, *["print(450_000 * '[,')"] * 4, limits=patient)
    assert result.ending == "done" and "truncated" not in str(result.cells)
    assert len(from_json(result.answers["end"]).nodes) > 4900
    assert _values(json.dumps(result.answers).encode()) < MAX_VALUES / 10


def test_a_display_that_grows_counts_with_what_it_has_grown(run):
    grow = "handle = display({'text/plain': 'x'}, raw=True, display_id=True)\nfor n in range(1, 5):\n"
    result = run(
        grow + "    handle.update({'text/plain': n * 300_000 * 'x'}, raw=True)", "handle.update({'a': {1}}, raw=True)"
    )
    assert result.ending == "done"
    first, said = result.cells[0].outputs
    assert len(first["data"]["text/plain"]) == 900_000 and "output truncated" in said["text"]

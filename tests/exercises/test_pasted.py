"""The call of a counterexample, pasted into the notebook, gives exactly what the counterexample says that it got."""

import ast

import nbformat
import numpy as np
import pytest

from exercises import CheckFailed, tanh_layer
from exercises.checking import describe_result
from exercises.checking.texts import error_text
from graders.checkout import CHECKOUT
from graders.course.authoring import sample_answers
from graders.judge.inside import hidden_check
from graders.judge.inside.session import within_session
from graders.judge.request import names_needed
from graders.notebooks.assignment import from_source

pytestmark = pytest.mark.filterwarnings("ignore")

ALLOWED = 3e-6
"""By how much a number of a counterexample may be off, relative to 1 or to the number: more than a check shows it to."""

PASTED = {
    "polynomial": (
        "assertion_in_graph", "beyond_ten_billion", "brackets", "coefficient", "complex_output", "divides_by_inputs",
        "beyond_a_hundred_billion", "logarithms", "rounded_output", "rounded_term_in_z", "three_outputs",
    ),
    "tanh_layer": (
        "beyond_forty", "bias_after_tanh", "elementwise_product", "exp_overflow", "first_output_too", "taylor_series",
        "minus_bias", "minus_one_apart", "only_activation", "order_of_factors", "rounded_inputs", "row_outputs",
        "stacked_outputs", "summed", "tan",
    ),
    "accumulator": (
        "beyond_60_bits", "complex_outputs", "doubled_update", "float16_outputs", "float32_outputs", "int32_update",
        "no_outputs", "only_doubled", "other_starts_at_zero", "overwrites", "second_after_update", "sign_of_increment",
        "state_rebound", "updates_other",
    ),
}  # fmt: skip
"""Sample answers that are wrong in ways of their own."""


def notebook(answer):
    """The names of a notebook in which the cells up to the answer were run."""
    release = nbformat.read(CHECKOUT / "release" / answer.assignment / f"{answer.assignment}.ipynb", as_version=4)
    namespace = {"__name__": "__main__"}
    for cell in release.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            break
        if cell.cell_type == "code":
            exec(cell.source, namespace)
    for source in answer.cells:
        exec(source, namespace)
    return namespace


def pasted(code, namespace):
    """What a cell with this code shows."""
    *statements, last = ast.parse(code).body
    exec(compile(ast.Module(statements, []), "pasted", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "pasted", "eval"), namespace)


def agrees(got, result):
    """Whether ``got``, the text of a counterexample, says what the ``result`` of a call is, to the precision of a check."""
    if isinstance(result, Exception):
        return got == error_text(result)
    if isinstance(result, list) and len(result) == 1 and not got.startswith(("[", "a list")):
        (result,) = result
    if describe_result(result, tanh_layer.FLAT) == got:
        return True
    said = np.array(eval(got, {"np": np, "nan": np.nan, "inf": np.inf}))
    if said.dtype.kind == "i" and np.asarray(result).dtype.kind == "i":
        return np.array_equal(said, result)
    return said.shape == np.shape(result) and np.allclose(said, result, rtol=ALLOWED, atol=ALLOWED, equal_nan=True)


@pytest.mark.parametrize("assignment, name", [(assignment, name) for assignment in PASTED for name in PASTED[assignment]])
def test_a_call_that_is_pasted_gives_what_it_got(assignment, name):
    answer = sample_answers.read(sample_answers.FOLDER / assignment / f"wrong_{name}.py")
    shown = within_session(hidden_check.CHECKS, lambda: list(counterexamples(answer)))
    assert shown
    for failed in shown:
        example, namespace = failed.counterexample, notebook(answer)
        try:
            result = pasted(example.call, namespace)
        except Exception as error:
            result = error
        if failed.reason.startswith("The first output") and isinstance(result, list):
            result = result[0]
        elif failed.reason.startswith("The second output"):
            result = result[1]
        assert agrees(example.got, result), (example, result)
        assert example.got != example.expected


def counterexamples(answer):
    """What its grade cells say, each in a notebook of its own."""
    for cell in from_source(answer.assignment).grade_cells:
        names = notebook(answer)
        try:
            hidden_check.check(answer.assignment, cell.name, **{name: names[name] for name in names_needed(cell.source)})
        except CheckFailed as failed:
            if failed.counterexample is not None:
                yield failed

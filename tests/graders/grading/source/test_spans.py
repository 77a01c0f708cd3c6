"""Where a student's source says what an explanation names: the exact text under the span, or nothing."""

import re
import time

import pytest

from graders.grading.source.spans import with_spans
from graders.records.explanation import Change, Explanation, Role
from graders.records.verdict import Outcome, Verdict
from graders.records.work import WorkCell

IMPORTS = "import numpy as np\nimport theano\nimport theano.tensor as T"
GIVEN = "state = theano.shared(value=np.int64(1), name='state')\nx = T.lscalar('x')\nz = 2 * x"
XY = "x, y = T.dscalars('x', 'y')\n"
LAYER = "x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')\n"
CALL = "\nf = theano.function([x, y], z)"
F, BOTH = (Role("output", "f"),), (Role("output", "f", 0, of=2), Role("output", "f", 1, of=2))
SECOND = BOTH[1:]


def under(span, sources):
    cell, line, column, end_line, end_column = span
    lines = re.split(r"\r\n|\r|\n", sources[cell])[line - 1 : end_line]
    lines[-1] = lines[-1][:end_column]
    return "\n".join([lines[0][column:], *lines[1:]])


def found(code, here, inside="", roles=F, kind="operand", given=(), stopped=()):
    """The text under the span of a change in cells of code; None if there is none."""
    sources = [IMPORTS, *given, *([code] if isinstance(code, str) else code)]
    cells = [WorkCell(index, source, given=0 < index <= len(given)) for index, source in enumerate(sources)]
    change = Change(kind, roles, here, "", inside or here)
    failed = Verdict("values", Outcome.FAILED, 1, explanation=Explanation((change,), True))
    (verdict,) = with_spans([failed], [*cells, WorkCell(len(cells), "check()", "values", 1.0)], stopped)
    span = verdict.explanation.changes[0].span
    return None if span is None else under(span, sources)


@pytest.mark.parametrize(
    ("code", "here", "inside", "roles", "text"),
    [
        (XY + "z = 3 * x + x * y + 4 * y" + CALL, "4", "4 * y", F, "4"),
        (XY + "z = 3 * x + x * y + 3 * x" + CALL, "x", "x * y", F, "x"),
        (XY + "z = 3*x+(x-y)+3*y" + CALL, "x - y", "3 * x + x - y", F, "x-y"),
        (XY + "z = 3.0*x + T.mul(x, x) + 3e0*y" + CALL, "x * x", "3 * x + x * x", F, "T.mul(x, x)"),
        (XY + "z = T.add(3 * x, x ** y, 3 * y)" + CALL, "x**y", "3 * x + x**y + 3 * y", F, "x ** y"),
        (XY + "a = 3 * x\nz = a + y" + CALL, "y", "3 * x + y", F, "y"),
        (XY + "a = 4 * x\nz = a + y" + CALL, "4 * x", "4 * x + y", F, "4 * x"),
        (XY + "c = 4.0\nz = c * x + y" + CALL, "4", "4 * x", F, "4.0"),
        (XY + "z = 3 * x\nz += x - y\nz = z + 3 * y" + CALL, "x - y", "3 * x + x - y", F, "x - y"),
        (XY + "z = (3 * x +\n     T.sqr(y))" + CALL, "3 * x + sqr(y)", "", F, "3 * x +\n     T.sqr(y)"),
        ("a = T.dscalar('x')\nb = T.dscalar(name='y')\nf = theano.function([a, b], 3*a + b)", "y", "3 * x + y", F, "b"),
        ("ä = 'ö'; " + XY + "z = 'ü' and 0\nz = x - y" + CALL, "x - y", "", F, "x - y"),
        ("s = 'äöü'; x, y = T.dscalars('x', 'y'); z = 3 * x - y" + CALL, "3 * x", "3 * x - y", F, "3 * x"),
        (LAYER + "z = x.dot(W.T) + b\nf = theano.function([x, W, b], [z, T.tanh(z)])", "W.T", "dot(x, W.T)", BOTH, "W.T"),
        (LAYER + "z = np.dot(x, W) + b\nf = theano.function([x, W, b], [z, T.tanh(z)])",
         "x * W", "x * W + b", BOTH, "np.dot(x, W)"),
        (LAYER + "z = (T.dot(x, W) + b).sum(axis=0)\nf = theano.function([x, W, b], [z, T.tanh(z)])",
         "sum(dot(x, W) + b, axis=0)", "", BOTH, "(T.dot(x, W) + b).sum(axis=0)"),
        (LAYER + "from theano.tensor import dot\nz = dot(x, W) - b\n"
         "f = theano.function([x, W, b], outputs=[z, T.nnet.sigmoid(z)])",
         "sigmoid(dot(x, W) - b)", "", SECOND, "T.nnet.sigmoid(z)"),
        # What another output uses too, and is right there, is to be changed where it is used.
        (LAYER + "z = T.dot(x, W)\nf = theano.function([x, W, b], [z, T.tanh(z + b)])", "dot(x, W)", "", BOTH[:1], "z"),
        (LAYER + "z = T.dot(x, W) + b\nf = theano.function([x, W, b], [z, T.nnet.sigmoid(z)])",
         "dot(x, W) + b", "sigmoid(dot(x, W) + b)", SECOND, "z"),
        (LAYER + "def layer(v, M):\n    v = 2 * v\n    return T.dot(v, M)\nf = theano.function([x, W, b], layer(x, W) + b)",
         "2 * x", "dot(2 * x, W)", F, "2 * v"),
        (XY + "r = lambda a: T.round(a * 10) / 10\nz = r(x) + r(y)" + CALL,
         "round(x * 10) / 10", "round(x * 10) / 10 + round(y * 10) / 10", F, "T.round(a * 10) / 10"),
        (XY + "%matplotlib inline\nz = x - y" + CALL, "x - y", "", F, "x - y"),
        (XY + "out = []\nout.append(3 * x - y)\nf = theano.function([x, y], out)", "3 * x", "3 * x - y", F, "3 * x"),
        ([XY, "z = x - y", "f = theano.function([x, y], z)"], "x - y", "", F, "x - y"),
        (["x = 5", XY + "z = x - y" + CALL], "x - y", "", (Role("name", "z"), *F), "x - y"),
    ],
)  # fmt: skip
def test_the_text_that_says_it(code, here, inside, roles, text):
    assert found(code, here, inside, roles) == text


@pytest.mark.parametrize(
    ("code", "here", "inside"),
    [
        (XY + "z = 3 * x + x * y + 3 * x" + CALL, "x", "3 * x"),
        (XY + "z = x * x + y" + CALL, "x", "x * x"),
        (XY + "z = 3 * x + y" + CALL, "x", "x * y"),
        (XY + "z = 3 * x + y\nf = theano.function([x, y], z, givens={y: x})", "3 * x", "3 * x + y"),
        (XY + "z = 3 * x + theano.clone(x * y)" + CALL, "3 * x", "3 * x + x * y"),
        (XY + "z = 0\nfor v in [x, y]:\n    z = z + 3 * v\nz = z + 3 * x" + CALL, "3 * x", "0 + 3 * x"),
        (XY + "if True:\n    z = 3 * x" + CALL, "3 * x", ""),
        (XY + "z = 3 * x if x else 4 * x" + CALL, "3 * x", ""),
        (XY + "z = sum([3 * x, x * y])" + CALL, "3 * x", "0 + 3 * x"),
        (XY + "z = 3 * x + y\nunused = x * y" + CALL, "x * y", "x * y + y"),
        ("x, y = T.dscalar('x'), T.dscalar('x')\nz = 3 * x + y" + CALL, "x", "3 * x"),
        ("x, y = T.dscalar(), T.dscalar()\nz = 3 * x + y" + CALL, "input1", "3 * input1"),
        (XY + "z = 3 * x +" + CALL, "3 * x", ""),
        (XY + "z = " + " + ".join(["3 * x"] * 40) + CALL, "3 * x + 3 * x + 3 * x ...", ""),
        (XY + "z = 3 * x == y" + CALL, "3 * x", "3 * x == y"),
        (XY + "z = 3 * x\ndel z" + CALL, "3 * x", ""),
        (XY + "class Net:\n    z = 3 * x\nf = theano.function([x, y], Net.z)", "3 * x", ""),
    ],
)
def test_nothing_where_it_is_not_certain(code, here, inside):
    assert found(code, here, inside) is None


def test_an_update_and_a_variable_of_the_given_cell():
    update = (Role("update", "f", 0, "state"),)
    start = "inc = T.lscalar('inc')\n"

    for updates in ("[(state, state - inc)]", "{state: state - inc}", "OrderedDict([(state, state - inc)])"):
        code = start + f"f = theano.function([inc], [state], updates={updates})"
        assert found(code, "state - inc", "", update, given=[GIVEN]) == "state - inc"
    code = start + "new = {}\nnew[state] = state - inc\nf = theano.function([inc], [state], updates=new)"
    assert found(code, "inc", "state - inc", update, given=[GIVEN]) == "inc"
    assert found(start + "f = theano.function([inc, x], [state, z])", "2", "2 * x", SECOND, given=[GIVEN]) is None


def test_a_cell_that_ended_with_an_error_may_not_have_come_to_its_end():
    first, again = XY + "z = x - y\nz = 3 * z" + CALL + "\nf(1)", "f(1)\nf = theano.function([x, y], x - y)"

    assert found(first, "x - y", "3 * (x - y)", stopped=[1]) == "x - y"
    assert found([XY + "z = 3 * x" + CALL, again], "x - y") == "x - y"
    assert found([XY + "z = 3 * x" + CALL, again], "x - y", stopped=[2]) is None
    assert found(XY + "z = 3 * x" + CALL + "\n" + again, "x - y", stopped=[1]) is None


def test_of_an_interface_it_is_the_call():
    call = "theano.function([y, x], z)"

    assert found(XY + f"z = x\nf = {call}", "", kind="input order") == call
    assert found(XY + f"from theano import function\nz = x\nf = {call[7:]}", "", kind="input order") == call[7:]
    assert found(XY + f"z = x\nf = {call}\nf = {call}", "", kind="input order") is None
    assert found(XY + f"z = x\ng = {call}\nf = lambda x: g(x)", "", kind="not a function") is None


def test_only_cells_before_the_grade_cell_count():
    failed = Verdict(
        "values", Outcome.FAILED, 1, explanation=Explanation((Change("operation", F, "x - y", "", "x - y"),), True)
    )
    passed = Verdict("function", Outcome.PASSED, 1)
    cells = [
        WorkCell(0, IMPORTS),
        WorkCell(1, XY + "z = x - y" + CALL),
        WorkCell(2, "", "function"),
        WorkCell(3, "", "values"),
    ]

    first, second = with_spans([passed, failed], [*cells, WorkCell(4, "f = 5")])

    assert first is passed and second.explanation.changes[0].span == (1, 2, 4, 2, 9)


@pytest.mark.parametrize(
    "code",
    [
        "#" * 10_000_000,
        "z = " + "(" * 10_000 + "x" + ")" * 10_000,
        "z = " + "-" * 15_000 + "x",
        "z = x" + " + x" * 4_900,
        "z = x" + ".T" * 9_000,
        "z = x\n" + "z = z + z\n" * 60,
        "z = x\n" + "z = z * z\n" * 60 + "z = " + "z + " * 3_000 + "z",
        "n = 9 ** 9\n" + "n = n * n\n" * 60 + "z = n * x",
        "def g(a):\n    return g(a) + g(a)\nz = g(x)",
        "".join(f"g{i} = lambda a: g{i + 1}(a) + g{i + 1}(a)\n" for i in range(40)) + "z = g0(x)",
        "z = x\0",
        "z = '\ud800' + x",
        "z = 0x" + "f" * 10_000 + " * x",
    ],
    ids=range(13),
)  # fmt: skip
def test_hostile_cells_have_none_and_cost_little(code):
    start = time.perf_counter()

    assert found(XY + code + CALL, "3 * x", "3 * x + y") is None

    assert time.perf_counter() - start < 1.0


def test_a_usual_notebook_costs_nothing_to_speak_of():
    code = LAYER + "z = x.dot(W.T) + b\nf = theano.function([x, W, b], [z, T.tanh(z)])"
    start = time.perf_counter()
    for _ in range(20):
        assert found(code, "W.T", "dot(x, W.T)", BOTH) == "W.T"

    assert (time.perf_counter() - start) / 20 < 0.02  # 1 ms on a machine that does nothing else

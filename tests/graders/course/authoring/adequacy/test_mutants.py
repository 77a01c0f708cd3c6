"""The mutations: each makes something that is legal, nothing is made twice, and the texts say what was changed."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from graders.answers import formulas
from graders.answers.format import check_answers
from graders.answers.theano_engine.dump import dump
from graders.course.authoring.adequacy.drafts import apart, retyped
from graders.course.authoring.adequacy.mutants import (
    EXPRESSIONS,
    INTERFACES,
    fingerprint,
    legal,
    mutants,
    normal,
    operators,
    pairs,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:theano")


def polynomial():
    x, y = T.dscalars("x", "y")
    z = 3 * x + x * y + 3 * y
    return normal(dump({"f": theano.function([x, y], z), "z": z}, ["f", "z"]))


def layer():
    x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
    activation = T.dot(x, W) + b
    return normal(dump({"f": theano.function([x, W, b], [activation, T.tanh(activation)])}, ["f"]))


def accumulator():
    state, inc = theano.shared(np.int64(1), name="state"), T.lscalar("inc")
    function = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
    return normal(dump({"accumulator": function, "state": state}, ["accumulator", "state"]))


def everything():
    """A function in which every mutation finds something to change."""
    x, y, m = T.dvector("x"), T.dscalar("y"), T.dmatrix("m")
    total, state = theano.shared(0.5, name="total"), theano.shared(np.ones(2), name="state")
    z = T.add(x.sum(), 2 * y, -y) + T.dot(m, x).sum() + total
    function = theano.function([x, y, m], [z, z * y], updates=[(total, total + y)])
    return normal(dump({"f": function, "z": z, "total": total, "state": state}, ["f", "z", "total", "state"]))


@pytest.fixture(scope="module")
def all_of_everything():
    return list(mutants(everything()))


def texts(answers, operator):
    return [mutant.changes[0] for mutant in mutants(answers) if mutant.operators == (operator,)]


def test_every_mutation_is_named_once_in_its_docstring():
    names = [name for name, _ in operators()]
    assert len(names) == len(set(names)) == len(EXPRESSIONS) + len(INTERFACES)
    assert all(name and description.endswith(".") for name, description in operators())


def test_every_mutation_makes_something_legal_that_the_format_takes(all_of_everything):
    legal_ones = {}
    for mutant in all_of_everything:
        name = mutant.operators[0]
        if legal_ones.get(name) is None:
            legal_ones[name] = legal(mutant)
    assert {name for name, typed in legal_ones.items() if typed is not None} == {name for name, _ in operators()}
    for typed in legal_ones.values():
        check_answers(typed.answers)


def test_nothing_is_made_twice_and_never_the_original(all_of_everything):
    keys = [fingerprint(mutant.answers) for mutant in all_of_everything]
    assert len(set(keys)) == len(keys)
    assert fingerprint(everything()) not in keys


@pytest.mark.parametrize(
    ("make", "operator", "text"),
    [
        (polynomial, "swap operands", "in z, `x * y` becomes `y * x`"),
        (polynomial, "change a constant", "in the result of f, `3 * y` becomes `2 * y`"),
        (polynomial, "use an operand", "`3 * x + x * y` becomes `x * y`"),
        (layer, "change a name", "f is an expression that is not compiled"),
        (layer, "turn", "in result 2 of f, `W` becomes `W.T`"),
        (layer, "replace operation", "in result 2 of f, `tanh(dot(x, W) + b)` becomes `sigmoid(dot(x, W) + b)`"),
        (layer, "reorder results", "f returns its results in the order 2, 1"),
        (layer, "cut", "in result 1 of f, `x` becomes `x[1:]`"),
        (layer, "cut", "in result 1 of f, `x` becomes `x[:40]`"),
        (layer, "limit", "in result 2 of f, `b` becomes `switch(abs(b) > 10000000000, zeros_like(b), b)`"),
        (layer, "retype an input", "W is float64 (nn)"),
        (
            accumulator,
            "limit",
            f"in the update of state, `inc` becomes `switch(abs(inc) > {2**60 - 1}, zeros_like(inc), inc)`",
        ),
        (accumulator, "drop an update", "accumulator does not update state"),
        (accumulator, "update first", "result 2 of accumulator is computed after the update of state"),
        (accumulator, "update twice", "accumulator updates state twice"),
        (accumulator, "start elsewhere", "state starts with 0"),
        (accumulator, "update another", "accumulator updates another shared variable in place of state"),
    ],
)
def test_what_is_changed_is_said(make, operator, text):
    assert text in texts(make(), operator)


def test_the_formula_of_a_mutant_shows_the_whole_of_it():
    (mutant,) = (m for m in mutants(accumulator()) if m.changes == ("accumulator updates state twice",))
    assert formulas.whole(accumulator()) == "accumulator(inc) = [state, 2 * state], state := state + inc"
    assert formulas.whole(mutant.answers) == "accumulator(inc) = [state, 2 * state], state := state + inc + inc"


def test_a_shared_expression_is_changed_for_all_and_for_each():
    changes = texts(polynomial(), "swap operands")
    for where in ("", "in z, ", "in the result of f, "):
        assert f"{where}`x * y` becomes `y * x`" in changes


def test_answers_taken_apart_are_still_the_same():
    for answers in (polynomial(), layer(), accumulator()):
        separate, owners = apart(answers)
        assert fingerprint(normal(separate)) == fingerprint(answers)
        assert {place for place in owners.values() if place[0] != "name"}
        assert fingerprint(retyped(normal(separate))) == fingerprint(answers)


def test_pairs_are_different_and_the_seed_decides_which():
    singles = [typed for typed in map(legal, mutants(accumulator())) if typed is not None]
    found, again, other = (list(pairs(singles, accumulator(), 15, seed)) for seed in (1, 1, 2))
    keys = {fingerprint(mutant.answers) for mutant in found}
    assert len(keys) == len(found) == 15
    assert keys.isdisjoint(fingerprint(mutant.answers) for mutant in singles)
    assert [mutant.text for mutant in found] == [mutant.text for mutant in again] != [mutant.text for mutant in other]
    assert all(len(mutant.operators) == 2 and "; then " in mutant.text for mutant in found)


def test_what_theano_refuses_is_illegal():
    x, m = T.dvector("x"), T.dmatrix("m")
    answers = normal(dump({"f": theano.function([x, m], T.stack([x, m[0]]))}, ["f"]))
    refused = [mutant for mutant in mutants(answers) if legal(mutant) is None]
    assert "x is float64 (scalar)" in [mutant.changes[0] for mutant in refused]

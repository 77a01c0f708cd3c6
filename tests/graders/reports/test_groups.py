"""Who made the same mistake. The verdicts are the judge's own, on answers as students write them."""

from dataclasses import replace

import numpy as np
import pytest
import theano
import theano.tensor as T
from classes import member, verdicts

from graders.answers.theano_engine.dump import dump
from graders.judge.inside.hidden_check import CHECKS
from graders.judge.inside.session import within_session
from graders.records.behaviour import Behaviour
from graders.records.verdict import Cause, Outcome, Verdict
from graders.reports.groups import Registry, groups, mistakes

F = "\nf = theano.function([x, y], z, on_unused_input='ignore')"
STUDENTS = {
    # Name: exercise, code.
    "no product": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 3 * x + 3 * y" + F),
    "no product, other names": (
        "polynomial",
        "a, b = T.dscalars('u', 'v'); z = 3 * (b + a); f = theano.function([a, b], z)",
    ),
    "no product, another form": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 4 * x - x + y + y + y + 0 * x" + F),
    "two for three": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 2 * x + x * y + 3 * y" + F),
    "both": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 2 * x + x * y + 2 * y" + F),
    "two for three at y": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 3 * x + x * y + 2 * y" + F),
    "right": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 3 * x + x * y + 3 * y" + F),
    "python": (
        "polynomial",
        "x, y = T.dscalars('x', 'y'); z = 3 * x + x * y + 3 * y\ndef f(x, y): return 3 * x + x * y + 3 * y",
    ),
    "another python": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 3*x + x*y + 3*y\ndef f(*given): return sum(given)"),
    "unknown": ("polynomial", "x, y = T.dscalars('x', 'y'); z = UNKNOWN(x) + y" + F),
    "unknown, too": ("polynomial", "x, y = T.dscalars('x', 'y'); z = 3 * y + UNKNOWN(x) * 2" + F),
    "no update": ("accumulator", "accumulator = theano.function([inc], [state, 2 * state], on_unused_input='ignore')"),
    "no update, other form": (
        "accumulator",
        "accumulator = theano.function([inc], [state + 0, state + state], on_unused_input='ignore')",
    ),
}
GIVEN = {"polynomial": "", "accumulator": "state = theano.shared(np.int64(1), name='state'); inc = T.lscalar('inc')\n"}
NAMES = {"polynomial": ("f", "z"), "accumulator": ("accumulator", "state")}


class Unknown(theano.Op):
    """An operation that no grader knows."""

    __props__ = ()

    def make_node(self, x):
        return theano.Apply(self, [x], [x.type()])

    def perform(self, node, inputs, outputs):
        outputs[0][0] = inputs[0]


def dumped(exercise, code):
    namespace = {"np": np, "theano": theano, "T": T, "UNKNOWN": Unknown()}
    exec(GIVEN[exercise] + code, namespace)
    return dump(namespace, NAMES[exercise])


@pytest.fixture(scope="module")
def judged():
    answers = {student: (exercise, dumped(exercise, code)) for student, (exercise, code) in STUDENTS.items()}
    found = {}
    within_session(CHECKS, lambda: found.update({s: verdicts(*each) for s, each in answers.items()}))
    return found


@pytest.fixture
def grouped(judged):
    def of(*students, registry=None, kept=()):
        made = groups([member("polynomial", s, judged[s]) for s in students], registry or Registry(), kept)
        return [set(group.students) for group in made]

    return of


def test_equal_mistakes_are_one_group_whatever_the_names_and_the_form(grouped):
    alike = ["no product", "no product, other names", "no product, another form"]
    assert grouped(*alike, "right") == [set(alike)]


def test_the_same_number_at_another_place_is_another_mistake(grouped):
    assert len(grouped("two for three", "two for three at y")) == 2


def test_an_answer_with_two_mistakes_is_in_both_groups(grouped):
    found = grouped("no product", "both", "two for three", "two for three at y")
    assert sorted(map(sorted, found)) == [["both", "two for three"], ["both", "two for three at y"], ["no product"]]


def test_how_many_other_mistakes_a_member_has(judged):
    made = groups([member("polynomial", s, judged[s]) for s in ("two for three", "both")], Registry())
    others = {(group.representative, each.student): each.others for group in made for each in group.members}
    assert others["two for three", "two for three"] == 0 and others["two for three", "both"] == 1


def test_the_points_that_were_lost_are_those_of_the_checks_that_failed_for_it(judged):
    (group,) = groups([member("polynomial", "no product", judged["no product"])], Registry())
    assert (set(group.cells), group.lost) == ({"examples", "values", "graph"}, 8.0)
    assert group.mistake.change.kind == "missing term"


def test_a_python_function_is_one_whatever_it_computes(grouped):
    assert {"python", "another python"} in grouped("python", "another python")


def test_sequences_of_calls_count_where_there_is_state(grouped):
    assert grouped("no update", "no update, other form") == [{"no update", "no update, other form"}]


def test_all_who_use_the_same_unknown_operation_are_one_decision(judged, grouped):
    assert judged["unknown"][0].outcome is Outcome.GRADER_ERROR
    assert grouped("unknown", "unknown, too") == [{"unknown", "unknown, too"}]


def test_names_of_groups_stay_when_others_come_and_go(judged):
    registry = Registry()
    of = lambda *students: groups([member("polynomial", s, judged[s]) for s in students], registry)
    (first,) = of("no product")
    names = {group.name: group.students for group in of("both", "no product, another form")}
    assert names[first.name] == ("no product, another form",)
    assert of("no product, other names")[0].name == first.name
    assert groups([member("polynomial", "s", judged["no product"])], Registry())[0].name == first.name


def test_who_is_in_a_group_follows_from_their_own_answer(judged):
    registry = Registry()
    some = ("no product", "two for three", "two for three at y")
    made = groups([member("polynomial", s, judged[s]) for s in some], registry)
    names = {group.students[0]: group.name for group in made}
    assert set(registry.groups_of(judged["both"])) == {names["two for three"], names["two for three at y"]}
    assert set(registry.groups_of(judged["no product, other names"])) == {names["no product"]}
    assert registry.groups_of(judged["right"]) == registry.groups_of(judged["python"]) == {}


def without_explanation(verdicts):
    return tuple(replace(verdict, explanation=None) for verdict in verdicts)


def test_an_answer_of_the_same_behaviour_is_in_the_group_of_a_cause_that_was_found_for_another(judged):
    registry = Registry()
    class_ = [
        member("polynomial", "explained", judged["both"]),
        member("polynomial", "not", without_explanation(judged["both"])),
    ]
    made = groups(class_, registry)
    assert [set(group.students) for group in made] == [{"explained", "not"}, {"explained", "not"}]
    assert all(group.representative == "explained" for group in made)
    assert len(registry.groups_of(without_explanation(judged["both"]))) == 2


def test_without_a_cause_behaviour_alone_makes_a_group(judged):
    alike = [member("polynomial", s, without_explanation(judged[s])) for s in ("no product", "no product, other names")]
    other = member("polynomial", "other", without_explanation(judged["two for three"]))
    made = groups([*alike, other], Registry())
    assert [len(group.members) for group in made] == [2, 1]
    assert made[0].mistake.change is None and made[0].verdict.counterexample is not None


def test_equal_behaviour_with_another_outcome_is_another_group(judged):
    given = without_explanation(judged["no product"])
    less = (replace(given[0], outcome=Outcome.FAILED), *given[1:])
    made = groups([member("polynomial", "one", given), member("polynomial", "other", less)], Registry())
    assert [len(group.members) for group in made] == [1, 1]


def test_missing_answers_are_grouped_by_why_they_are_missing():
    def missing(*facts):
        return (Verdict("f", Outcome.NOT_RUN, 2.0, "", "`f` is not there", cause=Cause.UNDEFINED,
                        behaviour=Behaviour(facts).to_text() if facts else ""),)  # fmt: skip

    made = groups(
        [
            member("p", "ada", missing("missing", "not written")),
            member("p", "bob", missing("missing", "NameError", "xy")),
            member("p", "eve", missing("missing", "not written")),
            member("p", "joe", missing()),
        ],
        Registry(),
    )
    assert [set(group.students) for group in made if len(group.members) > 1] == [{"ada", "eve"}]
    assert len(made) == 3


def test_a_group_that_is_kept_is_there_while_anybody_behaves_so(judged):
    registry = Registry()
    groups([member("polynomial", "s", without_explanation(judged["both"]))], registry)
    (name,) = registry.known
    class_ = [member("polynomial", "explained", judged["both"])]
    assert name not in {group.name for group in groups(class_, registry)}
    assert name in {group.name for group in groups(class_, registry, [name])}


def test_the_representative_has_the_shortest_example_and_nothing_else_wrong(judged):
    made = groups([member("polynomial", s, judged[s]) for s in ("both", "two for three")], Registry())
    assert {group.representative for group in made if len(group.members) == 2} == {"two for three"}


def test_mistakes_of_one_answer_are_told_once_though_several_checks_fail(judged):
    assert [len(mistake.verdicts) for mistake in mistakes(judged["no product"])] == [3]


def test_two_notebooks_of_an_assignment_have_groups_of_their_own():
    given = (Verdict("f", Outcome.NOT_RUN, 2.0, "", "`f` is not there", behaviour=Behaviour(("missing",)).to_text()),)
    first = member("p", "ada", given)
    second = replace(first, submission=replace(first.submission, notebook="q"))
    registry = Registry()
    (one,), (other,) = groups([first], registry), groups([second], registry)
    assert one.name != other.name
    assert list(registry.groups_of(given)) == [one.name] and list(registry.groups_of(given, "q")) == [other.name]


def test_an_answer_of_very_many_outputs_is_in_few_groups_that_are_small(judged):
    many = "x, y = T.dscalars('x', 'y'); f = theano.function([x, y], [3 * x + 3 * y] + [x * (k + .5) for k in range(60)])"
    found = []
    within_session(CHECKS, lambda: found.extend(verdicts("polynomial", dumped("polynomial", many + "; z = x"))))
    assert len(mistakes(found)) <= 14
    assert sum(len(one.behaviour.to_text()) for one in mistakes(found)) < 100_000

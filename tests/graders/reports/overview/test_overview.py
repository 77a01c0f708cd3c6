"""What is told of a class, from its members and their groups."""

import pytest
from made_class import class_of_six, failed, member, missing, passed, seen, unknown

from graders.reports.overview.changes import changes, facts_of
from graders.reports.overview.charts import MOST_BARS, distribution, parts
from graders.reports.overview.overview import DETAILED
from graders.reports.words import share


def test_the_numbers_on_top():
    made = seen(handed_in=["ada", "gus"])
    assert [student.id for student in made.students] == ["ada", "bob", "cleo", "dan", "eve", "fay", "gus"]
    assert [student.is_graded for student in made.students] == [True] * 5 + [False] * 2
    assert (made.points, made.median, made.most) == ([6.0, 2.0, 3.0, 0.0, 0.0], 2.0, 6.0)
    assert ([made.students[place].id for place in made.asked], [made.students[place].id for place in made.late]) == (
        ["eve"],
        ["eve"],
    )


def test_a_row_a_check_counts_what_answers_did():
    function, values = seen().checks
    assert function.counts == {"passed": 3, "not_run": 1, "undecided": 1}
    assert values.counts == {"passed": 1, "failed": 2, "not_run": 1, "undecided": 1}  # whatever points a person gave
    assert [count for _, count in values.causes] == [2, 1, 1]
    assert sum(part.width for part in parts(values)) == pytest.approx(100)


def test_what_a_person_has_decided_waits_no_longer():
    made = seen([member("eve", unknown("function"), passed("values"), decided=["function"])])
    assert made.checks[0].counts == {"decided": 1}
    assert made.students[0].signs == ("decided", "passed")
    assert (made.asked, made.decisions, dict(made.again)) == ([], (), {})


def test_groups_are_the_largest_first_and_say_how_much_they_are():
    made = seen()
    largest = made.groups[0]
    assert [made.students[place].id for place in largest.students] == ["bob", "cleo"]
    assert (largest.cause, largest.more) == ("`f(1)` must give 3, gives 1.0.", "`f` must give 3.")
    assert (largest.lost, largest.box.cells) == (7.0, ("values",))
    assert (len(made.groups), made.wrong, made.covered) == (3, {1, 2, 3}, 1.0)


def test_the_first_groups_cover_a_part_of_the_wrong_answers():
    members = [member(f"s{n}", passed("function"), failed("values", float(n // 2))) for n in range(20)]
    assert seen(members).covered == 0.5


def test_a_missing_answer_is_told_by_why_it_is_missing():
    group = seen([member("dan", missing("function", "It still raises NotImplementedError."))]).groups[0]
    assert (group.cause, group.more) == ("It still raises NotImplementedError.", "`f` is not defined.")


def test_who_has_two_mistakes_is_marked_in_both_groups():
    both_wrong = member("ada", missing("function"), unknown("values"), asked=["values"])
    made = seen([both_wrong, member("bob", missing("function"), passed("values"))])
    both = {group.students: group.others for group in made.groups}
    assert both == {(0, 1): (0,), (0,): (0,)}


def test_a_group_of_just_the_same_students_is_named_once_in_short():
    members = [member(name, failed("function", 5.0), missing("values")) for name in ("ada", "bob")]
    made = seen([*members, member("cleo", passed("function"), missing("values"))])
    assert [(group.name == made.groups[0].name, group.same) for group in made.groups] == [(True, ""), (False, "")]
    made = seen(members)
    assert [group.same for group in made.groups] == ["", made.groups[0].name]
    assert (len(made.distinct), made.besides(made.groups[0].name)) == (1, 1)


def test_points_that_were_given_are_not_lost():
    made = seen([member("bob", passed("function"), failed("values"), decided=["values"])])
    assert made.groups[0].lost == 3.0


def test_only_the_largest_groups_have_details():
    members = [member(f"s{n}", passed("function"), failed("values", float(n))) for n in range(DETAILED + 3)]
    made = seen(members)
    assert [bool(group.lines) for group in made.groups] == [True] * DETAILED + [False] * 3


def test_what_is_to_be_decided_is_grouped():
    members = [
        member("ada", unknown("function"), passed("values"), asked=["function"]),
        member("bob", unknown("function"), unknown("values"), asked=["values"]),
        member("cleo", passed("function"), passed("values"), asked=["values"], decided=["values"]),
        member("dan", passed("function"), passed("values"), asked=["essay"]),
    ]
    made = seen(members)
    group, essay = made.decisions
    assert (group.group.cause, dict(group.places)) == ("`f` uses Foo.", {0: ("function",), 1: ("values",)})
    assert (essay.name, essay.group, dict(essay.places)) == ("essay", None, {3: ("essay",)})
    assert dict(made.again) == {2: ("values",)}


def test_how_they_ran():
    made = seen()
    dan = made.students[3].ran
    assert dan.tripped == ("2 cells of yours were missing, moved or claimed, and were put back",)
    assert dan.early == ("ran longer than a notebook may, and was stopped",)
    assert made.slowest[:2] == [(3, 9.0), (0, 3.0)]


def test_what_changed_since_the_one_before():
    first = seen([one for one in class_of_six() if one.student != "cleo"])
    assert changes(first) == []
    assert changes(seen([one for one in class_of_six() if one.student != "cleo"], before=facts_of(first))) == []
    group = first.groups[0].name if first.groups[0].box.cells == ("values",) else seen().groups[0].name
    said = changes(seen(before=facts_of(first)))
    assert said[:3] == ["handed in: 5 → 6", "graded: 4 → 5", "median: 1 → 2"]
    assert said[-2:] == ["`function` passed: 2 → 3", f"group {group}: 1 → 2"]


@pytest.mark.parametrize(
    ("points", "most"), [([0.0], 10.0), ([2.5, 2.5, 10.0], 10.0), ([-1.0, 12.0], 10.0), ([0.0, 99.9], 100.0), ([1.0], 0.0)]
)
def test_every_number_of_points_is_in_a_bar(points, most):
    made = distribution(points, most)
    assert sum(bar.count for bar in made.bars) == len(points)
    assert len(made.bars) <= MOST_BARS
    assert made.bars[-1].x + made.bars[-1].width == pytest.approx(100)
    assert 0 < made.median < 100


def test_the_median_stands_in_its_bar():
    made = distribution([3.0, 4.0, 4.0], 10.0)
    four = next(bar for bar in made.bars if bar.label == "4")
    assert made.median == pytest.approx(four.x + four.width / 2)


def test_little_is_not_nothing_and_most_is_not_all():
    assert [share(*each) for each in [(0, 1000), (1, 1000), (999, 1000), (1000, 1000), (0, 0)]] == [
        "0 %", "1 %", "99 %", "100 %", "0 %",
    ]  # fmt: skip

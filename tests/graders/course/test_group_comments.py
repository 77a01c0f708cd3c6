"""Comments, points and decisions for groups against everything that people and grading do in between."""

import functools
import shutil
from contextlib import closing
from types import SimpleNamespace

import course_builder
import hypothesis.strategies as st
import nbgrader.api
import pytest
import sqlalchemy
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from nbgrader.api import Gradebook
from ruamel.yaml import YAML
from sqlalchemy.pool import NullPool
from thorough import THOROUGH

from graders.commands import main
from graders.course import class_groups
from graders.course.autograde import ClassAutograde
from graders.course.folder import configured, open_course, open_gradebook
from graders.course.group_comments import bring_in_line
from graders.grading.pipeline import Settings, open_pipeline
from graders.records.verdict import Outcome

ANSWERS = ("right_plain", "wrong_missing_product", "wrong_integer_inputs_and_no_product", "wrong_as_op", "empty")
"""Two share a mistake and one of them has another, too; one can't be decided; one is the notebook as it was given out."""
CLASS = dict(zip(("ada", "bob", "cleo", "dan"), ANSWERS[1:]))
STUDENTS, ROW = sorted(CLASS), ("polynomial", "polynomial")
OF_GROUPS, OF_PERSONS = (1, 2.5, 40), (0.25, 0.75)
"""Points, so that one sees who gave them."""


def answered(course, name):
    return course.release("polynomial") if name == "empty" else course.answered("polynomial", name)


def graded_by(grade):
    """The steps of ``theano-exercises autograde`` in the current course folder, with results that are there already."""

    def autograde(folder, then_in_line, students=()):
        with open_course(folder, "polynomial") as (app, coursedir):
            converter = configured(ClassAutograde, app, coursedir)
            converter.force = bool(students)
            with closing(converter.run(converter.plan(students), 1, grade)) as events:
                assert [event.problem for event in events if event.problem] == []
            if then_in_line:
                bring_in_line(coursedir)

    return autograde


@pytest.fixture(autouse=True)
def one_engine(monkeypatch):
    """A gradebook's address has one engine for all, which compiles each query once: three times as fast."""
    made = functools.cache(functools.partial(sqlalchemy.create_engine, poolclass=NullPool))
    monkeypatch.setattr(nbgrader.api, "create_engine", made)


@pytest.fixture(scope="module")
def sample(sandbox, tmp_path_factory):
    """A graded course, what grades any of the answers at once, and the groups of each answer with their checks."""
    course = course_builder.copy_of(course_builder.generated(tmp_path_factory), tmp_path_factory.mktemp("sample"))
    results = {}
    with closing(open_pipeline(Settings(sandbox))) as pipeline:

        def grade(work):
            if work not in results:
                results[work] = pipeline.grade(work)
            return results[work]

        autograde = graded_by(grade)
        for answer in ANSWERS:
            course.hand_in(answer, "polynomial", answered(course, answer))
        autograde(course.folder, False)
    with open_course(course.folder, "polynomial") as (_, coursedir), open_gradebook(coursedir) as gradebook:
        made = class_groups.grouped(gradebook, coursedir)
        for answer in ANSWERS:
            gradebook.remove_student(answer)
    facts = {}
    for member in made.members["polynomial"]:
        mine = {group.name: next(m.cells for m in group.members if m.student == member.student)
                for group in made.groups["polynomial"] if member.student in group.students}  # fmt: skip
        facts[member.student] = SimpleNamespace(groups=mine, verdicts={v.cell: v for v in member.verdicts})
    for name in ("submitted", "autograded"):
        shutil.rmtree(course.folder / name)
    for student, answer in CLASS.items():
        course.hand_in(student, "polynomial", answered(course, answer))
    autograde(course.folder, True)
    return SimpleNamespace(course=course, autograde=autograde, facts=facts)


def test_the_sample_has_what_the_machine_needs(sample):
    groups = {answer: set(sample.facts[answer].groups) for answer in ANSWERS}
    shared = groups["wrong_missing_product"] & groups["wrong_integer_inputs_and_no_product"]
    assert len(shared) == 1 and len(groups["wrong_integer_inputs_and_no_product"]) == 2
    assert {answer: len(found) for answer, found in groups.items()} == {
        "right_plain": 0, "wrong_missing_product": 1, "wrong_integer_inputs_and_no_product": 2, "wrong_as_op": 1, "empty": 1,
    }  # fmt: skip


def machine(sample, folder):
    """The state machine for copies of the sample course, each in ``folder``."""
    groups = sorted({group for facts in sample.facts.values() for group in facts.groups})
    undecided = set(sample.facts["wrong_as_op"].groups)
    cells = list(course_builder.GRADE_CELLS["polynomial"])

    def command(name, *arguments):
        assert main.main([name, "polynomial", *arguments, "--course", str(folder)]) == 0

    class Class(RuleBasedStateMachine):
        """What a person did is known here by itself; what ours must be follows from it, the answers and the entries."""

        @initialize()
        def begin(self):
            shutil.rmtree(folder, ignore_errors=True)
            self.course = course_builder.copy_of(sample.course, folder)
            self.graded, self.entries = dict(CLASS), {}
            self.words = dict.fromkeys(STUDENTS)  # manual comments
            self.own = {}  # (student, cell): what a person saved there last
            self.ours = {}  # (student, cell): the points that we gave and remember

        # One rule: Hypothesis leaves some of several out of most runs.

        @rule(what=st.sampled_from(["say", "say", "grade", "overrule"]), data=st.data())
        def happens(self, what, data):
            {"say": self.say_of_a_group, "grade": self.hand_in_and_autograde, "overrule": self.overrule}[what](data)

        def say_of_a_group(self, data):
            answers = [sample.facts[answer].groups for answer in self.graded.values()]
            there = sorted({*self.entries, *(group for groups in answers for group in groups)})
            group = data.draw(st.sampled_from(there or groups))
            ways = [self.comment, self.edit] * (group in there) + [self.remove, self.remove] * (group in self.entries)
            ways += [self.decide] * 3 * any(group in undecided & groups.keys() for groups in answers)
            ways += [self.ask_again] * ("decide" in self.entries.get(group, ()))
            if ways:
                data.draw(st.sampled_from(ways))(group, data.draw)
                self.check()

        def comment(self, group, draw):
            entry, points = self.entries.setdefault(group, {}), draw(st.sampled_from([*OF_GROUPS, None]))
            entry["comment"] = f"Text {draw(st.integers(1, 3))} on {group}."
            entry.update({"points": points, "reason": "why"} if points else {})
            command("comment", group, entry["comment"], *(["--points", str(points), "why"] if points else []))

        def edit(self, group, draw):
            points = draw(st.sampled_from([*OF_GROUPS, None]))
            entry = self.entries.setdefault(group, {})
            entry["comment"] = "Edited by hand."
            entry.update({"points": points, "reason": "why"} if points else {})
            with (folder / "comments.yml").open("w") as file:
                YAML().dump({"polynomial": self.entries}, file)
            command("comment", "--apply")

        def remove(self, group, draw):
            self.forget(group, "comment", "points", "reason")
            command("comment", group, "--remove")

        def decide(self, group, draw):
            points = draw(st.sampled_from([0, 3, 10]))
            self.entries.setdefault(group, {})["decide"] = {"points": points, "reason": "why"}
            command("decide", group, "--points", str(points), "why")

        def ask_again(self, group, draw):
            self.forget(group, "decide")
            command("decide", group, "--remove")

        def forget(self, group, *keys):
            for key in keys:
                self.entries[group].pop(key, None)
            if not self.entries[group]:
                del self.entries[group]

        def hand_in_and_autograde(self, data):
            handing_in = data.draw(st.lists(st.sampled_from(STUDENTS), min_size=1, max_size=2, unique=True))
            for student in handing_in:
                self.graded[student] = answer = data.draw(st.sampled_from(ANSWERS))
                self.course.hand_in(student, "polynomial", answered(self.course, answer))
            all_in_line = data.draw(st.booleans())
            sample.autograde(folder, all_in_line, handing_in)
            self.check(STUDENTS if all_in_line else handing_in)

        def overrule(self, data):
            """What a person does to one submission, as the formgrader does it."""
            student, cell = data.draw(st.sampled_from(STUDENTS)), data.draw(st.sampled_from(cells[1:3]))
            with self.gradebook() as gradebook:
                if data.draw(st.booleans()):
                    text = self.words[student] = data.draw(st.sampled_from(["My words.", "", None]))
                    gradebook.find_comment("solution", *ROW, student).manual_comment = text
                else:
                    grade = gradebook.find_grade(cell, *ROW, student)
                    extra = data.draw(st.sampled_from([*OF_PERSONS, "as it is", None]))
                    grade.manual_score = data.draw(st.sampled_from([None, None, *OF_PERSONS]))
                    grade.extra_credit = grade.extra_credit if extra == "as it is" else extra
                    grade.needs_manual_grade = False
                    self.own[student, cell] = grade.manual_score, grade.extra_credit
                gradebook.db.commit()

        # What must be

        def check(self, students=STUDENTS):
            held = self.held()
            for student in students:
                facts, comment = sample.facts[self.graded[student]], held[student]["solution"]
                assert comment.manual_comment == self.words[student]
                assert comment.auto_comment == self.text(facts, self.graded[student])
                wanted = self.shares(facts)
                for cell in cells:
                    self.check_cell((student, cell), held[student][cell], wanted.get(cell), facts.verdicts[cell])

        def text(self, facts, answer):
            said = [(group, checks) for group, checks in facts.groups.items() if self.entries.get(group, {}).get("comment")]
            said.sort(key=lambda pair: list(self.entries).index(pair[0]))
            label = lambda checks: ", ".join(f"`{check}`" for check in checks) + ": " if len(said) > 1 else ""
            texts = [label(checks) + self.entries[group]["comment"] for group, checks in said]
            return "\n\n".join(texts) or ("No response." if answer == "empty" else None)

        def shares(self, facts):
            """By cell: the points of groups, and whether they are a decision."""
            found, room = {}, {cell: verdict.max_points - verdict.points for cell, verdict in facts.verdicts.items()}
            for group, entry in self.entries.items():
                for cell in facts.groups.get(group, ()):
                    decision = facts.verdicts[cell].outcome is Outcome.GRADER_ERROR
                    left = (entry.get("decide") or {}).get("points") if decision else entry.get("points")
                    spent = sum(points for (by, _), (points, _) in found.items() if by == group)
                    points = min((left or 0) - spent, room[cell])
                    if left is not None and (points or decision):
                        found[group, cell] = points, decision
                        room[cell] -= points
            return {cell: (sum(p for (_, at), (p, _) in found.items() if at == cell), decision)
                    for (_, cell), (_, decision) in found.items()}  # fmt: skip

        def check_cell(self, key, grade, wanted, verdict):
            score, extra = self.own.get(key, (None, None))
            assert (grade.auto_score, grade.manual_score) == (verdict.points, score)
            decided_here = key in self.own and (score is not None or (extra or 0) != self.ours.get(key, 0))
            if decided_here:
                if score is not None and key in self.ours and (extra or 0) == self.ours[key]:
                    extra = None  # the group's, which does not come on top of a manual score
                    self.own[key] = score, None
                    del self.ours[key]
                assert (grade.extra_credit or 0) == (extra or 0)
            else:
                assert (grade.extra_credit or 0) == (0 if wanted is None else wanted[0])
                self.ours[key] = 0 if wanted is None else wanted[0]
                self.own.update({key: (None, grade.extra_credit)} if key in self.own else {})
            if wanted is None:
                self.ours.pop(key, None)
            if verdict.outcome is Outcome.GRADER_ERROR and key not in self.own and self.words[key[0]] is None:
                assert grade.needs_manual_grade == (wanted is None)

        def held(self):
            with self.gradebook() as gradebook:
                found = {}
                for student in STUDENTS:
                    notebook = gradebook.find_submission_notebook(*ROW, student)
                    found[student] = {row.name: row for row in (*notebook.grades, *notebook.comments)}
                gradebook.db.expunge_all()
            return found

        def gradebook(self):
            return Gradebook(f"sqlite:///{folder / 'gradebook.db'}")

    return Class


def test_a_comment_stands_at_those_who_are_in_the_group_and_never_in_a_persons_place(sample, tmp_path):
    # Twenty steps can be read as they are; to find fewer that fail, too, takes minutes.
    few = settings(max_examples=24 if THOROUGH else 12, stateful_step_count=20, deadline=None, phases=[Phase.generate])
    run_state_machine_as_test(lambda: machine(sample, tmp_path / "course")(), settings=few)

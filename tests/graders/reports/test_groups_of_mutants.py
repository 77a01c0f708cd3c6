"""The mutants of the master solutions, taken as a class: those that behave alike are in one group, others are not.

That they behave alike is found out in another way: by calling them as they are, with the interpreter of NumPy alone.
"""

import contextlib
import json
import os
from collections import defaultdict
from itertools import combinations

import numpy as np
from classes import member, verdicts
from thorough import THOROUGH

from graders.answers.arrays import array_in
from graders.answers.numpy_engine.load import EvaluationError, Interpreter
from graders.answers.theano_engine.dump import dump
from graders.answers.theano_engine.load import load
from graders.course.authoring.adequacy.mutants import legal, mutants, normal, pairs
from graders.course.authoring.adequacy.worker import REFUSED, without_shrinking
from graders.judge.inside.explain.reference import of_exercise
from graders.judge.inside.hidden_check import CHECKS
from graders.judge.inside.session import within_session
from graders.notebooks.assignment import names
from graders.records.verdict import Outcome
from graders.reports.groups import Registry, groups

SIZE = int(os.environ.get("MUTANTS", 90 if THOROUGH else 30))
"""How many mutants of each exercise; 334 make a class of 1000."""
IN_A_ROW = 3
MOST = 2**61
"""Beyond, what is computed does not fit into 64 bits, and what comes of that differs from machine to machine."""


def taken_as_a_class(exercise):
    """Mutants that lose points, by "student": some singles, and as many pairs as are missing."""
    without_shrinking()
    original = normal(of_exercise(exercise).answers)
    singles = [mutant for mutant in map(legal, mutants(original)) if mutant is not None]
    more = filter(None, map(legal, pairs(singles, original, SIZE * 2, 7)))
    found = {}
    for mutant in [*singles[:: max(1, len(singles) * 3 // (2 * SIZE))], *more]:
        if len(found) == SIZE:
            break
        with contextlib.suppress(*REFUSED):
            answers = dump(load(mutant.answers).names(), list(mutant.answers.names))  # as Theano has it
            given = verdicts(exercise, answers)
            if any(verdict.outcome is Outcome.FAILED for verdict in given):
                found[f"m{len(found)}"] = mutant.text, answers, given
    return found


def looks(answers, strictly):
    """What can be seen of answers without a call: what they are, take and update; ``strictly``: and with which precision,
    and which inputs need not be given, which is no mistake."""
    seen = []
    for name, value in sorted(answers.names.items()):
        if value.kind != "function":
            ref = value.content if value.kind == "variable" else None
            seen.append([name, value.kind, str(value.content) if ref is None else str(answers.nodes[ref[0]].types[0])])
            continue
        function = answers.functions[value.content]
        types = [(answers.nodes[i.variable[0]].types[0], i.default is None) for i in function.inputs if not i.implicit]
        takes = [(str(each), needed) if strictly else str(each.broadcastable) for each, needed in types]
        named = {v.content: n for n, v in answers.names.items() if v.kind == "variable"}
        updates = sorted(str(named.get(i.variable)) for i in function.inputs if i.update is not None)
        seen.append([name, function.returns, len(function.outputs), takes, updates])
    return json.dumps(seen)


def does(answers, reference):
    """The results of calls in a row at the fixed inputs, as numbers; an error is one, too. None for a function that takes
    other inputs, which can't be called there."""
    if any(ranks(answers, required(answers, function)) != given_ranks(reference) for function in answers.functions):
        return None
    numbers = []
    state = [n for n, ref in enumerate(reference.leaves) if reference.answers.nodes[ref[0]].op == "shared"]
    for row in reference.compared:
        if any(value.dtype.kind == "i" and np.abs(value).max(initial=0) > MOST for value in row):
            continue
        machine, given = Interpreter(answers), [row[n] for n in range(len(row)) if n not in state]
        for _ in range(IN_A_ROW):
            for value in answers.names.values():
                if value.kind == "variable" and value.content in machine.state and state:
                    machine.state[value.content] = cast(answers, value.content, row[state[0]])
            for _, value in sorted(answers.names.items()):
                for ref in roots(answers, value):
                    try:
                        numbers += flat(machine.evaluate([ref], {**machine.state, **bound(answers, given)})[0])
                    except EvaluationError:
                        numbers.append(complex("inf"))
            for ref, new in [(i.variable, i.update) for f in answers.functions for i in f.inputs if i.update is not None]:
                with contextlib.suppress(EvaluationError):
                    machine.state[ref] = machine.evaluate([new], {**machine.state, **bound(answers, given)})[0]
            numbers += [n for v in answers.names.values() if v.kind == "variable" and v.content in machine.state
                        for n in flat(machine.state[v.content])]  # fmt: skip
    return np.array(numbers, complex)


def required(answers, function):
    return [i.variable for i in function.inputs if not i.implicit and i.default is None]


def ranks(answers, refs):
    return [len(answers.nodes[index].types[0].broadcastable) for index, _ in refs]


def given_ranks(reference):
    return ranks(reference.answers, [ref for ref in reference.leaves if reference.answers.nodes[ref[0]].op == "input"])


def cast(answers, ref, value):
    return value.astype(answers.nodes[ref[0]].types[0].dtype)


def roots(answers, value):
    """The expressions that a name stands for: one by one, so that an error in one hides no other."""
    if value.kind == "function":
        return answers.functions[value.content].outputs
    return [value.content] if value.kind == "variable" and answers.nodes[value.content[0]].op != "shared" else []


def bound(answers, given):
    values = {}
    for function in answers.functions:
        left = iter(given)
        inputs = [i for i in function.inputs if not i.implicit]
        values |= {i.variable: next(left) if i.default is None else array_in(i.default) for i in inputs}
    return {ref: cast(answers, ref, value) for ref, value in values.items()}


def flat(item):
    """Its shape and numbers, whole ones in two parts, so that no digit is lost."""
    yield from map(complex, np.shape(item))
    array = np.asarray(item).ravel()
    if array.dtype.kind in "iu":
        yield from (complex(part) for number in array.tolist() for part in divmod(number, 2**32))
    else:
        yield from array.astype(complex)


def difference(one, other):
    """How far two are apart, as a part of their size; infinite for other shapes, no number where it is not known."""
    if one is None or other is None:
        return np.nan
    if one.shape != other.shape:
        return np.inf
    with np.errstate(all="ignore"):
        same = (one == other) | (np.isnan(one) & np.isnan(other))
        apart = np.abs(one - other) / (np.maximum(np.abs(one), np.abs(other)) + 1)
    apart = np.where(same, 0.0, np.where(np.isnan(apart), np.inf, apart))
    return float(apart.max(initial=0.0))


def of_one_group(registry, made, members):
    """The groups of each member."""
    shown = {group.name for group in made}
    return {each.student: shown.intersection(registry.groups_of(each.verdicts)) for each in members}


def examine(exercise):
    """Pairs of a class that are in one group or not, though they should not or should: (what is wrong, two texts)."""
    reference, registry = of_exercise(exercise), Registry()
    found = taken_as_a_class(exercise)
    members = [member(exercise, student, given) for student, (_, _, given) in found.items()]
    inside = of_one_group(registry, groups(members, registry), members)
    key = {student: looks(answers, False) for student, (_, answers, _) in found.items()}
    outcomes = {student: [verdict.outcome for verdict in given] for student, (_, _, given) in found.items()}
    strict = {student: looks(answers, True) for student, (_, answers, _) in found.items()}
    numbers = {student: does(answers, reference) for student, (_, answers, _) in found.items()}
    alone = {student for student, (text, _, _) in found.items() if len(inside[student]) == 1 and "; then " not in text}
    near, far = (0.0, 0.0) if all(np.dtype(type_.dtype).kind in "iu" for type_ in reference.types) else (1e-6, 1e-3)
    counts, wrong = defaultdict(int), []
    for one, other in combinations(found, 2):
        apart = difference(numbers[one], numbers[other]) if key[one] == key[other] else np.inf
        like = strict if apart > near else outcomes
        if key[one] == key[other] and like[one] != like[other]:
            apart = np.nan  # mistakes in precision alone; or of a proved cause, which other checks may see
        together = bool(inside[one] & inside[other])
        kind = "alike" if apart <= near else "different" if apart > far else "neither"
        if kind == "different" and not {one, other} <= alone:
            kind = "share a mistake" if together else kind
        counts[kind] += 1
        if together != (kind in ("alike", "share a mistake")) and kind != "neither":
            wrong.append((kind, found[one][0], found[other][0]))
    print(f"{exercise}: {len(found)} mutants, {len({n for some in inside.values() for n in some})} groups, {dict(counts)}")
    assert all(inside.values())
    return wrong, counts


def test_mutants_that_behave_alike_are_in_one_group_and_others_are_not():
    found = []
    within_session(CHECKS, lambda: found.extend([examine(exercise) for exercise in names()]))
    assert [each for wrong, _ in found for each in wrong] == []
    assert sum(counts["alike"] for _, counts in found) > 2
    assert sum(counts["different"] for _, counts in found) > 1000

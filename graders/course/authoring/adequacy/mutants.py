"""Applies the mutations to answers: all single ones, and pairs of them."""

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

from exercises.checking.description import description_of
from graders.answers import formulas
from graders.answers.format import Answers, AnswersError, Node, check_answers
from graders.course.authoring.adequacy import expressions, interfaces, updates
from graders.course.authoring.adequacy.drafts import VARIABLES, Draft, apart, retyped
from graders.course.authoring.adequacy.expressions import Site

EXPRESSIONS: tuple[Callable[[Site], Iterator[Any]], ...] = (
    expressions.swap_operands, expressions.replace_operation, expressions.replace_reduction, expressions.change_axes,
    expressions.use_an_operand, expressions.drop_an_operand, expressions.repeat_an_operand, expressions.change_a_constant,
    expressions.replace_by_a_constant, expressions.replace_by_a_variable, expressions.add_a_variable,
    expressions.add_a_number, expressions.multiply_by_a_number, expressions.apply_a_function, expressions.round_off,
    expressions.limit, expressions.treat_one_value_apart, expressions.cast, expressions.cast_and_back,
    expressions.turn, expressions.cut, expressions.mix_entries,
)  # fmt: skip
INTERFACES: tuple[Callable[[Answers], Iterator[interfaces.Change]], ...] = (
    interfaces.reorder_results, interfaces.drop_or_repeat_a_result, interfaces.change_the_form, updates.drop_an_update,
    updates.update_twice, updates.update_first, updates.update_another, updates.keep_a_second_state, updates.wear_out,
    updates.start_elsewhere, interfaces.swap_inputs, interfaces.drop_an_input, interfaces.add_an_input,
    interfaces.retype_an_input, interfaces.change_flags, interfaces.change_a_name,
)  # fmt: skip
"""Every mutation, of an expression and of functions and names."""


@dataclass(frozen=True)
class Mutant:
    """One changed set of answers: the ``operators`` that made it, and what each changed, in words."""

    operators: tuple[str, ...]
    changes: tuple[str, ...]
    answers: Answers

    @property
    def text(self) -> str:
        """What was changed, on one line."""
        return "; then ".join(f"{name}: {change}" for name, change in zip(self.operators, self.changes))


def operators() -> list[tuple[str, str]]:
    """Name and description of every mutation, in order."""
    return [description_of(operator).partition(": ")[::2] for operator in (*EXPRESSIONS, *INTERFACES)]


def normal(answers: Answers) -> Answers:
    """The answers as :meth:`Draft.done` orders them, equal expressions merged: what every mutant is compared with.

    Theano copies what it compiles, so an expression and the function made of it would share nothing, and no mutant would
    have the same mistake in both.
    """
    draft = Draft(answers)
    first: dict[str, int] = {}
    for index, key in enumerate(_keys(answers.nodes)):
        first.setdefault(key, index)
        for output in range(len(answers.nodes[index].types)):
            draft.redirect((index, output), (first[key], output), len(draft.nodes))
    return draft.done()


def mutants(answers: Answers) -> Iterator[Mutant]:
    """Every single mutation of ``answers`` (which are :func:`normal`), each once; their types are not known yet.

    An operation that several results share is changed for all of them and for each of them.
    """
    seen = {fingerprint(answers)}
    for mutant in _all(answers):
        key = fingerprint(mutant.answers)
        if key not in seen:
            seen.add(key)
            yield mutant


def _all(answers: Answers) -> Iterator[Mutant]:
    for interface in INTERFACES:
        for change, draft in interface(answers):
            yield Mutant((_name(interface),), (change,), draft.done())
    separate, owners = apart(answers)
    for index, place in owners.items():
        yield from _at(separate, index, f"in {formulas.place_text(answers, place)}, ")
    for index, node in enumerate(answers.nodes):
        if node.op not in VARIABLES and node.op != "constant":
            yield from _at(answers, index, "")


def _at(answers: Answers, index: int, where: str) -> Iterator[Mutant]:
    site = Site(answers, index)
    if site.type.kind != "tensor" or site.node.op == "constant":
        return
    for operator in EXPRESSIONS:
        for term in operator(site):
            draft = Draft(answers)
            new = draft.put(term)
            before, after = formulas.expression(draft.nodes, site.ref), formulas.expression(draft.nodes, new)
            draft.redirect(site.ref, new, len(answers.nodes))
            yield Mutant((_name(operator),), (f"{where}`{before}` becomes `{after}`",), draft.done())


def _name(operator: Callable[..., Any]) -> str:
    return description_of(operator).partition(":")[0]


def legal(mutant: Mutant) -> Mutant | None:
    """The mutant with its types; None if the type rules refuse it: nobody could have written it."""
    try:
        answers = retyped(mutant.answers)
        check_answers(answers)
    except AnswersError:
        return None
    return replace(mutant, answers=answers)


def pairs(singles: list[Mutant], original: Answers, count: int, seed: int) -> Iterator[Mutant]:
    """``count`` different pairs of mutations at random, without those that come to a single one or to nothing.

    ``singles`` are legal. Fewer come if there are not that many after ten times as many tries.
    """
    chance = random.Random(seed)
    seen = {fingerprint(original), *(fingerprint(mutant.answers) for mutant in singles)}
    for _ in range(10 * count if singles else 0):
        if count <= 0:
            return
        first = chance.choice(singles)
        second = _one_of(first.answers, chance)
        key = "" if second is None else fingerprint(second.answers)
        if second is not None and key not in seen:
            seen.add(key)
            count -= 1
            yield Mutant(first.operators + second.operators, first.changes + second.changes, second.answers)


def _one_of(answers: Answers, chance: random.Random) -> Mutant | None:
    """One mutation at random: of a function, or at a random place of an expression."""
    separate, owners = apart(answers)
    if chance.random() < 0.25 or not owners:
        interface, change, draft = chance.choice([(one, *change) for one in INTERFACES for change in one(answers)])
        return Mutant((_name(interface),), (change,), draft.done())
    index = chance.choice(list(owners))
    changed = list(_at(separate, index, f"in {formulas.place_text(answers, owners[index])}, "))
    return chance.choice(changed) if changed else None


def fingerprint(answers: Answers) -> str:
    """The same for answers that are the same expression for expression, however their nodes are numbered or shared."""
    keys = _keys(answers.nodes)

    def key(ref: Any) -> Any:
        return None if ref is None else (keys[ref[0]], ref[1])

    functions = []
    for function in answers.functions:
        flags = [(i.default, i.implicit, i.strict, i.allow_downcast) for i in function.inputs]
        variables = [(key(i.variable), key(i.update)) for i in function.inputs]
        functions.append((function.returns, function.keys, [key(ref) for ref in function.outputs], variables, flags))
    names = {name: key(value.content) if value.kind == "variable" else repr(value) for name, value in answers.names.items()}
    return hashlib.sha256(repr((functions, sorted(names.items()))).encode()).hexdigest()


def of_names(answers: Answers, names: Iterable[str]) -> str:
    """The :func:`fingerprint` of what some names stand for, and nothing else."""
    kept = {name: answers.names[name] for name in names if name in answers.names}
    numbers = sorted({value.content for value in kept.values() if value.kind == "function"})
    functions = tuple(answers.functions[number] for number in numbers)
    return fingerprint(replace(answers, functions=functions, names=kept))


def _keys(nodes: Sequence[Node]) -> list[str]:
    """For each node what is the same for equal expressions of the same variables."""
    keys: list[str] = []
    for index, node in enumerate(nodes):
        inputs = [(keys[source], output) for source, output in node.inputs]
        own = [index, node.op, node.value and astuple(node.value), [astuple(t) for t in node.types]]
        told = own if node.op in VARIABLES else own[1:3] if node.op != "constant" else own[1:]
        params = json.dumps(dict(node.params), sort_keys=True)
        keys.append(hashlib.sha256(repr((told, params, inputs)).encode()).hexdigest())
    return keys

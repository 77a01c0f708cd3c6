"""The cheapest edits by which one expression becomes another, by what both are worth at the probes.

What is worth the same is the same, however it is written. Terms and factors are compared without their order. A slip in a
number, a name or a sign costs less than another formula.
"""

import itertools
import time
from collections.abc import Iterator, Sequence

import numpy as np

from graders.judge.inside.explain.graphs import Edit
from graders.judge.inside.explain.terms import (
    DIFFERENT,
    GROUPS,
    NOUN,
    Term,
    dropped,
    extra,
    is_of,
    left_out,
    sign_turned,
    terms,
)
from graders.judge.inside.explain.trees import Path, Space, Tree, at
from graders.judge.inside.explain.weights import EXTRA, LARGER, MISSING, SLIP, UNLIKELY

Found = tuple[float, tuple[Edit, ...]]

MOST_KIDS = 30
"""Operands of one operation beyond which nobody looks for the one that is wrong."""

DEEPER = 0.01
"""What a level more costs: of two places that mend it the outer one is told."""

LEAVES = ("leaf", "constant", "other")


def below(s: Tree, path: Path = (), depth: int = 4) -> Iterator[tuple[Path, Tree]]:
    """The operands of ``s`` and of its operands, with the ways to them."""
    for kid, step in zip(s.kids, s.steps):
        if s.op in ("shape", "shape_i") or (s.op == "second" and step[0] == 0):  # of which only the shape counts
            continue
        yield (*path, *step), kid
        if depth > 1:
            yield from below(kid, (*path, *step), depth - 1)


def _whole(found: Found, s: Tree) -> bool:
    """Whether another expression is put in place of all that stands there, or all but a small part of it goes."""
    replaced = ("expression", "operand", "constant", "frozen")
    return any(e.path == () and (e.kind in replaced or (e.new.op == "at" and s.size > 4)) for e in found[1])


def _is_another(found: Found) -> bool:
    """Whether another operation stands in place of the one on top."""
    return any(edit.path == () and edit.kind == "operation" for edit in found[1])


class Aligner:
    """Finds edits from trees of the student's to trees of the reference's parts, in one space of probes.

    After the ``deadline`` (in seconds of process time) one expression is put in place of the other.
    """

    def __init__(self, space: Space, deadline: float) -> None:
        self.space, self.deadline = space, deadline
        self._known: dict[tuple[int, int], Found] = {}
        self._kept: list[Tree] = []
        self._opposite: dict[tuple[int, str], int | None] = {}

    def best(self, s: Tree, r: Tree, depth: int = 0) -> Found:
        """The cost and the edits from ``s`` to ``r``, their paths from ``s`` on."""
        if s.number is not None and s.number == r.number:
            return 0.0, ()
        key = id(s), id(r)
        if key not in self._known:
            self._kept += [s, r]  # ids stay unique only while the objects live
            self._known[key] = self._replaced(s, r)  # for whoever comes here again on the way
            if depth < 12 and time.process_time() < self.deadline:
                more = UNLIKELY if s.op == "constant" and r.op in GROUPS["add"] else 0.0
                found = min(self._all(s, r, depth), key=lambda found: (found[0], len(found[1])))
                self._known[key] = found[0] + more, found[1]
        return self._known[key]

    def _all(self, s: Tree, r: Tree, depth: int) -> Iterator[Found]:
        yield self._replaced(s, r)
        if len(s.kids) > MOST_KIDS:
            return
        yield from self._operands(s, r, depth)
        yield from self._function(s, r)
        yield from self._order(s, r)
        yield from self._less(s, r, depth)
        yield from self._more(s, r, depth)
        for group in GROUPS:
            if is_of(s, group) or is_of(r, group):
                yield from self._group(s, r, group, depth)

    def _replaced(self, s: Tree, r: Tree) -> Found:
        if s.op == r.op == "constant":
            return SLIP, (Edit((), "constant", r, SLIP),)
        if s.op == "other" and r.op == "constant":
            return SLIP, (Edit((), "constant", r, SLIP),)
        if r.op == "leaf" and s.op in LEAVES:
            kind, cost = ("operand", SLIP) if s.op == "leaf" else ("frozen", 1.1)
            return cost, (Edit((), kind, r, cost),)
        cost = 1.5 + LARGER * (min(r.size, 9) - 1) + 0.03 * (min(s.size, 40) - 1)
        return cost, (Edit((), "expression" if s.size + r.size > 2 else "operand", r, cost),)

    def _operands(self, s: Tree, r: Tree, depth: int) -> Iterator[Found]:
        """The same operands but for slips in them; in another order, or of another operation."""
        if not s.kids or len(s.kids) != len(r.kids) or len(s.kids) > 4:
            return
        same_op = s.op == r.op and dict(s.params) == dict(r.params)
        below: list[Edit] = []
        cost = DEEPER
        for kid, other, step in zip(s.kids, r.kids, s.steps):
            found = self.best(kid, other, depth + 1)
            cost += found[0]
            below += [edit.below(*step) for edit in found[1]]
        if same_op:
            yield cost, tuple(below)
        else:
            kind = "parameters" if s.op == r.op else "operation"
            yield cost + SLIP, (*below, Edit((), kind, self._made(r, [at(*step) for step in s.steps]), SLIP))
        turned = [kid.number for kid in reversed(r.kids)]
        if len(s.kids) == 2 and None not in turned and [kid.number for kid in s.kids] == turned:
            kind, more = ("swapped operands", SLIP) if same_op else ("operation", SLIP + 0.2)
            yield more, (Edit((), kind, self._made(r, [at(*s.steps[1]), at(*s.steps[0])]), more),)

    def _function(self, s: Tree, r: Tree) -> Iterator[Found]:
        """A function of one of several operands in place of the operation."""
        if len(r.kids) == 1 and len(s.kids) > 1:
            for kid, step in zip(s.kids, s.steps):
                if kid.number is not None and kid.number == r.kids[0].number:
                    yield 1.1, (Edit((), "operation", self._made(r, [at(*step)]), 1.1),)

    def _order(self, s: Tree, r: Tree) -> Iterator[Found]:
        """The operation above changes places with the one below it."""
        for place, (kid, step) in enumerate(zip(s.kids, s.steps)):
            if kid.op != r.op or not 0 < len(kid.kids) < 5 or kid.op == s.op:
                continue
            for under, inner in enumerate(kid.kids):
                moved = self.space.apply(s.op, *s.kids[:place], inner, *s.kids[place + 1 :], params=s.params)
                whole = self.space.apply(r.op, *kid.kids[:under], moved, *kid.kids[under + 1 :], params=kid.params)
                if whole.number is not None and whole.number == r.number:
                    ups = [at(*other) for other in s.steps]
                    downs = [at(*step, *other) for other in kid.steps]
                    ups[place] = downs[under]
                    downs[under] = Tree(s.op, tuple(ups), s.params)
                    yield 1.1, (Edit((), "order of operations", Tree(r.op, tuple(downs), kid.params), 1.1),)

    def _made(self, r: Tree, kids: Sequence[Tree]) -> Tree:
        return Tree(r.op, tuple(kids), r.params)

    def _less(self, s: Tree, r: Tree, depth: int) -> Iterator[Found]:
        """One operand in place of an operation, which drops the others."""
        for rel, kid in below(s):
            if kid.number is not None and kid.number == r.number and kid.op != "constant":
                yield left_out(s, rel)
        for place, (kid, step) in enumerate(zip(s.kids, s.steps)):
            kind = extra(s, place)
            if (kid.op == "constant" and r.op != "constant") or kind == "expression":
                continue
            found = self.best(kid, r, depth + 1)
            if _whole(found, kid) or (kind not in DIFFERENT.values() and _is_another(found)):
                continue
            others = sum(other.size for other in s.kids if other is not kid)
            cost = SLIP + EXTRA * others
            yield found[0] + cost, (*(edit.below(*step) for edit in found[1]), Edit((), kind, at(*step), cost))

    def _more(self, s: Tree, r: Tree, depth: int) -> Iterator[Found]:
        """An operation of the reference's on what stands here."""
        group = next((group for group in GROUPS if r.op in GROUPS[group] and len(r.kids) > 1), "")
        for place, kid in enumerate(r.kids):
            if kid.op == "constant" and s.op != "constant":
                continue
            found = self.best(s, kid, depth + 1)
            if _whole(found, s):
                continue
            kids = [*r.kids[:place], at(), *r.kids[place + 1 :]]
            others = sum(other.size for other in r.kids if other is not kid)
            kind = "transposed" if r.op == "dimshuffle" else f"missing {NOUN[group]}" if group else "missing function"
            if r.op in ("sub", "true_div") and place == 1:
                continue  # its sign is turned, too, or it is upside down
            cost = SLIP + MISSING * others + UNLIKELY * (r.op in ("true_div", "pow", "inv"))
            yield found[0] + cost, (*found[1], Edit((), kind, self._made(r, kids), cost))

    def _group(self, s: Tree, r: Tree, group: str, depth: int) -> Iterator[Found]:
        """Sums or products, term by term."""
        mine, theirs = terms(s, group), terms(r, group)
        if len(mine) + len(theirs) < 3 or len(mine) > 12 or len(theirs) > 12:
            return
        for term in list(mine):
            value = self._signed(term.tree, term.sign, group)
            like = [other for other in theirs if value is not None and self._signed(other.tree, other.sign, group) == value]
            if like:
                mine.remove(term)
                theirs.remove(like[0])
        self._cancel_pairs(mine, theirs, group)
        self._cancel_pairs(theirs, mine, group)
        if len(mine) > 3 or len(theirs) > 3 or (len(mine) == len(terms(s, group)) and len(theirs) > 1):
            return
        for chosen in itertools.product([*theirs, None], repeat=len(mine)):
            taken = [id(other) for other in chosen if other is not None]
            if len(set(taken)) == len(taken):
                left = [other for other in theirs if id(other) not in taken]
                found = self._paired(list(zip(mine, chosen)), left, group, depth)
                if found is not None:
                    yield found

    def _cancel_pairs(self, ones: list[Term], others: list[Term], group: str) -> None:
        """Take out each of ``ones`` that is worth two of ``others``, and these."""
        for one in list(ones) if len(others) < 7 else ():
            for pair in itertools.combinations(others, 2):
                signs = {one.sign, *(other.sign for other in pair)}
                if len(signs) == 1 and self.space.apply(group, *(other.tree for other in pair)).number == one.tree.number:
                    ones.remove(one)
                    others[:] = [other for other in others if other not in pair]
                    break

    def _paired(
        self, pairs: Sequence[tuple[Term, Term | None]], left: Sequence[Term], group: str, depth: int
    ) -> Found | None:
        cost, edits = 0.0, []
        for mine, other in pairs:
            if other is None:
                edit = dropped(mine, group)
                if edit is None:
                    return None
                edits.append(edit)
                cost += edit.cost
                continue
            if mine.sign != other.sign:
                edit = sign_turned(mine, group)
                edits.append(edit)
                cost += edit.cost
            found = self.best(mine.tree, other.tree, depth + 1)
            if len(pairs) > 1 and not left and _is_another(found) and sum(each is not None for _, each in pairs) == 1:
                return None  # one term for another, and all others too many: another expression altogether
            cost += found[0]
            edits += [edit.below(*mine.path) for edit in found[1]]
        places = [edit.path for edit in edits if edit.new.op != "at" and edit.kind in ("sign", f"extra {NOUN[group]}")]
        places += [edit.path for edit in edits if edit.new.op == "at"]
        if len(set(places)) < len(places):
            return None
        for other in left:
            more = SLIP + MISSING * other.tree.size + UNLIKELY * (other.sign < 0 and group == "mul")
            op = group if other.sign > 0 else GROUPS[group][1]
            edits.append(Edit((), f"missing {NOUN[group]}", Tree(op, (at(), other.tree)), more))
            cost += more
        return cost, tuple(sorted(edits, key=lambda edit: -len(edit.path)))

    def _signed(self, tree: Tree, sign: int, group: str) -> int | None:
        if sign > 0:
            return tree.number
        key = id(tree), group
        if key not in self._opposite:
            self._kept.append(tree)
            turned = [v if v is None else -v if group == "add" else np.divide(1.0, v) for v in tree.values]
            self._opposite[key] = self.space.number(turned)
        return self._opposite[key]

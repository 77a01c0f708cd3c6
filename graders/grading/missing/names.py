"""What is in the place of a name that is missing: where it is bound instead, or what is bound in its stead."""

import ast
import difflib
import enum
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from exercises.words import Words, capital, later, listed, say
from graders.cleaning.text import quoted
from graders.grading.missing.bindings import Binding, Bindings, Kind
from graders.grading.source.blocks import LONGEST
from graders.records.work import WorkCell

COMMENT = re.compile(r"^[ \t]{0,80}#+[ \t]{0,80}([^\n]{1,300})$", re.MULTILINE)
"""A line that is a comment alone, and not too long to be code."""


class How(enum.Enum):
    """What became of a name that is missing. The comments say what ``Found.names`` holds."""

    OTHER_NAME = "other name"  # the name that was given instead
    SEVERAL = "several"  # compiled functions, of which none has the name
    NOT_REACHED = "not reached"  # the first line of the block
    CAUGHT = "caught"
    NOT_CALLED = "not called"  # the function that would make it global
    LOCAL = "local"  # the function, and its class if it has one
    CLASS = "class"  # the class
    ATTRIBUTE = "attribute"  # the attribute with its owner
    UNNAMED = "unnamed"  # the function that theano.function is called in, if one
    MAKER_NOT_CALLED = "maker not called"  # likewise
    TEXT = "text"
    COMMENT = "comment"
    LATER = "later"
    EXPRESSION = "expression"  # the function that is compiled from it
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Found:
    """What became of the name ``wanted``, in a ``line`` of a ``cell``."""

    how: How
    wanted: str
    names: tuple[str, ...] = ()
    cell: WorkCell | None = None
    line: int = 0

    @property
    def facts(self) -> tuple[str, ...]:
        """What is the same for all to whom it happened."""
        return "missing", self.how.value, self.wanted


@dataclass(frozen=True)
class Looked:
    """The cells of a student's that have run (``own``), and what may be told of them.

    ``later``: those that have not. ``taught``: names that the course itself assigns. ``functions``: those that it calls,
    so that they have to be functions. ``ended``: by the index of a cell that did not end well the line of its error, or 0.
    """

    own: Bindings
    later: Bindings
    taught: Collection[str] = ()
    functions: Collection[str] = ()
    ended: Mapping[int, int] | None = None

    def is_past(self, binding: Binding) -> bool:
        """Whether its cell came further than the statement, or to its end."""
        ended = (self.ended or {}).get(binding.cell.index)
        return ended is None or binding.end < ended

    def has_run(self, binding: Binding) -> bool:
        """Whether it is a statement outside of all blocks that has run to its end."""
        return not binding.within and self.is_past(binding)

    def find(self, wanted: str, needed: Collection[str]) -> Found | None:
        """What became of ``wanted``, which is missing; None if nothing is certain."""
        bound = self.own.of(wanted)
        if any(not binding.within for binding in bound) or wanted in self.own.deleted or self.own.unread_assigns(wanted):
            return None
        if self.own.unread_names(wanted):
            return self._close(wanted, needed) or self._compiled(wanted, needed)
        compiled = self._compiled(wanted, needed)
        returning = self.own.makers if compiled else ()
        return (
            self._later(wanted, [Kind.COMPILED])
            or self._blocks(wanted, bound)
            or self._close(wanted, needed)
            or self._scopes(wanted, [binding for binding in bound if binding.within[-1].name not in returning])
            or compiled
            or self._later(wanted, list(Kind))
            or (None if bound else self._unbound(wanted, needed))
        )

    def nowhere(self, wanted: str) -> Found | None:
        """That no cell assigns ``wanted``, if that is certain."""
        return Found(How.NOWHERE, wanted) if self._assigned_nowhere(wanted) else None

    def _assigned_nowhere(self, wanted: str) -> bool:
        both = (self.own, self.later)
        return not any(
            wanted in some.stored or some.of(wanted) or some.unread_names(wanted) or some.unread_cells or some.hidden
            for some in both
        )

    def _later(self, wanted: str, kinds: Collection[Kind]) -> Found | None:
        """A cell that has not run yet, and gives the name to something of these kinds."""
        for binding in self.later.of(wanted):
            if not binding.within and binding.kind in kinds and self._may_be(wanted, binding.kind):
                return Found(How.LATER, wanted, (), binding.cell, binding.line)
        return None

    def _blocks(self, wanted: str, bound: list[Binding]) -> Found | None:
        """A block outside of functions that did not run to where it binds the name."""
        for binding in bound:
            if self.own.hidden or not self.is_past(binding) or binding.kind is Kind.WEAK:
                continue
            kinds = [block.kind for block in binding.within]
            if kinds == ["try"]:
                return Found(How.CAUGHT, wanted, (), binding.cell, binding.line)
            if set(kinds) <= {"if", "else", "except", "loop", "match"}:
                return Found(How.NOT_REACHED, wanted, (binding.within[-1].name,), binding.cell, binding.line)
        return None

    def _scopes(self, wanted: str, bound: list[Binding]) -> Found | None:
        """A function or a class that keeps the name to itself."""
        for binding in bound:
            scopes = [block for block in binding.within if block.kind in ("def", "class")]
            if binding.kind is Kind.WEAK or not scopes or not self._may_be(wanted, binding.kind):
                continue
            inner = scopes[-1]
            outer = scopes[-2].name if len(scopes) > 1 and scopes[-2].kind == "class" else ""
            place = binding.cell, binding.line
            if inner.kind == "class":
                return Found(How.CLASS, wanted, (inner.name,), *place)
            of_class = any(block.kind == "class" for block in scopes)  # Python calls some methods by itself
            kept = wanted not in inner.global_names
            seen = self.own.used[inner.name] or self.own.unread_names(inner.name) or self.own.hidden
            if not (kept or of_class or inner.decorated or seen):
                return Found(How.NOT_CALLED, wanted, (inner.name,), *place)
            if kept:
                return Found(How.LOCAL, wanted, (inner.name, outer), *place)
        return None

    def _may_be(self, wanted: str, kind: Kind) -> bool:
        """Whether what is of this kind may be meant for ``wanted``."""
        if kind in (Kind.PLAIN, Kind.WEAK):
            return False
        if wanted in self.functions:
            return kind is not Kind.EXPRESSION
        return not self.functions or kind in (Kind.EXPRESSION, Kind.OTHER)

    def _named(self, needed: Collection[str]) -> dict[str, Kind]:
        """The student's own names, but those of other answers, and what they were given to last."""
        taken = {*needed, *self.taught, *self.own.deleted}
        names = {binding.name: binding.kind for binding in self.own.found if self.has_run(binding)}
        return {name: kind for name, kind in names.items() if name not in taken}

    def _close(self, wanted: str, needed: Collection[str]) -> Found | None:
        """A name that differs in the case of letters, or a little."""
        fit = [name for name, kind in self._named(needed).items() if self._may_be(wanted, kind) and len(name) <= 40]
        close = [name for name in fit if name.lower() == wanted.lower()]
        close += difflib.get_close_matches(wanted, fit, 1, 0.75) if len(wanted) > 2 else []
        return Found(How.OTHER_NAME, wanted, (close[0],)) if close else None

    def _compiled(self, wanted: str, needed: Collection[str]) -> Found | None:
        """The functions that are compiled, where one is wanted."""
        names = [name for name, kind in self._named(needed).items() if kind is Kind.COMPILED]
        if not names or wanted not in self.functions:
            return None
        return Found(How.OTHER_NAME if len(names) == 1 else How.SEVERAL, wanted, tuple(names))

    def _unbound(self, wanted: str, needed: Collection[str]) -> Found | None:
        """What there is where no statement binds the name."""
        for attribute in self.own.attributes:
            if attribute.name == wanted:
                return Found(How.ATTRIBUTE, wanted, (f"{attribute.owner}.{wanted}", attribute.of_class))
        if wanted in self.own.stored or self.own.hidden:
            return None
        for cell, text in self.own.texts:
            if "\n" in text and self._binds(text, wanted):
                return Found(How.TEXT, wanted, (), cell)
        for cell in self.own.cells:
            if any(self._binds(text, wanted) for text in COMMENT.findall(cell.source[:LONGEST]) if wanted in text):
                return Found(How.COMMENT, wanted, (), cell)
        if wanted in self.functions:
            return self._unnamed(wanted)
        return self._expression(wanted, needed)

    def _binds(self, text: str, wanted: str) -> bool:
        """Whether a text that does not run would bind the name if it did."""
        read = Bindings(aliases=dict(self.own.aliases))
        read.read(WorkCell(0, text))
        return any(not binding.within and self._may_be(wanted, binding.kind) for binding in read.of(wanted))

    def _unnamed(self, wanted: str) -> Found | None:
        """A call of ``theano.function`` of whose result nothing is left."""
        for cell, within in self.own.unnamed:
            if not within:
                return Found(How.UNNAMED, wanted, (), cell)
        for name in self.own.makers:
            bound = self.own.of(name)
            if (
                len(bound) == 1
                and not bound[0].within
                and self.own.used[name] == self.own.dropped[name]
                and not self.own.unread_names(name)
            ):
                how = How.UNNAMED if self.own.used[name] else How.MAKER_NOT_CALLED
                return Found(how, wanted, (name,), bound[0].cell)
        return None

    def _expression(self, wanted: str, needed: Collection[str]) -> Found | None:
        """A function that is there, compiled from an expression that has no name."""
        if not self._assigned_nowhere(wanted) or {name for name in needed if name not in self.functions} != {wanted}:
            return None
        for binding in self.own.found:
            output = binding.output if binding.name in needed and self.has_run(binding) else None
            if isinstance(output, (ast.BinOp, ast.Call)):
                return Found(How.EXPRESSION, wanted, (binding.name,), binding.cell, binding.line)
            if isinstance(output, ast.Name) and output.id in self._named(needed):
                return Found(How.OTHER_NAME, wanted, (output.id,))
        return None


UNNAMED = later("`theano.function` is called in {cell}, but its result is not given the name {wanted}.")
TOLD = {
    How.NOT_REACHED: later("In {cell} {wanted} is assigned in line {line}, within {name}, and that line did not run."),
    How.CAUGHT: later(
        "In {cell} {wanted} is assigned in line {line}, within `try`. "
        "An error in that line or before it was caught: take `try` away to see it."
    ),
    How.NOT_CALLED: later("{wanted} is assigned within {within}, which is never called."),
    How.LOCAL: later("{wanted} is assigned within {within} and gone when that ends: assign it outside of it."),
    How.CLASS: later("{wanted} is an attribute of the class {name}: the task asks for a variable of that name."),
    How.UNNAMED: later(
        "`theano.function` is called within {name}, but what that returns is given no name, such as {wanted}."
    ),
    How.MAKER_NOT_CALLED: later("`theano.function` is called within {name}, which is never called."),
    How.LATER: later("{wanted} is assigned in {cell}, which is below this cell: it has to be assigned above it."),
    How.TEXT: later("In {cell} {wanted} is assigned within a text in quotes only, and a text does not run."),
    How.COMMENT: later("In {cell} {wanted} is assigned in a comment only, and a comment does not run."),
    How.EXPRESSION: later("No cell of yours assigns {wanted}: {name} is compiled from an expression that has no name."),
    How.NOWHERE: later("No cell of yours assigns {wanted}."),
}
"""What is said of most of them."""


def sentence(found: Found, called: str) -> Words:
    """The hint. ``called``: what the cell of it is to the student."""
    wanted, names = f"`{found.wanted}`", [quoted(name, 60) for name in found.names if name]
    name: str = names[0] if names else ""
    within = say("the method {name} of {owner}", name=name, owner=names[1]) if len(names) > 1 else name
    match found.how:
        case How.OTHER_NAME:
            told = say("Your notebook defines {name}, not {wanted}: the task asks for that name.", name=name, wanted=wanted)
        case How.SEVERAL:
            some = listed(names) if len(names) <= 3 else say("{count} functions", count=len(names))
            told = say("Your notebook compiles {names}; none of them is called {wanted}.", names=some, wanted=wanted)
        case How.ATTRIBUTE:
            told = capital(
                say("{where}, an attribute: the task asks for a variable {wanted}.", where=_owned(names), wanted=wanted)
            )
        case How.UNNAMED if not names:
            told = say(UNNAMED, cell=called, wanted=wanted)
        case _:
            told = say(TOLD[found.how], wanted=wanted, name=name, within=within, cell=called, line=found.line)
    return told


def _owned(names: Sequence[str]) -> Words:
    """Who has assigned an attribute."""
    if len(names) > 1:
        return say("the class {owner} assigns {name}", owner=names[1], name=names[0])
    return say("{name} is assigned", name=names[0])

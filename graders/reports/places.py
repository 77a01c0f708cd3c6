"""Where something is to be changed, in words."""

import re
from collections.abc import Sequence

from exercises.words import Words, say, with_and
from graders.records.explanation import Change, Role
from graders.reports.words import ordinal

MAX_FORMULA = 80
"""Characters of a formula. One that is longer is cut: the place is what matters."""
NUMBER = re.compile(r"-?[\d.]+")
"""A number around a number, made wider by Theano, is no place."""


def code(formula: str) -> str:
    """A formula between backticks, cut if it is long."""
    return f"`{formula if len(formula) <= MAX_FORMULA else formula[: MAX_FORMULA - 4] + ' ...'}`"


def place(roles: Sequence[Role]) -> str:
    """Where an expression belongs: "in `z`", "in both outputs of `f`", "in the update of `state`"."""
    named = [_role(role) for role in roles if role.kind == "name"]
    outputs = [role for role in roles if role.kind == "output"]
    others = [_role(role) for role in roles if role.kind == "update"]
    if len(outputs) > 1 and len(outputs) == outputs[0].of:
        every = say("in both outputs of `{name}`", name=outputs[0].name)
        if len(outputs) > 2:
            every = say("in all outputs of `{name}`", name=outputs[0].name)
        return with_and([every, *others])
    return with_and(named[:1] or [*dict.fromkeys(map(_role, outputs)), *others])


def _role(role: Role) -> Words:
    if role.kind == "output" and role.of > 1:
        position = ordinal(role.position if role.own is None else role.own)
        return say("in the {position} output of `{name}`", position=position, name=role.name)
    if role.kind == "update":
        return say("in the update of `{name}`", name=role.variable)
    return say("in `{name}`", name=role.name)


def look_at(change: Change) -> Words:
    """The sentence that reveals least: where to look."""
    return say("Look at {here} {where}.", here=here_in(change), where=where_in(change))


def here_in(change: Change) -> str:
    """What stands there, and which of them where there are several."""
    which = change.facts.get("which")
    formula = code(change.here)
    return formula if which is None else say("the {position} {formula}", position=ordinal(which), formula=formula)


def where_in(change: Change) -> str:
    """The place of a part, with the formula around it where that is another."""
    told = (
        change.inside not in ("", change.here) and len(change.inside) <= MAX_FORMULA and not NUMBER.fullmatch(change.inside)
    )
    around = change.inside if told else ""
    where = place(change.roles)
    return say("in {formula} {where}", formula=code(around), where=where) if around else where

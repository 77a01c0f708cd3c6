"""Where the student's own source says what an explanation names. Trusted side, text only; what is not certain is None."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from graders.grading.source.expressions import TooMuch
from graders.grading.source.statements import Source
from graders.grading.source.values import TOO_LONG, UNNAMED, Span, Value
from graders.records.explanation import INTERFACE_KINDS, Change, Role
from graders.records.verdict import Verdict
from graders.records.work import WorkCell

MAX_VISITED = 5_000
NOT_WRITTEN = ("amounts",)
"""Kinds whose ``here`` is not what stands in the source."""


def with_spans(verdicts: Sequence[Verdict], cells: Sequence[WorkCell], failed: Collection[int] = ()) -> list[Verdict]:
    """The verdicts, each change of an explanation with its span in the student's ``cells``, if there is one for certain.

    A grade cell looks at what the cells before it have made. ``failed``: indices of cells that ended with an error.
    """
    wanted = {verdict.cell: verdict for verdict in verdicts if verdict.explanation is not None}
    given, source = {cell.index for cell in cells if cell.given}, Source()
    for cell in cells if wanted else ():
        try:
            if cell.name in wanted:
                wanted[cell.name] = _located(wanted[cell.name], source, given)
            elif not cell.name:
                source.read(cell.index, cell.source, cell.index in failed)
        except (TooMuch, RecursionError, MemoryError):
            break
    return [wanted.get(verdict.cell, verdict) for verdict in verdicts]


def _located(verdict: Verdict, source: Source, given: set[int]) -> Verdict:
    if verdict.explanation is None:
        return verdict
    spans = [span_of(change, source) for change in verdict.explanation.changes]
    changes = tuple(
        replace(change, span=span) if span is not None and span[0] not in given else change
        for change, span in zip(verdict.explanation.changes, spans)
    )
    return replace(verdict, explanation=replace(verdict.explanation, changes=changes))


def span_of(change: Change, source: Source) -> Span | None:
    """Where the source says what a change names, if one place is certain: for an interface the call of theano.function."""
    first = change.roles[0]
    if change.kind in INTERFACE_KINDS:
        called = _compiled(source, first.name)
        return called.span if called is not None and source.compiled.get(first.name) == 1 else None
    if change.kind in NOT_WRITTEN or change.here.endswith(TOO_LONG):
        return None
    found = [_places(source, role, change) for role in change.roles]
    common = set.intersection(*(set(places) for places in found))
    if len(found[0]) != 1 or not common:
        return None
    (span,) = common
    if span not in _elsewhere(source, change.roles):
        return span
    uses = set.union(*(places[span] for places in found))
    return uses.pop() if len(uses) == 1 else None


def _elsewhere(source: Source, roles: Sequence[Role]) -> set[Span]:
    """Where the other outputs and updates of the same function come from, which are right there."""
    called = next((called for role in roles if (called := _compiled(source, role.name))), None)
    if called is None:
        return set()
    outputs, updates = called.items
    mended = [_root(source, role) for role in roles]
    roots = [*(outputs.items or (outputs,)), *(pair.items[1] for pair in updates.items if len(pair.items) == 2)]
    others = [root for root in roots if not any(root is one for one in mended)]
    return {value.span for root in others for value, _ in _parts(root)}


def _compiled(source: Source, name: str) -> Value | None:
    value = source.names.get(name)
    return value if isinstance(value, Value) and value.kind == "compiled" else None


def _places(source: Source, role: Role, change: Change) -> dict[Span, set[Span | None]]:
    """Where an expression of a role says ``here`` of a change, for its first role within ``inside``; where it is used."""
    root = _root(source, role)
    if root is None or root.is_opaque:
        return {}
    inside = TOO_LONG if change.inside.endswith(TOO_LONG) else change.inside or change.here
    everywhere: dict[Span, set[Span | None]] = {}
    within: dict[Span, set[Span | None]] = {}
    variables: dict[str, int] = {}
    for value, around in _parts(root):
        if value.kind == "leaf" and value.text != UNNAMED and variables.setdefault(value.text, value.origin) != value.origin:
            return {}  # two variables of one name: formulas call them otherwise
        if value.text == change.here:
            everywhere.setdefault(value.span, set()).add(value.used)
            if (around or change.here) == inside:
                within.setdefault(value.span, set()).add(value.used)
    if role != change.roles[0]:
        return everywhere
    is_plain = "(" not in change.here and " " not in change.here
    return within or ({} if is_plain else everywhere)


def _root(source: Source, role: Role) -> Value | None:
    """The expression that is in a role."""
    value = source.names.get(role.name)
    if role.kind == "name":
        return value if isinstance(value, Value) and value.kind in ("expression", "leaf", "number") else None
    called = _compiled(source, role.name)
    if called is None or called.is_opaque:
        return None
    outputs, updates = called.items
    if role.kind == "update":
        pairs = [pair.items for pair in updates.items if len(pair.items) == 2]
        return next((new for shared, new in pairs if shared.kind == "leaf" and shared.text == role.variable), None)
    if outputs.kind == "list":
        number = role.position if role.own is None else role.own
        return outputs.items[number] if number < len(outputs.items) else None
    return outputs if role.own in (0, None) else None


def _parts(root: Value) -> Sequence[tuple[Value, str]]:
    """An expression and all in it, each with the nearest text around it that is another. Raises :class:`TooMuch`."""
    seen: dict[tuple[int, str], tuple[Value, str]] = {}
    waiting = [(root, "")]
    while waiting:
        value, around = waiting.pop()
        if (id(value), around) not in seen:
            seen[id(value), around] = value, around
            waiting += [(kid, value.text if value.text != kid.text else around) for kid in value.kids]
        if len(seen) > MAX_VISITED:
            raise TooMuch
    return list(seen.values())

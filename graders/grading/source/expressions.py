"""What the expressions of a student's cells stand for; the statements around them are followed in :mod:`.statements`."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graders.answers.formulas import CALLED
from graders.grading.source.calls import Call, made_by
from graders.grading.source.values import MAX_NUMBER, SIGNS, Span, Value, listed, made, number, opaque, operation

MAX_STEPS = 4_000
MAX_DEPTH = 6
"""Expressions that are looked at, and how deep functions of the student's may call each other."""


class TooMuch(Exception):
    """More than is looked at."""


@dataclass(frozen=True, eq=False)
class Defined:
    """A function of the student's, or a lambda: its ``body`` is a list of statements, or the expression."""

    arguments: ast.arguments
    body: list[ast.stmt] | ast.expr
    cell: int
    lines: list[str]


Names = dict[str, "Value | Defined | str"]
"""What names stand for; a text is the dotted path of something imported."""


@dataclass
class Expressions:
    """The expressions of a cell, the index ``cell`` of the notebook; ``names`` are those of the whole notebook."""

    names: Names = field(default_factory=dict)
    steps: int = 0
    depth: int = 0
    cell: int = 0
    lines: list[str] = field(default_factory=list)

    def run(self, body: list[ast.stmt], names: Names) -> Value | None:
        """Follow statements; what a ``return`` among them gives back."""
        raise NotImplementedError

    def forget(self, node: ast.AST, names: Names) -> None:
        """Let all that ``node`` may change stand for nothing."""
        raise NotImplementedError

    def span(self, node: ast.AST) -> Span:
        """Where a node stands; ``ast`` counts bytes where an editor counts characters."""
        first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        return (self.cell, first, self._column(first, getattr(node, "col_offset", 0)),
                last, self._column(last, getattr(node, "end_col_offset", 0)))  # fmt: skip

    def _column(self, line: int, offset: int) -> int:
        text = self.lines[line - 1]
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))

    def value(self, node: ast.expr, names: Names) -> Value:
        """What an expression stands for."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooMuch
        span = self.span(node)
        match node:
            case ast.Name():
                return self._name(node, names)
            case ast.Constant(value=bool()):
                return Value(str(node.value), span, "atom")
            case ast.Constant(value=int() | float() as plain):
                return number(plain, span) if abs(plain) <= MAX_NUMBER else opaque(span)
            case ast.Constant(value=plain):
                return Value(repr(plain)[:100], span, "atom")
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return listed([self.value(part, names) for part in parts], span)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                pairs = [[self.value(each, names) for each in (key, value) if each] for key, value in zip(keys, values)]
                return listed([listed(pair, span) for pair in pairs], span)
            case ast.NamedExpr():
                self.forget(node, names)
                return opaque(span)
        return self._made(node, span, names)

    def _made(self, node: ast.expr, span: Span, names: Names) -> Value:
        """What an expression makes of others."""
        match node:
            case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
                return operation(SIGNS[type(op)], [self.value(left, names), self.value(right, names)], span)
            case ast.UnaryOp(op=op, operand=inner) if type(op) in SIGNS:
                return operation(SIGNS[type(op)], [self.value(inner, names)], span)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in SIGNS:
                return operation(SIGNS[type(op)], [self.value(left, names), self.value(right, names)], span)
            case ast.Subscript(value=inner, slice=index):
                return self._part(self.value(inner, names), index, span, names)
            case ast.Attribute():
                return self._attribute(node, span, names)
            case ast.Call():
                return self._call(node, span, names)
        return opaque(span)

    def _name(self, node: ast.Name, names: Names) -> Value:
        """A variable where it is used; else what the name was given to, where that is written."""
        value = names.get(node.id, self.names.get(node.id))
        if not isinstance(value, Value):
            return opaque(self.span(node))
        place = self.span(node)
        return replace(value, span=place, used=None) if value.kind == "leaf" else replace(value, used=place)

    def _attribute(self, node: ast.Attribute, span: Span, names: Names) -> Value:
        path = path_of(node, {**self.names, **names} if names is not self.names else names)
        if path is not None:
            return Value("?", span, "atom") if path.startswith(("numpy.", "theano.")) else opaque(span)
        base = self.value(node.value, names)
        called = Call(node.attr, base, (), {}, span)
        return made_by(called, self._fresh) if node.attr in ("T", "shape", "size", "ndim") else opaque(span)

    def _part(self, base: Value, index: ast.expr, span: Span, names: Names) -> Value:
        """An entry of a list, or part of an array."""
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        if base.kind == "list":
            place = self.value(parts[0], names).number if len(parts) == 1 and not isinstance(index, ast.Slice) else None
            known = isinstance(place, int) and -len(base.items) <= place < len(base.items)
            return base.items[int(place or 0)] if known else opaque(span)
        if base.kind not in ("expression", "leaf"):
            return opaque(span)
        kids, texts = [base], []
        for part in parts:
            limits = [part.lower, part.upper, part.step] if isinstance(part, ast.Slice) else [part]
            values = [None if limit is None else self.value(limit, names) for limit in limits]
            shown = ["" if value is None else value.text for value in values]
            texts.append(":".join(shown[:2]) + (f":{shown[2]}" if shown[2:] and shown[2] else ""))
            kids += [value for value in values if value is not None]
        return made(f"{base.within(CALLED)}[{', '.join(texts)}]", kids, span)

    def _call(self, node: ast.Call, span: Span, names: Names) -> Value:
        keywords = {keyword.arg: self.value(keyword.value, names) for keyword in node.keywords if keyword.arg is not None}
        arguments = tuple(self.value(argument, names) for argument in node.args)
        if len(keywords) < len(node.keywords) or any(isinstance(argument, ast.Starred) for argument in node.args):
            return opaque(span)
        known = {**self.names, **names} if names is not self.names else names
        path = path_of(node.func, known)
        if path is not None:
            return made_by(Call(path, None, arguments, keywords, span), self._fresh)
        match node.func:
            case ast.Name(id=name) if isinstance(found := known.get(name), Defined):
                return self._inlined(found, arguments, keywords, span)
            case ast.Attribute(value=inner, attr=name):
                return made_by(Call(name, self.value(inner, names), arguments, keywords, span), self._fresh)
        return opaque(span)

    def _inlined(self, function: Defined, given: tuple[Value, ...], named: Mapping[str, Value], span: Span) -> Value:
        """What a function of the student's gives back for these arguments."""
        parameters, defaults = [each.arg for each in function.arguments.args], function.arguments.defaults
        simple = not (function.arguments.vararg or function.arguments.kwarg or function.arguments.kwonlyargs)
        local: Names = {name: opaque(span) for name in parameters}
        local.update(zip(parameters, given))
        local.update(named)
        whole = len(given) + len(named) == len(parameters) == len(local) and not defaults
        if not (simple and whole) or self.depth >= MAX_DEPTH:
            return opaque(span)
        outside, self.depth = (self.cell, self.lines), self.depth + 1
        self.cell, self.lines = function.cell, function.lines
        try:
            body = function.body
            found = self.run(body, local) if isinstance(body, list) else self.value(body, local)
        finally:
            (self.cell, self.lines), self.depth = outside, self.depth - 1
        return replace(found, used=span) if found is not None else opaque(span)

    def _fresh(self) -> int:
        self.steps += 1
        return self.steps


def path_of(node: ast.expr, names: Names) -> str | None:
    """The dotted path of what is imported, or of what is nowhere defined; None for what stands for a value."""
    match node:
        case ast.Name(id=name):
            found = names.get(name, name)
            return found if isinstance(found, str) else None
        case ast.Attribute(value=inner, attr=name):
            path = path_of(inner, names)
            return f"{path}.{name}" if path is not None else None
    return None

"""The statements of a student's cells, followed one after the other.

Straight lines of code are followed, functions of the student's too, wherever they are called. After loops, branches and
whatever else is unknown, the names that it may have changed stand for nothing that could be found.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graders.grading.source.blocks import LONGEST, parsed
from graders.grading.source.expressions import Defined, Expressions, Names, TooMuch, path_of
from graders.grading.source.values import SIGNS, Value, listed, named, opaque, operation

LONGEST_IN_ALL = 60_000
"""Characters of all cells."""


@dataclass
class Source(Expressions):
    """The names after the cells that were read."""

    length: int = 0
    compiled: dict[str, int] = field(default_factory=dict)
    """How many times a name was given to a call of theano.function."""

    def read(self, index: int, text: str, failed: bool = False) -> None:
        """Take in a cell; one that ``failed`` ended nobody knows where, so only what it names once and anew is known of it.

        Raises :class:`TooMuch`, ``RecursionError`` and ``MemoryError`` for one that is not looked at.
        """
        self.length += len(text)
        if len(text) > LONGEST or self.length > LONGEST_IN_ALL:
            raise TooMuch
        tree, _ = parsed(text)
        if tree is not None:
            self.cell, self.lines = index, re.split(r"\r\n|\r|\n", text)
            before = set(self.names)
            self.run(tree.body, self.names)
            given = Counter(
                each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            )
            unsure = [name for name, times in given.items() if times > 1 or name in before] if failed else []
            self.names.update((name, opaque((index, 1, 0, 1, 0))) for name in unsure)

    def run(self, body: list[ast.stmt], names: Names) -> Value | None:
        """Follow statements; what a ``return`` among them gives back."""
        for statement in body:
            match statement:
                case ast.Assign(targets=targets, value=value):
                    given = self._assigned(value, names)
                    for target in targets:
                        self._assign(target, given, names)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._assign(target, self._assigned(value, names), names)
                case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                    both = [self._name(target, names), self.value(value, names)]
                    sign = SIGNS.get(type(op))
                    names[name] = operation(sign, both, self.span(statement)) if sign else opaque(self.span(statement))
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value])) if (
                    name in names and (found := self._list(name, names))
                ):
                    names[name] = listed([*found.items, self.value(value, names)], found.span)
                case ast.Return(value=ast.expr() as value):
                    return self.value(value, names)
                case ast.Import() | ast.ImportFrom():
                    names.update(_imported(statement))
                case ast.FunctionDef(body=inner) if names is self.names and not _is_odd(statement):
                    names[statement.name] = Defined(statement.args, inner, self.cell, self.lines)
                case _:
                    self.forget(statement, names)
                    if any(isinstance(each, ast.Return) for each in ast.walk(statement)):
                        return opaque(self.span(statement))
        return None

    def _assigned(self, node: ast.expr, names: Names) -> "Value | Defined | str":
        """What a name is to stand for."""
        if isinstance(node, ast.Lambda) and names is self.names:
            return Defined(node.args, node.body, self.cell, self.lines)
        path = path_of(node, names)
        return path if path is not None and isinstance(node, ast.Attribute) else self.value(node, names)

    def _assign(self, target: ast.expr, given: "Value | Defined | str", names: Names) -> None:
        match target:
            case ast.Name(id=name):
                if isinstance(given, Value) and given.kind == "compiled":
                    self.compiled[name] = self.compiled.get(name, 0) + 1
                names[name] = given
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                items: tuple[Value, ...] = given.items if isinstance(given, Value) and given.kind == "list" else ()
                for place, part in enumerate(parts):
                    self._assign(part, items[place] if len(items) == len(parts) else opaque(self.span(part)), names)
            case ast.Attribute(value=ast.Name(id=name), attr="name"):
                variable = names.get(name)
                if isinstance(variable, Value) and variable.kind == "leaf":
                    names[name] = named(variable, given) if isinstance(given, Value) else opaque(variable.span)
            case ast.Subscript(value=ast.Name(id=name), slice=key) if name in names and (found := self._list(name, names)):
                value = given if isinstance(given, Value) else opaque(self.span(target))
                entry = listed([self.value(key, names), value], value.span)
                is_new = entry.items[0].kind == "leaf"
                names[name] = listed([*found.items, entry], found.span) if is_new else opaque(found.span)
            case _:
                self.forget(target, names)

    def forget(self, node: ast.AST, names: Names) -> None:
        """Let all that ``node`` may change stand for nothing: names that it assigns, lists that it changes."""
        if isinstance(node, ast.ClassDef):
            names[node.name] = opaque(self.span(node))
            return
        inner = {id(one) for each in ast.walk(node) if isinstance(each, ast.comprehension) for one in ast.walk(each.target)}
        for each in ast.walk(node):
            match each:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if id(each) not in inner:
                    names[name] = opaque(self.span(node))
                case (
                    ast.Attribute(value=ast.Name(id=name))
                    | ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del())
                ):
                    scope = names if name in names else self.names
                    if self._list(name, names) is not None:
                        scope[name] = opaque(self.span(node))
                case ast.FunctionDef(name=str(name)) | ast.ClassDef(name=str(name)) | ast.ExceptHandler(name=str(name)):
                    names[name] = opaque(self.span(node))
                case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.AsyncFunctionDef(name=str(name)):
                    names[name] = opaque(self.span(node))
                case ast.alias(name=name, asname=alias):
                    names[alias or name.split(".")[0]] = opaque(self.span(node))
                case ast.Global(names=changed) | ast.Nonlocal(names=changed):
                    self.names.update((name, opaque(self.span(node))) for name in changed)

    def _list(self, name: str, names: Names) -> Value | None:
        """The list or the dict that a name stands for."""
        value = names.get(name, self.names.get(name))
        return value if isinstance(value, Value) and value.kind == "list" else None


def _imported(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    start = f"{statement.module or ''}." if isinstance(statement, ast.ImportFrom) else ""
    for alias in statement.names:
        if start or alias.asname:
            yield alias.asname or alias.name, f"{start}{alias.name}"
        else:
            yield (alias.name.split(".")[0],) * 2


def _is_odd(function: ast.FunctionDef) -> bool:
    """Whether a function does more than compute what it gives back."""
    odd = (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Await)
    return bool(function.decorator_list) or any(isinstance(each, odd) for each in ast.walk(function))

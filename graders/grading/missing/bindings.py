"""What a notebook's cells define, read from their source. Nothing of a student's runs here, and nothing raises for it."""

import ast
import enum
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from graders.grading.source.blocks import Block, parsed, seems_to_assign, statements
from graders.records.work import WorkCell

LONGEST_IN_ALL = 100_000
"""Characters that are parsed of a notebook."""
COMPILERS = {"theano.function", "theano.compile.function", "theano.compile.function.function"}
USUAL = {"theano": "theano", "T": "theano.tensor", "function": "theano.function"}
"""What names of the course's imports stand for."""
HIDDEN_WAYS = {"exec", "eval", "globals", "locals", "vars", "get_ipython", "setattr", "delattr"}
"""Functions with which names come and go that no assignment shows."""
HIDING = re.compile(r"\b(?:reset|run|load|store|pylab|macro|rerun|edit)\b")
"""Commands of IPython's that do so."""


class Kind(enum.Enum):
    """What a name is given to, as far as its source tells."""

    COMPILED = "a result of theano.function"
    FUNCTION = "a function of Python"
    EXPRESSION = "an expression"
    PLAIN = "a number, a text, a list"
    WEAK = "what a loop, an import or a with statement gives"
    OTHER = "anything"


@dataclass(frozen=True)
class Binding:
    """A ``name`` is given to something, in the lines ``line`` to ``end`` of a cell, ``within`` blocks, the outer first."""

    name: str
    cell: WorkCell
    line: int
    end: int
    kind: Kind
    within: tuple[Block, ...] = ()
    value: ast.expr | None = field(default=None, compare=False, repr=False)

    @property
    def output(self) -> ast.expr | None:
        """Of a call of ``theano.function`` the one output, if it has one."""
        if self.kind is not Kind.COMPILED or not isinstance(self.value, ast.Call):
            return None
        outputs = [word.value for word in self.value.keywords if word.arg == "outputs"] or self.value.args[1:2]
        output = outputs[0] if outputs else None
        if isinstance(output, (ast.List, ast.Tuple)) and len(output.elts) == 1:
            output = output.elts[0]
        return output


@dataclass(frozen=True)
class Attribute:
    """``owner.name`` is assigned, within a ``class`` or none."""

    owner: str
    name: str
    of_class: str


Bind = Callable[[str, Kind, ast.expr | None], None]


@dataclass
class Bindings:
    """What some cells define. ``unread``: the text of cells and lines that are not Python, or too long to be read."""

    cells: list[WorkCell] = field(default_factory=list)
    found: list[Binding] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    """How often names and attributes are read."""
    called: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    texts: list[tuple[WorkCell, str]] = field(default_factory=list)
    """Texts that stand as statements of their own."""
    dropped: Counter[str] = field(default_factory=Counter)
    """The functions that are called, by name, without that anything is done with what they return."""
    unnamed: list[tuple[WorkCell, tuple[Block, ...]]] = field(default_factory=list)
    """Where ``theano.function`` is called and its result used up at once."""
    makers: dict[str, bool] = field(default_factory=dict)
    """Functions that call ``theano.function`` and return something: whether it is that result alone."""
    unread: list[tuple[WorkCell, str]] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=lambda: dict(USUAL))
    left: int = LONGEST_IN_ALL

    def read(self, cell: WorkCell) -> None:
        """Take in a cell."""
        self.cells.append(cell)
        tree, aside = parsed(cell.source) if len(cell.source) <= self.left else (None, cell.source)
        if aside:
            self.unread.append((cell, aside))
        if tree is None:
            return
        self.left -= len(cell.source)
        for node in ast.walk(tree):
            self._note(node)
        for statement, within in statements(tree, cell.source):
            self._statement(cell, statement, within)

    @property
    def hidden(self) -> bool:
        """Whether names may come and go unseen."""
        star = any(binding.name == "*" for binding in self.found)
        return star or not HIDDEN_WAYS.isdisjoint(self.called) or any(HIDING.search(text) for _, text in self.unread)

    def unread_names(self, name: str) -> bool:
        """Whether what is not read names it."""
        return any(re.search(rf"\b{re.escape(name)}\b", text) for _, text in self.unread)

    def unread_assigns(self, name: str) -> bool:
        """Whether what is not read seems to assign it."""
        return any(seems_to_assign(text, name) for _, text in self.unread)

    @property
    def unread_cells(self) -> bool:
        """Whether a whole cell is not read."""
        return any(text is cell.source for cell, text in self.unread)

    def of(self, name: str) -> list[Binding]:
        """Where it is bound."""
        return [binding for binding in self.found if binding.name == name]

    def _note(self, node: ast.AST) -> None:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                self.used[name] += 1
            case ast.Call(func=ast.Name(id=name)):
                self.called.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                self.stored.add(name)
            case ast.Name(id=name, ctx=ast.Del()) | ast.ExceptHandler(name=str(name)):
                self.deleted.add(name)

    def _statement(self, cell: WorkCell, node: ast.stmt, within: tuple[Block, ...]) -> None:
        def bind(name: str, kind: Kind, value: ast.expr | None = None) -> None:
            self.found.append(Binding(name, cell, node.lineno, node.end_lineno or node.lineno, kind, within, value))
            if not within:
                self.aliases[name] = name

        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                bind(name, Kind.FUNCTION)
                self._look_for_makers(node)
            case ast.ClassDef(name=name):
                bind(name, Kind.WEAK)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                package = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
                for alias in names:
                    short = alias.name if package else alias.name.split(".")[0]
                    bind(alias.asname or short, Kind.WEAK)
                    self.aliases[alias.asname or short] = package + (alias.name if alias.asname else short)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._targets(bind, target, value, within)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._targets(bind, target, value, within)
            case ast.AugAssign(target=ast.Name(id=name)):
                bind(name, Kind.OTHER)
            case ast.For(target=target) | ast.AsyncFor(target=target):
                for name in _names(target):
                    bind(name, Kind.WEAK)
            case ast.Expr(value=ast.Constant(value=str(text))):
                self.texts.append((cell, text))
            case ast.Expr(value=value):
                self._dropped(cell, value, within)

    def _targets(self, bind: Bind, target: ast.expr, value: ast.expr, within: tuple[Block, ...]) -> None:
        match target, value:
            case ((ast.Tuple(elts=parts) | ast.List(elts=parts)), (ast.Tuple(elts=values) | ast.List(elts=values))) if len(
                parts
            ) == len(values):
                for part, one in zip(parts, values):
                    if isinstance(part, ast.Name):
                        bind(part.id, self.kind(one), one)
            case ast.Name(id=name), _:
                path = self._path(value)
                bind(name, self.kind(value), value)
                if path.startswith("theano"):
                    self.aliases[name] = path
            case ast.Attribute(value=ast.Name(id=owner), attr=name), _:
                classes = [block.name for block in within if block.kind == "class"]
                self.attributes.append(Attribute(owner, name, classes[-1] if classes else ""))
            case _:
                for name in _names(target):
                    bind(name, Kind.OTHER, None)

    def _dropped(self, cell: WorkCell, value: ast.expr, within: tuple[Block, ...]) -> None:
        match value:
            case ast.Call() if self._compiles(value):
                self.unnamed.append((cell, within))
            case ast.Call(func=ast.Call() as inner) if self._compiles(inner):
                self.unnamed.append((cell, within))
            case ast.Call(func=ast.Name(id=name)):
                self.dropped[name] += 1
                for argument in value.args:
                    if isinstance(argument, ast.Call):
                        self._dropped(cell, argument, within)

    def _look_for_makers(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        compiled, returned, calls = set(), [], False
        for inner in ast.walk(node):
            match inner:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if self._compiles(call):
                    compiled.add(name)
                case ast.Return(value=ast.expr() as value):
                    returned.append(value)
            calls = calls or self._compiles(inner)
        alone = [self._compiles(value) or (isinstance(value, ast.Name) and value.id in compiled) for value in returned]
        if calls and returned and not node.decorator_list:
            self.makers[node.name] = all(alone)

    def _compiles(self, node: ast.AST) -> bool:
        """Whether it is a call of ``theano.function``."""
        return isinstance(node, ast.Call) and self._path(node.func) in COMPILERS

    def _path(self, node: ast.expr) -> str:
        """What a dotted name stands for, such as ``theano.tensor.dscalar``; empty if it is none."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self.aliases.get(node.id, node.id), *reversed(parts)])

    def kind(self, value: ast.expr) -> Kind:
        """What a value is."""
        match value:
            case ast.Call(func=func):
                if self._compiles(value) or (isinstance(func, ast.Name) and self.makers.get(func.id)):
                    return Kind.COMPILED
                return Kind.EXPRESSION if self._path(func).startswith("theano.") else Kind.OTHER
            case ast.Lambda():
                return Kind.FUNCTION
            case ast.BinOp() | ast.UnaryOp():
                return Kind.EXPRESSION
            case ast.Name() | ast.Attribute() | ast.Subscript() | ast.IfExp() | ast.Await() | ast.NamedExpr():
                return Kind.OTHER
        return Kind.PLAIN


def _names(target: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))

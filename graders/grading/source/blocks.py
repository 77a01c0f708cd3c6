"""A cell's source as statements, each with the blocks that it is within. Nothing here raises for what a student wrote."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 20_000
"""Characters of a cell that are parsed."""
MAGIC = re.compile(r"^[ \t]{0,80}(?:[\w ,]{1,80}=[ \t]{0,9})?[%!?].*|^[\w .]{1,80}\?{1,2}[ \t]{0,9}$", re.MULTILINE)
"""A line of IPython's own."""
SAME_CELL = re.compile(r"\s{0,80}%%(time|timeit|capture)\b")
"""A magic of a whole cell of which the rest is Python that runs here."""


@dataclass(frozen=True)
class Block:
    """A block of code: ``kind`` is def, class, try or another, ``name`` that of a function or class, else its first line."""

    kind: str
    name: str
    decorated: bool = False
    global_names: frozenset[str] = frozenset()


def parsed(source: str) -> tuple[ast.Module | None, str]:
    """A cell's tree, and what of it is not read: nothing, IPython's own lines, or all."""
    if len(source) > LONGEST or (source.lstrip().startswith("%%") and not SAME_CELL.match(source)):
        return None, source
    for text in (source, MAGIC.sub(_in_place, source)):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        return tree, "" if text == source else "\n".join(match[0] for match in MAGIC.finditer(source))
    return None, source


def _in_place(line: re.Match[str]) -> str:
    return " " * (len(line[0]) - len(line[0].lstrip())) + "pass"


def statements(tree: ast.Module, source: str) -> Iterator[tuple[ast.stmt, tuple[Block, ...]]]:
    """All statements in their order, each with the blocks that it is within, the outer first."""
    lines = source.split("\n")
    stack: Inner = [(statement, ()) for statement in reversed(tree.body)]
    while stack:  # a student may have nested more than Python recurses
        statement, within = stack.pop()
        yield statement, within
        stack += reversed(_inner(statement, within, lines))


def seems_to_assign(text: str, name: str) -> bool:
    """Whether there is an assignment to a name in what can't be parsed."""
    return re.search(rf"\b{re.escape(name)}[ \t]{{0,9}}=(?!=)", text) is not None


Inner = list[tuple[ast.stmt, tuple[Block, ...]]]


def _inner(node: ast.stmt, within: tuple[Block, ...], lines: list[str]) -> Inner:
    """The statements in a statement, each with the blocks that it is within."""

    def block(kind: str, statements: Iterable[ast.stmt]) -> Inner:
        first = lines[node.lineno - 1].strip() if kind in ("if", "loop", "match") and node.lineno <= len(lines) else kind
        return [(inner, (*within, Block(kind, first))) for inner in statements]

    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            named = frozenset(name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names)
            here = Block("def", node.name, bool(node.decorator_list), named)
            return [(inner, (*within, here)) for inner in node.body]
        case ast.ClassDef():
            return [(inner, (*within, Block("class", node.name))) for inner in node.body]
        case ast.If(test=ast.Compare(ast.Name("__name__"), [ast.Eq()], [ast.Constant("__main__")])):
            return [*((inner, within) for inner in node.body), *block("else", node.orelse)]
        case ast.If():
            return [*block("if", node.body), *block("else", node.orelse)]
        case ast.For() | ast.AsyncFor() | ast.While():
            return [*block("loop", node.body), *block("else", node.orelse)]
        case ast.With() | ast.AsyncWith():
            return block("with", node.body)
        case ast.Try():
            handled = [inner for handler in node.handlers for inner in handler.body]
            rest = [*block("except", handled), *block("else", node.orelse), *block("finally", node.finalbody)]
            return [*block("try" if node.handlers else "with", node.body), *rest]
        case ast.Match():
            return block("match", [inner for case in node.cases for inner in case.body])
    return []

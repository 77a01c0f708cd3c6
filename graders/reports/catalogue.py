"""What is said anywhere in the sources, and the catalogues with its translations.

``python -m graders.reports.catalogue`` (``make words``) brings these up to date: new templates come in without a
translation, those that are gone go. In Python a template is the literal argument of one of ``MARKS``, or the docstring of a
check; pages mark theirs as Jinja's extension ``i18n`` has it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from graders.checkout import CHECKOUT
from graders.reports.language import ENGLISH, catalogue_file, languages

MARKS = {"say": 1, "later": 1, "say_several": 2, "_expression": 1, "_precision": 1, "_plain": None}
"""Functions, and how many of their arguments are templates; all, if none is said."""
CHECKS = {"exercises": "check_", "graders/checks": "test_"}
"""By their folder, how the functions begin whose docstrings students read."""
WIDTH = 120

Template = str | tuple[str, str]
"""A template, or that for one and that for several."""


def templates() -> Catalog:
    """All templates in the sources, with the files that they are in."""
    found = Catalog()
    for folder in ("exercises", "graders"):
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            name = path.relative_to(CHECKOUT)
            for template in in_python(path.read_text(encoding="utf-8"), CHECKS.get(str(name.parent), "")):
                found.add(template, locations=[(str(name), 0)])
    for path in sorted((CHECKOUT / "graders").rglob("*.j2")):
        for said, context in in_page(path):
            found.add(said, locations=[(str(path.relative_to(CHECKOUT)), 0)], context=context)
    return found


def in_page(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The templates in a template of Jinja's, each with its context if it has one."""
    with path.open("rb") as file:
        for _, said, _, context in extract("jinja2.ext:babel_extract", file, DEFAULT_KEYWORDS):
            yield said, context


def in_python(source: str, checks: str = "") -> Iterator[Template]:
    """The templates in a module. ``checks``: how functions begin whose docstrings are templates; none, if empty.

    Raises ``ValueError`` for one that is put together, of which no catalogue could know what it will be.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            marked = node.args[: MARKS[node.func.id]]
            texts = [str(argument.value) for argument in marked if isinstance(argument, ast.Constant)]
            several = node.func.id == "say_several"
            if any(isinstance(each, (ast.JoinedStr, ast.BinOp)) for each in marked) or (several and len(texts) != 2):
                raise ValueError(f"Line {node.lineno}: no literal, so it can't be translated: {ast.unparse(node)}")
            yield from [(texts[0], texts[1])] if several else texts
        elif checks and isinstance(node, ast.FunctionDef) and node.name.startswith(checks) and ast.get_docstring(node):
            yield " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())


def update(path: Path, language: str) -> None:
    """Bring a catalogue up to date with the sources; its translations stay."""
    with path.open("rb") as file:
        catalogue = read_po(file, language)
    catalogue.update(templates(), no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True)


if __name__ == "__main__":
    for code in languages():
        if code != ENGLISH:
            update(catalogue_file(code), code)

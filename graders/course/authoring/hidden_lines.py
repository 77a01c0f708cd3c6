"""What students must not see of a master notebook: hidden tests, solutions and outputs, and whether a release shows them."""

import ast
import re

from nbformat.notebooknode import NotebookNode

HIDDEN = re.compile(r"^\s*### BEGIN HIDDEN TESTS\n(.*?)^\s*### END HIDDEN TESTS", re.DOTALL | re.MULTILINE)
SOLUTION = re.compile(r"^\s*### BEGIN SOLUTION\n(.*?)^\s*### END SOLUTION", re.DOTALL | re.MULTILINE)


def checks_called(source: str) -> set[tuple[str, str]]:
    """The exercise and cell of every ``check("exercise", "cell", ...)`` in the hidden part of a grade cell."""
    found = set()
    for part in HIDDEN.findall(source):
        try:
            tree = ast.parse(part)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check":
                words = [value.value for value in node.args if isinstance(value, ast.Constant)]
                if len(words) == 2:
                    found.add((str(words[0]), str(words[1])))
    return found


def leaks(master: NotebookNode, released: NotebookNode) -> list[str]:
    """What the released notebook shows of the master and must not, a sentence each."""
    found = outputs(released)
    secret = _secret([cell.source for cell in master.cells if cell.cell_type == "code"])
    for where, cell in _named(released):
        if re.search(r"### (BEGIN|END) (HIDDEN TESTS|SOLUTION)|^\s*(from|import) graders\b", cell.source, re.MULTILINE):
            found.append(f"{where} shows a hidden part")
        shown = secret & set(_lines(cell.source)) if cell.cell_type == "code" else set()
        if shown:
            found.append(f"{where} shows the hidden line `{min(shown)}`")
    return found


def outputs(released: NotebookNode) -> list[str]:
    """Which cells have outputs, a sentence each."""
    code = [(where, cell) for where, cell in _named(released) if cell.cell_type == "code"]
    return [f"{where} has an output" for where, cell in code if cell.outputs or cell.execution_count is not None]


def _named(nb: NotebookNode) -> list[tuple[str, NotebookNode]]:
    cells = enumerate(nb.cells, 1)
    return [(cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {number}", cell) for number, cell in cells]


def _secret(sources: list[str]) -> set[str]:
    """The lines of hidden tests and solutions that don't stand in the open anywhere."""
    hidden = [part for pattern in (HIDDEN, SOLUTION) for source in sources for part in pattern.findall(source)]
    shown = [SOLUTION.sub("", HIDDEN.sub("", source)) for source in sources]
    return set(_lines("\n".join(hidden))) - set(_lines("\n".join(shown)))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]

"""What belongs to the instructor goes back into its place in a notebook that was handed in."""

import ast
import re

import nbformat
from nbformat import v4
from nbformat.notebooknode import NotebookNode

from exercises.words import to_json
from graders.notebooks.assignment import Assignment, SourceCell
from graders.records.marks import DIGEST, RESTORED, STAND_IN, UNREADABLE


def restore(nb: NotebookNode, assignment: Assignment) -> list[str]:
    """Put back, in place, what belongs to the instructor; return what had to be done, a sentence each.

    A cell is known by the name it claims. Known cells get the instructor's metadata, and locked ones the
    instructor's source; cells with unknown names become ordinary cells; of cells that claim the same name the last
    keeps it (as in nbgrader); moved ones return behind the cell they follow, and so do missing ones, but missing grade
    cells stand behind all that the student wrote before the next cell that is there, and missing code that is given
    before the first of the student's cells that uses it.
    """
    notes: list[str] = []
    # No student's: ``read`` drops all.
    ours = {key: nb.metadata[key] for key in (UNREADABLE, DIGEST, RESTORED) if key in nb.metadata}
    nb.metadata = nbformat.from_dict({"kernelspec": assignment.kernelspec, **ours})
    claimed: set[str] = set()
    for cell in reversed(nb.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        known = assignment.find(name)
        cell.metadata = NotebookNode()
        if known is None:
            if name is not None:
                notes.append(f"A cell claims the unknown name {name[:40]!r}; it is treated as an ordinary cell.")
        elif name in claimed:
            notes.append(f"Cell {name!r} exists several times; the last one counts.")
        else:
            claimed.add(name)
            notes += _restore_cell(cell, known)
    _restore_order(nb, assignment, notes)
    if notes:
        nb.metadata[RESTORED] = len(notes)
    return notes


def _restore_cell(cell: NotebookNode, known: SourceCell) -> list[str]:
    notes = []
    if cell.cell_type != known.cell_type:
        notes.append(f"Cell {known.name!r} was turned into a {cell.cell_type} cell; it is a {known.cell_type} cell again.")
        fresh = _fresh(known, cell.source, cell.id)
        cell.clear()
        cell.update(fresh)
    if known.locked and cell.source != known.source:
        # The hidden lines are missing from every honest submission, so a difference is no reason for a note.
        cell.source = known.source
    cell.metadata = nbformat.from_dict({"nbgrader": known.metadata()})
    return notes


def _fresh(known: SourceCell, source: str, identity: str) -> NotebookNode:
    make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}[known.cell_type]
    return make(source, metadata={"nbgrader": known.metadata()}, id=identity)


def _restore_order(nb: NotebookNode, assignment: Assignment, notes: list[str]) -> None:
    def place(name: str) -> int | None:
        names = (cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells)
        return next((index for index, found in enumerate(names) if found == name), None)

    after = -1
    for position, known in enumerate(assignment.cells):
        index = place(known.name)
        if index is None:
            later = [found for cell in assignment.cells[position + 1 :] if (found := place(cell.name)) is not None]
            end = min((found for found in later if found > after), default=len(nb.cells))
            index = after + 1
            if known.grade:  # as late as possible: the student's answer may stand in any cell before the next known one
                index = end
            elif known.locked and known.cell_type == "code":  # behind the imports, say, but before the answer
                index = next((i for i in range(after + 1, end) if _uses(nb.cells[i], _defined(known.source))), end)
            nb.cells.insert(index, _fresh(known, known.source, f"restored-{position}"))
            notes.append(f"Cell {known.name!r} was missing; it is back.")
            after = index
        elif index < after and known.locked:
            nb.cells.insert(after, nb.cells.pop(index))
            notes.append(f"Cell {known.name!r} was moved before the cells that it needs; it is back behind them.")
        else:
            after = max(after, index)


def _defined(source: str) -> set[str]:
    """The names that a given cell defines; none for one that is not plain Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _uses(cell: NotebookNode, names: set[str]) -> bool:
    return cell.cell_type == "code" and not names.isdisjoint(re.findall(r"[^\W\d]\w*", cell.source))


def stand_in(assignment: Assignment, reason: str) -> NotebookNode:
    """A notebook in place of one that can't be graded: the reason, and the assignment's cells without an answer."""
    text = (
        f"**Nothing of this submission was graded.** {reason}\n\n"
        "What follows is the empty assignment, not what the student wrote."
    )
    given = (_fresh(known, known.source, f"restored-{position}") for position, known in enumerate(assignment.cells))
    cells = [v4.new_markdown_cell(text, id=STAND_IN), *given]
    return v4.new_notebook(cells=cells, metadata={"kernelspec": assignment.kernelspec, UNREADABLE: to_json(reason)})

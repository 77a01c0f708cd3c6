"""What a student handed in, read with care: a notebook's cells, or what the file is instead."""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, BinaryIO

import nbformat
from nbformat import v4
from nbformat.notebooknode import NotebookNode

from exercises.words import later, say, say_several
from graders.cleaning.pictures import clean_picture
from graders.cleaning.text import quoted, writable
from graders.notebooks.assignment import Assignment
from graders.notebooks.files import open_file
from graders.notebooks.restoring import stand_in
from graders.records.marks import DIGEST

MAX_FILE_BYTES = 100_000_000
"""nbgrader itself takes files of up to this size."""

MAX_CHARACTERS = {"code": 2_000_000, "text": 20_000_000}
"""Of all cells that are code, and all that are not: a book has a million, but some editors write pictures into the text."""

TOO_LONG = {
    "code": later("The notebook has {number} characters of code; at most {most} are read."),
    "text": later("The notebook has {number} characters of text; at most {most} are read."),
}

MAX_CELLS = 2_000
MAX_VALUES = 5_000_000
"""Commas and brackets in a file: an empty list takes 3 bytes there, and 64 in memory."""
LEGAL_NAME = re.compile(r"[\w-]{1,40}", re.ASCII)
"""Of a cell, as nbgrader demands it; anything may stand in a student's file."""
UNUSUAL = r"[^\w .()+-]"
"""What a file's name may not bring into a report: markup, line ends, control codes."""


class UnreadableSubmission(Exception):
    """The file is no notebook that can be graded. ``reason`` says what it is instead, for student and instructor."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(path: Path) -> NotebookNode:
    """The notebook in ``path``, upgraded to nbformat 4 and reduced to its cells' types, sources and metadata.

    Raises :class:`UnreadableSubmission`.
    """
    try:
        content = _content(path)
    except OSError as error:
        raise UnreadableSubmission(say("The file can't be opened: {error}.", error=error.strerror or error)) from None
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        reason = say("The file has more than {most} values in it, too many for a notebook.", most=MAX_VALUES)
        raise UnreadableSubmission(reason)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableSubmission(say("The file is not text in UTF-8 (byte {number}).", number=error.start)) from None
    except RecursionError:
        raise UnreadableSubmission(say("The file is nested too deeply to be a notebook.")) from None
    except ValueError as error:
        raise UnreadableSubmission(say("The file is not JSON, so it is not a notebook: {error}.", error=error)) from None
    return _notebook(data)


def read_or_stand_in(path: Path, assignment: Assignment) -> tuple[NotebookNode, str]:
    """The notebook in ``path``, or one that says why it can't be graded, and that reason (empty if it can).

    The notebook's metadata hold the digest of the file, by which a newer file is known.
    """
    try:
        nb, trouble = read(path), ""
        _require_this_assignment(nb, assignment)
    except UnreadableSubmission as unreadable:
        nb, trouble = stand_in(assignment, unreadable.reason), unreadable.reason
    nb.metadata[DIGEST] = digest(path)
    return nb, trouble


def digest(path: Path) -> str:
    """A digest of the file's content, or of its beginning if it is too large to be graded; empty for no readable file."""
    try:
        with open_file(path) as file:
            return hashlib.sha256(file.read(MAX_FILE_BYTES)).hexdigest()
    except OSError:
        return ""


def _content(path: Path) -> bytes:
    if path.parent.is_symlink() or path.is_symlink():
        link = say("{name} or its folder is a link, not what was handed in; links are not followed.", name=path.name)
        raise UnreadableSubmission(link)
    if path.is_dir():
        raise UnreadableSubmission(say("{name} is a folder, not a notebook.", name=path.name))
    if not path.exists():
        found = sorted(p.name for p in path.parent.glob("*.ipynb"))[:5] if path.parent.is_dir() else []
        names = ", ".join(quoted(re.sub(UNUSUAL, "?", name), 80) for name in found)
        if names:
            raise UnreadableSubmission(
                say("There is no file {name}; the folder holds {names}.", name=path.name, names=names)
            )
        raise UnreadableSubmission(say("There is no file {name}.", name=path.name))
    with open_file(path) as file:
        return _all_of(file)


def _all_of(file: BinaryIO) -> bytes:
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise UnreadableSubmission(say("The file is empty."))
    if size > MAX_FILE_BYTES:
        has, most = (f"{number / 1e6:.0f}" for number in (size, MAX_FILE_BYTES))
        raise UnreadableSubmission(say("The file has {size} MB; at most {most} MB are read.", size=has, most=most))
    return file.read(MAX_FILE_BYTES)


def _notebook(data: Any) -> NotebookNode:
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise UnreadableSubmission(say("The file is JSON, but not a Jupyter notebook."))
    if data["nbformat"] > 4:
        reason = say("The notebook has format {number}; formats up to 4 are read.", number=data["nbformat"])
        raise UnreadableSubmission(reason)
    try:
        if data["nbformat"] < 4:
            data = nbformat.convert(nbformat.from_dict(data), 4)
        cells = data["cells"]
        if not isinstance(cells, list):
            raise TypeError
        if len(cells) > MAX_CELLS:
            reason = say("The notebook has {number} cells; at most {most} are read.", number=len(cells), most=MAX_CELLS)
            raise UnreadableSubmission(reason)
        nb = v4.new_notebook(cells=[_cell(cell, index) for index, cell in enumerate(cells)])
    except UnreadableSubmission:
        raise
    except Exception:  # nbformat asserts, validates and indexes its way through old formats
        raise UnreadableSubmission(say("The file is not a complete Jupyter notebook.")) from None
    for kind, most in MAX_CHARACTERS.items():
        length = sum(len(cell.source) for cell in nb.cells if (cell.cell_type == "code") == (kind == "code"))
        if length > most:
            raise UnreadableSubmission(say(TOO_LONG[kind], number=length, most=most))
    return nb


def _cell(data: Any, index: int) -> NotebookNode:
    """The cell anew: type, source and nbgrader's metadata. Outputs, tags, ids and all else stay behind."""
    source = data.get("source", "")
    text = "".join(source) if isinstance(source, list) else source
    if not isinstance(text, str):
        raise TypeError
    text = writable(text)
    if data["cell_type"] == "code":
        cell = v4.new_code_cell(text, id=f"cell-{index}")
    elif data["cell_type"] == "markdown":
        cell = v4.new_markdown_cell(text, id=f"cell-{index}")
        attachments = _attachments(data.get("attachments"))
        if attachments:
            cell.attachments = attachments
    else:
        cell = v4.new_raw_cell(text, id=f"cell-{index}")
    metadata = data.get("metadata")
    claimed = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(claimed, dict) and isinstance(claimed.get("grade_id"), str):
        cell.metadata["nbgrader"] = {"grade_id": claimed["grade_id"]}
    return cell


def _attachments(data: Any) -> NotebookNode:
    """The attachments of a text cell, as far as they are pictures that a page may show."""
    kept = NotebookNode()
    for name, bundle in data.items() if isinstance(data, dict) else ():
        given = bundle.items() if isinstance(bundle, dict) else ()
        pictures = {mime: clean_picture(mime, text) for mime, text in given if isinstance(text, str)}
        shown = NotebookNode({mime: content for mime, content in pictures.items() if content is not None})
        if shown:
            kept[writable(name)] = shown
    return kept


def _require_this_assignment(nb: NotebookNode, assignment: Assignment) -> None:
    """Raise :class:`UnreadableSubmission` for the notebook of another assignment, saved under this one's name.

    Assignments share names of cells ("examples"), so a grade cell is this assignment's own only if it has its text.
    A notebook without unknown names is graded, whatever became of its cells.
    """
    unknown, other = [], 0
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        known = assignment.find(name)
        if name is not None and known is None:
            unknown.append(name)
        elif known is not None and known.judged:
            if _lines(cell.source) <= _lines(known.source):  # the hidden lines are missing from what is handed in
                return
            other += 1
    if unknown and len(unknown) + other >= 2:
        shown = list(dict.fromkeys(name for name in unknown if LEGAL_NAME.fullmatch(name)))[:5]
        if not shown:
            raise UnreadableSubmission(say("This looks like the notebook of another assignment."))
        reason = say_several(
            "This looks like the notebook of another assignment (it has the cell {names}).",
            "This looks like the notebook of another assignment (it has the cells {names}).",
            len(shown), names=", ".join(shown),
        )  # fmt: skip
        raise UnreadableSubmission(reason)


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.strip()}

"""The notebook on the page, folded: what the student wrote and what it showed; what the lecturer wrote is only named."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from graders.cleaning.highlighting import MAX_COLOURED, coloured_text, highlighted, plain
from graders.cleaning.markdown import MAX_RENDERED, students_html
from graders.cleaning.outputs import MAX_ALTERNATIVE, PIXELS, SVG
from graders.cleaning.pictures import clean_picture
from graders.cleaning.safe_html import as_text, clean
from graders.records.marks import METADATA

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A cell of the notebook, or the ``heading`` of a text that was given out.

    ``kind``: "given", "given code", "text", "code" or "raw". ``body`` and ``outputs`` are HTML that can't act; ``lines``
    counts those of code.
    """

    kind: str
    heading: str = ""
    body: str = ""
    outputs: tuple[Markup, ...] = ()
    lines: int = 0
    comment: str = ""


def parts(nb: Mapping[str, Any], released: Collection[str], comments: Mapping[str, str]) -> Iterator[Part]:
    """The cells of an autograded notebook; ``released`` are the texts of those that were given out, ``comments`` a person's
    by cell.

    Grade cells, which hold the instructor's code, are left out.
    """
    cells, texts_given = nb["cells"], {text.strip() for text in released}
    texts = sum(len(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    code = sum(len(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    for cell in cells:
        data = cell["metadata"].get("nbgrader", {})
        source = cell["source"]
        if data.get("grade") and not data.get("solution"):
            continue
        given = bool(data.get("locked")) or source.strip() in texts_given
        comment = comments.get(data.get("grade_id"), "")
        if cell["cell_type"] == "code":
            body = Markup(highlighted(source) if code <= MAX_COLOURED else plain(source))
            outputs = tuple(filter(None, map(shown_output, cell["outputs"])))
            if given and not outputs and not data.get("solution"):
                continue
            kind = "given code" if given else "code"
            yield Part(kind, "", body, outputs, source.count("\n") + 1, comment)
        elif given:
            for heading in HEADING.findall(source):
                yield Part("given", heading)
        elif cell["cell_type"] == "markdown":
            html = students_html(source, cell.get("attachments", {})) if texts <= MAX_RENDERED else as_text(source)
            yield Part("text", "", Markup(html), (), 0, comment)
        else:
            yield Part("raw", "", Markup(as_text(source)))


def shown_output(output: Mapping[str, Any]) -> Markup | None:
    """An output as HTML that can't act; None for a verdict, and where nothing can be shown."""
    if METADATA in output.get("metadata", {}):
        return None
    if output["output_type"] == "stream":
        return _pre(output["text"])
    if output["output_type"] == "error":
        return _pre("\n".join(output["traceback"]))
    data = output["data"]
    if "text/html" in data:
        return Markup('<div class="output">{}</div>').format(Markup(clean(data["text/html"])))
    for kind in (SVG, *PIXELS):
        if kind in data:
            return _picture(kind, data[kind], output)
    for kind in ("text/latex", "text/markdown"):
        if kind in data:
            return Markup('<div class="output">{}</div>').format(Markup(students_html(data[kind], {})))
    return _pre(data["text/plain"]) if "text/plain" in data else None


def _pre(text: str) -> Markup:
    return Markup("<pre>{}</pre>").format(Markup(coloured_text(text)))


def _picture(kind: str, content: str, output: Mapping[str, Any]) -> Markup | None:
    """An image that holds the picture: a drawing in a page could reach out of its place."""
    text = base64.b64encode(content.encode()).decode("ascii") if kind == SVG else content
    shown = clean_picture(kind, text)
    if shown is None:
        return None
    about = output.get("metadata", {}).get(kind, {})
    alt = about.get("alt") or output["data"].get("text/plain", "")
    return Markup('<img alt="{}" src="data:{};base64,{}">').format(alt[:MAX_ALTERNATIVE], kind, "".join(shown.split()))

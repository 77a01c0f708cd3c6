"""What a student's cell shows: the outputs that the sandbox sent, rebuilt from an explicit list of harmless kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graders.cleaning.text import writable

if TYPE_CHECKING:  # nbformat takes a second to import, in which judge and sandbox can be warming up
    from nbformat.notebooknode import NotebookNode

MAX_ALTERNATIVE = 500
"""Characters of the text in place of a picture."""
PLAIN, HTML, MARKDOWN, LATEX = "text/plain", "text/html", "text/markdown", "text/latex"

MAX_SAID = 1_000
"""Characters that are left of an error's words when a notebook has shown too much."""

LEFT_OUT = "... output left out: the notebook shows too much ..."

SVG, PIXELS = "image/svg+xml", ("image/png", "image/jpeg")


@dataclass
class Budget:
    """How much is still turned into clean HTML for one notebook, so that none takes longer than a few seconds.

    A tag of HTML counts one, and so does a character of Markdown and TeX. ``characters`` may be shown in all, pictures in
    pixels aside: as many as eight cells print that print as much as a cell may.
    """

    left: int = 100_000
    characters: int = 8_000_000

    def allows(self, mime: str, text: str) -> bool:
        """Take ``text`` from the budget, if there is enough left."""
        self.left -= text.count("<") if mime == HTML else len(text)
        return self.left >= 0

    def shows(self, texts: Iterable[str]) -> bool:
        """Take ``texts`` from what may be shown, if there is enough left."""
        self.characters -= sum(map(len, texts))
        return self.characters >= 0


def rebuild(data: Any, budget: Budget) -> NotebookNode | None:
    """One output from the sandbox, field by field; None if it is not what nbformat calls an output, or shows nothing."""
    from nbformat import v4

    match data:
        case {"output_type": "stream", "name": ("stdout" | "stderr") as name, "text": str(text)}:
            return v4.new_output("stream", name=name, text=writable(text) if budget.shows([text]) else f"{LEFT_OUT}\n")
        case {"output_type": "error", "ename": str(ename), "evalue": str(evalue), "traceback": list(lines)}:
            shown = [writable(line) for line in lines if isinstance(line, str)]
            if not budget.shows([ename, evalue, *shown]):
                ename, evalue, shown = ename[:MAX_SAID], evalue[:MAX_SAID], [LEFT_OUT]
            return v4.new_output("error", ename=writable(ename), evalue=writable(evalue), traceback=shown)
        case {"output_type": ("display_data" | "execute_result") as kind, "data": dict(bundle)}:
            kept = _bundle({key: writable(text) for key, text in bundle.items() if isinstance(text, str)}, budget)
            more = {"execution_count": None} if kind == "execute_result" else {}
            return v4.new_output(kind, data=kept, metadata=_alternatives(kept, data), **more) if kept else None
    return None


def _bundle(given: Mapping[str, str], budget: Budget) -> dict[str, str]:
    """Of one thing in several types those that are shown, cleaned. All others are dropped: scripts, widgets, PDF, ...

    Markdown and TeX become HTML, so that no page has to know how to show them safely.
    """
    kept: dict[str, str | None] = {}
    if not given.keys() <= {PLAIN}:
        from graders.cleaning.markdown import students_html
        from graders.cleaning.pictures import clean_picture, clean_svg
        from graders.cleaning.safe_html import clean

        for mime, text in sorted(given.items()):  # HTML before Markdown and TeX
            if mime in (HTML, MARKDOWN, LATEX) and not kept.get(HTML) and budget.allows(mime, text):
                kept[HTML] = clean(text) if mime == HTML else students_html(text, {})
            elif mime == SVG:
                kept[SVG] = clean_svg(text)
            elif mime in PIXELS:
                kept[mime] = clean_picture(mime, text)
    kept[PLAIN] = given.get(PLAIN)
    if not budget.shows(text for mime, text in kept.items() if text and mime not in PIXELS):
        kept = {**{mime: kept.get(mime) for mime in PIXELS}, PLAIN: LEFT_OUT}
    return {mime: text for mime, text in kept.items() if text and text.strip()}


def _alternatives(kept: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, Any]:
    """Of an output's metadata only the texts in place of its pictures."""
    about = data.get("metadata")
    given = {key: about.get(key) for key in kept if key.startswith("image/")} if isinstance(about, dict) else {}
    return {
        key: {"alt": writable(more["alt"])[:MAX_ALTERNATIVE]}
        for key, more in given.items()
        if isinstance(more, dict) and isinstance(more.get("alt"), str)
    }

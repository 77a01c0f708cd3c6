"""A comment for a group, with gaps that are filled from each student's own answer.

What fills a gap may hold what a student has named or returned, and a comment may do all that Markdown can: so it is put in
as code, or with what Markdown and HTML read as signs written out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter

from graders.cleaning.text import one_line
from graders.records.group import Mistake
from graders.reports.causes import cause
from graders.reports.feedback_page.boxes import Shown
from graders.reports.language import Language

GAPS = ("call", "expected", "got", "cause")
MARKS = {name: chr(0xE000 + number) for number, name in enumerate(GAPS)}
"""What stands for a gap while a comment is cut into sentences."""
MARK = re.compile(f"[{''.join(MARKS.values())}]")
SENTENCE = re.compile(r"(?:`[^`]*`|[^\n])+?(?:(?<!\.\w)[.!?](?=\s|$)|(?=\n)|$)[ \t]*|\n+")
"""Up to a full stop, which is none in code or in "e.g.", or to the end of a line."""
CODE = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
HTML = re.compile(r"<[A-Za-z/!?]")
SIGNS = re.compile(r"[\\<>&\[\]$`]|:(?=//)")
LONGEST = 300
"""Characters that fill a gap."""


def require_gaps(text: str) -> None:
    """Raise ``ValueError``, with what to write, for a comment with braces that are none of the four gaps; and for one with
    gaps in which code does not end in its line, or that has HTML: what fills a gap there would be no code, and no text."""
    if not MARK.search(_marked(text)):
        return
    left = CODE.sub("", text)
    if "`" in left.replace("\\`", ""):
        raise ValueError("A backtick is open in its line; write \\` for one that stands for itself.")
    if HTML.search(left):
        raise ValueError("A comment with placeholders may not have HTML in it: use Markdown, or leave them out.")


def _marked(text: str) -> str:
    known = ", ".join(f"{{{name}}}" for name in GAPS)
    rule = f"There are {known}; write {{{{ and }}}} for braces that stand for themselves."
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValueError(f"A brace is open, or closed, by itself. {rule}") from None
    for _, name, more, conversion in parts:
        if name is not None and (name not in GAPS or more or conversion):
            written = name + (f"!{conversion}" if conversion else "") + (f":{more}" if more else "")
            raise ValueError(f"{{{written}}} is no placeholder. {rule}")
    return "".join(MARK.sub("", literal) + MARKS.get(name or "", "") for literal, name, _, _ in parts)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The comment with ``values`` in its gaps; sentences with a gap for which there is none are left out."""
    empty = {mark for name, mark in MARKS.items() if not values.get(name)}
    kept = "".join(part for part in SENTENCE.findall(_marked(text)) if not empty.intersection(part))
    kept = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", kept)).strip()
    spans = [found.span() for found in CODE.finditer(kept)]
    given = {mark: values.get(name, "") for name, mark in MARKS.items()}

    def put(found: re.Match[str]) -> str:
        in_code = any(start < found.start() < end for start, end in spans)
        value = given[found[0]]
        return value.replace("`", "") if in_code else _harmless(value)

    return MARK.sub(put, kept)


def lacks(text: str, values: Mapping[str, str]) -> bool:
    """Whether a sentence of the comment has a gap for which there is nothing."""
    return any(mark in _marked(text) for name, mark in MARKS.items() if not values.get(name))


def _harmless(value: str) -> str:
    """A text with code between backticks, of which Markdown makes just that."""
    parts = value.split("`")
    if len(parts) % 2 == 0:
        return _plain(value)
    code = lambda part: f"`{part}`" if part else ""
    return "".join(code(part) if place % 2 else _plain(part) or " " * (0 < place < len(parts) - 1)
                   for place, part in enumerate(parts))  # fmt: skip


def _plain(text: str) -> str:
    return SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def values(mistakes: Sequence[Mistake], shown: Shown, language: str, solution: int | None) -> dict[str, str]:
    """What fills the gaps of a comment on these mistakes of one answer, as far as there is something, and pages may show it.

    ``solution``: the index of the solution cell, in which students count lines.
    """
    spoken, verdicts = Language(language), [verdict for mistake in mistakes for verdict in mistake.verdicts]
    example = next((verdict.counterexample for verdict in verdicts if verdict.counterexample), None)
    told = next((mistake for mistake in mistakes if mistake.change), next(iter(mistakes), None))
    found = {} if told is None else {"cause": spoken.text(cause(told, shown, solution))}
    if example is not None and shown.reveal != "reason":
        found |= {name: _as_code(spoken.text(text)) for name, text in vars(example).items()}
    return {name: _short(text) for name, text in found.items() if text}


def _as_code(text: str) -> str:
    """A value as code, unless it is a sentence with code in it."""
    return text if "`" in text or not text else f"`{text}`"


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 3].replace("`", "") + "..."

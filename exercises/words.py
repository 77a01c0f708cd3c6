"""Sentences that know how they were made, so that a report can make them again in another language.

Students have no other language than English. The grader has more (``graders/reports/language.py``): it stores sentences as
data, and shows them in the language of the course. Needs no NumPy, for who reports needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

GAP = re.compile(r"\{(\w+)\}")
FIRST_SENTENCE = re.compile(r"((?:`[^`]*`|[^`])*?)\.(?= |$)")
"""Up to its full stop, which is none within a formula."""
MAX_LENGTH, MAX_DEPTH = 20_000, 12
"""Characters of a text that is read from a record, and texts within texts."""


class Translation(Protocol):
    """What makes templates of one language of those in English, as Python's ``gettext`` has it."""

    def gettext(self, message: str, /) -> str:
        """The template in that language."""

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        """Likewise, for so many."""


class English:
    """The language of the sources."""

    def gettext(self, message: str) -> str:
        """The template itself."""
        return message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """That of the two which fits the number."""
        return singular if n == 1 else plural


ENGLISH = English()


class Recipe(Protocol):
    """How a text is made, in any language."""

    def made(self, language: Translation) -> str:
        """The text in this language."""

    def to_json(self) -> dict[str, Any]:
        """The recipe as plain data; :func:`from_json` reads it back."""


class Words(str):
    """A text of ours in English, with the ``recipe`` to make it in another language.

    It is a text like any other, but what is made of it by other means than this module's is a plain one.
    """

    recipe: Recipe

    def __new__(cls, recipe: Recipe) -> Words:
        words = super().__new__(cls, recipe.made(ENGLISH))
        words.recipe = recipe
        return words

    def __str__(self) -> Words:
        return self  # so that `str(error)` of an exception that was raised with Words gives them

    def __deepcopy__(self, memo: Any) -> Words:
        return self

    def __reduce__(self) -> tuple[type[Words], tuple[Recipe]]:
        return Words, (self.recipe,)


def made(text: str, language: Translation) -> str:
    """A text in this language; one that is no :class:`Words` is the same in all."""
    return text.recipe.made(language) if isinstance(text, Words) else text


@dataclass(frozen=True)
class Sentence:
    """A template and what fills its gaps. With a ``plural`` it is one of two templates, by the ``count``."""

    template: str
    gaps: Mapping[str, str] = field(default_factory=dict)
    plural: str = ""
    count: int = 0

    def made(self, language: Translation) -> str:
        """The translated template, its gaps filled in the same language."""
        if self.plural:
            template = language.ngettext(self.template, self.plural, self.count)
        else:
            template = language.gettext(self.template)
        return GAP.sub(lambda gap: made(self.gaps.get(gap[1], gap[0]), language), template)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        several = {"plural": self.plural, "count": self.count} if self.plural else {}
        return {"say": self.template, **several, "gaps": {name: to_json(gap) for name, gap in self.gaps.items()}}


@dataclass(frozen=True)
class Joined:
    """Texts in a row, with the same one ``between`` each two."""

    parts: tuple[str, ...]
    between: str

    def made(self, language: Translation) -> str:
        """All of them in the same language."""
        return made(self.between, language).join(made(part, language) for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"joined": [to_json(part) for part in self.parts], "between": to_json(self.between)}


@dataclass(frozen=True)
class Capital:
    """A text that begins with a capital letter."""

    text: str

    def made(self, language: Translation) -> str:
        """With the first letter of the text in that language."""
        text = made(self.text, language)
        return text[:1].upper() + text[1:]

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"capital": to_json(self.text)}


@dataclass(frozen=True)
class Completed:
    """A text with ``more`` at the end of its first sentence."""

    text: str
    more: str

    def made(self, language: Translation) -> str:
        """Before the first full stop in that language."""
        text, more = made(self.text, language), made(self.more, language)
        return FIRST_SENTENCE.sub(lambda found: f"{found[1]} {more}.", text, count=1)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"completed": to_json(self.text), "more": to_json(self.more)}


def say(template: str, /, **gaps: object) -> Words:
    """The sentence, or part of one, of a ``template`` with gaps, such as "`{name}` must take {wanted}.".

    What fills a gap is shown as it is (a number, a name, code, a formula), or translated where it is :class:`Words`; gaps
    that the template does not have are left out. Raises ``ValueError`` for a template that is empty, and ``KeyError`` for
    one with other gaps.
    """
    if not template:
        raise ValueError("There is nothing to say.")  # and gettext would say what is at the head of its catalogue
    return Words(Sentence(template, {name: _gap(gaps[name]) for name in GAP.findall(template)}))


def say_several(singular: str, plural: str, count: int, /, **gaps: object) -> Words:
    """The template for one, or that for any other ``count``, which is a gap of both, too: see :func:`say`."""
    filled = {name: _gap(gap) for name, gap in {**gaps, "count": count}.items()}
    wanted = dict.fromkeys([*GAP.findall(singular), *GAP.findall(plural)])
    return Words(Sentence(singular, {name: filled[name] for name in wanted}, plural, count))


def _gap(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def later(template: str) -> str:
    """The template itself: marks one that is said elsewhere, so that it comes into the catalogues."""
    return template


def joined(texts: Iterable[str], between: str = " ") -> str:
    """The texts that are not empty in a row. A single one stays what it is."""
    parts = tuple(filter(None, texts))
    return (parts or ("",))[0] if len(parts) < 2 else Words(Joined(parts, between))


def listed(texts: Sequence[str]) -> str:
    """Names in a row: "x, W and b"."""
    return say("{some} and {last}", some=joined(texts[:-1], ", "), last=texts[-1]) if len(texts) > 1 else texts[0]


def with_and(texts: Iterable[str]) -> str:
    """All of them with "and" between each two: "x and W and b"."""
    return joined(texts, say(" and "))


def capital(text: str) -> Words:
    """A text that begins with a capital letter."""
    return Words(Capital(text))


def completed(text: str, more: str) -> Words:
    """A text with ``more`` at the end of its first sentence, before the full stop."""
    return Words(Completed(text, more))


def to_json(text: str) -> Any:
    """A text as plain data: :class:`Words` as an object, any other as it is; :func:`from_json` reads it back."""
    return text.recipe.to_json() if isinstance(text, Words) else text


def from_json(data: Any, depth: int = 0) -> str:
    """The text that :func:`to_json` wrote. Raises ``ValueError`` for other data, and for what is too long or too deep."""
    if isinstance(data, str):
        return data
    words = Words(_recipe(data, depth)) if isinstance(data, Mapping) and depth < MAX_DEPTH else None
    if words is None or len(words) > MAX_LENGTH:
        raise ValueError("This is no record of a text.")
    return words


def _recipe(data: Mapping[str, Any], depth: int) -> Recipe:
    inner = lambda part: from_json(part, depth + 1)
    match data:
        case {"say": str(template), "gaps": dict(gaps)} if template and len(data) == 2 and _fit(gaps, template):
            return Sentence(template, {name: inner(gap) for name, gap in gaps.items()})
        case {"say": str(one), "plural": str(other), "count": int(count), "gaps": dict(gaps)} if one and other:
            if len(data) == 4 and _fit(gaps, one + other):
                return Sentence(one, {name: inner(gap) for name, gap in gaps.items()}, other, count)
        case {"joined": list(parts), "between": between} if len(data) == 2:
            return Joined(tuple(map(inner, parts)), inner(between))
        case {"capital": text} if len(data) == 1:
            return Capital(inner(text))
        case {"completed": text, "more": more} if len(data) == 2:
            return Completed(inner(text), inner(more))
    raise ValueError("This is no record of a text.")


def _fit(gaps: Mapping[Any, Any], template: str) -> bool:
    """Whether they are the gaps of a template."""
    return set(gaps) == set(GAP.findall(template))

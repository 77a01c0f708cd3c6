"""What of a text is not translated."""

import re

from exercises.words import GAP, Capital, Completed, Joined, Sentence, Words
from graders.reports import catalogue
from graders.reports.language import Language

ENGLISH_WORDS = re.compile(r"[a-z]{3,} [a-z]{2,}|[A-Z][a-z]+ [a-z]{2,}")
"""What looks like a sentence, or a part of one, outside of quoted code."""
QUOTED = ("error",)
"""Gaps that hold the words of others: of Python, or of the system."""
TELLING = 12
"""Letters between two gaps from which on a template is known again in a text."""


def english_sentences():
    """The longest part of each template that has a translation; ``test_language.py`` sees that all have one."""
    german, found = Language("de").translations, set()
    for message in catalogue.templates():
        for template in message.id if isinstance(message.id, tuple) else [message.id]:
            part = max((part.strip() for part in GAP.split(template.replace("`", ""))), key=len)
            if " " in part and len(part) >= TELLING and part not in german.gettext(template).replace("`", ""):
                found.add(" ".join(part.split()))
    return found


def untranslated(text, language):
    """The templates in ``text`` that have no translation, and what stands in it, outside of code, as a plain text."""
    return list(_untranslated(text, Language(language).translations))


def _untranslated(text, translations):
    if not isinstance(text, Words):
        plain = re.sub(r"`[^`]*`", "", text)
        yield from [text] if ENGLISH_WORDS.search(plain) else []
        return
    recipe = text.recipe
    if isinstance(recipe, Sentence):
        key = (recipe.template, translations.plural(recipe.count)) if recipe.plural else recipe.template
        yield from [] if key in translations._catalog else [recipe.template]
        parts = [gap for name, gap in recipe.gaps.items() if name not in QUOTED]
    else:
        parts = {
            Joined: lambda: (*recipe.parts, recipe.between),
            Capital: lambda: (recipe.text,),
            Completed: lambda: (recipe.text, recipe.more),
        }[type(recipe)]()
    for part in parts:
        yield from _untranslated(part, translations)

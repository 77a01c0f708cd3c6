"""The language that a report is in: what is said is made of its catalogue in ``graders/locale``, else it is English."""

import functools
import gettext
import io
from dataclasses import dataclass
from pathlib import Path

from exercises.words import made
from graders.checkout import CHECKOUT

ENGLISH = "en"
"""The language of the sources, which needs no catalogue."""
FOLDER = CHECKOUT / "graders" / "locale"


@dataclass(frozen=True)
class Language:
    """A language by its ``code``, such as "de". Raises ``ValueError`` for one that has no catalogue."""

    code: str = ENGLISH

    def __post_init__(self) -> None:
        if self.code not in languages():
            raise ValueError(f"There is no language {self.code!r}; there are {', '.join(languages())}.")

    @property
    def translations(self) -> gettext.NullTranslations:
        """The catalogue, as ``gettext`` and Jinja's ``install_gettext_translations`` have it."""
        return _translations(self.code)

    def text(self, words: str) -> str:
        """What is said, in this language. What has no translation, and a text that is no ``Words``, stays as it is."""
        return made(words, self.translations)


def languages() -> list[str]:
    """The codes of all languages, English first."""
    return [ENGLISH, *sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/theano_exercises.po"))]


def catalogue_file(code: str) -> Path:
    """Where the translations into a language are written."""
    return FOLDER / code / "LC_MESSAGES" / "theano_exercises.po"


@functools.cache
def _translations(code: str) -> gettext.NullTranslations:
    """Read once, and compiled in memory: no compiled file has to be kept in step with the one that people write."""
    if code == ENGLISH:
        return gettext.NullTranslations()
    # Babel takes a moment to import, which English does without.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with catalogue_file(code).open("rb") as file:
        write_mo(compiled, read_po(file, code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

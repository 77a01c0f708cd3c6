"""What is said, in other languages: their catalogues have every sentence of the sources, and nothing else."""

import json
import re
import subprocess
import sys

import jinja2
import pytest
from babel.messages.pofile import read_po
from languages import untranslated

from exercises.checking import Counterexample
from exercises.words import say
from graders.records.verdict import Outcome, Verdict
from graders.reports.catalogue import MARKS, in_page, in_python, templates, update
from graders.reports.language import ENGLISH, Language, catalogue_file, languages
from graders.reports.words import LABELS, ORDINALS, ordinal

OTHERS = [code for code in languages() if code != ENGLISH]
GAP = re.compile(r"\{\w+\}|%\(\w+\)s")
CODE = re.compile(r"`[^`]*`")
IN_EACH = pytest.mark.parametrize("language", OTHERS)


def catalogue(language):
    with catalogue_file(language).open("rb") as file:
        return read_po(file, language)


def strings(message):
    """A message's templates and their translations."""
    together = lambda texts: texts if isinstance(texts, (tuple, list)) else (texts,)
    return together(message.id), together(message.string)


def test_there_is_german():
    assert OTHERS == ["de"]


@IN_EACH
def test_every_sentence_is_in_the_catalogue_and_no_other(language):
    said, translated = ({(m.id, m.context) for m in c if m.id} for c in (templates(), catalogue(language)))
    assert said - translated == set(), "run `make words`, and translate"
    assert translated - said == set(), "run `make words`"


@IN_EACH
def test_every_sentence_is_translated_with_its_gaps(language):
    for message in catalogue(language):
        originals, translations = strings(message)
        if not message.id:
            continue
        assert all(translations) and not message.fuzzy, message.id
        gaps = {gap for text in originals for gap in GAP.findall(text)}
        for text in translations:
            assert set(GAP.findall(text)) == gaps, message.id
            assert text[:1].isspace() == originals[0][:1].isspace() and text[-1:].isspace() == originals[0][-1:].isspace()
            assert text.endswith(".") == originals[0].endswith("."), message.id
            assert not (originals[0][0].isupper() and text[0].islower()), message.id


@IN_EACH
def test_code_stays_code(language):
    """What is between backticks without gaps is the same; a translation may say it again, and in another order."""
    for message in catalogue(language):
        originals, translations = strings(message)
        for text in translations:
            ours, theirs = ({part for part in CODE.findall(each) if "," not in part} for each in (originals[-1], text))
            assert ours == theirs, message.id


@IN_EACH
def test_the_catalogue_is_as_make_words_writes_it(tmp_path, language):
    file = tmp_path / "again.po"
    file.write_bytes(catalogue_file(language).read_bytes())
    update(file, language)
    strip = lambda text: re.sub(r'"Generated-By: [^"]*"\n', "", text)
    assert strip(file.read_text()) == strip(catalogue_file(language).read_text()), "run `make words`"


def test_templates_are_found_in_python():
    source = '''
say("One {x}.", x=later("two"))
say_several("{count} thing", "{count} things", count)
KIND = _plain("Look.", "There "
              "it is.")
say(template, x=1)
other.say("not marked")
def check_it(f):
    """What is checked,
    in two lines.

    And more.
    """
def helper():
    """Not for students."""
'''
    found = {"One {x}.", "two", ("{count} thing", "{count} things"), "Look.", "There it is."}
    assert set(in_python(source)) == found
    assert set(in_python(source, "check_")) == found | {"What is checked, in two lines."}
    assert {"say", "later", "say_several"} < set(MARKS)


def test_templates_are_found_in_pages(tmp_path):
    page = tmp_path / "page.html.j2"
    page.write_text(
        '<p title="{{ _("Points") }}">{{ pgettext("verb", "Open") }}</p>'
        "{% trans count=n %}{{ count }} point{% pluralize %}{{ count }} points{% endtrans %}"
    )
    assert list(in_page(page)) == [("Points", None), ("Open", "verb"), (("%(count)s point", "%(count)s points"), None)]


@pytest.mark.parametrize("argument", ['f"One {x}."', '"One " + x', '"One %s" % x', '"One", f"more {x}", x'])
def test_a_sentence_that_is_put_together_is_told(argument):
    with pytest.raises(ValueError, match="can't be translated"):
        list(in_python(f"{'say_several' if ',' in argument else 'say'}({argument})"))


def test_a_sentence_that_no_catalogue_has_is_in_english():
    assert Language("de").text(say("No catalogue has `{name}`.", name="f")) == "No catalogue has `f`."
    assert Language("de").text("The file is empty.") == "The file is empty."


def test_a_sentence_in_both_languages():
    words = say("`{name}` is {what}, not a compiled Theano function.", name="f", what=say("the number {number}", number=7))
    assert Language().text(words) == words == "`f` is the number 7, not a compiled Theano function."
    assert Language("de").text(words) == "`f` ist die Zahl 7, keine kompilierte Theano-Funktion."


def test_a_language_without_a_catalogue_is_refused():
    with pytest.raises(ValueError, match="no language 'fr'; there are en, de"):
        Language("fr")


def test_pages_use_the_same_catalogue():
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(Language("de").translations)
    page = environment.from_string(
        '{{ _("passed") }}: {% trans count=2 %}{{ count }} x{% pluralize %}{{ count }} xs{% endtrans %}'
    )
    assert page.render() == "bestanden: 2 xs"


def test_english_needs_no_catalogue():
    code = (
        "import sys\nfrom graders.reports.language import Language\nfrom exercises.words import say\n"
        "assert Language('en').text(say('The file is empty.')) == 'The file is empty.'\nassert 'babel' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_verdict_is_translated_where_it_is_read():
    reason, got = say("`{name}` is {what}, not a compiled Theano function.", name="f", what=say("a list")), say("a result")
    shown = Counterexample("f(1)", say("a result"), got)
    written = Verdict(
        "values", Outcome.FAILED, 4.0, say("The file is empty."), reason, say("Did you forget theano.function?"), shown
    )
    verdict = Verdict.from_json(json.loads(json.dumps(written.to_json())))
    german = Language("de").text
    assert german(verdict.description) == "Die Datei ist leer." and german(verdict.hint) == "Fehlt theano.function?"
    assert (verdict.counterexample.call, german(verdict.counterexample.got)) == ("f(1)", "ein Ergebnis")


@IN_EACH
def test_labels_and_ordinals_are_translated(language):
    for words in (*LABELS.values(), *ORDINALS, ordinal(10)):
        assert untranslated(words, language) == []
        assert Language(language).text(words) not in ("", words)

"""Formulas in TeX as MathML, which browsers draw themselves: a page needs neither a script nor the internet for them."""

import functools
import html
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element
from markupsafe import escape

from graders.cleaning.safe_html import MATHML, MATHML_ATTRIBUTES

MAX_CHARACTERS = 1_000
SIGNS = frozenset("+-\u2212\u00b1")
OPENING = SIGNS | frozenset("([{,;=<>\u2264\u2265\u2260\u2248\u2208\u21a6\u2192\u00b7\u00d7*/")
"""Operators behind which a plus or minus is a sign."""
MACROS = ("\\def", "\\newcommand", "\\renewcommand", "\\let")
"""A few macros that use one another are longer than any memory when they are written out."""


@functools.lru_cache(maxsize=1024)
def mathml(tex: str, display: bool) -> str:
    """``tex`` (without its dollars) as safe MathML, in a line of its own if ``display``.

    What can't be converted, is too long, or defines macros is shown as TeX.
    """
    try:
        if len(tex) > MAX_CHARACTERS or any(macro in tex for macro in MACROS):
            raise ValueError
        root = convert_to_element(tex, display="block" if display else "inline")
        _reduce(root)
        return tostring(root, encoding="unicode")
    except Exception:  # the converter raises its own errors, and any other for what it was not written for
        dollars = "$$" if display else "$"
        return f"<code>{escape(f'{dollars}{tex}{dollars}')}</code>"


def _reduce(element: Element) -> None:
    """Leave no element and attribute that a page does not allow. Raises ``ValueError`` for an element."""
    for part in element.iter():
        if part.tag not in MATHML:
            raise ValueError(part.tag)
        for name in [name for name in part.attrib if name not in MATHML_ATTRIBUTES]:
            del part.attrib[name]
        # The converter writes characters as references, and means them to be put into the page unescaped.
        part.text = part.text and html.unescape(part.text)
        _mark_signs(part)


def _mark_signs(row: Element) -> None:
    """Let a minus or plus behind nothing or behind an operator stand close to what follows: it is a sign."""
    before = None
    for part in row:
        is_operator = part.tag == "mo" and part.get("form") != "postfix"
        if is_operator and html.unescape(part.text or "") in SIGNS and (before is None or before in OPENING):
            part.set("form", "prefix")
        before = html.unescape(part.text or "") if is_operator else part.tag

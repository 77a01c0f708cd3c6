"""HTML that a student wrote, reduced to what neither acts nor reaches out of its frame. The work is nh3's."""

import re

import nh3
from markupsafe import escape
from pygments.token import STANDARD_TYPES

from graders.cleaning.pictures import clean_data_url

MAX_TAGS = 6_000
"""The time for tags that are nested, and not closed, grows with their square; these take a fifth of a second."""
MAX_COPIES = 1_000_000
"""A parser repeats formatting tags that are not closed in every block after them: the product that is still parsed."""
FORMATTING = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
TEXT = {
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
    "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var",
}  # fmt: skip
MATHML = {
    "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow",
    "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
MATHML_ATTRIBUTES = {
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence",
    "form", "height", "largeop", "linethickness", "lspace", "mathcolor", "mathvariant", "maxsize", "minsize",
    "movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy",
    "symmetric", "voffset", "width",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "title", "width"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "scope", "style"},
    "tr": {"style"},
    **dict.fromkeys(MATHML, MATHML_ATTRIBUTES),
}
LENGTHS = {
    "columnspacing", "depth", "height", "linethickness", "lspace", "maxsize", "minsize", "rowspacing", "rspace", "voffset",
    "width",
}  # fmt: skip
SIZES = {
    **dict.fromkeys(LENGTHS, r"[+-]?\d{0,3}(?:\.\d{1,4})?[a-z%]*"),
    "scriptlevel": r"\+?\d",  # one below zero makes letters larger, again and again
    **dict.fromkeys(("colspan", "rowspan", "span"), r"\d{1,2}"),
    **dict.fromkeys(("start", "value"), r"-?\d{1,6}"),
}
"""What an attribute that is a size or a number may be: a page has an end, beyond which a browser draws nothing."""
LINKS = ("http://", "https://", "mailto:")
HIGHLIGHTING = {"div": {"highlight"}, "span": {name for name in STANDARD_TYPES.values() if name}}
"""The classes of highlighted code, which the page gives colours and nothing else."""


def clean(html: str) -> str:
    """``html`` without scripts, handlers, frames, forms, styles, ids, classes, foreign links and anything that is loaded.

    It is well-formed and closes all that it opens. HTML that takes too long to parse is shown as the text that it is.
    """
    tags = html.count("<")
    if tags > MAX_TAGS or tags * len(FORMATTING.findall(html)) > MAX_COPIES:
        return as_text(html)
    return _CLEANER.clean(html)


def as_text(text: str) -> str:
    """``text`` as a block of plain text."""
    return f"<pre>{escape(text)}</pre>"


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value that an allowed attribute keeps; None if it goes."""
    if (tag, name) == ("img", "src"):
        return clean_data_url(value)
    if (tag, name) == ("a", "href"):
        return value if value.strip().lower().startswith(LINKS) else None
    if name in SIZES and not all(re.fullmatch(SIZES[name], part) for part in value.lower().split()):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=TEXT | MATHML,
    # What these hold is no text that anybody wrote to be read.
    clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "title", "noscript"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes=HIGHLIGHTING,
    filter_style_properties={"text-align"},  # pandas and Markdown align the columns of tables with it
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener noreferrer",
    url_schemes={"http", "https", "mailto", "data"},
)

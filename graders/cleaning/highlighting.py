"""Code and printed text as HTML, in a time that grows with their length and not with its square."""

import re

from markupsafe import escape
from nbconvert.filters import ansi as ansi_filters
from nbconvert.filters.highlight import Highlight2HTML

MAX_HIGHLIGHTED = 10_000
"""Characters of code that are highlighted: pygments' rules for IPython look ahead, some of them over all that follows."""
MAX_COLOURED = 200_000
"""Characters of all code of a notebook that are highlighted; a longer one has no colours."""
MAX_BLANK, MAX_LINE = 60, 1_000
"""White space in a row, and characters of a line, in highlighted code: the rules read all that follows in either."""
SLOW = re.compile(rf"\s{{{MAX_BLANK}}}|[^\n]{{{MAX_LINE}}}")
MAX_COPIED = 100_000_000
"""Characters that may be copied to colour a text: at each terminal code nbconvert copies all that follows."""
_highlight = Highlight2HTML(pygments_lexer="ipython3")


def highlighted(source: str) -> str:
    """The HTML of Python code, highlighted unless that would take too long."""
    if len(source) > MAX_HIGHLIGHTED or SLOW.search(source):
        return plain(source)
    return str(_highlight(source))


def plain(source: str) -> str:
    """The HTML of code without colours."""
    return f'<div class="highlight hl-ipython3"><pre>{escape(source)}</pre></div>'


def coloured_text(text: str) -> str:
    """The HTML of a printed text, with the colours of its terminal codes unless that would take too long."""
    if text.count("\x1b[") * len(text) > MAX_COPIED:
        text = ansi_filters.strip_ansi(text)
    return str(ansi_filters.ansi2html(text))

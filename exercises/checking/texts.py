"""Values, calls and errors as short texts that a student can read, and type again.

Nothing here knows Theano.
"""

import re
from typing import Any

import numpy as np

MAX_TEXT = 300
"""Characters of a value or a message that a sentence quotes."""
FEW, ENDS = 8, 2
"""Arrays with more than ``FEW`` entries in a dimension are shown by the first and last ``ENDS`` of them."""

PATH = re.compile(
    r"""(?<=["'])(?:[\\/]|[A-Za-z]:[\\/])[^"'\n]*|<ipython-input-[^>]*>(?::\d+)?|[^\s"'()]*[\\/][^\s"'()]*|0x[0-9a-fA-F]{5,}"""
)
"""A path in quotes, blanks and all; a notebook's cell; whatever else has a slash in it, up to the next blank, quote or
bracket; and addresses. None of these is the same in the next run."""

FROM_HERE = re.compile(r"""(?: with name (?:"[^"]*"|'[^']*'))|\bFile "[^"]*"(?:, line \d+)?(?:, in \S+)?""")
"""Where Theano says which function was called, which it calls by the file and line that compiled it, and a frame."""


def error_text(error: BaseException) -> str:
    """The type of an error and the first sentence of what it says, without the paths of this machine."""
    # Theano gives its TypeErrors two texts, what and why; `str` would make a tuple's repr of them.
    texts = [text for text in error.args if isinstance(text, str)] or [str(error)]
    said = " ".join(filter(None, map(_first_sentence, texts[:2])))[:MAX_TEXT]
    if said and isinstance(error, AssertionError):  # the words of the student's own assertion
        said = repr(said)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _first_sentence(text: str) -> str:
    first = (text.strip().splitlines() or [""])[0]
    first = PATH.sub("...", FROM_HERE.sub("", first))
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", " ".join(first.split()))[0]


def value_text(value: Any) -> str:
    """A number or a small array as a student would type it; long ones are cut to ``MAX_TEXT`` characters."""
    if isinstance(value, dict):
        text = "{" + ", ".join(f"{key!r}: {value_text(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(value_text(item) for item in value) + "]"
    elif value is None:
        text = "None"
    else:
        text = _array_text(np.asarray(value))
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 4] + " ..."


def _array_text(array: np.ndarray) -> str:
    if array.ndim == 0:
        return _number_text(array[()])
    if array.size > FEW and array.dtype.kind in "biuf" and (array == array.flat[0]).all():
        shape = len(array) if array.ndim == 1 else array.shape
        return f"np.full({shape}, {_number_text(array.flat[0])})"
    items = [_array_text(item) for item in (array if len(array) <= FEW else array[:ENDS])]
    if len(array) > FEW:
        items += ["...", *(_array_text(item) for item in array[-ENDS:])]
    return "[" + ", ".join(items) + "]"


def _number_text(number: Any) -> str:
    """The shortest text that stands for the same number of its type: 0.1 for a float32 too."""
    if isinstance(number, (np.floating, np.complexfloating)):
        return re.sub(r"\.0(?=$|e|j)|(?<=e)\+", "", str(number))
    return str(number)


def call_text(name: str, args: Any) -> str:
    """A call as text: ``f(1, 0.5)``."""
    return f"{name}({', '.join(value_text(arg) for arg in args)})"


def shown_name(variable: Any) -> str:
    """The name of ``variable`` as code; nothing when it has none, or one that could pass for a sentence."""
    named = isinstance(variable.name, str) and re.fullmatch(r"[A-Za-z]\w{0,39}", variable.name, re.ASCII)
    return f"`{variable.name}`" if named else ""


def difference_text(wrong: np.ndarray, got: np.ndarray, expected: np.ndarray) -> str:
    """How many entries are ``wrong`` (a mask of the array's shape) and by how much: "2 of 3 entries differ, by up to 1"."""
    differences = np.abs(got.astype("float64") - expected.astype("float64"))[wrong]
    finite = differences[np.isfinite(differences)]
    entries = f"{int(wrong.sum())} of {wrong.size} entries differ{'s' if wrong.sum() == 1 else ''}"
    if not len(finite):
        return f"{entries} by more than any number"
    return f"{entries}, by up to {float(finite.max()):.3g}"

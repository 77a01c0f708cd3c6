"""Values, calls and errors as short texts that a student can read, and type again.

Nothing here knows Theano.
"""

import math
import re
from typing import Any

import numpy as np

from exercises.words import say, say_several

MAX_TEXT = 300
"""Characters of a value or a message that a sentence quotes."""
FEW, ENDS = 8, 2
"""Arrays with more than ``FEW`` entries in a dimension are shown by the first and last ``ENDS`` of them."""
DIGITS, MOST_DIGITS = 7, 17
"""Significant digits: what float32 has, and what float64 needs to be told apart from any other."""
WHOLE = {"float16": 2.0**11, "float32": 2.0**24}
"""Up to where a type holds every whole number; ``2.0**53`` for the others."""

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


def value_text(value: Any, besides: int | None = None) -> str:
    """A number or a small array as a student would type it; long ones are cut to ``MAX_TEXT`` characters.

    ``besides`` is the index of an entry that a long vector shows too.
    """
    if isinstance(value, dict):
        text = "{" + ", ".join(f"{key!r}: {value_text(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(value_text(item) for item in value) + "]"
    elif value is None:
        text = "None"
    else:
        text = _array_text(np.asarray(value), besides)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 4] + " ..."


def _array_text(array: np.ndarray, besides: int | None = None) -> str:
    if array.ndim == 0:
        return _number_text(array[()])
    if array.size > FEW and array.dtype.kind in "biuf" and (array == array.flat[0]).all():
        shape = len(array) if array.ndim == 1 else array.shape
        return f"np.full({shape}, {_number_text(array.flat[0])})"
    items = [_array_text(item) for item in (array if len(array) <= FEW else array[:ENDS])]
    if len(array) > FEW:
        items += ["...", *([] if besides is None else [_array_text(array[besides]), "..."])]
        items += [_array_text(item) for item in array[-ENDS:]]
    return "[" + ", ".join(items) + "]"


def _number_text(number: Any) -> str:
    """The shortest text that stands for the same number of its type: 0.1 for a float32 too."""
    if isinstance(number, (np.floating, np.complexfloating)):
        return re.sub(r"\.0(?=$|e|j)|(?<=e)\+", "", str(number))
    return str(number)


def both_texts(expected: Any, got: Any, allowed: Any = 0.0) -> tuple[str, str]:
    """What was ``expected`` and what a call gave instead, as texts; ``allowed`` (of their shape, or one for all) is how far
    apart they may be.

    Numbers that are no farther apart look the same; others differ, at a precision of a tenth of what is allowed or of
    ``DIGITS`` digits, and at a greater one only where that is needed. A text is shown as it is.
    """
    expected, got = _both(expected, got, allowed)
    texts = expected if isinstance(expected, str) else value_text(expected), got if isinstance(got, str) else value_text(got)
    if texts[0] == texts[1] and isinstance(got, np.ndarray) and got.ndim == 1 and got.shape == np.shape(expected):
        differ = np.flatnonzero(got != expected)
        if len(differ):
            return value_text(expected, differ[0]), value_text(got, differ[0])
    return texts


def _both(expected: Any, got: Any, allowed: Any) -> tuple[Any, Any]:
    if isinstance(expected, (list, tuple)) and isinstance(got, (list, tuple)) and len(expected) == len(got):
        pairs = [_both(*pair, allowed) for pair in zip(expected, got)]
        return [one for one, _ in pairs], [other for _, other in pairs]
    if not (_is_real(expected) and _is_real(got) and np.shape(expected) == np.shape(got)):
        smallest = float(np.min(allowed))
        return rounded(expected, smallest), rounded(got, smallest)
    one, other = np.asarray(expected), np.asarray(got)
    whole = WHOLE.get(other.dtype.name, 2.0**53)
    each = zip(one.flat, other.flat, np.broadcast_to(allowed, one.shape).flat)
    pairs = [_told_apart(e.item(), g.item(), float(a), whole) for e, g, a in each]
    shown = [np.array(numbers, a.dtype if a.dtype.kind != "f" else None) for numbers, a in zip(zip(*pairs), (one, other))]
    return (shown[0].reshape(one.shape), shown[1].reshape(one.shape)) if shown else (one, other)


def _told_apart(expected: Any, got: Any, allowed: float, whole: float) -> tuple[Any, Any]:
    """Two numbers in as few digits as say whether they are farther apart than ``allowed``."""
    if abs(expected - got) <= allowed:
        shown = _short(expected, allowed, whole)
        return shown, shown if isinstance(got, float) else got
    for digits in range(DIGITS, MOST_DIGITS + 1):
        pair = _short(expected, allowed, whole, digits), _short(got, allowed, whole, digits)
        if pair[0] != pair[1]:
            return pair
    return expected, got


def _short(number: Any, allowed: float, whole: float, digits: int = DIGITS) -> Any:
    """``number`` to a tenth of what is ``allowed``, with ``digits`` at most; whole numbers up to ``whole`` as they are."""
    if not isinstance(number, float) or not math.isfinite(number) or (number.is_integer() and abs(number) <= whole):
        return number
    tries = (*([0.0] if abs(number) < 1 else []), *(float(f"{number:.{few}g}") for few in range(1, digits)))
    return next((near for near in tries if abs(near - number) <= allowed / 10), float(f"{number:.{digits}g}"))


def _is_real(value: Any) -> bool:
    return isinstance(value, (int, float, np.ndarray, np.generic)) and np.asarray(value).dtype.kind in "biuf"


def rounded(value: Any, allowed: float = 0.0) -> Any:
    """``value``, be it a number, an array or a list of them, in as few digits as the precision that is ``allowed`` needs."""
    if isinstance(value, dict):
        return {key: rounded(item, allowed) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item, allowed) for item in value]
    if not _is_real(value) or np.asarray(value).dtype.kind != "f":
        return value
    array = np.asarray(value)
    whole = WHOLE.get(array.dtype.name, 2.0**53)
    return np.array([_short(number.item(), allowed, whole) for number in array.flat]).reshape(array.shape)


def literal_text(value: Any, strict: bool = False, downcast: bool = False) -> str:
    """An argument as code that a compiled function takes for an input of the type of ``value``, and for this very value.

    A number or a list is taken if the type can hold it: 0.5 for a float32, but 0.1 is none; and a float32 for a float64.
    ``strict`` inputs take arrays of their own type only, those that ``downcast`` anything. Where a text has gaps
    ("..."), it is no code.
    """
    array = np.asarray(value)
    text, name = value_text(array), array.dtype.name
    if "..." in text:
        return text
    if strict:
        return _full(text, name) if text.startswith("np.full(") else f'np.array({text}, "{name}")'
    if downcast:
        return text
    if name == "float64":
        with np.errstate(all="ignore"):
            single = array.astype("float32")
        shorter = _typed(value_text(single), "float32")
        return shorter if (single == array).all() and len(shorter) < len(text) else text
    if text.startswith("np.full("):
        return text if name in ("int64", "bool") else _full(text, name)
    meant = array.dtype.kind != "f" or all(float(_number_text(number)) == number for number in array.flat)
    return text if meant else _typed(text, name)


def _typed(text: str, name: str) -> str:
    return _full(text, name) if text.startswith("np.full(") else f"np.{name}({text})"


def _full(text: str, name: str) -> str:
    return f'{text[:-1]}, "{name}")'


def call_text(name: str, args: Any) -> str:
    """A call as code: ``f(1, np.float32(0.1))``; ``args`` are of the types that the function declares."""
    return f"{name}({', '.join(literal_text(arg) for arg in args)})"


def plain_name(variable: Any) -> str:
    """The name of ``variable`` if it could be one in Python and is short; else nothing."""
    name = variable.name
    return name if isinstance(name, str) and re.fullmatch(r"[A-Za-z]\w{0,39}", name, re.ASCII) else ""


def shown_name(variable: Any) -> str:
    """The name of ``variable`` as code; nothing when it has none, or one that could pass for a sentence."""
    name = plain_name(variable)
    return f"`{name}`" if name else ""


def difference_text(wrong: np.ndarray, got: np.ndarray, expected: np.ndarray) -> str:
    """How many entries are ``wrong`` (a mask of the array's shape) and by how much: "2 of 3 entries differ, by up to 1"."""
    differences = np.abs(got.astype("float64") - expected.astype("float64"))[wrong]
    finite = differences[np.isfinite(differences)]
    entries = say_several(
        "{count} of {size} entries differs", "{count} of {size} entries differ", int(wrong.sum()), size=wrong.size
    )
    if not len(finite):
        return say("{entries} by more than any number", entries=entries)
    return say("{entries}, by up to {most}", entries=entries, most=f"{float(finite.max()):.3g}")

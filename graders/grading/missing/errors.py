"""Errors in a student's cells: what of their messages is quoted, in which line they arose, and what the commonest mean."""

import difflib
import re
from collections.abc import Collection, Sequence

from exercises.words import Words, later, listed, say
from graders.cleaning.text import quoted

LONGEST = 20_000
"""Characters of a message that are looked at."""
MOST = 300
"""Characters of an error that are quoted."""
TELLING = (
    re.compile(r"found a Variable: maybe you are trying to call a function on a \(possibly shared\) variable"),
    re.compile(r"the provided input variable at index \d+ is not part of the computational graph[^\n]*?: [^\n.]+"),
    re.compile(r"An update must have the same type as the original shared variable"),
    re.compile(r"^.*?was not provided and not given a value", re.DOTALL),
    re.compile(r"^You are trying to replace variable .{1,100}? through\s.{1,100}? to your function", re.DOTALL),
    re.compile(r"^.*?(?=\s{0,9}\nApply node that caused the error)", re.DOTALL),
)
"""What of Theano's long messages says what is wrong."""
IN_CELL = re.compile(r"\(<ipython-input-[^>\n]{0,99}>, line (\d{1,6})\)")
PLACES = re.compile(
    r"(?<![\w/.])(?:[A-Za-z]:\\|/)[\w.@+-]+(?:[/\\][\w.@+-]+)+|<ipython-input-[^>\n]{0,99}>|0x[0-9a-fA-F]{5,}"
)
"""Absolute paths, cells of a notebook and addresses: those of the machine that it ran on."""
NOT_PARSED = ("SyntaxError", "IndentationError", "TabError")
COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}m")
ARROW = re.compile(r"^-{1,9}> {0,9}(\d{1,6})(?: (.{0,500}))?$", re.MULTILINE)
"""The line of a traceback's frame at which it stands."""


def telling_part(message: str, source: str = "") -> str:
    """Of an error's message the part that says what is wrong: of Theano's known ones that, else the last line.

    ``source``: of the cell, whose empty lines at the beginning IPython does not count.
    """
    message = IN_CELL.sub(lambda found: f"(line {int(found[1]) + _empty_first(source)})", message[:LONGEST])
    message = PLACES.sub("...", message)
    found = next((match[0] for match in (pattern.search(message) for pattern in TELLING) if match), None)
    lines = [line.strip() for line in (message if found is None else " ".join(found.split())).splitlines() if line.strip()]
    return (lines or [""])[-1][:MOST]


def line_of(ename: str, evalue: str, traceback: Sequence[str], source: str) -> int:
    """The line of a cell's ``source`` in which an error arose, counted from 1; 0 if neither message nor traceback has it."""
    lines, before = source.split("\n"), _empty_first(source)
    if ename in NOT_PARSED and (found := IN_CELL.search(evalue[:LONGEST])):
        return min(int(found[1]) + before, len(lines))
    for frame in reversed(traceback[-50:]):
        plain = COLOUR.sub("", frame[:LONGEST])
        found = ARROW.search(plain) if plain.startswith(("Cell In", "Input In")) else None
        place = int(found[1]) + before if found else 0
        if found and 0 < place <= len(lines) and lines[place - 1].strip() == (found[2] or "").strip():
            return place
    return 0


def _empty_first(source: str) -> int:
    """How many empty lines a cell begins with."""
    return source[: len(source) - len(source.lstrip())].count("\n")


TYPE = r"TensorType\((\w{1,20}), (\w{1,20})\)"
UPDATE = re.compile(
    rf"shared_var=(\w{{1,40}}|<[^>\n]{{1,80}}>), shared_var\.type={TYPE}, .{{0,500}}?update_val\.type={TYPE}"
)
UNUSED = re.compile(r"needed to compute the outputs: (\w{1,40})\.\n")
NO_ATTRIBUTE = re.compile(r"module '(theano|theano\.tensor)' has no attribute '(\w{1,40})'")
JOINED = re.compile(r"name '(\w)(\w)(\w?)' is not defined")
KEYWORD = re.compile(r"^function\(\) got an unexpected keyword argument '(\w{1,40})'")
PARAMETERS = ("inputs", "outputs", "mode", "updates", "givens", "name", "on_unused_input", "no_default_updates", "profile")
"""Of theano.function."""
NUMBER_AND_NAME = re.compile(r"(?<![\w.])(\d{1,9})(?!e\d|[xob][\da-f]|j\b)([A-Za-z]\w{0,20})\b", re.ASCII)
UNDEFINED = re.compile(r"name '(\w{1,100})' is not defined")

NO_VALUE = later("A symbolic expression has no value before a compiled function computes it.")
PAIRS = later("`updates` is a list of pairs `(shared variable, new value)`.")
FIRST = later("What stands first in a pair of `updates` has to be a shared variable, and an expression or a text is none.")
NO_VARIABLE = later("`T.dscalar`, say, is only a type: `T.dscalar('x')` makes a variable of it.")
MEANINGS = (
    (
        "MissingInputError",
        r"was not provided and not given a value",
        later("An expression uses a variable that is not among the inputs."),
    ),
    ("TypeError", r"unsupported operand type\(s\) for .{1,20}'TensorType'", NO_VARIABLE),
    ("TypeError", r"Unknown parameter type: <class '[\w.]{0,60}\.TensorType'>", NO_VARIABLE),
    (
        "AttributeError",
        r"'\w{0,40}Variable' object has no attribute 'optimizer'",
        later("The third argument of `theano.function` is `mode`: several outputs belong in one list."),
    ),
    ("TypeError", r"TensorType does not support iteration", NO_VALUE),
    ("TypeError", r"Variables do not support boolean operations", NO_VALUE),
    ("TypeError", r"argument must be .{1,80}, not '?TensorVariable", NO_VALUE),
    ("TypeError", r"must be real number, not TensorVariable", NO_VALUE),
    ("TypeError", r"'TensorVariable' object cannot be interpreted as an integer", NO_VALUE),
    ("TypeError", r"object of type '?TensorVariable'? has no len", NO_VALUE),
    (
        "TypeError",
        r"'Tensor\w{0,20}Variable' object does not support item assignment",
        later("A symbolic variable can't be changed: `T.set_subtensor` makes a changed one."),
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for @: .{0,80}Tensor\w{0,20}Variable'",
        later("Symbolic variables have no `@`: the matrix product is `T.dot(a, b)`."),
    ),
    ("TypeError", r"'(?:int|float)' object is not callable", later("A number is no function: a product needs `*`.")),
    (
        "TypeError",
        r"'TensorVariable' object is not callable",
        later("A symbolic expression is no function: `theano.function` makes one of it, and a product needs `*`."),
    ),
    ("TypeError", r"update target must be a SharedVariable", FIRST),
    ("ValueError", r"The updates parameter must be an OrderedDict", PAIRS),
    (
        "ValueError",
        r"this shared variable already has an update expression",
        later("A shared variable may be updated once in a function."),
    ),
    (
        "TypeError",
        r"Outputs must be theano Variable or Out instances.{0,300}<class 'numpy\.ndarray'>",
        later("An output is an array of NumPy's: outputs have to be symbolic expressions."),
    ),
    (
        "TypeError",
        r"Outputs must be theano Variable or Out instances.{0,300}<class '(?:list|tuple)'>",
        later("An output is a list itself: all outputs belong in one list."),
    ),
    (
        "RuntimeError",
        r"through\s{1,9}the\s{1,9}'givens'\s{1,9}parameter,\s{1,9}but\s{1,9}this\s{1,9}variable\s{1,9}is\s{1,9}an\s{1,9}input",
        later("What `givens` replaces must not be among the inputs."),
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for .{1,40}'SharedVariable'",
        later("A shared variable has to hold a number or an array to be computed with."),
    ),
)  # fmt: skip
"""By the name and the message of an error, a sentence that is true whenever it arises."""
TYPES = [
    f"{dtype}{shape}" for dtype in "bwilfdcz" for shape in ("scalar", "vector", "matrix", "row", "col", "tensor3", "tensor4")
]
IN_MODULE = {
    "theano": ("function", "shared", "tensor", "config", "printing", "grad", "scan"),
    "theano.tensor": (
        *TYPES,
        *(f"{name}s" for name in TYPES),
        "dot",
        "tanh",
        "exp",
        "sqr",
        "sqrt",
        "log",
        "stack",
        "sum",
        "mean",
    ),
}
"""Names of Theano's that this course, or much of Theano's own manual, uses."""


def meaning(ename: str, evalue: str, defined: Collection[str] = (), at: str = "") -> str:
    """What an error means, in a sentence; empty if it is none of the known ones. ``defined``: names that there are; ``at``:
    the line of code in which it arose."""
    message = evalue[:LONGEST]
    if ename == "NameError" and (found := JOINED.match(message)):
        letters = [letter for letter in found.groups() if letter]
        return _product(letters) if set(letters) <= set(defined) else ""
    if ename == "SyntaxError" and message.startswith("invalid decimal literal"):
        found = NUMBER_AND_NAME.search(at[:LONGEST])
        return _product(found.groups()) if found else ""
    if ename == "UnusedInputError" and (found := UNUSED.search(message)):
        return say("Neither outputs nor updates use the input {name}.", name=quoted(found[1], 40))
    if ename == "TypeError" and (found := UPDATE.search(message)):
        name = say("The shared variable") if found[1].startswith("<") else quoted(found[1], 40)
        types = {"dtype": found[2], "shape": found[3], "update_dtype": found[4], "update_shape": found[5]}
        return say(
            "{name} is of type {dtype} ({shape}), its update of type {update_dtype} ({update_shape}).", name=name, **types
        )
    if ename == "AttributeError" and (found := NO_ATTRIBUTE.match(message)):
        close = difflib.get_close_matches(found[2], IN_MODULE[found[1]], 1, 0.75)
        return say("There is a {name}.", name=f"`{found[1]}.{close[0]}`") if close else ""
    if ename == "TypeError" and (found := KEYWORD.search(message)):
        close = difflib.get_close_matches(found[1], PARAMETERS, 1, 0.75)
        return say("`theano.function` has a parameter {name}.", name=f"`{close[0]}`") if close else ""
    return next((say(sentence) for name, pattern, sentence in MEANINGS if name == ename and re.search(pattern, message)), "")


def _product(factors: Sequence[str]) -> Words:
    return say("Is `*` missing between {factors}?", factors=listed([f"`{factor}`" for factor in factors]))

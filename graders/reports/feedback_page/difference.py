"""Where two texts of values differ: "0.2069665" and "0.2131425" behind "0.2", "[1, 2]" and "[1, 3]" in the second entry."""

import difflib
import re
from collections.abc import Iterator

TOKEN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?|\w+|\s+|.", re.DOTALL)
NUMBER = re.compile(r"[-+]?\d")
MOST = 400
"""Tokens of a text that are compared; longer ones are not marked."""
Pieces = list[tuple[str, bool]]
"""A text in pieces, and whether each differs."""


def marked(expected: str, got: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces. Numbers that begin with the same digits differ from the first other one on."""
    tokens = TOKEN.findall(expected), TOKEN.findall(got)
    if expected == got or max(map(len, tokens)) > MOST:
        return [(expected, False)], [(got, False)]
    sides: tuple[Pieces, Pieces] = [], []
    matcher = difflib.SequenceMatcher(None, *tokens, autojunk=False)
    for kind, start, end, other, other_end in matcher.get_opcodes():
        parts = tokens[0][start:end], tokens[1][other:other_end]
        if kind == "replace" and len(parts[0]) == len(parts[1]):
            for pair in zip(*parts):
                for side, pieces in zip(sides, _numbers(*pair)):
                    side += pieces
        else:
            for side, part in zip(sides, parts):
                side.append(("".join(part), kind != "equal"))
    return _merged(sides[0]), _merged(sides[1])


def _numbers(one: str, other: str) -> Iterator[Pieces]:
    """Two tokens that differ: of numbers with a fraction the digits that are the same are told apart."""
    same = 0
    if NUMBER.match(one) and NUMBER.match(other) and "." in one and "." in other:
        whole = one.split(".")[0], other.split(".")[0]
        alike = whole[0] == whole[1] and not {"e", "E"} & {*one, *other}
        same = len(whole[0]) + 1 if alike else 0
        while alike and same < min(len(one), len(other)) and one[same] == other[same]:
            same += 1
    for text in (one, other):
        yield [(text[:same], False), (text[same:], True)]


def _merged(pieces: Pieces) -> Pieces:
    merged: Pieces = []
    for text, differs in pieces:
        if text and merged and (merged[-1][1] == differs or not text.strip()):
            merged[-1] = merged[-1][0] + text, merged[-1][1]
        elif text:
            merged.append((text, differs))
    return merged

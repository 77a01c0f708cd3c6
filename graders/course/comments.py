"""``comments.yml`` in the course folder: what people say of, and give to, all who made the same mistake.

It is a file for people, as ``{assignment: {group: {comment, points, reason, over-maximum, decide: {points, reason}}}}``;
the commands write into it what one could write oneself, and keep everything else as it is.
"""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

from graders.course.folder import CourseError
from graders.course.registry import write_whole
from graders.reports.comment import require_gaps

FILE = "comments.yml"
OVER = "over-maximum"
QUOTED = (DoubleQuotedScalarString, SingleQuotedScalarString)
KEYS = ("comment", "points", "reason", OVER, "decide")


@dataclass(frozen=True)
class Points:
    """Points that a person gives to a group, and why. ``over``: a cell may get more than its maximum by them."""

    points: float
    reason: str
    over: bool = False


@dataclass(frozen=True)
class Entry:
    """What is said of a group, with gaps (``graders.reports.comment``); the points that it is given for what failed, and
    those for what the grader could not decide."""

    comment: str = ""
    points: Points | None = None
    decide: Points | None = None

    def to_map(self) -> dict[str, Any]:
        """As the file has it."""
        text = LiteralScalarString(self.comment) if "\n" in self.comment else self.comment
        found: dict[str, Any] = {"comment": text} if self.comment else {}
        if self.points is not None:
            found |= {"points": _short(self.points.points), "reason": self.points.reason}
            found |= {OVER: True} if self.points.over else {}
        if self.decide is not None:
            found["decide"] = {"points": _short(self.decide.points), "reason": self.decide.reason}
        return found


def read(root: Path, assignment: str) -> dict[str, Entry]:
    """The entries for an assignment by group, in the order of the file. Raises :class:`CourseError` with the line of what is
    wrong in the file, anywhere."""
    return _Reader(root / FILE).entries(_load(root / FILE)).get(assignment, {})


def write(root: Path, assignment: str, group: str, entry: Entry | None) -> None:
    """Put an entry into the file, or take it out. Raises :class:`CourseError`."""
    path = root / FILE
    if entry is not None:
        _require_plain(entry)
    file, raw = _load(path), _raw(path)
    entries = _Reader(path).entries(file)
    own = {**entries.get(assignment, {}), **({group: entry} if entry is not None else {})}
    wanted = {**entries, assignment: {key: one for key, one in own.items() if key != group or entry is not None}}
    wanted = {name: groups for name, groups in wanted.items() if groups}
    tries = [_cut(raw, file, assignment, group)] if entry is None else []
    _put(file, assignment, group, {} if entry is None else entry.to_map())
    dumped = io.StringIO()
    _yaml().dump(file, dumped)
    tries.append((dumped.getvalue() if file else "") if entries else f"{raw}{dumped.getvalue() if file else ''}")
    text = next((text for text in tries if _holds(path, text, wanted)), None)
    if text is None:
        raise CourseError(f"{path} can't be changed so that all else in it stays as it is: change it by hand.")
    write_whole(path, text)


def _put(file: CommentedMap, assignment: str, group: str, wanted: Mapping[str, Any]) -> None:
    groups = file.setdefault(assignment, CommentedMap())
    held = groups.setdefault(group, CommentedMap())
    if held.yaml_anchor() is not None:  # other names may stand for the same
        held = groups[group] = CommentedMap(held)
    for key in [key for key in held if key not in wanted]:
        del held[key]
    for key, value in wanted.items():
        if held.get(key) != value:
            in_quotes = isinstance(held.get(key), QUOTED) and "\n" not in str(value)
            held[key] = type(held[key])(value) if in_quotes else value
    if not held:
        del groups[group]
    if not groups:
        del file[assignment]


def _cut(raw: str, file: CommentedMap, assignment: str, group: str) -> str:
    """The text of the file without the lines of an entry; what stands between it and the next is the next one's."""
    groups = file.get(assignment, {})
    if group not in groups:
        return raw
    start, column = groups.lc.data[group][:2]
    lines = raw.splitlines(keepends=True)
    starts = [data[0] for held in (file, *file.values()) for data in held.lc.data.values()]
    end = min((line for line in starts if line > start), default=len(lines))
    is_other = lambda line: not line.strip() or (line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= column)
    while end > start + 1 and is_other(lines[end - 1]):
        end -= 1
    head = file.lc.data[assignment][0] if len(groups) == 1 else -1
    return "".join(line for number, line in enumerate(lines) if number != head and not start <= number < end)


def _holds(path: Path, text: str, wanted: Mapping[str, Mapping[str, Entry]]) -> bool:
    """Whether just that is read of a text."""
    try:
        return _Reader(path).entries(_yaml().load(text) or CommentedMap()) == wanted
    except (CourseError, YAMLError, ValueError, AttributeError):
        return False


def _raw(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _require_plain(entry: Entry) -> None:
    texts = [entry.comment, *(points.reason for points in (entry.points, entry.decide) if points is not None)]
    odd = sorted({sign for text in texts for sign in text if not sign.isprintable() and sign not in "\n\t"})
    if odd:
        raise CourseError(f"A text holds what can't be written into {FILE}: {', '.join(map(ascii, odd))}.")


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes, yaml.width, yaml.allow_unicode = True, 1_000_000, True
    return yaml


def _load(path: Path) -> CommentedMap:
    try:
        found = _yaml().load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return CommentedMap()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _wrong(path, mark.line if mark else 0, f"{error.problem or error.context}") from None
    except (OSError, ValueError, YAMLError) as error:
        raise CourseError(f"{path} can't be read: {' '.join(str(error).split())}.") from None
    if found is None:
        return CommentedMap()
    if not isinstance(found, CommentedMap):
        raise _wrong(path, 0, f"expected the names of assignments, each with its groups, got {_kind(found)}")
    return found


class _Reader:
    """Makes entries of what is in a file, and says where it is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self, file: CommentedMap) -> dict[str, dict[str, Entry]]:
        """The entries by assignment and group."""
        return {
            name: {group: self._entry(found) for group, found in self._maps(groups, "a group's name", "its entry")}
            for name, groups in self._maps(file, "an assignment's name", "its groups")
        }

    def _maps(self, held: CommentedMap, name: str, what: str) -> list[tuple[str, CommentedMap]]:
        """What is in a map of maps."""
        for key, value in held.items():
            if not isinstance(key, str):
                raise self._wrong(held, key, f"expected {name}, got {key!r}: put it into quotes")
            if not isinstance(value, CommentedMap):
                raise self._wrong(held, key, f"expected {what} below {key!r}, as `name: value`, got {_kind(value)}")
        return [(str(key), value) for key, value in held.items()]

    def _entry(self, held: CommentedMap) -> Entry:
        self._require_keys(held, KEYS)
        if not held:
            raise _wrong(self._path, held.lc.line, f"expected one of {', '.join(KEYS)}")
        comment = self._text(held, "comment") if "comment" in held else ""
        try:
            require_gaps(comment)
        except ValueError as error:
            raise self._wrong(held, "comment", str(error).rstrip(".")) from None
        points = self._points(held) if "points" in held else None
        for key in ("reason", OVER):
            if key in held and points is None:
                raise self._wrong(held, key, f"{key!r} belongs to points, and there are none")
        return Entry(comment, points, self._decision(held) if "decide" in held else None)

    def _decision(self, held: CommentedMap) -> Points:
        decide = held["decide"]
        if not isinstance(decide, CommentedMap):
            raise self._wrong(held, "decide", f"expected points and a reason below 'decide', got {_kind(decide)}")
        self._require_keys(decide, ("points", "reason"))
        if "points" not in decide:
            raise self._wrong(held, "decide", "expected 'points' below 'decide'")
        return self._points(decide, may_be_none=True)

    def _points(self, held: CommentedMap, may_be_none: bool = False) -> Points:
        points, over = held["points"], held.get(OVER, False)
        number = isinstance(points, (int, float)) and not isinstance(points, bool) and math.isfinite(points)
        if not number or points < 0 or (points == 0 and not may_be_none):
            wanted = "0 or more" if may_be_none else "more than 0"
            raise self._wrong(held, "points", f"expected a number of points, {wanted}, got {_kind(points)}")
        if not isinstance(over, bool):
            raise self._wrong(held, OVER, f"expected true or false, got {_kind(over)}")
        if "reason" not in held:
            raise self._wrong(held, "points", "expected a 'reason' for the points")
        return Points(float(points), self._text(held, "reason"), over)

    def _text(self, held: CommentedMap, key: str) -> str:
        text = held[key]
        if not isinstance(text, str) or not text.strip():
            raise self._wrong(held, key, f"expected a text for {key!r}, got {_kind(text)}")
        return str(text).strip()

    def _require_keys(self, held: CommentedMap, known: tuple[str, ...]) -> None:
        for key in held:
            if key not in known:
                raise self._wrong(held, key, f"expected one of {', '.join(known)}, got {key!r}")

    def _wrong(self, held: CommentedMap, key: object, what: str) -> CourseError:
        return _wrong(self._path, held.lc.data[key][0], what)


def _wrong(path: Path, line: int, what: str) -> CourseError:
    return CourseError(f"{path}, line {line + 1}: {what}.")


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "names with values"
    return "nothing" if value is None else "a list" if isinstance(value, list) else f"{value!r}"


def _short(number: float) -> float:
    return int(number) if number == int(number) else number

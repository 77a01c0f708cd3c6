"""Why an answer is missing: the errors in a student's cells, what of them is not the student's fault, and names like it."""

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from graders.cleaning.text import quoted
from graders.grading.packages import ELSEWHERE, FailedImport, failed_import
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Shown, WorkCell
from graders.reports.words import ORDINALS, ordinal

UNDEFINED = re.compile(r"name '(\w+)' is not defined")
LONGEST = 20_000
"""Characters of a message that are looked at."""
MOST = 300
"""Characters of an error that are quoted."""

TELLING = (
    re.compile(r"found a Variable: maybe you are trying to call a function on a \(possibly shared\) variable"),
    re.compile(r"the provided input variable at index \d+ is not part of the computational graph[^\n]*?: [^\n.]+"),
    re.compile(r"An update must have the same type as the original shared variable"),
    re.compile(r"^.*?was not provided and not given a value", re.DOTALL),
    re.compile(r"^.*?(?=\s*\nApply node that caused the error)", re.DOTALL),
)
"""What of Theano's long messages says what is wrong."""
ASSIGNED = re.compile(
    r"^(?P<indent>[ \t]{0,80})"
    r"(?:def[ \t]{1,9}(?P<function>\w{1,40})\b|(?P<name>\w{1,40})[ \t]{0,9}=(?!=)(?P<value>.{0,200}))",
    re.MULTILINE,
)
"""What a line defines. Everything has a length: a student may write megabytes."""
COMPILES = re.compile(r"\s{0,9}(theano\s{0,9}\.\s{0,9})?function\s{0,9}\(")
PLACES = re.compile(
    r"(?<![\w/.])(?:[A-Za-z]:\\|/)[\w.@+-]+(?:[/\\][\w.@+-]+)+|<ipython-input-[^>\n]{0,99}>|0x[0-9a-fA-F]{5,}"
)
"""Absolute paths, cells of a notebook and addresses: those of the machine that it ran on."""


def called(cell: WorkCell, cells: Sequence[WorkCell]) -> str:
    """What one of a notebook's ``cells`` is to the student who reads of it."""
    if cell.solution:
        return "your solution cell"
    alike = [other for other in cells if not other.name and not other.solution and first_line(other) == first_line(cell)]
    which = f"{ordinal(alike.index(cell))} " if 1 < len(alike) <= len(ORDINALS) else ""
    return f"the {which}cell that starts with {first_line(cell)}"


def first_line(cell: WorkCell) -> str:
    """The first line of code, quoted."""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return quoted((lines or [""])[0], 60)


@dataclass(frozen=True)
class Trouble:
    """How one of a student's ``cells`` ended, if not well: by an error, or by being stopped after so many seconds."""

    cell: WorkCell
    cells: Sequence[WorkCell]
    ename: str = ""
    evalue: str = ""
    stopped_after: float | None = None

    @property
    def failed_import(self) -> FailedImport | None:
        """The import that failed, if that is the trouble."""
        return failed_import(self.ename, self.evalue)

    @property
    def lacks(self) -> str:
        """The package that the grader lacks, or keeps from student code, if that is the trouble; else empty."""
        failed = self.failed_import
        return failed.module if failed is not None and failed.lacking else ""

    @property
    def wants(self) -> str:
        """The name that is not defined, if that is the trouble; else empty."""
        found = UNDEFINED.match(self.evalue) if self.ename == "NameError" else None
        return found[1] if found else ""

    def __str__(self) -> str:
        """As a hint for the grade cells after it."""
        which = called(self.cell, self.cells)
        which = which[0].upper() + which[1:]
        if self.stopped_after is not None:
            return f"{which} was stopped after {self.stopped_after:.0f} seconds."
        if self.ename == "NotImplementedError" and self.cell.solution:
            return "Your solution cell still raises NotImplementedError: write your answer in its place."
        failed = self.failed_import
        if failed is not None and failed.meant:
            wrong = f"{which} imports {quoted(failed.module, 100)}"
            if failed.module.lower() in ELSEWHERE:
                return f"{wrong}; this course uses Theano: `import theano`."
            return f"{wrong}, which there is not: it is called `{failed.meant}`."
        said = f"{self.ename}: {telling_part(self.evalue)}".rstrip(": .")
        return f"{which} ended with {quoted(said, MOST)}."


def telling_part(message: str) -> str:
    """Of an error's message the part that says what is wrong: of Theano's known ones that, else the last line."""
    message = PLACES.sub("...", message[:LONGEST])
    found = next((match[0] for match in (pattern.search(message) for pattern in TELLING) if match), None)
    lines = [line.strip() for line in (message if found is None else found).splitlines() if line.strip()]
    return (lines or [""])[-1][:MOST]


@dataclass
class Troubles:
    """The troubles of the student's ``cells`` so far, to tell which of them may be why an answer is missing."""

    cells: Sequence[WorkCell]
    met: list[Trouble] = field(default_factory=list)
    of_solution: Trouble | None = None

    def add(self, cell: WorkCell, shown: Shown) -> None:
        """Take in what a cell has shown."""
        trouble = self._trouble(cell, shown)
        self.met += [] if trouble is None else [trouble]
        if cell.solution:
            self.of_solution = trouble

    def _trouble(self, cell: WorkCell, shown: Shown) -> Trouble | None:
        error = next((output for output in shown.outputs if output.output_type == "error"), None)
        if shown.stopped_after is not None:
            return Trouble(cell, self.cells, stopped_after=shown.stopped_after)
        return error and Trouble(cell, self.cells, error.ename, error.evalue)

    def root(self, missing: Collection[str]) -> Trouble | None:
        """The one to name where the answers ``missing`` are; None if there was none.

        The solution cell's own error; but a name that is missing there is missing because of an earlier error, and that
        of a package weighs more than that of a scratch cell. A cell that fails for want of an answer is no reason.
        """
        if self.of_solution is not None and self.of_solution.ename != "NameError":
            return self.of_solution
        reasons = [trouble for trouble in self.met if trouble.wants not in missing]
        return next((trouble for trouble in reasons if trouble.lacks), next(iter(reasons), None))


def explained(verdict: Verdict, troubles: Troubles, missing: Sequence[str], needed: Collection[str]) -> Verdict:
    """A verdict on answers that are ``missing`` of those ``needed``, with what may be why: the trouble in a cell, a package
    that the grader lacks, or another name that a cell gives to such a thing."""
    trouble = troubles.root(missing)
    if trouble is None:
        found = (_instead(name, troubles.cells, needed) for name in missing)
        return replace(verdict, hint=next(filter(None, found), ""))
    verdict = replace(verdict, hint=str(trouble))
    if not trouble.lacks:
        return verdict
    reason = f"Your notebook needs the package {quoted(trouble.lacks, 100)}, which the grader could not load."
    return replace(verdict, outcome=Outcome.GRADER_ERROR, cause=Cause.LACKS_PACKAGE, reason=reason)


def _instead(wanted: str, cells: Sequence[WorkCell], needed: Collection[str]) -> str:
    """What the student's cells assign in place of the name ``wanted``; empty if nothing looks like it."""
    function, names, compiled = "", [], set()
    own = (cell for cell in cells if not (cell.name or cell.given))
    for match in (match for cell in own for match in ASSIGNED.finditer(cell.source)):
        name = match["name"] or match["function"]
        if match["indent"]:
            if match["name"] == wanted and function:
                what = f"`{wanted}` is assigned within {quoted(function, 40)} and gone when that ends"
                return f"{what}: assign it outside of it."
            continue
        function = match["function"] or ""
        if name == wanted:
            return ""
        names += [] if name in needed else [name]
        if name not in needed and COMPILES.match(match["value"] or ""):
            compiled.add(name)
    close = difflib.get_close_matches(wanted, names, 1, 0.75) if len(wanted) > 2 else []
    close += [name for name in names if name.lower() == wanted.lower()] + (list(compiled) if len(compiled) == 1 else [])
    return f"Your notebook defines {quoted(close[0], 40)}, not `{wanted}`: the task asks for that name." if close else ""

"""Why an answer is missing: the errors in a student's cells, what of them is not the student's fault, and names like it."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exercises.checking.texts import without_places
from graders.cleaning.text import quoted
from graders.grading.packages import ELSEWHERE, FailedImport, failed_import
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Shown, WorkCell

MOST = 300
"""Characters of an error that are quoted."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

TELLING = (
    re.compile(r"found a Variable: maybe you are trying to call a function on a \(possibly shared\) variable"),
    re.compile(r"the provided input variable at index \d+ is not part of the computational graph[^\n]*?: [^\n.]+"),
    re.compile(r"An update must have the same type as the original shared variable"),
    re.compile(r"^.*?was not provided and not given a value", re.DOTALL),
    re.compile(r"^.*?(?=\s*\nApply node that caused the error)", re.DOTALL),
)
"""What of Theano's long messages says what is wrong."""
ASSIGNED = re.compile(
    r"^(?P<indent>[ \t]*)(?:def[ \t]+(?P<function>\w+)|(?P<name>\w+)[ \t]*=(?!=)[ \t]*(?P<value>.*))", re.MULTILINE
)


def called(cell: WorkCell) -> str:
    """What a code cell is to the student who reads of it."""
    if cell.solution:
        return "your solution cell"
    starts = f"starts with {first_line(cell)}"
    if not cell.added:
        return f"the given cell that {starts}"
    if cell.added > len(ORDINALS):
        return f"cell number {cell.added} of those you added (it {starts})"
    return f"the {ORDINALS[cell.added - 1]} cell you added (it {starts})"


def first_line(cell: WorkCell) -> str:
    """The first line of code, quoted."""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return quoted((lines or [""])[0], 60)


@dataclass(frozen=True)
class Trouble:
    """How a student's cell ended, if not well: with an error, or because it was stopped after so many seconds."""

    cell: WorkCell
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

    def __str__(self) -> str:
        """As a hint for the grade cells after it."""
        which = called(self.cell)
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
    message = without_places(message)
    found = next((match[0] for match in (pattern.search(message) for pattern in TELLING) if match), None)
    lines = [line.strip() for line in (message if found is None else found).splitlines() if line.strip()]
    return (lines or [""])[-1][:MOST]


@dataclass
class Troubles:
    """The troubles of the student's cells so far, to tell which of them may be why an answer is missing."""

    first: Trouble | None = None
    package: Trouble | None = None
    of_solution: Trouble | None = None

    def add(self, cell: WorkCell, shown: Shown) -> None:
        """Take in what a cell has shown."""
        trouble = _trouble(cell, shown)
        if cell.solution:
            self.of_solution = trouble
        if trouble is None:
            return
        if cell.solution or cell.added:  # a given cell fails because of what is missing
            self.first = self.first or trouble
        if trouble.lacks:
            self.package = self.package or trouble

    @property
    def root(self) -> Trouble | None:
        """The one to name; None if there was none.

        The solution cell's own error; but a name that is missing there is missing because of an earlier error, and that
        of a package weighs more than that of a scratch cell.
        """
        if self.of_solution is not None and self.of_solution.ename != "NameError":
            return self.of_solution
        return self.package or self.first


def _trouble(cell: WorkCell, shown: Shown) -> Trouble | None:
    if shown.stopped_after is not None:
        return Trouble(cell, stopped_after=shown.stopped_after)
    errors = (Trouble(cell, output.ename, output.evalue) for output in shown.outputs if output.output_type == "error")
    return next(errors, None)


def explained(verdict: Verdict, trouble: Trouble | None, missing: Iterable[str], cells: Sequence[WorkCell]) -> Verdict:
    """A verdict on ``missing`` answers, with what may be why: the trouble in a cell, a package that the grader lacks, or
    another name that ``cells`` give to such a thing."""
    if trouble is None:
        return replace(verdict, hint=next(filter(None, (_instead(name, cells) for name in missing)), ""))
    verdict = replace(verdict, hint=str(trouble))
    if not trouble.lacks:
        return verdict
    reason = f"Your notebook needs the package {quoted(trouble.lacks, 100)}, which the grader could not load."
    return replace(verdict, outcome=Outcome.GRADER_ERROR, cause=Cause.LACKS_PACKAGE, reason=reason)


def _instead(wanted: str, cells: Sequence[WorkCell]) -> str:
    """What the student's cells assign in place of the name ``wanted``; empty if nothing looks like it."""
    own = [match for cell in cells if cell.solution or cell.added for match in ASSIGNED.finditer(cell.source)]
    function, names, compiled = "", [], []
    for match in own:
        if not match["indent"]:
            function = match["function"] or ""
            names += [match["name"] or match["function"]]
            compiled += [match["name"]] if re.match(r"(theano\s*\.\s*)?function\s*\(", match["value"] or "") else []
        elif match["name"] == wanted and function:
            return f"`{wanted}` is assigned within {quoted(function, 40)} and gone when that ends: assign it outside of it."
    close = difflib.get_close_matches(wanted, names, 1, 0.75) if len(wanted) > 2 else []
    close += [name for name in names if name.lower() == wanted.lower() or (name in compiled and len(set(compiled)) == 1)]
    if wanted in names or not close:
        return ""
    return f"Your notebook defines {quoted(close[0], 40)}, not `{wanted}`: the task asks for that name."

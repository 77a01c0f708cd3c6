"""Why an answer is missing: the errors in a student's cells, and what of them is not the student's fault."""

from dataclasses import dataclass, replace

from graders.cleaning.text import quoted
from graders.grading.packages import lacking
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Shown, WorkCell


def first_line(cell: WorkCell) -> str:
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
    def lacks(self) -> str:
        """The package that the grader lacks, or keeps from student code, if that is the trouble; else empty."""
        return lacking(self.ename, self.evalue)

    def __str__(self) -> str:
        """As a hint for the grade cells after it."""
        which = f"The cell that starts with {first_line(self.cell)}"
        if self.stopped_after is not None:
            return f"{which} was stopped after {self.stopped_after:.0f} seconds."
        if self.ename == "NotImplementedError" and self.cell.solution:
            return "The solution cell still raises NotImplementedError: write your answer in its place."
        said = f"{self.ename}: {(self.evalue.splitlines() or [''])[0]}"
        return f"{which} ended with {quoted(said[:200].rstrip(': .'), 200)}."


@dataclass
class Troubles:
    """The troubles of the student's cells so far, to tell which of them may be why an answer is missing."""

    first: Trouble | None = None
    package: Trouble | None = None
    of_solution: Trouble | None = None

    def add(self, cell: WorkCell, shown: Shown) -> None:
        """Take in what a cell has shown."""
        trouble = _trouble(cell, shown)
        self.first = self.first or trouble
        if trouble is not None and trouble.lacks:
            self.package = self.package or trouble
        if cell.solution:
            self.of_solution = trouble

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


def explained(verdict: Verdict, trouble: Trouble) -> Verdict:
    """A verdict on an answer that is missing, with the trouble that may be why: a package that the grader lacks, say."""
    verdict = replace(verdict, hint=str(trouble))
    if not trouble.lacks:
        return verdict
    reason = f"Your notebook needs the package {quoted(trouble.lacks, 100)}, which the grader could not load."
    return replace(verdict, outcome=Outcome.GRADER_ERROR, cause=Cause.LACKS_PACKAGE, reason=reason)

"""Why an answer is missing: the errors in a student's cells, what of them is not the student's fault, and names like it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from exercises.words import capital, joined, later, say
from graders.cleaning.text import quoted
from graders.grading.missing.bindings import Bindings, Kind
from graders.grading.missing.errors import MOST, UNDEFINED, line_of, meaning, telling_part
from graders.grading.missing.names import Found, How, Looked, sentence
from graders.grading.missing.packages import ELSEWHERE, FailedImport, failed_import
from graders.grading.source.blocks import seems_to_assign
from graders.records.behaviour import Behaviour
from graders.records.verdict import Cause, Outcome, Verdict
from graders.records.work import Shown, WorkCell
from graders.reports.words import ORDINALS, ordinal

VARYING = re.compile(r"'[^']*'|\"[^\"]*\"|<[^<>]*>|\d+")
"""What may differ in messages that say the same: names, values, lines."""


def called(cell: WorkCell, cells: Sequence[WorkCell]) -> str:
    """What one of a notebook's ``cells`` is to the student who reads of it."""
    if cell.solution:
        return say("your solution cell")
    alike = [other for other in cells if not other.name and not other.solution and first_line(other) == first_line(cell)]
    if 1 < len(alike) <= len(ORDINALS):
        which = ordinal(alike.index(cell))
        return say("the {position} cell that starts with {line}", position=which, line=first_line(cell))
    return say("the cell that starts with {line}", line=first_line(cell))


def first_line(cell: WorkCell) -> str:
    """The first line of code, quoted."""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return quoted((lines or [""])[0], 60)


@dataclass(frozen=True)
class Trouble:
    """How a student's ``cell`` ended, if not well: by an error, in a ``line`` of it if that is known, or by being stopped
    after so many seconds."""

    cell: WorkCell
    ename: str = ""
    evalue: str = ""
    line: int = 0
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

    @property
    def not_written(self) -> bool:
        """Whether it is the error that stands in the place of an answer."""
        return self.ename == "NotImplementedError" and self.cell.solution

    @property
    def facts(self) -> tuple[str, ...]:
        """What is the same for all who are in this trouble."""
        if self.stopped_after is not None:
            return "missing", "stopped"
        if self.not_written:
            return "missing", "not written"
        imported = self.failed_import
        about = self.wants or (imported.module if imported is not None else VARYING.sub("...", telling_part(self.evalue)))
        return "missing", self.ename, about

    def told(self, cells: Sequence[WorkCell], own: Bindings) -> str:
        """As a hint for the grade cells after it. ``own``: what the student's cells define."""
        which = capital(called(self.cell, cells))
        if self.stopped_after is not None:
            return say("{cell} was stopped after {seconds} seconds.", cell=which, seconds=f"{self.stopped_after:.0f}")
        if self.not_written:
            return say("Your solution cell still raises NotImplementedError: write your answer in its place.")
        failed = self.failed_import
        if failed is not None and failed.meant:
            module = quoted(failed.module, 100)
            if failed.module.lower() in ELSEWHERE:
                return say("{cell} imports {module}; this course uses Theano: `import theano`.", cell=which, module=module)
            wrong = later("{cell} imports {module}, which there is not: it is called {meant}.")
            return say(wrong, cell=which, module=module, meant=f"`{failed.meant}`")
        said = f"{self.ename}: {telling_part(self.evalue, self.cell.source)}".rstrip(": .")
        if self.line and "(line " not in said:
            ended = say("{cell} ended with {error} in line {line}.", cell=which, error=quoted(said, MOST), line=self.line)
        else:
            ended = say("{cell} ended with {error}.", cell=which, error=quoted(said, MOST))
        return joined([ended, self._meaning(own)])

    def _meaning(self, own: Bindings) -> str:
        lines = [binding.line for binding in own.of(self.wants) if binding.cell is self.cell and not binding.within]
        if self.wants and self.line and lines and min(lines) > self.line:
            return say("That line comes before line {line}, which assigns `{name}`.", line=min(lines), name=self.wants)
        at = self.cell.source.split("\n")[self.line - 1] if self.line else ""
        return meaning(self.ename, self.evalue, own.stored | {binding.name for binding in own.found}, at)


@dataclass
class Troubles:
    """The troubles of the ``cells`` of a notebook so far, to tell which of them may be why an answer is missing.

    ``examples``: code that the course shows besides its cells.
    """

    cells: Sequence[WorkCell]
    examples: Sequence[str] = ()
    met: list[Trouble] = field(default_factory=list)
    over: set[int] = field(default_factory=set)
    """The indices of the cells that have ended."""
    looked: Looked | None = None
    """What the cells so far define, once somebody asked."""

    def add(self, cell: WorkCell, shown: Shown) -> None:
        """Take in what a cell has shown."""
        self.over.add(cell.index)
        self.looked = None
        error = next((output for output in shown.outputs if output.output_type == "error"), None)
        if shown.stopped_after is not None:
            self.met.append(Trouble(cell, stopped_after=shown.stopped_after))
        elif error is not None:
            line = line_of(error.ename, error.evalue, getattr(error, "traceback", []), cell.source)
            self.met.append(Trouble(cell, error.ename, error.evalue, line))

    def look(self) -> Looked:
        """What the student's cells define. Nothing is read before an answer is missing."""
        if self.looked is None:
            self.looked = self._look()
        return self.looked

    def _look(self) -> Looked:
        course = Bindings()
        ours = [cell.source for cell in self.cells if cell.given or cell.name]
        for source in (*ours, *self.examples):
            course.read(WorkCell(0, source))
        own, later = Bindings(aliases=dict(course.aliases)), Bindings(aliases=dict(course.aliases))
        for cell in self.cells:
            if not (cell.name or cell.given):
                (own if cell.index in self.over else later).read(cell)
        ended = {trouble.cell.index: trouble.line for trouble in self.met}
        return Looked(own, later, {binding.name for binding in course.found}, course.called, ended)

    def reason(self, missing: Collection[str], needed: Collection[str], looked: Looked) -> Trouble | Found | None:
        """What to name where the answers ``missing`` are, of those ``needed``; None if nothing is certain.

        The error of a cell in which an answer is assigned, first of the solution cell; but a name that is missing there is
        missing because of an earlier error. A package that the grader lacks weighs more than what became of the names, and
        that more than the error of a scratch cell. The course's own cells after the solution are no reason, nor is one that
        fails for want of an answer.
        """
        place = next((cell.index for cell in self.cells if cell.solution), len(self.cells))
        met = [trouble for trouble in self.met if not trouble.cell.given or trouble.cell.index < place]
        solution = next((trouble for trouble in met if trouble.cell.solution), None)
        found = next(filter(None, (looked.find(name, needed) for name in missing)), None)
        of_answer = [trouble for trouble in met if any(_keeps_from(trouble, name, looked) for name in missing)]
        ended = solution is not None and not solution.wants and (solution in of_answer or solution.lacks)
        if solution is not None and (solution.not_written or ended):
            return solution
        lacking = next((trouble for trouble in met if trouble.lacks), None)
        if lacking is not None and (solution is None or solution.wants):
            return lacking
        for trouble in of_answer:
            if found is None or trouble.wants != found.wanted:
                return self._before(trouble, met)
        others = (trouble for trouble in met if trouble.wants not in missing)
        first = self._before(solution, met) if solution is not None else next(others, None)
        return found or first or next(filter(None, map(looked.nowhere, missing)), None)

    @staticmethod
    def _before(trouble: Trouble, met: Sequence[Trouble]) -> Trouble:
        """The earlier trouble for which a name is missing that this one wants, if it may be; else this one."""
        pattern = rf"\b{re.escape(trouble.wants)}\b|import[ \t]{{1,9}}\*"
        earlier = (other for other in met if other.cell.index < trouble.cell.index and trouble.wants)
        return next((other for other in earlier if re.search(pattern, other.cell.source)), trouble)


def _keeps_from(trouble: Trouble, name: str, looked: Looked) -> bool:
    """Whether the cell in trouble would have assigned ``name`` later, as far as can be read."""
    cell = trouble.cell
    if (cell, cell.source) in looked.own.unread:
        return seems_to_assign(cell.source, name)
    bound = (binding for binding in looked.own.of(name) if binding.cell is cell and binding.kind is not Kind.WEAK)
    return any(not looked.is_past(binding) for binding in bound)


def explained(verdict: Verdict, troubles: Troubles, missing: Sequence[str], needed: Collection[str]) -> Verdict:
    """A verdict on answers that are ``missing`` of those ``needed``, with what may be why: the trouble in a cell, a package
    that the grader lacks, or what became of the name."""
    looked = troubles.look()
    reason = troubles.reason(missing, needed, looked)
    if reason is None:
        return verdict
    verdict = replace(verdict, behaviour=Behaviour(reason.facts).to_text())
    if isinstance(reason, Found):
        where = called(reason.cell, troubles.cells) if reason.cell is not None else ""
        renamed = [looked.find(name, needed) for name in missing if name != reason.wanted]
        told = [sentence(each, "") for each in renamed if each is not None and each.how is reason.how is How.OTHER_NAME]
        return replace(verdict, hint=joined([sentence(reason, where), *told[:1]]))
    verdict = replace(verdict, hint=reason.told(troubles.cells, looked.own))
    if not reason.lacks:
        return verdict
    lack = say(
        "Your notebook needs the package {package}, which the grader could not load.", package=quoted(reason.lacks, 100)
    )
    return replace(verdict, outcome=Outcome.GRADER_ERROR, cause=Cause.LACKS_PACKAGE, reason=lack)

"""Takes the master solution's answers, has its mutants tried in processes of their own, and says what came of them."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from graders.checkout import CHECKOUT
from graders.grading.notebook import work_of
from graders.grading.pipeline import steps
from graders.judge.home import cache_folder, judge_environment
from graders.judge.request import names_needed
from graders.notebooks.assignment import Assignment, from_source
from graders.records.work import Work
from graders.sandbox.conversation import GradeCell
from graders.sandbox.limits import Limits
from graders.sandbox.run import Sandbox, kind

MASTER = "the master solution"
PAIRS, SEED = 500, 1


class AdequacyError(Exception):
    """The mutants can't be tried. The text says why."""


@dataclass
class Adequacy:
    """What became of all mutants of an assignment: counts by (mutations, outcome), how much of those that are killed is
    explained, by (mutations, part), and what is worth showing.
    """

    assignment: str
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)
    killed_by: Counter[str] = field(default_factory=Counter)
    explained: Counter[tuple[int, str]] = field(default_factory=Counter)
    operators: dict[str, str] = field(default_factory=dict)
    made_by: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, report: dict[str, Any]) -> None:
        """Take in one report of a worker. Raises :class:`AdequacyError` for one that says that nothing can be tried."""
        if "broken" in report:
            raise AdequacyError(report["broken"])
        if "killed by" in report:
            self.killed_by.update(report["killed by"])
            self.operators = report["operators"]
            return
        self.made_by.update(report["operators"])
        self.counts[report["mutations"], report["outcome"]] += 1
        if "explained" in report:
            self.explained[report["mutations"], report["explained"]] += 1
            if report["explained"] != "whole":
                self.shown.setdefault(f"explained: {report['explained']}", []).append(report)
        if report["outcome"] not in ("killed", "illegal"):
            self.shown.setdefault(report["outcome"], []).append(report)

    @property
    def survivors(self) -> list[dict[str, Any]]:
        """The wrong answers that every check lets pass."""
        return self.shown.get("survived", [])

    def text(self, every: bool = False) -> str:
        """All of it, for a person; ``every``: equivalent pairs are listed too, not only the single ones."""
        lines = [_counted(self.counts, 1, "single mutations"), _counted(self.counts, 2, "pairs of mutations")]
        stopped = ", ".join(f"{cell} {count}" for cell, count in self.killed_by.most_common())
        lines.append(f"Killed first by: {stopped}.")
        lines += [line for mutations in (1, 2) for line in self._told(mutations)]
        lines += _listed("Left to a person (no points)", self.shown.get("undecided", []), every=True)
        lines += _listed("Equivalent", self.shown.get("equivalent", []), every)
        lines += ["Mutations, and how many mutants have them:"]
        lines += [f"  {name} ({self.made_by[name]}): {what}" for name, what in self.operators.items() if self.made_by[name]]
        for report in self.survivors:
            lines += [f"SURVIVOR  {report['text']}", f"          {report['formula']}", f"          -> {report['why']}"]
        verdict = "Every wrong answer among them loses points."
        if self.survivors:
            verdict = f"{len(self.survivors)} wrong answers pass every grade cell: add the checks named above."
        return "\n".join([f"Adequacy of the hidden checks of {self.assignment}", *filter(None, lines), verdict])

    def _told(self, mutations: int) -> Iterator[str]:
        """How many of the killed mutants are explained, and what is not."""
        counts = {part: self.explained[mutations, part] for part in ("whole", "part", "none")}
        total = sum(counts.values())
        if total:
            share = f"{counts['whole']} of {total} ({100 * counts['whole'] / total:.1f} %)"
            yield (
                f"Explained, of the killed with {mutations} mutation{'s' * (mutations > 1)}: {share}; "
                f"{counts['part']} in part, {counts['none']} not at all."
            )
        for part, title in (("part", "in part"), ("none", "not")):
            reports = [r for r in self.shown.get(f"explained: {part}", []) if r["mutations"] == mutations]
            yield from (f"  {title}: {report['text']}" for report in reports)


def _counted(counts: Counter[tuple[int, str]], mutations: int, words: str) -> str:
    mine = {outcome: count for (number, outcome), count in counts.items() if number == mutations}
    if not mine:
        return ""
    killed = mine.get("killed", 0) + mine.get("undecided", 0)
    return (
        f"{sum(mine.values())} {words}: {mine.get('illegal', 0)} illegal, {killed} killed, "
        f"{mine.get('equivalent', 0)} equivalent, {mine.get('survived', 0)} survivors"
    )


def _listed(title: str, reports: Sequence[dict[str, Any]], every: bool) -> list[str]:
    """Reports under their reasons; pairs are only counted unless ``every``."""
    grouped: dict[str, list[str]] = {}
    for report in reports:
        if every or report["mutations"] == 1:
            grouped.setdefault(report["why"].split("\n")[0], []).append(report["text"])
    lines = [line for why, texts in grouped.items() for line in (f"  {why}", *(f"    {text}" for text in texts))]
    return [f"{title}:", *lines] if lines else []


def examine(name: str, pairs: int = PAIRS, seed: int = SEED, jobs: int = 1, sandbox: Sandbox | None = None) -> Adequacy:
    """Try the mutants of the master solution of the assignment ``name``, with ``jobs`` processes.

    Raises :class:`AdequacyError`, :class:`graders.notebooks.assignment.UnknownAssignment` and
    :class:`graders.sandbox.conversation.SandboxError`.
    """
    assignment = from_source(name)
    with closing(Sandbox(kind())) if sandbox is None else nullcontext(sandbox) as box:
        message = master_answers(assignment, box)
    cells = [[cell.name, cell.source, cell.points] for cell in assignment.grade_cells]
    told = {"answers": message, "cells": cells, "pairs": pairs, "seed": seed, "parts": jobs}
    found = Adequacy(name)
    for report in tried([{**told, "part": part} for part in range(jobs)]):
        found.add(report)
    return found


def master_answers(assignment: Assignment, sandbox: Sandbox) -> Any:
    """The message for all names that the grade cells need, from the master notebook, run in the sandbox.

    Raises :class:`AdequacyError` if it does not get that far.
    """
    path = CHECKOUT / "source" / assignment.name / f"{assignment.name}.ipynb"
    work = work_of(nbformat.read(path, as_version=4), assignment)
    needed = dict.fromkeys(name for cell in assignment.grade_cells for name in names_needed(cell.source))
    names = tuple(name for name in needed if name != "check")
    last = max((place for place, cell in enumerate(work.cells) if cell.name), default=0)
    before = Work(tuple(cell for cell in work.cells[:last] if not cell.name))
    result = sandbox.run([*steps(before), GradeCell(MASTER, names)], Limits())
    if MASTER not in result.answers:
        raise AdequacyError(f"The master notebook ended before its last grade cell ({result.ending}).")
    missing = set(names) - set(result.answers[MASTER].get("names", {}))
    if missing:
        raise AdequacyError(f"The master notebook does not define {', '.join(sorted(missing))}: the grade cells need that.")
    return result.answers[MASTER]


def tried(requests: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The reports of one worker for each request, side by side. Raises :class:`AdequacyError` when one dies."""
    with tempfile.TemporaryDirectory(prefix="theano-exercises-") as scratch:
        environment = judge_environment(Path(scratch))
        environment["THEANO_FLAGS"] += ",cxx=,optimizer=fast_compile"
        running = []
        try:
            for request in requests:
                errors = tempfile.TemporaryFile("w+")
                process = subprocess.Popen(
                    [sys.executable, "-m", "graders.course.authoring.adequacy.worker"],
                    env=environment,
                    cwd=cache_folder(),
                    text=True,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                )
                assert process.stdin is not None
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                running.append((process, errors))
            for process, errors in running:
                assert process.stdout is not None
                yield from map(json.loads, process.stdout)
                if process.wait() != 0:
                    errors.seek(0)
                    raise AdequacyError(f"The process that tries the mutants died: {errors.read()[-1500:]}")
        finally:
            for process, errors in running:
                process.kill()
                process.communicate()
                errors.close()

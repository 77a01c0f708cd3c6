"""``theano-exercises doctor``: a line per finding about this machine, with what to do about it."""

import argparse

from graders.commands.exit_codes import ALL_PASSED, SOMETHING_FAILED
from graders.grading.doctor import machine


def add_options(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace) -> int:
    """Examine the machine, try the sandbox's protections, say what was found; return the exit code."""
    findings = machine.examine() + machine.protections()
    for finding in findings:
        print(f"{finding.mark:<7}  {finding.name}: {finding.text}", flush=True)
        if finding.advice:
            print(f"         -> {finding.advice}")
    return ALL_PASSED if all(finding.good or not finding.needed for finding in findings) else SOMETHING_FAILED

"""A verdict in a notebook: the output of its grade cell. Pages make words and pictures of its record."""

from dataclasses import replace

from nbformat import v4
from nbformat.notebooknode import NotebookNode

from graders.records.marks import METADATA
from graders.records.verdict import Verdict


def to_output(verdict: Verdict) -> NotebookNode:
    """The output of a grade cell: nbgrader's scorer reads the number, pages the record.

    The number is always finite and between 0 and the cell's points: nbgrader takes anything else for full marks.
    """
    record = replace(verdict, detail="").to_json()  # the traceback is for the instructor's log
    data = {"text/plain": repr(float(verdict.points))}
    return v4.new_output("execute_result", data=data, metadata={METADATA: record}, execution_count=None)

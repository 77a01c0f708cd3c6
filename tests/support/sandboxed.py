"""What the tests of the sandbox share: limits, and what a cell showed."""

from graders.sandbox.limits import Limits

QUICK = Limits(cell_seconds=2.0, notebook_seconds=8.0)
PATIENT = Limits(cell_seconds=60.0, notebook_seconds=90.0)


def text_of(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def error_of(cell):
    return [output["ename"] for output in cell.outputs if output["output_type"] == "error"]

"""The "Theano" kernel, started for real."""

import json

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbformat import v4

from graders.checkout import CHECKOUT

pytestmark = pytest.mark.filterwarnings("ignore")


def run(*sources):
    nb = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
    nb.metadata["kernelspec"] = {"name": "theano", "display_name": "Theano", "language": "python"}
    return NotebookClient(nb, timeout=120).execute().cells


def test_importing_theano_says_nothing_and_functions_compile(monkeypatch):
    monkeypatch.delenv("THEANO_FLAGS")  # the tests' own
    cells = run(
        "import theano\nimport theano.tensor as T",
        "x = T.dscalar('x')\nfloat(theano.function([x], 2 * x, mode='FAST_COMPILE')(1.5))",
        "from exercises import check\ntry:\n    check('polynomial', 'function', f=1)\nexcept Exception as e:\n    print(e)",
    )
    assert cells[0].outputs == []
    assert cells[1].outputs[-1].data["text/plain"] == "3.0"
    assert cells[2].outputs[0].text.startswith("`f` is the number 1")


def test_the_notebooks_ask_for_the_kernel_that_is_installed():
    spec = KernelSpecManager().get_kernel_spec("theano")
    assert spec.display_name == "Theano"
    shipped = json.loads((CHECKOUT / "exercises" / "kernel" / "spec" / "kernel.json").read_text())
    assert spec.argv == shipped["argv"]
    for path in CHECKOUT.glob("source/*/*.ipynb"):
        assert nbformat.read(path, as_version=4).metadata.kernelspec.name == "theano"

"""``python -m benchmarks.coverage_of_theano``: which share of the functions in Theano's own tests crosses our format.

Every function that a test compiles is dumped, sent, loaded and called beside the original (``crossing``). Each test module
runs in a process of its own, with a time limit. ``--files`` chooses modules, ``--extra`` adds those outside the core,
``--tutorial`` takes the examples of the tutorial, which only the source distribution holds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CORE = ("tensor/tests/test_basic.py", "tensor/tests/test_elemwise.py", "tensor/tests/test_subtensor.py")
NEURAL = tuple(f"tensor/nnet/tests/test_{name}.py" for name in ("nnet", "sigm", "opt", "blocksparse"))
IMAGES = tuple(
    f"tensor/nnet/tests/test_{name}.py"
    for name in ("bn", "neighbours", "conv", "conv3d2d", "corr", "corr3d", "abstract_conv", "ctc")
)
"""Convolution, pooling, batch normalisation."""
EXTRA = (
    *(f"tensor/tests/test_{name}.py" for name in ("extra_ops", "nlinalg", "sort", "keepdims", "var", "inc_subtensor")),
    *(f"tests/test_{name}.py" for name in ("gradient", "ifelse", "2nd_order_grads", "rop", "dictionary_output", "updates")),
    "compile/tests/test_pfunc.py",
    "compile/tests/test_builders.py",
    "scan_module/tests/test_scan.py",
)

MODULE_SECONDS = 1800
ORDER = ("only the rebuilt one fails", "only the original fails", "differs", "is refused", "does not leave", "agrees",
         "crosses")  # fmt: skip
"""What may become of a function, worst first; ``crosses`` alone: no test called it."""

FLAGS = "blas.ldflags=,cxx=,base_compiledir={}"


def run(module: str, seconds: float) -> tuple[list[dict[str, Any]], str]:
    """The last word on every function of a test module of Theano's, and how pytest ended."""
    spec = find_spec("theano")
    assert spec is not None and spec.origin is not None
    with tempfile.TemporaryDirectory() as folder:
        crossings = Path(folder) / "crossings"
        crossings.touch()
        environment = {
            **os.environ,
            "THEANO_FLAGS": FLAGS.format(folder),
            "THEANORC": os.devnull,
            "CROSSINGS": str(crossings),
            "PYTHONPATH": os.getcwd(),
        }
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "pytest",
            "-q",
            "-c",
            os.devnull,
            "-p",
            "no:cacheprovider",
            "-p",
            "benchmarks.crossing",
            "--tb=no",
            "--doctest-glob=*.txt",
            "--doctest-continue-on-failure",
            str(Path(spec.origin).parent / module),
        ]
        try:
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds)
            ending = (done.stdout.strip().splitlines() or ["no output"])[-1]
        except subprocess.TimeoutExpired:
            ending = f"stopped after {seconds:.0f} s"
        lines = crossings.read_text(encoding="utf-8").splitlines()
    return last_words(json.loads(line) for line in lines if line.endswith("}")), ending


def last_words(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One record a function: its worst."""
    worst: dict[int, dict[str, Any]] = {}
    for record in records:
        known = worst.get(record["number"])
        if known is None or ORDER.index(record["status"]) < ORDER.index(known["status"]):
            worst[record["number"]] = record
    return list(worst.values())


def summary(records: Sequence[dict[str, Any]]) -> str:
    """Functions seen, and the shares of those that cross and of those that cross and agree when called."""
    count = Counter(record["status"] for record in records)
    agreeing, silent = count["agrees"], count["crosses"]
    called = len(records) - silent
    share = 100 * (agreeing + silent) / max(len(records), 1)
    of_called = 100 * agreeing / max(called, 1)
    return (
        f"{len(records)} functions, {share:.1f} % cross and nothing differs; of {called} that were called or did not cross"
        f" {of_called:.1f} % cross and agree"
    )


def reasons(records: Sequence[dict[str, Any]]) -> list[str]:
    """What kept functions from crossing or agreeing, the most frequent first, each with one test."""
    bad = [record for record in records if record["status"] not in ("agrees", "crosses")]
    count = Counter((record["status"], record["reason"][:160]) for record in bad)
    example = {(record["status"], record["reason"][:160]): record["test"] for record in bad}
    return [f"  {number:5} {status}: {why} ({example[status, why]})" for (status, why), number in count.most_common()]


def main() -> None:
    """Run the modules one after the other and print what became of their functions."""
    parser = argparse.ArgumentParser(prog="benchmarks.coverage_of_theano", description=__doc__)
    parser.add_argument("--files", nargs="+", help="test modules below the folder of theano")
    parser.add_argument("--extra", action="store_true", help="also gradients, loops, linear algebra and others")
    tutorial = "only the examples of Theano's tutorial: the folder doc/tutorial of its source distribution"
    parser.add_argument("--tutorial", type=Path, metavar="FOLDER", help=tutorial)
    parser.add_argument("--seconds", type=float, default=MODULE_SECONDS, help="for each module (default %(default)s)")
    options = parser.parse_args()
    groups = {"core": CORE, "neural networks": NEURAL, "images and batch normalisation": IMAGES}
    if options.extra:
        groups["extra"] = EXTRA
    if options.files:
        groups = {"chosen": tuple(options.files)}
    if options.tutorial:
        groups = {"tutorial": tuple(str(path.resolve()) for path in sorted(options.tutorial.glob("*.txt")))}
    seen: dict[str, list[dict[str, Any]]] = {}
    for group, modules in groups.items():
        seen[group] = []
        for module in modules:
            records, ending = run(module, options.seconds)
            print(f"{module}: {summary(records)} [{ending}]", *reasons(records), sep="\n", flush=True)
            seen[group] += records
    for group, records in seen.items():
        print(f"{group}: {summary(records)}")


if __name__ == "__main__":
    main()

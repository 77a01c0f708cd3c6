"""``python -m benchmarks``: the methods in turn over the same classes, then how ours grows with the class."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat

from benchmarks.measure import Measured, measure
from benchmarks.submissions import ASSIGNMENT, hand_in
from graders.course.authoring import sample_answers
from graders.course.authoring.release import generate

JOBS = os.cpu_count() or 1
NBGRADER = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]
OURS = [sys.executable, "-m", "graders.commands", "autograde", ASSIGNMENT]

STOCK_CONFIG = """
c = get_config()
# The cells of this course import Theano, pytest and Hypothesis: stock nbgrader gives up after 30 seconds by default.
c.ExecutePreprocessor.timeout = 120
# The Theano kernel refuses to autograde, for that is done in the sandbox.
c.ExecutePreprocessor.kernel_name = "python3"
"""

FLOOR_CONFIG = """
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
c = get_config()
# All that stock nbgrader does, but for running the notebook.
c.Autograde.autograde_preprocessors = [
    step for step in Autograde.autograde_preprocessors.default_args[0] if step is not Execute
]
"""

METHODS = {
    # Name: command, nbgrader_config.py (None: the course's own).
    "stock nbgrader": (NBGRADER, STOCK_CONFIG),
    "bookkeeping floor": (NBGRADER, FLOOR_CONFIG),
    "nbgrader autograde, our steps": (NBGRADER, None),
    "theano-exercises, 1 job": ([*OURS, "--jobs", "1"], None),
    f"theano-exercises, {JOBS} jobs": ([*OURS, "--jobs", str(JOBS)], None),
    f"theano-exercises, {JOBS} jobs, no memory": ([*OURS, "--jobs", str(JOBS), "--no-memory"], None),
}
MAIN = f"theano-exercises, {JOBS} jobs"
PAGES = {
    "stock nbgrader": ([sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT], STOCK_CONFIG),
    "nbgrader generate_feedback, our step": ([sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT], None),
    MAIN: ([sys.executable, "-m", "graders.commands", "feedback", ASSIGNMENT, "--jobs", str(JOBS)], None),
}
"""What makes feedback pages of one graded class: command, nbgrader_config.py (None: the course's own)."""


class Bench:
    """A scratch folder with the generated course, caches of its own, and the measurements."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "XDG_CACHE_HOME": str(folder / "cache"),
            "THEANO_FLAGS": f"blas.ldflags=,base_compiledir={folder / 'stock-compiled'}",
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }
        (folder / "cache").mkdir()
        (folder / "base").mkdir()
        generate(folder / "base")

    def pages(self, size: int) -> dict[str, float]:
        """Seconds a page of each way to make them, of the same class."""
        course = self.folder / "course"
        shutil.copytree(self.folder / "base", course)
        found, own = {}, (course / "nbgrader_config.py").read_text()
        try:
            hand_in(course, size, 1)
            measure(METHODS[MAIN][0], course, self.environment)
            for name, (command, config) in PAGES.items():
                (course / "nbgrader_config.py").write_text(own if config is None else config)
                found[name] = measure(command, course, self.environment).seconds / size
                shutil.rmtree(course / "feedback")
        finally:
            shutil.rmtree(course)
        return found

    def run(self, method: str, size: int, seed: int, memory: bool = False) -> Measured:
        """Grade a class in a fresh course; compiled code is warm, remembered verdicts are none."""
        command, config = METHODS[method]
        course = self.folder / "course"
        shutil.copytree(self.folder / "base", course)
        try:
            if config is not None:
                (course / "nbgrader_config.py").write_text(config)
            hand_in(course, size, seed)
            for file in (self.folder / "cache").glob("theano-exercises/verdicts.sqlite*"):
                file.unlink()
            return measure(command, course, self.environment, memory)
        finally:
            shutil.rmtree(course)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="theano-exercises-bench-") as folder:
        bench = Bench(Path(folder))
        print(f"Assignment {ASSIGNMENT}; {JOBS} cores. Warming up compiled code ...", flush=True)
        bench.run(f"{MAIN}, no memory", options.warm, seed=0)
        bench.run("stock nbgrader", 3, seed=0)
        compare(bench, options.compare, options.rounds)
        print(f"\nSeconds a feedback page, a class of {options.compare}", flush=True)
        for name, seconds in bench.pages(options.compare).items():
            print(f"  {name:<40} {seconds:7.3f}", flush=True)
        grow(bench, options.sizes)
        first_verdict(bench)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    sizes = lambda text: [int(part) for part in text.split(",")]
    parser.add_argument("--compare", type=int, default=50, help="submissions in the comparison of methods")
    parser.add_argument("--rounds", type=int, default=2, help="how often every method takes its turn")
    parser.add_argument("--sizes", type=sizes, default=[50, 200, 1000], help="class sizes for growth, with commas")
    parser.add_argument("--warm", type=int, default=75, help="submissions that warm up the compiled code")
    return parser.parse_args()


def compare(bench: Bench, size: int, rounds: int) -> None:
    """Every method over the same classes, in turn, so that whatever else the machine does hits all alike."""
    print(f"\nSeconds a submission, classes of {size}, {rounds} rounds in turn", flush=True)
    found: dict[str, list[float]] = {method: [] for method in METHODS}
    for seed in range(1, rounds + 1):
        for method in METHODS:
            found[method].append(bench.run(method, size, seed).seconds / size)
    means = {method: sum(values) / len(values) for method, values in found.items()}
    stock, floor = means["stock nbgrader"], means["bookkeeping floor"]
    for method, mean in means.items():
        values = ", ".join(f"{value:.3f}" for value in found[method])
        print(
            f"  {method:<40} {mean:7.3f}  ({values})  {stock / mean:5.1f} x stock  {mean / floor:5.2f} x floor", flush=True
        )


def grow(bench: Bench, sizes: list[int]) -> None:
    """Seconds and memory over class sizes, with and without remembered verdicts."""
    print(f"\n{MAIN}: growth (memory: PSS of all processes)", flush=True)
    for method in (MAIN, f"{MAIN}, no memory"):
        for size in sizes:
            taken = bench.run(method, size, seed=100, memory=True)
            hits = next((line for line in taken.output.splitlines() if "remembered" in line), "nothing remembered")
            name = method.removeprefix(MAIN).removeprefix(", ") or "with memory"
            figures = (
                f"{taken.seconds / size:.3f} s each, peak {taken.peak_mb:.0f} MB, first after {taken.first_seconds:.1f} s"
            )
            print(f"  {name:<12} {size:5} submissions: {figures}; {hits}", flush=True)


def first_verdict(bench: Bench) -> None:
    """``theano-exercises grade`` on one notebook, with no cache at all."""
    course = bench.folder / "loose"
    course.mkdir()
    notebook = course / f"{ASSIGNMENT}.ipynb"
    release = nbformat.read(bench.folder / "base" / "release" / ASSIGNMENT / notebook.name, as_version=4)
    right = sample_answers.read(sample_answers.FOLDER / ASSIGNMENT / "right_plain.py")
    nbformat.write(right.fill_in(release), notebook)
    for cache in ("cold", "warm"):
        environment = {**bench.environment, "XDG_CACHE_HOME": str(bench.folder / "first")}
        (bench.folder / "first").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "graders.commands", "grade", ASSIGNMENT, str(notebook)]
        print(
            f"\nFirst verdict of `grade`, caches {cache}: {measure(command, course, environment).seconds:.1f} s", flush=True
        )


if __name__ == "__main__":
    main()

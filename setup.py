"""Metadata and dependencies.

The wheel is for students: it holds ``exercises`` and the "Theano" kernel, nothing else. Instructors install their checkout
(``pip install -e ".[graders]"``), which also gives them ``graders`` and the command ``theano-exercises``.
"""

import sys
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.editable_wheel import editable_wheel

GRADERS = find_packages(include=["graders", "graders.*"])

if sys.version_info[:2] not in ((3, 10), (3, 11)):
    sys.exit(
        f"theano-exercises needs Python 3.10 or 3.11; this is {sys.version.split()[0]}. The README says how to get one."
    )

OURS = "; python_version >= '3.10' and python_version < '3.12'"
"""The versions that Theano 1.0.5 runs on with a NumPy that it knows.

Elsewhere the wheel wants nothing: else pip would build Theano first, and end in its stack trace instead of coming to
"requires a different Python".
"""


class InstructorCheckout(editable_wheel):
    """An editable install is an instructor's: it adds what the students' wheel must not hold."""

    def run(self) -> None:
        self.distribution.packages = [*self.distribution.packages, *GRADERS]
        self.distribution.entry_points = {"console_scripts": ["theano-exercises = graders.commands.main:main"]}
        super().run()


setup(
    name="theano-exercises",
    version="0.1.0",
    description="Three Theano lecture exercises as nbgrader assignments, and a grader that judges graphs as data",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="MIT",
    python_requires=">=3.10,<3.12",
    packages=find_packages(include=["exercises", "exercises.*"]),
    package_data={"exercises.kernel": ["spec/kernel.json"]},
    data_files=[("share/jupyter/kernels/theano", ["exercises/kernel/spec/kernel.json"])],
    install_requires=[
        wanted + OURS
        for wanted in (
            "Theano==1.0.5",  # the engine that the course is written for; the last release
            "numpy>=1.21,<1.24",  # 1.24 dropped names that Theano uses
            "scipy>=1.9,<1.16",  # Theano needs it; 1.9 loads its parts on demand, newer ones want a newer NumPy
            "setuptools<81",  # Theano imports distutils and pkg_resources
            "six>=1.9",
            "ipykernel>=6.20,<8",
            "pydot>=3,<5",  # for pydotprint, which is taught; before 3 it can't draw variables called "x:0" or "graph"
        )
    ],
    extras_require={
        "graders": [
            # Its converters and preprocessors are configured by name. 0.9.6 needs Python 3.11; 0.9.5 serves 3.10.
            "nbgrader>=0.9.6,<0.10; python_version>='3.11'",
            "nbgrader>=0.9.5,<0.10; python_version<'3.11'",
            "nbformat>=5.7,<6",
            "nbconvert>=7.3,<8",
            "ipython>=8.10,<10",  # the sandbox builds on its shell classes
            "pytest>=7.4,<10",
            "hypothesis>=6.90,<7",
            "platformdirs>=3,<5",
            "tqdm>=4.60,<5",
            "markupsafe>=2.1,<4",
            # What pages may show of a student's HTML, drawings, pictures, formulas, texts and code.
            "nh3>=0.3.8,<0.4",  # earlier ones keep more of odd MathML
            "defusedxml>=0.7,<1",
            "pillow>=9.1,<14",
            "latex2mathml>=3.78,<4",
            "mistune>=3,<4",  # nbconvert takes 2 as well, whose renderers have other arguments
            "jinja2>=3,<4",
            "pygments>=2.4,<3",
            "babel>=2.13,<3",  # reads the catalogues of languages; earlier ones date them anew at every update
            "ruamel.yaml>=0.18,<0.20",  # writes comments.yml and leaves what people wrote there as it is; PyYAML drops it
            "matplotlib>=3.6,<3.10",  # for students' notebooks that plot; 3.10 needs a newer NumPy
        ],
        "cluster": ["distributed>=2024.2,<2027"],  # for `autograde --scheduler`; dated versions, one API since 2022
        "test": [
            "mypy>=1.8,<3",
            "import-linter>=2.15,<3",  # whose kinds of contracts tests/test_architecture.py names
            "ruff>=0.6,<1",
            "pytest-xdist>=3.5,<4",
            "build>=1,<2",
            "psycopg2-binary>=2.9,<3",  # for the test of a gradebook in PostgreSQL
            "psutil>=5.9,<8",  # the benchmark watches processes
            "wheel>=0.40,<1",
            "pynose>=1.5,<2",  # the kept fork of nose, which Theano's own tests import (benchmarks.coverage_of_theano)
            "parameterized>=0.9,<1",  # imported by some of the same tests
        ],
    },
    cmdclass={"editable_wheel": InstructorCheckout},
)

"""What is left out of Theano is there when it is needed; what it compiles is found again, on any machine."""

import subprocess
import sys

import pytest

from graders.judge.home import judge_environment

FLAGS = "blas.ldflags=,cxx=,base_compiledir={}"


@pytest.fixture
def run(tmp_path):
    """What a fresh Python prints for some lines."""

    def run(*lines):
        environment = {"THEANO_FLAGS": FLAGS.format(tmp_path), "PYTHONWARNINGS": "ignore", "HOME": str(tmp_path)}
        command = [sys.executable, "-c", "\n".join(lines)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    return run


IMPORT = ("import sys", "from graders.answers.theano_engine.quirks import import_theano", "import_theano()")


def test_statistics_and_signals_stay_out_until_they_are_needed(run):
    said = run(
        *IMPORT,
        "print('theano' in sys.modules, 'scipy.stats' in sys.modules, 'scipy.signal' in sys.modules)",
        "import theano, theano.tensor as T, scipy",
        "x, k = T.dvectors('x', 'k')",
        "print(round(float(theano.function([x, k], T.chi2sf(x, k))([2.0], [2.0])[0]), 6))",
        "import scipy.signal, scipy.stats",
        "print(scipy.signal.convolve([1, 1], [1, 1])[1], scipy.stats is sys.modules['scipy.stats'])",
    )
    assert said == ["True", "False", "False", "0.367879", "2", "True"]


def test_what_is_there_already_stays(run):
    said = run(
        "import scipy.stats, scipy.signal",
        *IMPORT,
        "import_theano()",
        "print(sys.modules['scipy.stats'] is scipy.stats, sys.modules['scipy.signal'] is scipy.signal)",
        "print(hasattr(scipy.stats, 'chi2'))",
    )
    assert said == ["True", "True", "True"]


def test_compiled_code_is_for_any_processor_and_is_found_again(tmp_path):
    lines = [
        "from graders.answers.theano_engine import quirks",
        "quirks.import_theano()",
        "quirks.make_ready_to_compile()",
        "import theano",
        "from theano.gof.cmodule import GCC_compiler",
        "print([flag for flag in GCC_compiler.compile_args() if 'march' in flag or 'mtune' in flag])",
        "print(hasattr(theano.tensor.Alloc, '__props__'))",
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(command, env=judge_environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert done.stdout.split("\n")[:2] == ["[]", "False"], done.stderr

"""Settings that must be there before Theano is imported anywhere in the tests."""

import os
import signal
import tempfile
import warnings

import hypothesis

# `--hypothesis-profile=fuzz`: the fuzz tests try a hundred times as many examples (see fuzzing.py).
hypothesis.settings.register_profile("fuzz", max_examples=100 * hypothesis.settings.default.max_examples)

# Started in the background, pytest ignores Ctrl-C, and so would the commands that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Python only: the judge's own process compiles C, the tests' processes need not. A folder of their own keeps tests
# that run side by side from waiting for each other's compile lock.
_compiled = tempfile.mkdtemp(prefix="theano-tests-")
os.environ["THEANO_FLAGS"] = f"blas.ldflags=,cxx=,optimizer=fast_compile,base_compiledir={_compiled}"
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "theano-exercises-hypothesis"))

# Warnings are errors in tests, but not those of other people's modules while they are imported (and byte-compiled).
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import nbgrader.api
    import nbgrader.apps  # noqa: F401
    import theano.scan_module  # noqa: F401

    import graders.answers.theano_engine.load  # noqa: F401 (the rest of Theano)

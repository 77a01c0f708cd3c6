"""What Theano 1.0.5 does wrong, or slowly, and how it is mended: whoever imports it, or compiles with it, asks here."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

PACKAGES = ("Theano", "numpy", "scipy")

NO_BLAS = "blas.ldflags="
"""A flag: Python 3.11 has lost the NumPy setting that Theano asks for BLAS; naming no library keeps it from asking."""


def import_theano() -> None:
    """Import Theano, without parts of SciPy that it hardly uses: a quarter of a second, and of the memory.

    Whoever uses ``scipy.stats`` or ``scipy.signal`` afterwards has them, imported by SciPy then. Theano wants the statistics
    for one op. Of the signals it wants names that SciPy has not had since 1.8, and goes on
    without them.
    """
    if "theano" in sys.modules:
        return
    placeholders = {"scipy.stats": ModuleType("scipy.stats"), "scipy.signal": None}
    missing = [name for name in placeholders if name not in sys.modules]
    for name in missing:
        sys.modules[name] = placeholders[name]  # type: ignore[assignment]
    try:
        import theano.tensor  # noqa: F401
    finally:
        for name in missing:
            del sys.modules[name]


def do_without_compiler(folder: str) -> None:
    """Import Theano where there is no compiler, and no compiled library that anybody else would load: what it keeps goes to
    ``folder``, and whoever asks for C by name gets Python; the graph is the same."""
    os.environ["THEANO_FLAGS"] = f"{NO_BLAS},cxx=,optimizer=fast_compile,base_compiledir={folder}"
    import_theano()
    from theano.compile import mode

    linkers, optimizers = mode.predefined_linkers, mode.predefined_optimizers
    linkers.update(dict.fromkeys(("c", "c|py", "c|py_nogc", "cvm", "cvm_nogc"), linkers["py"]))
    # Without C, what Theano makes of a graph in FAST_RUN may be wrong (its sigmoid) or not run at all (long fusions).
    optimizers.update(dict.fromkeys(("fast_run", "fast_run_stable", "o3", "o4", "unsafe"), optimizers["fast_compile"]))
    mode.predefined_modes["FAST_RUN"] = mode.FAST_RUN = mode.Mode("py", "fast_compile")


@contextmanager
def functions_to_look_at() -> Iterator[None]:
    """Within, functions are made without C and hardly optimised: fast, for those that nobody calls.

    Flags alone won't do: Theano keeps the mode that it makes of them first, and would judge with that for ever.
    """
    from theano.compile import mode

    before = mode.instantiated_default_mode
    mode.instantiated_default_mode = mode.Mode("py", "fast_compile")
    try:
        yield
    finally:
        mode.instantiated_default_mode = before


def make_ready_to_compile() -> None:
    """Where functions are compiled: mend what Theano does to C code. After all that defines ops has been imported."""
    _keep_all_compiled_code()
    _compile_for_any_processor()
    _use_c_only_if_it_works()


def _use_c_only_if_it_works() -> None:
    """Switch Theano to Python-only when a C function can't be compiled (a compiler without Python's headers)."""
    import theano

    if theano.config.cxx:
        x = theano.tensor.dscalar()
        try:
            theano.function([x], theano.tensor.exp(x) / 2, mode=theano.Mode(linker="c", optimizer="fast_run"))(0.0)
        except Exception as error:
            print(f"C code can't be compiled, so Python code is used: {error}", file=sys.stderr)
            theano.config.cxx = ""


def _compile_for_any_processor() -> None:
    """Leave out what only this machine's processor has: code that multiplies and adds in one step rounds otherwise.

    Verdicts shall not depend on the machine, and finding out what it has takes two compilations at every start.
    """
    from theano.gof.cmodule import GCC_compiler

    GCC_compiler.march_flags = []


def _keep_all_compiled_code() -> None:
    """Let Theano find the code of every op again that it once compiled.

    Theano 1.0.5 takes an op without properties (``__props__ = ()``, such as Alloc or Softmax) for one without a version
    (``CLinker.cmodule_key_``), and compiles it anew in every process.
    """
    import theano

    ops = [theano.gof.Op]
    for op in ops:
        ops += op.__subclasses__()
        if vars(op).get("__props__") == ():
            del op.__props__


def refuse_unsafe_c() -> None:
    """Have Theano take the Python code of ops whose C code ends the process at a negative number.

    Without a version it does not look into its cache, where the C code of earlier days may be.
    """
    from theano.scalar import basic_scipy

    for op in (basic_scipy.Chi2SF, basic_scipy.GammaInc, basic_scipy.GammaIncC, basic_scipy.GammaU, basic_scipy.GammaL):
        op.c_code, op.c_code_cache_version = _no_c_code, lambda _: ()


def _no_c_code(*_: Any) -> str:
    from theano.gof.utils import MethodNotDefined

    raise MethodNotDefined("c_code")

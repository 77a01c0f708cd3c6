"""The judge's process: one grade cell a line in, one verdict a line out, with the fingerprint of the checks that gave it.

Started by ``client``, warm until it is killed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import queue
import resource
import sys
import threading
from typing import Any, NoReturn

from graders.answers.theano_import import import_theano
from graders.judge.cell import judge_cell
from graders.judge.checks import CHECKS
from graders.judge.fingerprint import fingerprint
from graders.judge.grade import Grade

MEMORY_BYTES = 6 << 30


def answer(line: str) -> dict[str, Any]:
    """The verdict, as JSON data, on the grade cell that ``line`` describes."""
    request = json.loads(line)
    return judge_cell(Grade(**request)).to_json()


WARM = ("graders.answers.load", "graders.judge.second_opinion", "graders.judge.session", "hypothesis.stateful")
"""What every verdict needs: imported at the start, while the sandbox is still busy."""


def use_c_only_if_it_works() -> None:
    """Switch Theano to Python-only when a C function can't be compiled (a compiler without Python's headers)."""
    import theano

    if theano.config.cxx:
        x = theano.tensor.dscalar()
        try:
            theano.function([x], theano.tensor.exp(x) / 2, mode=theano.Mode(linker="c", optimizer="fast_run"))(0.0)
        except Exception as error:
            print(f"C code can't be compiled, so Python code is used: {error}", file=sys.stderr)
            theano.config.cxx = ""


def compile_for_any_processor() -> None:
    """Leave out what only this machine's processor has: code that multiplies and adds in one step rounds otherwise.

    Verdicts shall not depend on the machine, and finding out what it has takes two compilations at every start.
    """
    from theano.gof.cmodule import GCC_compiler

    GCC_compiler.march_flags = []


def keep_all_compiled_code() -> None:
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


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # Whatever a check, a compiler or Theano prints must not end up between two verdicts.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read, args=(lines,), daemon=True).start()  # first: a trial compilation may take long
    gc.disable()  # imports make many objects and hardly any garbage
    checks = fingerprint()  # should they change while they are imported, the client sees it and asks another judge
    import_theano()
    for module in WARM:
        importlib.import_module(module)
    keep_all_compiled_code()
    compile_for_any_processor()
    use_c_only_if_it_works()
    from graders.judge.session import within_session

    def serve() -> NoReturn:
        gc.freeze()  # what is there now stays: the collector need not look at it again and again
        gc.enable()
        while True:
            channel.write(json.dumps({"checks": checks, "verdict": answer(lines.get())}) + "\n")
            channel.flush()

    within_session(CHECKS, serve)


def _read(lines: queue.Queue[str]) -> None:
    """Put every request into the queue. When nobody is there to ask any more, end, whatever is being judged."""
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()

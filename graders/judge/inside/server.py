"""The judge's process: one grade cell a line in, one verdict a line out, with the fingerprint of the checks that gave it.

Started by ``client``, warm until it is killed.
"""

import gc
import json
import os
import queue
import resource
import sys
import threading
from typing import NoReturn

from graders.answers.theano_engine import quirks
from graders.judge.fingerprint import fingerprint
from graders.judge.request import Request

MEMORY_BYTES = 6 << 30


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # Whatever a check, a compiler or Theano prints must not end up between two verdicts.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read, args=(lines,), daemon=True).start()  # first: a trial compilation may take long
    gc.disable()  # imports make many objects and hardly any garbage
    checks = fingerprint()  # should they change while they are imported, the client sees it and asks another judge
    quirks.import_theano()
    # Only now, for they import Theano, and are imported while the sandbox is still busy: what every verdict needs.
    import hypothesis.stateful  # noqa: F401

    from graders.judge.inside.cell import judged
    from graders.judge.inside.hidden_check import CHECKS
    from graders.judge.inside.session import within_session
    from graders.judge.inside.why import with_reasons

    quirks.make_ready_to_compile()

    def serve() -> NoReturn:
        gc.freeze()  # what is there now stays: the collector need not look at it again and again
        gc.enable()
        while True:
            request = Request(**json.loads(lines.get()))
            verdict = with_reasons(request, *judged(request))
            channel.write(json.dumps({"checks": checks, "verdict": verdict.to_json()}) + "\n")
            channel.flush()

    within_session(CHECKS, serve)


def _read(lines: queue.Queue[str]) -> None:
    """Put every request into the queue. When nobody is there to ask any more, end, whatever is being judged."""
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()

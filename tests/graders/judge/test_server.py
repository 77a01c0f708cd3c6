"""What the judge's process does to Theano before it judges."""

import subprocess
import sys

from graders.judge.client import judge_environment


def test_compiled_code_is_for_any_processor_and_is_found_again(tmp_path):
    lines = [
        "from graders.judge import server",
        "server.import_theano()",
        "server.keep_all_compiled_code()",
        "server.compile_for_any_processor()",
        "import theano",
        "from theano.gof.cmodule import GCC_compiler",
        "print([flag for flag in GCC_compiler.compile_args() if 'march' in flag or 'mtune' in flag])",
        "print(hasattr(theano.tensor.Alloc, '__props__'))",
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(command, env=judge_environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert done.stdout.split("\n")[:2] == ["[]", "False"], done.stderr

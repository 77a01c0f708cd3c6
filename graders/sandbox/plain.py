"""Where bubblewrap is not there or not wanted: an ordinary process with limits. It hides nothing and keeps nobody out."""

import shutil
import sys
from pathlib import Path

from graders.sandbox.layout import ENVIRONMENT, guest

WARNING = (
    "Student code runs in a plain process, NOT in a sandbox: it can read your files (the hidden checks and the "
    "gradebook among them), use the network and signal your processes. Only memory, time, processes and file sizes "
    "are limited. {}"
)


def prepare(scratch: Path) -> tuple[list[str], dict[str, str]]:
    """Copy the guest's files into ``scratch`` and return the command and the environment to run there."""
    for source, inside in guest():
        target = scratch / inside.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    home = scratch / "tmp"
    home.mkdir()
    environment = {name: value.replace("/tmp", str(home)) for name, value in ENVIRONMENT.items()}
    return [sys.executable, str(scratch / "guest" / "template.py"), "none"], environment

"""This machine as others have it: an ordinary user's, one without bubblewrap, one where bubblewrap does not work."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def ordinary_user() -> list[str]:
    """What to put before a command to run it as a user without rights, who owns what root owned, or to skip the test."""
    if os.geteuid() != 0:
        return []
    command = [shutil.which("unshare") or "unshare", "--user", "--map-user=1234", "--map-group=1234"]
    if subprocess.run([*command, "/bin/true"], capture_output=True).returncode != 0:
        pytest.skip("root can't become an ordinary user here")
    return command


def without_bubblewrap(folder: Path) -> dict[str, str]:
    """An environment in which it is not installed, nor much else."""
    for tool in ("sh", "env"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return {"PATH": str(folder), "HOME": str(folder)}


def with_bubblewrap(folder: Path, script: str) -> dict[str, str]:
    """An environment in which ``script``, of sh, is there in its place; ``$BWRAP`` in it is the real one."""
    fake = folder / "bwrap"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "BWRAP": str(shutil.which("bwrap"))}


FORBIDDEN = "echo 'bwrap: No permissions to create new namespace' >&2\nexit 1"
"""What it says in most containers."""

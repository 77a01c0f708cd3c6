#!/bin/sh
# Let uv fetch a Python 3.11 and print its path; fail if that can't be had. Where there is no uv, it comes into .uv.
set -eu
echo "There is no Python 3.10 or 3.11 here; uv fetches one ..." >&2
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    uv=$PWD/.uv/bin/uv
    export UV_PYTHON_INSTALL_DIR="$PWD/.uv/python"
    pip="install --quiet --disable-pip-version-check"
    # Debian's Python has venv or pip only where its package is installed.
    [ -x "$uv" ] || { python3 -m venv .uv && .uv/bin/python -m pip $pip uv; } >/dev/null 2>&1 ||
        python3 -m pip $pip --target .uv uv >&2
fi
# The system's own may lack what a virtual environment needs; and nothing comes into the home folder's bin.
export UV_PYTHON_PREFERENCE=only-managed UV_PYTHON_INSTALL_BIN=0
"$uv" python install 3.11 >&2
"$uv" python find 3.11

#!/bin/sh
# Make the virtual environment $1 with everything in it: with uv where it is there, with venv and pip where it isn't.
set -eu
venv=$1
log=$venv.log

if ! python=$(sh scripts/find_python.sh || sh scripts/fetch_python.sh); then
    echo "No Python 3.10 or 3.11 was found, and this project supports no other." >&2
    echo "Install one (Debian 12: apt-get install python3.11 python3.11-venv; or: uv python install 3.11)," >&2
    echo "or name it: PYTHON=/path/to/python3.11 make install" >&2
    exit 1
fi
echo "Installing into $venv with $("$python" --version) (a few minutes the first time) ..."
rm -rf "$venv"
if command -v uv >/dev/null 2>&1; then
    make_venv() { uv venv --quiet --python "$python" "$venv"; }
    install() { uv pip install --quiet --python "$venv/bin/python" "$@"; }
else
    make_venv() { "$python" -m venv "$venv"; }
    install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
fi
if ! { make_venv && install -e ".[graders,cluster,test]" &&
       "$venv/bin/jupyter" kernelspec install --sys-prefix --name theano exercises/kernel/spec; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "The installation failed; the messages are above and in $log." >&2
    exit 1
fi
rm -f "$log"

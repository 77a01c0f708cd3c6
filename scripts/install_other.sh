#!/bin/sh
# Make the virtual environment $2 with the other Python that this project supports than the one of $1, if there is one.
set -eu
has=$("$1/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
case $has in 3.10) wanted=3.11 ;; *) wanted=3.10 ;; esac
for candidate in "python$wanted" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$wanted".*/bin/python; do
    if "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
        PYTHON=$candidate sh scripts/install.sh "$2"
        exit 0
    fi
done
echo "There is no Python $wanted here; the test that compares the two versions will be skipped."

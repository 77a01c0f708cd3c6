#!/bin/sh
# Print the command of a Python that this project supports (3.11 or 3.10); fail if there is none. $PYTHON goes first.
set -u
for candidate in ${PYTHON:-} python3.11 python3.10 python3 python; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] not in ((3, 10), (3, 11)))' 2>/dev/null
    then
        echo "$candidate"
        exit 0
    fi
done
if command -v uv >/dev/null 2>&1 && found=$(uv python find '>=3.10,<3.12' 2>/dev/null); then
    echo "$found"
    exit 0
fi
exit 1

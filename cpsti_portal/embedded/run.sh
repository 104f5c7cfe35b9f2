#!/bin/sh
# Finds a Python and hands over to bootstrap.py. Works from any folder; needs nothing but a shell.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd -- "$root"
unset PYTHONHOME PYTHONSTARTUP PYTHONSAFEPATH VIRTUAL_ENV

# 3.12 and 3.11 first: Redis comes as a wheel for them; later ones need the system's redis-server.
find_python() {
    if .venv/bin/python -c 'import pip' 2>/dev/null; then
        echo .venv/bin/python
        return
    fi
    for python in ${PYTHON:+"$PYTHON"} python3.12 python3.11 python3.13 python3.14 python3; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    echo "  ✗ Il faut Python 3.11 ou plus : sudo apt-get install python3 python3-venv" >&2
    return 1
}

python=$(find_python)
# The package alone on the path: its neighbours (celery, settings) want what is not installed yet.
PYTHONPATH="$root/cpsti_portal" exec "$python" -m embedded.bootstrap "$@"

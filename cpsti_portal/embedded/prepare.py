"""Brings the database, the static files and the data of the demonstration up to date, in one Django process."""

import hashlib
import io
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

from .console import Console
from .places import ROOT, log_dir, var_dir

LOADING, LOADED = "démonstration : chargement commencé", "démonstration : chargée"
HALF_LOADED = 3  # exit code: a previous run was stopped while it loaded
STATIC_STAMP = ".collected"


def main() -> int:
    console = Console(sys.stdout)
    log = log_dir() / "preparation.log"
    with log.open("w", encoding="utf-8", buffering=1) as output:
        try:
            with redirect_stdout(output), redirect_stderr(output):
                _prepare(console, output)
        except _HalfLoaded:
            return HALF_LOADED
        except Exception:  # whatever it is, the launcher shows the last line of the log
            traceback.print_exc(file=output)
            return 1
    return 0


def _prepare(console: Console, output: TextIO) -> None:
    import django
    from django.core.management import call_command

    with console.step("Base de données"):
        django.setup()
        call_command("migrate", interactive=False, verbosity=1, stdout=output)
        call_command("createcachetable", stdout=output)
    collect_static(console, output)
    load_data(console, output)
    accounts = io.StringIO()
    call_command("demo_accounts", stdout=accounts)
    (var_dir() / "run" / "accounts.txt").write_text(accounts.getvalue(), encoding="utf-8")


def collect_static(console: Console, output: TextIO) -> None:
    """Only when a file of ours or the installed packages changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / STATIC_STAMP
    wanted = _static_digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with console.step("Fichiers statiques"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=output)
        stamp.write_text(wanted)


def _static_digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted(path for path in (ROOT / "static").rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_data(console: Console, output: TextIO) -> None:
    """The reference data each time (they change with the code), the demonstration's once."""
    from django.core.management import call_command

    call_command("load_reference", stdout=output)
    if os.environ.get("DATA") == "0" or _remark() == LOADED:
        return
    if _remark() == LOADING:
        raise _HalfLoaded
    with console.step("Données de démonstration", "la première fois seulement"):
        _database("COMMENT ON DATABASE {} IS %s", LOADING)
        # Faster, and nothing to lose: what a crash takes is loaded again; the last statement writes all to disk.
        _database("ALTER DATABASE {} SET synchronous_commit TO off")
        call_command("load_demo", stdout=output)
        _database("ALTER DATABASE {} RESET synchronous_commit")
        _database("COMMENT ON DATABASE {} IS %s", LOADED)


class _HalfLoaded(Exception):
    pass


def _remark() -> str | None:
    """How far the loading went is written on the database itself: it goes where the data go."""
    from django.db import connection

    question = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        remark: str | None = cursor.fetchone()[0]
    return remark


def _database(statement: str, *values: str) -> None:
    """Run ``statement`` on the database itself, named where the braces are."""
    from django.db import connection

    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(statement.format(name), values)


if __name__ == "__main__":
    sys.exit(main())

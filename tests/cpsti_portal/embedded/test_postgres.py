import os
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import psycopg2
import pytest

from cpsti_portal.embedded import EmbeddedError, EmbeddedPostgres, privileges, process
from cpsti_portal.embedded.binaries import find_postgres
from tests.cpsti_portal.embedded.conftest import PACKAGE

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="ONLY ROOT CAN BECOME SOMEBODY ELSE: not tried")
SCRIPT = """
import sys
from pathlib import Path
from embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path({folder!r}) / "data", durable=False)
server.start()
print(server.process.pid, flush=True)
sys.stdin.read() if {wait} else server.stop()
"""


@pytest.fixture
def server(folder):
    with EmbeddedPostgres(folder / "data", durable=False) as started:
        yield started


def ask(server: EmbeddedPostgres, question: str) -> list[tuple]:
    connection = psycopg2.connect(server.url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def gone(folder: Path, name: str, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while process.working_in(folder, name):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_answers_in_french_letters_and_is_closed_to_the_network_and_to_other_users(server):
    assert ask(server, "SELECT upper('é'), current_database(), current_setting('listen_addresses')") == [
        ("É", "portail", "")
    ]
    socket_folder = Path(ask(server, "SELECT current_setting('unix_socket_directories')")[0][0])
    assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700


def test_what_was_committed_outlives_a_killed_server_and_the_address_stays(server):
    address = server.url
    ask(server, "CREATE TABLE kept AS SELECT 42 AS n")
    os.kill(server.process.pid, signal.SIGKILL)
    server.start()
    assert (server.url, ask(server, "SELECT n FROM kept")) == (address, [(42,)])


def test_stopping_leaves_no_process_and_no_socket(folder):
    with EmbeddedPostgres(folder / "data", durable=False) as server:
        socket_folder = Path(ask(server, "SELECT current_setting('unix_socket_directories')")[0][0])
    assert process.working_in(folder / "data", "postgres") == []
    assert not socket_folder.exists()


def test_a_lock_naming_another_running_program_does_not_prevent_the_start(server):
    server.stop()
    (server.data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data_dir}\n1\n5432\n\n\n\n")
    server.start()
    assert ask(server, "SELECT 1") == [(1,)]


def test_the_server_dies_with_a_killed_launcher(folder, run_script):
    launcher = run_script(SCRIPT.format(folder=str(folder), wait=True))
    assert int(launcher.stdout.readline())
    launcher.kill()
    assert gone(folder / "data", "postgres")


def test_an_orphan_on_the_same_data_is_ended_first(folder):
    server = EmbeddedPostgres(folder / "data", durable=False)
    server.start()
    orphan = server.process
    server.process = None  # as if its launcher had died
    try:
        server.start()
        assert orphan.wait(5) is not None
        assert ask(server, "SELECT 1") == [(1,)]
    finally:
        server.stop()


def test_a_start_cut_short_while_creating_begins_again(folder):
    half = folder / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(folder / "data", durable=False) as server:
        assert ask(server, "SELECT 1") == [(1,)]


def test_data_of_an_absent_version_says_what_to_install(folder):
    (folder / "data").mkdir()
    (folder / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match=r"postgresql-9.*make demo RESET=1"):
        EmbeddedPostgres(folder / "data").start()


@ROOT_ONLY
@pytest.mark.parametrize(("way", "owner"), [("setpriv", privileges.NOBODY), ("unshare", 0)])
def test_as_root_under_a_closed_folder_it_runs_and_the_folder_stays_closed(folder, monkeypatch, way, owner):
    """``unshare`` is for machines with no other user to become."""
    if (
        way == "unshare"
        and subprocess.run([shutil.which("unshare") or "false", "--user", "true"], check=False).returncode
    ):
        pytest.skip("THIS MACHINE FORBIDS USER NAMESPACES: not tried")
    every = privileges._candidates
    monkeypatch.setattr(
        privileges, "_candidates", lambda data: (i for i in every(data) if i.prefix[0] == way)
    )
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedPostgres(closed / "data", durable=False) as server:
        assert ask(server, "SELECT 1") == [(1,)]
        assert server.data_dir.stat().st_uid == owner
    assert (stat.S_IMODE(closed.stat().st_mode), closed.stat().st_uid) == (0o700, 0)


@ROOT_ONLY
def test_an_ordinary_user_starts_it_too(folder, run_script, monkeypatch):
    nobody = ("runuser", "-u", "nobody", "--")
    binaries = find_postgres().folder
    python = next((p for p in ("/usr/bin/python3", "/usr/local/bin/python3") if Path(p).exists()), "")
    trial = (
        f"import os, sys; sys.exit(sys.version_info < (3, 11) or not os.access({str(binaries)!r}, os.X_OK))"
    )
    if not python or subprocess.run([*nobody, python, "-c", trial], check=False, cwd="/").returncode:
        pytest.skip("NO PYTHON OR POSTGRESQL AN ORDINARY USER MAY RUN: not tried")
    shutil.copytree(PACKAGE, folder / "embedded", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "home").mkdir()
    shutil.chown(folder / "home", "nobody")
    monkeypatch.setenv("PORTAL_POSTGRES_BIN", str(binaries))
    script = SCRIPT.format(folder=str(folder / "home"), wait=False)
    child = run_script(script, python=python, prefix=nobody, package=folder / "embedded")
    _, errors = child.communicate(timeout=30)
    assert (child.returncode, errors) == (0, "")
    assert process.working_in(folder / "home" / "data", "postgres") == []

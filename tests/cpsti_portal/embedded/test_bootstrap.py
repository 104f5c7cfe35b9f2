import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cpsti_portal.embedded import EmbeddedError, bootstrap, demo, system
from cpsti_portal.embedded.console import Console, seconds
from cpsti_portal.embedded.places import ROOT
from tests.cpsti_portal.embedded.conftest import PACKAGE

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


@pytest.fixture
def poor_machine(monkeypatch):
    """No library, no browser, no right to install any."""
    monkeypatch.setattr(system, "install", lambda console, packages: False)
    monkeypatch.setattr(system, "_loads", lambda library: False)
    monkeypatch.setattr(system.shutil, "which", lambda name: None)
    monkeypatch.setattr(system.importlib.util, "find_spec", lambda name: None)


def test_the_launcher_stands_on_the_standard_library_alone():
    script = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); import embedded.bootstrap, embedded.__main__"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_python_one_line_names_the_packages(folder):
    """``run.sh`` alone in an empty clone, on a machine that has a shell and nothing else."""
    place, programs = folder / "cpsti_portal" / "embedded", folder / "bin"
    place.mkdir(parents=True)
    programs.mkdir()
    shutil.copy(PACKAGE / "run.sh", place)
    (programs / "dirname").symlink_to(shutil.which("dirname"))
    command = ["/bin/sh", str(place / "run.sh"), "demo"]
    done = subprocess.run(command, env={"PATH": str(programs)}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "  ✗ Il faut Python 3.11 ou plus : sudo apt-get install python3 python3-venv\n"


def test_without_the_means_to_make_an_environment_one_line_names_the_package(poor_machine):
    with pytest.raises(EmbeddedError, match=r"sudo apt-get install python3\.\d+-venv$"):
        system.ensure_venv_module(Console())


def test_without_pango_one_line_names_the_packages(poor_machine):
    with pytest.raises(EmbeddedError, match=r"sudo apt-get install libpango-1\.0-0 libpangoft2-1\.0-0"):
        system.ensure_pango(Console())


def test_without_a_browser_the_tests_go_on_and_say_so_loudly(poor_machine, capsys):
    system.ensure_browser(Console(sys.stdout))
    assert "LES ESSAIS DANS UN NAVIGATEUR SERONT SAUTÉS" in capsys.readouterr().out


def test_packages_are_installed_again_only_when_the_lock_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    lock = tmp_path / bootstrap.RUNTIME
    lock.write_text("django==5.2\n")
    assert not bootstrap.installed(bootstrap.RUNTIME)
    bootstrap._stamp(bootstrap.RUNTIME).write_text(bootstrap._digest(bootstrap.RUNTIME))
    assert bootstrap.installed(bootstrap.RUNTIME)
    lock.write_text("django==5.3\n")
    assert not bootstrap.installed(bootstrap.RUNTIME)


def test_the_development_lock_holds_the_runtime_lock_in_the_same_versions():
    runtime, development = (
        dict(PIN.findall((ROOT / name).read_text())) for name in bootstrap.COVERS[bootstrap.DEVELOPMENT]
    )
    assert {name: development.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("name", [bootstrap.RUNTIME, bootstrap.DEVELOPMENT])
def test_every_locked_package_has_a_hash_and_no_address(name):
    text = (ROOT / name).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert [entry.split()[0] for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_a_busy_port_is_one_line_before_anything_is_installed(monkeypatch, folder):
    with socket.socket() as other:
        other.bind((demo.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        environment = os.environ | {"PORT": str(port), "PORTAL_VAR_DIR": str(folder)}
        command = ["/bin/sh", str(PACKAGE / "run.sh"), "demo"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    expected = (
        f"\n  ✗ Le port {port} est déjà pris\u00a0: choisissez-en un autre (make demo PORT={port + 1}).\n\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, expected, "")


@pytest.mark.parametrize("port", ["0", "65536", "http", "80 80"])
def test_a_port_that_is_none_is_said_so(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(EmbeddedError, match=r"n’est pas un numéro de port"):
        demo.wanted_port()


def test_durations_read_in_french():
    assert [seconds(value) for value in (0.04, 1.26, 59.9, 61.4)] == [
        "0,0\u00a0s",
        "1,3\u00a0s",
        "59,9\u00a0s",
        "1\u00a0min 01\u00a0s",
    ]


def test_a_vanished_terminal_does_not_stop_the_portal(run_script):
    lines = "console = Console(); console.line('lu'); time.sleep(0.3); console.line('perdu'); console.line('perdu')"
    child = run_script(f"import time; from embedded.console import Console; {lines}")
    assert child.stdout.readline() == "lu\n"
    child.stdout.close()
    assert (child.wait(10), child.stderr.read()) == (0, "")


@pytest.mark.parametrize("start", ["make", "sh"])
def test_the_commands_are_listed_from_any_folder(tmp_path, start):
    command = (
        ["make", "--file", str(ROOT / "Makefile")] if start == "make" else ["sh", "-c", f"make -C '{ROOT}'"]
    )
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [name for name in ("demo", "story", "test", "check") if f"make {name} " not in done.stdout] == []
    assert Path(ROOT / ".ci" / "run").read_text().splitlines()[-2:] == ["make check", "make test"]

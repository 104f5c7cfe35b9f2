import pytest

from cpsti_portal.embedded import EmbeddedError, binaries


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with just the programs a test puts on it."""
    monkeypatch.setattr(binaries, "_wheel", lambda name: None)
    monkeypatch.setattr(binaries.shutil, "which", lambda name, path=None: None)
    monkeypatch.setattr(binaries, "_system_folders", list)

    def program(path: str, answer: str) -> None:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"#!/bin/sh\necho '{answer}'\n")
        target.chmod(0o755)

    return program


@pytest.fixture
def postgres(machine, monkeypatch, tmp_path):
    def install(version: str) -> None:
        machine("pg/postgres", f"postgres (PostgreSQL) {version}")
        machine("pg/initdb", "")
        monkeypatch.setenv("PORTAL_POSTGRES_BIN", str(tmp_path / "pg"))

    return install


def test_the_environment_chooses_postgresql(postgres, tmp_path):
    postgres("16.4 (Debian 16.4-1)")
    found = binaries.find_postgres()
    assert (found.folder, found.version, found.major) == (tmp_path / "pg", "16.4", 16)


@pytest.mark.parametrize("version", ["13.9", "9.6.24"])
def test_an_old_postgresql_does_not_count(postgres, version):
    postgres(version)
    with pytest.raises(EmbeddedError, match=r"PostgreSQL\s14 ou plus est introuvable"):
        binaries.find_postgres()


def test_an_existing_database_is_opened_by_its_own_version_only(postgres):
    postgres("16.4")
    with pytest.raises(EmbeddedError, match="postgresql-18"):
        binaries.find_postgres(18)


def test_an_old_redis_does_not_count_and_a_new_one_does(machine, monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_REDIS_SERVER", str(tmp_path / "redis-server"))
    machine("redis-server", "Redis server v=5.0.14 sha=0")
    with pytest.raises(EmbeddedError, match=r"apt-get install redis-server"):
        binaries.find_redis()
    machine("redis-server", "Redis server v=7.0.15 sha=0")
    assert binaries.find_redis().version == "7.0.15"


def test_without_anything_one_line_names_the_package(machine):
    with pytest.raises(EmbeddedError) as refusal:
        binaries.find_postgres()
    assert str(refusal.value) == (
        "PostgreSQL\u00a014 ou plus est introuvable\u00a0: sudo apt-get install postgresql, ou donnez DATABASE_URL."
    )

import io
import sys

import pytest
from django.core import management

from cpsti_portal.embedded import prepare
from cpsti_portal.embedded.console import Console


@pytest.fixture
def commands(monkeypatch, db):
    """The names of the management commands called; ``stop_at`` makes one of them fail."""

    class Commands(list):
        stop_at = ""

        def call(self, name: str, **options) -> None:
            self.append(name)
            if name == self.stop_at:
                raise KeyboardInterrupt

    called = Commands()
    monkeypatch.setattr(management, "call_command", called.call)
    monkeypatch.delenv("DATA", raising=False)
    return called


def load() -> None:
    prepare.load_data(Console(sys.stdout), io.StringIO())


def test_the_demonstration_is_loaded_once_and_the_reference_data_each_time(commands):
    load()
    load()
    assert commands == ["load_reference", "load_demo", "load_reference"]


def test_a_loading_cut_short_is_known_at_the_next_start(commands):
    commands.stop_at = "load_demo"
    with pytest.raises(KeyboardInterrupt):
        load()
    commands.stop_at = ""
    with pytest.raises(prepare._HalfLoaded):
        load()


def test_the_portal_may_start_empty(commands, monkeypatch):
    monkeypatch.setenv("DATA", "0")
    load()
    assert commands == ["load_reference"]


def test_static_files_are_collected_again_only_when_one_changed(commands, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "static").mkdir()
    for text in ("a", "a", "longer"):
        sheet = tmp_path / "static" / "sheet.css"
        if not sheet.exists() or sheet.read_text() != text:
            sheet.write_text(text)
        prepare.collect_static(Console(sys.stdout), io.StringIO())
    assert commands == ["collectstatic", "collectstatic"]

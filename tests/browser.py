"""The one Chromium of a test run, shared by the stories and by the accessibility tests."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def mark_users(items: list[pytest.Item]) -> None:
    """A test that asks for the browser is marked; where there is none it is skipped, and says so in capitals."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="PAS DE NAVIGATEUR : installez le paquet chromium"))

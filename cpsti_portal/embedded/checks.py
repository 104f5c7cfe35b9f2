"""``make check``: everything that can be said of the code without running it."""

import os
import subprocess
import sys

from .console import Console
from .places import ROOT, var_dir

SHORT = ("--output-format", "concise")
PYTHON = (sys.executable, "-m")
MANAGE = (sys.executable, "-W", "ignore", "manage.py")
# Nothing listens there: the commands below read the code, not the data.
NO_DATABASE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
PRODUCTION = NO_DATABASE | {
    "DJANGO_SETTINGS_MODULE": "cpsti_portal.settings.base",
    "SECRET_KEY": "only-to-check-the-production-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portail.example",
    "PORTAL_BASE_URL": "https://portail.example",
}
TESTS = NO_DATABASE | {"DJANGO_SETTINGS_MODULE": "cpsti_portal.settings.test"}
CHECKS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("Mise en forme Python", (*PYTHON, "ruff", "format", "--check", *SHORT, "."), {}),
    ("Règles Python", (*PYTHON, "ruff", "check", *SHORT, "."), {}),
    ("Types", (*PYTHON, "mypy"), TESTS),
    ("Gabarits", (*PYTHON, "djlint", "templates", "--lint", "--quiet"), {}),
    ("Migrations complètes", (*MANAGE, "makemigrations", "--check", "--dry-run"), TESTS),
    ("Réglages de production", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
)


def run_checks(console: Console) -> int:
    """All of them, even after a failure; 1 when one failed."""
    failures = 0
    inherited = os.environ | {"PORTAL_VAR_DIR": str(var_dir())}
    for label, command, environment in CHECKS:
        done = subprocess.run(
            command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            console.done(label)
            continue
        failures += 1
        console.failed(label)
        console.line((done.stdout + done.stderr).rstrip())
    return 1 if failures else 0

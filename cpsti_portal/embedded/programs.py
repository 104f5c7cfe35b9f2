"""The three programs of the portal, as the demonstration starts them."""

import subprocess
import sys
from pathlib import Path

from . import process
from .places import ROOT, log_dir
from .supervisor import Program

WEB = ("--config=python:cpsti_portal.web_server", "--access-logfile=-")
WORKER = ("--concurrency=2", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO")

# The language model of the redaction is for the background tasks alone.
_OWN = {"worker": {"PORTAL_REDACTION_MODEL": "1"}}


def portal_programs(environment: dict[str, str], bind: str, var: Path) -> list[Program]:
    """``bind`` is the address and port of the web server; each program writes ``log/<name>.log``."""
    schedule = var / "run" / "beat-schedule"
    for old in schedule.parent.glob(f"{schedule.name}*"):
        old.unlink()
    celery = ("celery", "-A", "cpsti_portal")
    commands = {
        "web": ("Le serveur web", "gunicorn", "cpsti_portal.wsgi:application", f"--bind={bind}", *WEB),
        "worker": ("Le service des tâches", *celery, "worker", *WORKER),
        "beat": ("L’horloge", *celery, "beat", f"--schedule={schedule}", "--pidfile=", "--loglevel=INFO"),
    }
    return [
        _program(name, label, command, environment | _OWN.get(name, {}))
        for name, (label, *command) in commands.items()
    ]


def _program(name: str, label: str, command: list[str], environment: dict[str, str]) -> Program:
    def start() -> subprocess.Popen[bytes]:
        log = log_dir() / f"{name}.log"
        return process.spawn([sys.executable, "-m", *command], env=environment, log=log, cwd=ROOT)

    return Program(label, start)

"""Where things are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
DATA = ("postgres", "redis", "private", "courriels", "static")  # in the var folder; forgotten by RESET=1
VENV_PYTHON = VENV / "bin" / "python"


def var_dir() -> Path:
    """What the demonstration keeps: data, mails, logs. Created open to nobody but the servers we start."""
    folder = Path(os.environ.get("PORTAL_VAR_DIR") or ROOT / "var").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_dir() -> Path:
    return var_dir() / "log"

"""Tests: real PostgreSQL, real broker address, fast password hashing, nothing else changed without need."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "seulement-pour-les-essais-0123456789-0123456789-0123456789")
os.environ.setdefault("DATABASE_URL", "postgresql:///portail")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/15")
if "PORTAL_VAR_DIR" not in os.environ:
    os.environ["PORTAL_VAR_DIR"] = tempfile.mkdtemp(prefix="portail-essais-")

from cpsti_portal.settings.base import TEMPLATES, VAR_DIR
from cpsti_portal.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# One folder for each process of a run side by side: a test counts the files it left.
MEDIA_ROOT = Path(VAR_DIR) / "private" / os.environ.get("PYTEST_XDIST_WORKER", "seul")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = False
CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_connect_timeout": 0.2, "socket_timeout": 2}
# A page that prints a variable nobody gave it is a defect.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""

"""Demonstration on one's own machine: plain HTTP on loopback, mails kept in a folder, demo pages on."""

import os

os.environ.setdefault("SECRET_KEY", "demonstration-seulement-ne-jamais-mettre-en-service-0123456789")
os.environ.setdefault("DATABASE_URL", "postgresql:///portail")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")

from cpsti_portal.settings.base import *  # noqa: F403
from cpsti_portal.settings.base import VAR_DIR

PORTAL_DEMO = True
DEBUG = os.environ.get("DJANGO_DEBUG") == "1"
PORTAL_BASE_URL = os.environ.get("PORTAL_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "courriels"
# Everyone signs in from one address: the limits of production would stop a demonstration.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "30/m/ip,10/5m/key", "signup": "60/m/ip"}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "security.W009"]

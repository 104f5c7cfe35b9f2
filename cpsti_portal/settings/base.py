"""Production settings: safe as they stand. ``dev`` and ``test`` import them and only loosen."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from cpsti_portal.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.directory("PORTAL_VAR_DIR", BASE_DIR / "var")

SECRET_KEY = env.required("SECRET_KEY")
DEBUG = False
PORTAL_DEMO = False  # pages and warnings that only a demonstration has
PORTAL_BASE_URL = env.text("PORTAL_BASE_URL", "https://localhost")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "cpsti_portal.kernel.accounts",
    "cpsti_portal.kernel.territory",
    "cpsti_portal.kernel.audit",
    "cpsti_portal.kernel.outbox",
    "cpsti_portal.kernel.wall",
    "cpsti_portal.kernel.invitations",
    "requests_app",
    "commission",
    "cpsti_portal",
    "cpsti_portal.administration.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "csp",
    "pgtrigger",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cpsti_portal.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cpsti_portal.kernel.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cpsti_portal.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "cpsti_portal.urls"
WSGI_APPLICATION = "cpsti_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cpsti_portal.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("portal",)
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

DATABASES = {
    "default": dj_database_url.parse(env.required("DATABASE_URL"), conn_max_age=60, conn_health_checks=True),
}
# Without compilation of queries: they are many, short, by index, and it costs each of them a tenth of a second.
# What a connection keeps (``kernel.statements``) is planned once, for whatever values come.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c jit=off "
    "-c plan_cache_mode=force_generic_plan"
)
# The role, without a right on any identity table, under which the board's pages work (docs/decisions/004).
PORTAL_BOARD_ROLE = env.text("PORTAL_BOARD_ROLE", "portail_commission")
# Half a gigabyte of language model: for the process of the background tasks, never for a web process.
PORTAL_REDACTION_MODEL = env.flag("PORTAL_REDACTION_MODEL", default=False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database: limits and sessions still hold when Redis is down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_FAILURE_VIEW = "cpsti_portal.pages.errors.csrf_failure"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cpsti_portal.kernel.accounts.backends.Accounts"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:landing"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_FORMS = {
    "login": "cpsti_portal.pages.account_forms.LoginForm",
    "signup": "cpsti_portal.pages.account_forms.SignupForm",
    "add_email": "cpsti_portal.pages.account_forms.AddEmailForm",
    "change_password": "cpsti_portal.pages.account_forms.ChangePasswordForm",
    "set_password": "cpsti_portal.pages.account_forms.SetPasswordForm",
    "reset_password": "cpsti_portal.pages.account_forms.ResetPasswordForm",
    "reset_password_from_key": "cpsti_portal.pages.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "cpsti_portal.pages.account_forms.ReauthenticateForm",
}
ACCOUNT_ADAPTER = "cpsti_portal.kernel.accounts.adapter.PortalAccountAdapter"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Private: applicants' papers and letters. Never served by path, only by a view that checks the reader.
MEDIA_ROOT = env.directory("PORTAL_PRIVATE_DIR", VAR_DIR / "private")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cpsti_portal.static_files.StaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = [
    "cpsti_portal.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", "Action sociale des indépendants <ne-pas-repondre@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CELERY_BROKER_URL = env.required("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Tried once: whoever presses a button does not wait for a broker that is down, the beat brings what is owed.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
    "interval_start": 0,
}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "outbox": {"task": "outbox.drain", "schedule": 5.0, "options": {"expires": 30}},
    "audit-seal": {"task": "audit.seal", "schedule": 300.0, "options": {"expires": 300}},
    "texts": {"task": "requests_app.follow_texts", "schedule": 300.0, "options": {"expires": 300}},
    "lost-files": {"task": "requests_app.sweep_files", "schedule": 6 * 3600.0, "options": {"expires": 3600}},
    "lost-pages": {"task": "commission.sweep_pages", "schedule": 6 * 3600.0, "options": {"expires": 3600}},
    "consultations": {
        "task": "commission.end_consultations",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "last-calls": {"task": "commission.call_late_voters", "schedule": 300.0, "options": {"expires": 300}},
    "old-packs": {"task": "commission.sweep_packs", "schedule": 3600.0, "options": {"expires": 3000}},
    "clocks": {"task": "requests_app.follow_clocks", "schedule": 3600.0, "options": {"expires": 3000}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}

PORTAL_UPLOAD_MAX_BYTES = 10 * 1024 * 1024
PORTAL_UPLOAD_MAX_BYTES_PER_REQUEST = 40 * 1024 * 1024
# One sending of files: what a request may hold and a margin, so that the page can say which file is too much.
PORTAL_UPLOAD_MAX_BODY_BYTES = 64 * 1024 * 1024
PORTAL_MAYOTTE_BOARD_CODE = env.text("PORTAL_MAYOTTE_BOARD_CODE", "04")

"""The demonstration's settings, with one address more: the bare view the limit is measured on."""

from cpsti_portal.settings.dev import *  # noqa: F403

ROOT_URLCONF = "benchmarks.sitting.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

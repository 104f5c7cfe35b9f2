"""The Celery application. Tasks are started by the outbox and by the beat, by nobody else."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpsti_portal.settings.base")

app = Celery("cpsti_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

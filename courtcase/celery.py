"""The Celery application. The database, not the broker, is the truth of work owed."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcase.settings")

app = Celery("courtcase")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

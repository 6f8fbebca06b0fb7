from __future__ import annotations

from django.apps import AppConfig


class ObservabilityConfig(AppConfig):
    name = "courtcase.observability"
    label = "observability"
    default_auto_field = "django.db.models.BigAutoField"

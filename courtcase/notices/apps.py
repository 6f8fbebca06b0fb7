from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "courtcase.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

from __future__ import annotations

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "courtcase.law"
    label = "law"
    default_auto_field = "django.db.models.BigAutoField"

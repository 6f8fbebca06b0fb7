from __future__ import annotations

from django.apps import AppConfig


class RulingsConfig(AppConfig):
    name = "rulings"
    label = "rulings"
    default_auto_field = "django.db.models.BigAutoField"

from __future__ import annotations

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "courtcase.languages"
    label = "languages"
    default_auto_field = "django.db.models.BigAutoField"

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "courtcase.keys"
    label = "keys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `manage.py check` look at the key files."""
        import_module("courtcase.keys.checks")

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "courtcase.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the actions and the events of this room."""
        for module in ("actions", "events"):
            import_module(f"courtcase.register.{module}")

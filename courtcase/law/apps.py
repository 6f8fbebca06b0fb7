from __future__ import annotations

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "courtcase.law"
    label = "law"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's actions and events known."""
        from courtcase.law import actions, events  # noqa: F401

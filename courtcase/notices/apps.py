from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "courtcase.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's actions, jobs and checks known."""
        from courtcase.notices import actions, checks, jobs  # noqa: F401

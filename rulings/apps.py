from __future__ import annotations

from django.apps import AppConfig


class RulingsConfig(AppConfig):
    name = "rulings"
    label = "rulings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's actions, events, jobs and long works known."""
        from rulings import actions, events, jobs, long_work, notices  # noqa: F401
        from rulings.publication import examining  # noqa: F401

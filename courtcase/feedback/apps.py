from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "courtcase.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's actions, events, messages and daily work known."""
        from courtcase.feedback import actions, events, jobs, messages  # noqa: F401

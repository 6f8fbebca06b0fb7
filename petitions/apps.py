from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "petitions"
    label = "petitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's actions, events, jobs and notices known."""
        for module in (
            "actions",
            "events",
            "jobs",
            "long_work",
            "notices",
            "proceedings.notices",
            "intake.default_queue",
            "intake.examining",
            "keeping.events",
            "keeping.notices",
        ):
            import_module(f"petitions.{module}")

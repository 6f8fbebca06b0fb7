from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WitnessesConfig(AppConfig):
    name = "courtcase.witnesses"
    label = "witnesses"

    def ready(self) -> None:
        """Make the room's jobs, notice and checks known."""
        for module in ("jobs", "notices", "checks"):
            import_module(f"courtcase.witnesses.{module}")

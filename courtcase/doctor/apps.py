from __future__ import annotations

from django.apps import AppConfig


class DoctorConfig(AppConfig):
    name = "courtcase.doctor"
    label = "doctor"

    def ready(self) -> None:
        """Make the room's action and its checks known."""
        from courtcase.doctor import actions, checks  # noqa: F401

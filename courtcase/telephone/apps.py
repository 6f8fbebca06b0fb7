from __future__ import annotations

from django.apps import AppConfig


class TelephoneConfig(AppConfig):
    name = "courtcase.telephone"
    label = "telephone"

    def ready(self) -> None:
        """Make the room's job known."""
        from courtcase.telephone import jobs  # noqa: F401

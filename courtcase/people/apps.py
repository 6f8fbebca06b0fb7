from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "courtcase.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import every app's `actions.py`, so that the matrix can be held against what is declared."""
        from courtcase.people import checks, events  # noqa: F401

        autodiscover_modules("actions")

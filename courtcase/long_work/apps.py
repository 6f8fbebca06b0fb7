from __future__ import annotations

from django.apps import AppConfig


class LongWorkConfig(AppConfig):
    name = "courtcase.long_work"
    label = "long_work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the workers go on with what is begun."""
        from courtcase.long_work import jobs  # noqa: F401

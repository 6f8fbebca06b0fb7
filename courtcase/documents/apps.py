from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "courtcase.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's jobs."""
        import courtcase.documents.jobs  # noqa: F401

from __future__ import annotations

import logging

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "courtcase.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's jobs."""
        # pikepdf greets at INFO when it is imported, which would stand in the output of every command.
        logging.getLogger("pikepdf._core").setLevel(logging.WARNING)
        import courtcase.documents.jobs  # noqa: F401

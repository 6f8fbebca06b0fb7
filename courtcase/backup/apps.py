from __future__ import annotations

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Commands without tables of their own."""

    name = "courtcase.backup"

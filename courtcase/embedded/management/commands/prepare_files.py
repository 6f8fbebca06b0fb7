from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from courtcase.embedded.stages import stage


class Command(BaseCommand):
    """Compiles what is built, not kept: message catalogues and hashed static files."""

    help = "Compiles translations and collects static files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and collect; both only touch what changed."""
        with stage("Compiling translations"):
            call_command("messages", compile=True, verbosity=0)
        with stage("Collecting static files"):
            call_command("collectstatic", interactive=False, verbosity=0)

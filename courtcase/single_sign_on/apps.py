from __future__ import annotations

from django.apps import AppConfig


class SingleSignOnConfig(AppConfig):
    name = "courtcase.single_sign_on"
    label = "single_sign_on"

    def ready(self) -> None:
        """Make the check of the configuration known."""
        from courtcase.single_sign_on import checks  # noqa: F401

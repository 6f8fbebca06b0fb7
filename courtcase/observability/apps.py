from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class ObservabilityConfig(AppConfig):
    name = "courtcase.observability"
    label = "observability"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Start logging in our way and open the gauges."""
        from courtcase.observability.logs import configure_structlog
        from courtcase.observability.metrics import register_collector

        configure_structlog(keep_loggers=settings.MODE != "test")
        register_collector()

from __future__ import annotations

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "courtcase.frame"
    label = "frame"
    default_auto_field = "django.db.models.BigAutoField"

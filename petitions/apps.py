from __future__ import annotations

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "petitions"
    label = "petitions"
    default_auto_field = "django.db.models.BigAutoField"

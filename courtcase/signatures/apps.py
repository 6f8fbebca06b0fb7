from __future__ import annotations

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Electronic signatures: what was signed, by whom, and what the verification said."""

    name = "courtcase.signatures"
    label = "signatures"

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language


class NamedInThreeLanguages(models.Model):
    """A short name in the three languages of the Court."""

    name_kk = models.CharField(max_length=255)
    name_ru = models.CharField(max_length=255)
    name_en = models.CharField(max_length=255)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the active language, Kazakh where none is active."""
        return self.name_in(get_language() or "kk")

    def name_in(self, language: str) -> str:
        """Return the name in `language` (kk, ru, en); Kazakh for any other."""
        return str(getattr(self, f"name_{language}", self.name_kk))


class Institution(NamedInThreeLanguages):
    """A body that petitions the Court, or takes part in its cases, through its officers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.OneToOneField(
        "register.Subject", on_delete=models.PROTECT, null=True, blank=True, related_name="institution"
    )
    kind = models.CharField(max_length=40, help_text="Code of law.PetitionerKind; other where it is no petitioner.")
    address = models.CharField(max_length=500, blank=True)
    bin = models.CharField(max_length=12, blank=True, help_text="Business identification number; blank: not known.")
    is_portal = models.BooleanField(
        default=False,
        help_text="It keeps a portal by which citizens file: its programs act for citizens, not for itself.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    synthetic = models.BooleanField(default=False, help_text="Made up for a demonstration; marked wherever shown.")


class Team(NamedInThreeLanguages):
    """A team of clerks in the Apparatus, to whose queue petitions are routed."""

    code = models.CharField(max_length=40, unique=True)

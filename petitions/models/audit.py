from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition


class AuditSample(models.Model):
    """Petitions drawn by chance from those registered in a period; the seed lets anybody draw the same again."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_day = models.DateField(help_text="First legal day of registration.")
    last_day = models.DateField(help_text="Last legal day of registration.")
    size = models.PositiveIntegerField(help_text="How many were asked for.")
    seed = models.CharField(max_length=32, help_text="Random, in hexadecimal; made by the program, not by the auditor.")
    population = models.PositiveIntegerField(help_text="How many petitions were registered in the period at the draw.")
    drawn_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    petitions: models.ManyToManyField[Petition, models.Model] = models.ManyToManyField(
        "petitions.Petition", related_name="+", help_text="What was drawn, as the seed gave it then."
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"audit sample {self.pk}"


class ReadingOutcome(models.TextChoices):
    """What was decided about a request to read."""

    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class ReadingRequest(models.Model):
    """An auditor asks to read one petition, and says why; somebody else grants it for some days, or refuses."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="reading_requests")
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sealed_reason = models.BinaryField(help_text="Why, sealed with the petition's key.")
    outcome = models.CharField(max_length=8, choices=ReadingOutcome.choices, blank=True, help_text="Blank: it waits.")
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True, help_text="Until when what was granted may be read; it ends by itself.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "asked_by"], condition=Q(outcome=""), name="reading_asked_once")
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=Q(outcome=""), name="reading_waiting"),
            models.Index(fields=["asked_by", "petition", "ends_at"], name="reading_of_account"),
        ]

    def __str__(self) -> str:
        return f"reading request {self.pk}"

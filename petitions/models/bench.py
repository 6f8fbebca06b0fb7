from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Recusal(models.Model):
    """A judge's recusal from a case: who asked for it and why, and what was decided."""

    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, related_name="recusals")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    judge = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    sealed_grounds = models.BinaryField(help_text="Why, sealed with the case's key.")
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True, blank=True, help_text="Empty: not decided yet.")
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "judge"], condition=Q(granted__isnull=True), name="recusal_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"recusal {self.pk}"


class Naming(models.Model):
    """What the Chair was shown of every judge when naming some for a petition or a case, and whom the Chair named."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, null=True, related_name="namings")
    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, null=True, related_name="namings")
    named_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    shown = models.JSONField(
        help_text="For each judge (by public id): open studies and cases, recused or not, away until, earlier cases."
    )
    chosen = models.JSONField(help_text="Public ids of those who were named.")
    left = models.JSONField(
        default=list, help_text="Public ids of those in whose place they were named; of a petition."
    )
    sealed_reason = models.BinaryField(
        null=True, help_text="Why somebody was replaced, sealed with the petition's key; empty: nobody was."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(petition__isnull=True) ^ Q(case__isnull=True), name="naming_of_petition_or_case"
            )
        ]

    def __str__(self) -> str:
        return f"naming {self.pk}"

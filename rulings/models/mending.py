from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class MendingKind(models.TextChoices):
    """Why what is shown differs from what was signed."""

    ANONYMISATION = "anonymisation", pgettext_lazy("mending", "Anonymised before publication")
    CORRECTION = "correction", pgettext_lazy("mending", "An error in what is shown is put right")
    WITHDRAWAL = "withdrawal", pgettext_lazy("mending", "A passage is withdrawn")


class MendingOutcome(models.TextChoices):
    """How far a mending has come."""

    WAITING = "waiting", pgettext_lazy("mending", "Waits for a second person")
    DONE = "done", pgettext_lazy("mending", "Done")
    REFUSED = "refused", pgettext_lazy("mending", "Not done")
    STAYS = "stays", pgettext_lazy("mending", "Stays as it is")


class Mending(models.Model):
    """Words of a ruling that are shown otherwise than signed, or were looked at before publication and stay.

    The signed bytes never change. A correction or a withdrawal takes two persons; both are dated on the page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.PROTECT, related_name="mendings", help_text="The ruling."
    )
    kind = models.CharField(max_length=16, choices=MendingKind.choices, help_text="Why it is shown otherwise.")
    language = models.CharField(
        max_length=2, blank=True, help_text="Correction: the text it is made in; blank: wherever the words stand."
    )
    passage = models.TextField(help_text="The words as signed. Of a withdrawal or anonymisation they are sealed.")
    instead = models.TextField(blank=True, help_text="The words shown in their place; blank: a mark of the withdrawal.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why, as everyone reads it; blank: anonymisation.")
    outcome = models.CharField(max_length=8, choices=MendingOutcome.choices, help_text="How far it has come.")
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )
    asked_at = models.DateTimeField(help_text="When it was asked for, or decided before publication.")
    decided_by = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The second person; empty: it waits, or was done before publication.",
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When the second person decided.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MendingKind.values), name="ruling_mending_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=MendingOutcome.values), name="ruling_mending_outcome_known"),
            models.CheckConstraint(
                condition=Q(kind="anonymisation")
                | ~Q(outcome="done")
                | (Q(decided_at__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="ruling_mending_takes_two",
            ),
            models.UniqueConstraint(
                fields=["ruling", "passage"],
                condition=Q(kind="anonymisation"),
                name="ruling_anonymised_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ruling_id} {self.kind} {self.outcome}"

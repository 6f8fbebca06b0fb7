from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from petitions.models.petition import Petition


class ActOutcome(models.TextChoices):
    """What became of a proposed list; blank: it waits for the second person."""

    CONFIRMED = "confirmed", pgettext_lazy("disposal", "Confirmed, being carried out")
    DONE = "done", pgettext_lazy("disposal", "Carried out")
    REJECTED = "rejected", pgettext_lazy("disposal", "Rejected")


class DisposalAct(models.Model):
    """A list of what has reached the end of its term: one person proposes it, another confirms. Outlives what it names."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    subject = models.OneToOneField("register.Subject", on_delete=models.PROTECT, related_name="disposal_act")
    kind = models.CharField(max_length=60, help_text="Code of law.KeepingTerm.")
    rule = models.ForeignKey(
        "law.KeepingTerm", on_delete=models.PROTECT, related_name="+", help_text="The row of law it was proposed by."
    )
    number = models.CharField(max_length=40, blank=True, help_text="As printed, given when confirmed.")
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Never the same."
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was rejected; no personal data.")
    outcome = models.CharField(max_length=10, choices=ActOutcome.choices, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, help_text="When the last line was carried out or spared.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="disposal_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True) | (~Q(outcome="") & Q(decided_by__isnull=False)),
                name="disposal_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.public_id)


class LineOutcome(models.TextChoices):
    """What became of one line; blank: it waits."""

    DISPOSED = "disposed", pgettext_lazy("disposal", "Destroyed")
    HELD = "held", pgettext_lazy("disposal", "Spared: a legal hold stands")
    CHANGED = "changed", pgettext_lazy("disposal", "Spared: its term is not over any more")


class DisposalLine(models.Model):
    """One petition of a disposal: what it was by number and day, how much went, and the digest of its record."""

    act = models.ForeignKey(DisposalAct, on_delete=models.PROTECT, related_name="lines")
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="disposal_lines")
    number = models.CharField(max_length=40, blank=True, help_text="Register number as printed.")
    closed_on = models.DateField(help_text="The legal day its term ran from.")
    over_on = models.DateField(help_text="The first legal day on which it could be disposed of.")
    outcome = models.CharField(max_length=10, choices=LineOutcome.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    versions = models.PositiveIntegerField(default=0, help_text="Versions of its words that went.")
    files = models.PositiveIntegerField(default=0, help_text="Files that went.")
    digests = models.PositiveIntegerField(default=0, help_text="Salts that went with the content.")
    record_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the digests of its events, in their order: names its record."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "petition"], name="disposal_line_once"),
            models.UniqueConstraint(fields=["petition"], condition=Q(outcome="disposed"), name="disposed_once"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.petition_id)

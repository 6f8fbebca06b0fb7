from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ProposalOutcome(models.TextChoices):
    """What became of a text that a consultant proposed."""

    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    REFUSED = "refused", pgettext_lazy("proposal", "Refused")
    REPLACED = "replaced", pgettext_lazy("proposal", "Replaced by a newer one")


class DraftHelp(models.Model):
    """A consultant of the reception centre reads one draft for a day at most, because its writer read a code out."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="helps")
    consultant = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="From this instant nothing can be read or proposed any more.")
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="When the writer or the consultant ended it early."
    )

    class Meta:
        indexes = [
            models.Index(fields=["petition", "-opened_at"], name="help_by_petition"),
            models.Index(fields=["consultant", "-opened_at"], name="help_by_consultant"),
        ]

    def __str__(self) -> str:
        return f"help {self.pk}"


class HelpProposal(models.Model):
    """A text a consultant proposes for one part of a draft. It becomes the writer's only when the writer takes it."""

    help = models.ForeignKey(DraftHelp, on_delete=models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=24, help_text="The part of the petition's words it is for.")
    sealed_text = models.BinaryField(help_text="Sealed with the petition's key.")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True, help_text="Empty while it waits for the writer.")
    outcome = models.CharField(max_length=8, choices=ProposalOutcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["help", "field"], name="proposal_open_once", condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | Q(decided_at__isnull=False) & ~Q(outcome=""),
                name="proposal_decided_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk} for {self.field}"

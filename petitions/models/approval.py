from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from petitions.models.petition import Petition


class ApprovalOutcome(models.TextChoices):
    """What became of an asking for the head's approval."""

    WAITING = "waiting", pgettext_lazy("approval", "Waits for the head")
    APPROVED = "approved", pgettext_lazy("approval", "Approved by the head")
    SENT_BACK = "sent_back", pgettext_lazy("approval", "Sent back by the head")
    VOID = "void", pgettext_lazy("approval", "Void: changed after the approval")
    USED = "used", pgettext_lazy("approval", "Submitted as approved")


# What stands, of which a petition has one at the most.
STANDING = (ApprovalOutcome.WAITING, ApprovalOutcome.APPROVED)


class FilingApproval(models.Model):
    """One asking for the approval of an institution's head before a petition, or its correction, is submitted."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="approvals")
    outcome = models.CharField(max_length=12, choices=ApprovalOutcome.choices, default=ApprovalOutcome.WAITING)
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, related_name="+", help_text="The officer, or the head unasked."
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The head."
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was approved or sent back.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was used, sent back or became void.")
    sealed_remark = models.BinaryField(
        null=True, blank=True, help_text="What the head wants changed, sealed with the petition's key."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(outcome__in=["waiting", "approved"]), name="approval_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return self.outcome

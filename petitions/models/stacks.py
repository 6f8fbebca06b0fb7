from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from petitions.models.letters import Letter, ReturnOutcome


class Stack(models.Model):
    """Petitions of one person that the Apparatus laid together, to answer them once. It moves none of them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"stack {self.pk}"


class StandingReply(models.Model):
    """One letter that answers petitions of a stack and names each number; until it leaves, none of them is returned."""

    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="replies")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="standing_reply")
    grounds = models.ManyToManyField("law.Ground", related_name="+")
    sealed_explanation = models.BinaryField(
        help_text="Why these petitions, written by hand; sealed with the key of the letter's petition."
    )
    reason_digest = models.BinaryField(
        null=True,
        help_text="Blind index of its folded words, as of a prepared return; empty: prepared before it was kept.",
    )
    prepared_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="Until then it can be undone, and nothing leaves.")
    outcome = models.CharField(max_length=8, choices=ReturnOutcome.choices, blank=True, help_text="Blank: it waits.")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stack"], condition=Q(outcome=""), name="standing_reply_once"),
        ]

    def __str__(self) -> str:
        return f"standing reply {self.pk}"


class LaidPetition(models.Model):
    """A petition on a stack, who laid it there, and by which reply it was answered. Taken off, the row stays."""

    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="laid", db_index=False)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="laid", db_index=False)
    laid_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    laid_at = models.DateTimeField()
    taken_off_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    taken_off_at = models.DateTimeField(null=True, help_text="Empty: it lies there.")
    reply = models.ForeignKey(
        StandingReply, on_delete=models.PROTECT, null=True, related_name="answers", help_text="Empty: not answered yet."
    )
    returned = models.OneToOneField("petitions.Return", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(taken_off_at__isnull=True), name="laid_on_one_stack"
            ),
        ]
        indexes = [models.Index(fields=["stack", "-petition"], name="laid_newest")]

    def __str__(self) -> str:
        return f"petition {self.petition_id} on stack {self.stack_id}"

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.letters import Letter, ReturnOutcome


class Together(models.TextChoices):
    """Why a petition was laid on a stack by hand; blank: it is the same person's by the IIN, or begins the stack."""

    PERSON = "person", _("It is of the same person, or of the same persons together")
    ACT = "act", _("It is about the same judicial act")
    OTHER = "other", _("For another reason, which is written below")


class Stack(models.Model):
    """Petitions that the Apparatus laid together, to answer each person among them once. It moves none of them."""

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
    draw = models.CharField(
        max_length=16,
        blank=True,
        # The release before, which may still run beside this one, does not name these columns.
        default="",
        db_default="",
        help_text="Random token of the draw; blank: prepared before replies were drawn.",
    )
    percent = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Share that was drawn at the time.")
    is_drawn = models.BooleanField(
        default=False, db_default=False, help_text="Whether a second clerk reads it before it leaves."
    )
    read_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
    sealed_note = models.BinaryField(
        null=True, help_text="Why the second reader sent it back; sealed with the key of the letter's petition."
    )
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
    together = models.CharField(
        max_length=6,
        choices=Together.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Why it was laid here by hand; blank: by the IIN.",
    )
    sealed_reason = models.BinaryField(
        null=True, help_text="Why, in the clerk's words, sealed with the petition's key; empty: not by hand."
    )
    same_person_as = models.ForeignKey(
        "petitions.Petition",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Whose petitioners it was said to be of, where it was laid here by hand; empty: its own alone.",
    )
    sealed_end_reason = models.BinaryField(
        null=True,
        help_text="Why it was taken off, sealed with the petition's key; empty: it lies there, or none was asked.",
    )
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

"""What bodies that carry a measure out have to do with it: who does a part of it, what they ask, which words are withdrawn."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MeasureDoer(models.Model):
    """An institution that does a part of a measure for which another one answers."""

    measure = models.ForeignKey(
        "rulings.Measure", on_delete=models.PROTECT, related_name="doers", help_text="The measure."
    )
    institution = models.ForeignKey(
        "people.Institution", on_delete=models.PROTECT, related_name="+", help_text="Who does a part of it."
    )
    since = models.DateField(help_text="Legal day from which it takes part.")
    entered_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "institution"], name="measure_doer_once")]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.institution_id}"


class AskingKind(models.TextChoices):
    """What a body may ask of the Court about a measure."""

    QUESTION = "question", _("a question")
    PROLONG = "prolong", _("a later day")
    HAND_ON = "hand_on", _("to hand it on to another body")


class MeasureAsking(models.Model):
    """Something a body asked of the Court about a measure, and what the Court answered."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    measure = models.ForeignKey(
        "rulings.Measure", on_delete=models.PROTECT, related_name="askings", help_text="The measure."
    )
    institution = models.ForeignKey(
        "people.Institution", on_delete=models.PROTECT, related_name="+", help_text="Who asks."
    )
    kind = models.CharField(max_length=10, choices=AskingKind.choices, help_text="What is asked.")
    words = models.CharField(
        max_length=2000, help_text="The reason or the question. Read by the Court and the body only."
    )
    until = models.DateField(null=True, blank=True, help_text="The later day that is asked for.")
    to = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The body it is to be handed on to.",
    )
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, related_name="+", help_text="The officer or head who asked."
    )
    asked_at = models.DateTimeField(help_text="When it was asked.")
    granted = models.BooleanField(
        null=True, blank=True, help_text="The Court's answer; empty: a question, or none yet."
    )
    answer = models.CharField(max_length=2000, blank=True, help_text="The Court's words.")
    answered_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who answered for the Court."
    )
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When it was answered; empty: it waits.")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["measure"], condition=Q(answered_at=None), name="asking_that_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "institution", "kind"], condition=Q(answered_at=None), name="asking_of_a_kind_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=AskingKind.values), name="asking_kind_known"),
        ]

    def __str__(self) -> str:
        return f"asking {self.public_id}"


class StepWithdrawal(models.Model):
    """Words of an entry in a measure's history that nobody is shown any more, or that it was asked for. It takes two persons.

    The entry stays as it was entered, sealed: its day and stage are shown, and when and why its words are not.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    step = models.OneToOneField(
        "rulings.MeasureStep", on_delete=models.PROTECT, related_name="withdrawal", help_text="The entry."
    )
    reason = models.CharField(max_length=300, help_text="Why, as everyone reads it.")
    with_act = models.BooleanField(
        default=False,
        help_text="Whether the words that name the act of the measure are withdrawn with those of the entry.",
    )
    act_words = models.CharField(
        max_length=300,
        blank=True,
        help_text="The words that named the act, sealed here when the second person agreed; blank: they were not withdrawn.",
    )
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, related_name="+", help_text="The first person."
    )
    asked_at = models.DateTimeField(help_text="When it was asked for.")
    decided_by = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The second person; empty: it waits.",
    )
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text="When the second person agreed: from then on the words are shown to nobody."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | (Q(decided_at__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="step_withdrawal_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"withdrawal {self.public_id}"

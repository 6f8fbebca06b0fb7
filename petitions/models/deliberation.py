from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.proceedings import BenchKind


class Result(models.TextChoices):
    """What became of a question put to the vote. Who voted how is stored nowhere, nor how many."""

    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Not adopted")
    PASSED_ON = "passed_on", _("Passed on to the plenary")


class Question(models.Model):
    """One question of a deliberation, in its order: the bench that sat, its quorum, and the result by the law's rules."""

    sitting = models.ForeignKey("petitions.Sitting", on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    sealed_text = models.BinaryField(help_text="The question, sealed with the case's key.")
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    bench = models.CharField(max_length=12, choices=BenchKind.choices, blank=True, help_text="Blank: not voted yet.")
    sat = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many judges voted.")
    quorum = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many had to.")
    result = models.CharField(max_length=12, choices=Result.choices, blank=True, help_text="Blank: not voted yet.")
    voted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["sitting", "position"], name="question_position_once")]

    def __str__(self) -> str:
        return f"question {self.position}"


class JudgeNote(models.Model):
    """A judge's private notes on a case: sealed, no part of the record, read by nobody else, erased with the case."""

    case = models.ForeignKey("petitions.Case", on_delete=models.CASCADE, related_name="notes")
    judge = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    sealed_text = models.BinaryField(help_text="Sealed with the case's key for this judge.")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "judge"], name="judge_note_once")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class CaseFile(models.Model):
    """The file of a case as one PDF, asked for by somebody and made by a task; the next one replaces it."""

    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, related_name="files")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: not made yet."
    )
    papers = models.PositiveIntegerField(help_text="Up to which number of the docket it goes.")
    pages = models.PositiveIntegerField(null=True)
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"file {self.pk}"


class NormChange(models.TextChoices):
    """What became of a contested norm while cases on it pend."""

    AMENDED = "amended", _("The norm was amended")
    LAPSED = "lapsed", _("The norm lost force")
    DECIDED = "decided", _("Another ruling decided on the norm")


class NormAlarm(models.Model):
    """Said of a case that pends, or of a petition not yet in one: what became of a norm contested in it, and by what."""

    case = models.ForeignKey(
        "petitions.Case", on_delete=models.PROTECT, null=True, related_name="alarms", help_text="Empty: of a petition."
    )
    petition = models.ForeignKey(
        "petitions.Petition",
        on_delete=models.PROTECT,
        null=True,
        related_name="norm_alarms",
        help_text="Empty: of a case.",
    )
    provision = models.ForeignKey("law.Provision", on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=8, choices=NormChange.choices)
    by = models.CharField(max_length=200, help_text="Printed number or name of the act or ruling that did it.")
    day = models.DateField(null=True, help_text="Since when; empty: not known.")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "provision", "change", "by"], name="norm_alarm_once"),
            models.UniqueConstraint(
                fields=["petition", "provision", "change", "by"], name="norm_alarm_of_petition_once"
            ),
            models.CheckConstraint(
                condition=models.Q(petition__isnull=True) ^ models.Q(case__isnull=True),
                name="norm_alarm_of_petition_or_case",
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Recommendation(models.TextChoices):
    """What a judge who studied a petition proposes to the session."""

    ACCEPT = "accept", _("Accept for proceedings")
    REFUSE = "refuse", _("Refuse")


class StudyAssignment(models.Model):
    """A judge whom the Chair named for the preliminary study of a petition (art. 48), and the report."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="studies")
    judge = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="studies")
    named_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    recommendation = models.CharField(max_length=8, choices=Recommendation.choices, blank=True)
    sealed_report = models.BinaryField(null=True, blank=True, help_text="Sealed with the petition's key.")
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "judge"], name="study_judge_once")]

    def __str__(self) -> str:
        return f"study {self.pk}"


class BenchKind(models.TextChoices):
    """Which bench sits, and so which quorum binds it."""

    ACCEPTANCE = "acceptance", _("Acceptance bench of three")
    PANEL = "panel", _("Panel of five")
    PLENARY = "plenary", _("Plenary")


class Sitting(models.Model):
    """A session of a bench: who sits, when, and what is on its agenda."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bench = models.CharField(max_length=12, choices=BenchKind.choices)
    day = models.DateField()
    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="sittings")
    called_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True, help_text="When attendance was recorded; empty: planned.")
    starts_at = models.TimeField(null=True, blank=True, help_text="Hour in Astana; empty: not set.")
    place = models.CharField(max_length=200, blank=True, help_text="Hall or address; blank: not set.")
    in_writing = models.BooleanField(default=False, help_text="Written procedure: nobody is summoned to come.")
    summoned_at = models.DateTimeField(null=True, blank=True, help_text="When those who take part were summoned.")
    sealed_minutes = models.BinaryField(null=True, blank=True, help_text="Minutes, sealed with the case's key.")
    minutes_at = models.DateTimeField(null=True, blank=True)
    adjourned_at = models.DateTimeField(null=True, blank=True, help_text="When it was put off; empty: it was not.")
    adjourned_to = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adjourned_from",
        help_text="The sitting called in its place; empty: no day was set.",
    )
    synthetic = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.bench} {self.day}"


class SittingMember(models.Model):
    """A judge of a sitting's bench; whether present is recorded when it is held. Votes are never stored."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="members")
    judge = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    presides = models.BooleanField(default=False)
    present = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "judge"], name="sitting_member_once")]

    def __str__(self) -> str:
        return f"member {self.pk}"


class AgendaItem(models.Model):
    """A studied petition laid before a session of the acceptance bench."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="agenda")
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["sitting", "petition"], name="agenda_petition_once")]

    def __str__(self) -> str:
        return f"item {self.position}"


class CaseState(models.TextChoices):
    """Where a case stands."""

    PREPARATION = "preparation", _("In preparation")
    DECIDED = "decided", _("Decided")
    TERMINATED = "terminated", _("Terminated")
    JOINED = "joined", _("Joined to another case")


class Case(models.Model):
    """Constitutional proceedings on a norm, opened by the acceptance of one petition; others may be joined to it."""

    subject = models.OneToOneField("register.Subject", on_delete=models.PROTECT, related_name="case")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    data_key = models.ForeignKey(
        "keys.DataKey",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Seals what the Court writes about the case; empty: nothing was written yet.",
    )
    state = models.CharField(max_length=16, choices=CaseState.choices, default=CaseState.PREPARATION)
    number = models.CharField(max_length=40, unique=True, help_text="As printed.")
    opened_on = models.DateField(help_text="Day of the acceptance that opened it.")
    joined_on = models.DateField(help_text="Day of the last joinder: the term of the final decision runs from it.")
    closed_on = models.DateField(null=True, blank=True)
    joined_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="joined_cases",
        help_text="If it was joined.",
    )
    disposed_on = models.DateField(
        null=True,
        blank=True,
        help_text="Legal day on which its papers were destroyed at the end of their term; empty: they are kept.",
    )
    synthetic = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.number


class Rapporteur(models.Model):
    """A judge-rapporteur of a case; one or two at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rapporteurs")
    judge = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="rapporteurships")
    named_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "judge"], condition=models.Q(ended_at__isnull=True), name="rapporteur_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"rapporteur {self.pk}"


class Answer(models.Model):
    """A ruling that answers a petition, as petitions know it: written by rulings, which petitions never read."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="answers")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    ruling_uuid = models.UUIDField(help_text="Subject of the ruling.")
    kind = models.CharField(max_length=40, help_text="Code of the ruling's kind.")
    number_printed = models.CharField(max_length=60, blank=True)
    day = models.DateField(null=True, blank=True, help_text="Day of adoption; empty: not seen in the source.")
    public_path = models.CharField(max_length=200, blank=True, help_text="Without language prefix; blank: unpublished.")
    plain_words = models.JSONField(
        default=dict, help_text="What it says in plain sentences, by language; empty: not written, or unpublished."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "ruling_uuid"], name="answer_once")]

    def __str__(self) -> str:
        return self.number_printed

    @property
    def told(self) -> list[str]:
        """Return what it says in plain sentences, in the active language; empty: not written there."""
        return list(self.plain_words.get(get_language() or "kk", []))

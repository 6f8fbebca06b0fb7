from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """What a paper of a case is."""

    PETITION = "petition", _("Petition")
    DOCUMENT = "document", _("Document")
    REPORT = "report", _("Report on the study")
    RULING = "ruling", _("Ruling")
    REQUEST = "request", _("Request to a body")
    ANSWER = "answer", _("Answer of a body")
    SUMMONS = "summons", _("Summons")
    MINUTES = "minutes", _("Minutes")


class DocketEntry(models.Model):
    """One paper filed in a case: once for all joined petitions, numbered without a gap. Written by `file_paper` alone."""

    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, related_name="docket", help_text="The case.")
    number = models.PositiveIntegerField(help_text="Its place in the docket, from 1 without a gap.")
    kind = models.CharField(max_length=12, choices=PaperKind.choices, help_text="What the paper is.")
    filed_at = models.DateTimeField(help_text="When it was filed in the case.")
    filed_by = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the system, or by code.",
    )
    petition = models.ForeignKey(
        "petitions.Petition",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Of a petition or its document: which. Empty: of the case as a whole.",
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", help_text="The file, if it is one."
    )
    study = models.ForeignKey(
        "petitions.StudyAssignment", on_delete=models.PROTECT, null=True, related_name="+", help_text="Of a report."
    )
    answer = models.ForeignKey(
        "petitions.Answer", on_delete=models.PROTECT, null=True, related_name="+", help_text="Of a ruling."
    )
    request = models.ForeignKey(
        "petitions.InformationRequest",
        on_delete=models.PROTECT,
        null=True,
        related_name="papers",
        help_text="Of a request and of its answer.",
    )
    sitting = models.ForeignKey(
        "petitions.Sitting",
        on_delete=models.PROTECT,
        null=True,
        related_name="papers",
        help_text="Of a summons, minutes.",
    )
    opened_at = models.DateTimeField(
        null=True, help_text="Since when the participants of the case read it; empty: the Court alone."
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="docket_number_once")]
        triggers = [pgtrigger.Protect(name="docket_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"№ {self.number}"


class Capacity(models.TextChoices):
    """As what somebody takes part in a case."""

    PARTY = "party", _("Party")
    REPRESENTATIVE = "representative", _("Representative")
    BODY = "body", _("State body or organisation")
    EXPERT = "expert", _("Expert")


class CaseParticipant(models.Model):
    """Somebody with an account who takes part in a case, from one day to another.

    Whoever's time has ended keeps what was open to participants until then, and sees nothing newer.
    """

    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, related_name="participants")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="participations")
    grant = models.OneToOneField("people.RoleGrant", on_delete=models.PROTECT, related_name="participation")
    capacity = models.CharField(max_length=16, choices=Capacity.choices)
    authority_ends_on = models.DateField(
        null=True, blank=True, help_text="Last legal day of the authority; empty: until it is ended."
    )
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="From this moment nothing new is seen.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"], condition=models.Q(ended_at__isnull=True), name="case_participant_once"
            )
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"

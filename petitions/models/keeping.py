from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from courtcase.register.models import Subject
from petitions.models.petition import Petition
from petitions.models.proceedings import Case


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
    ASKED = "asked", pgettext_lazy("disposal", "Spared: a request on personal data waits")
    BLOCKED = "blocked", pgettext_lazy("disposal", "Spared: the data is blocked at a person's request")
    NEEDED = "needed", pgettext_lazy("disposal", "Spared: what belongs together with it stays")
    CHANGED = "changed", pgettext_lazy("disposal", "Spared: its term is not over any more")


class DisposalLine(models.Model):
    """One petition or case of a disposal: what it was by number and day, how much went, and the digest of its record."""

    act = models.ForeignKey(DisposalAct, on_delete=models.PROTECT, related_name="lines")
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, related_name="disposal_lines", help_text="Empty: of a case."
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="disposal_lines", help_text="Empty: of a petition."
    )
    number = models.CharField(max_length=40, blank=True, help_text="Register number as printed, or the case's.")
    closed_on = models.DateField(help_text="The legal day its term ran from.")
    over_on = models.DateField(help_text="The first legal day on which it could be disposed of.")
    outcome = models.CharField(max_length=10, choices=LineOutcome.choices, blank=True)
    why = models.CharField(
        max_length=400, blank=True, help_text="Orders and numbers of requests that spared it; no personal data."
    )
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
            models.UniqueConstraint(fields=["act", "case"], name="disposal_line_of_case_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(outcome="disposed"), name="case_disposed_once"),
            models.CheckConstraint(
                condition=Q(petition__isnull=True) ^ Q(case__isnull=True), name="disposal_of_petition_or_case"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"line {self.pk}"

    @property
    def subject(self) -> Subject:
        """Return what the record calls what the line names."""
        if self.petition is not None:
            return self.petition.subject
        assert self.case is not None  # noqa: S101 - a constraint of the database
        return self.case.subject


class DataBlock(models.Model):
    """Personal data in a petition that is blocked at a person's request: kept, shown, used for the proceedings alone."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="data_blocks")
    request = models.ForeignKey("petitions.DataRequest", on_delete=models.PROTECT, related_name="blocks")
    placed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, help_text="Empty: it stands.")
    lifted_reason = models.CharField(max_length=300, blank=True, help_text="Why it was lifted; no personal data.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "request"], condition=Q(lifted_at__isnull=True), name="data_block_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class KeepingChange(models.Model):
    """A proposal to keep a kind of personal data for another time: one person proposes it, another confirms."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    rule = models.ForeignKey(
        "law.KeepingTerm", on_delete=models.PROTECT, related_name="+", help_text="The row that would be followed."
    )
    amount = models.PositiveSmallIntegerField(null=True, help_text="How many units; empty: see `for_ever`.")
    unit = models.CharField(max_length=14, help_text="A unit of law.KeepingTerm.")
    for_ever = models.BooleanField(default=False)
    applies_from = models.DateField(help_text="First legal day of the new period.")
    order = models.CharField(max_length=300, help_text="The order that sets it; no personal data.")
    touched = models.PositiveIntegerField(null=True, help_text="What would have been over when it was proposed.")
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True, help_text="Empty: it waits for the second person.")
    made = models.ForeignKey(
        "law.KeepingTerm", on_delete=models.PROTECT, null=True, related_name="+", help_text="The row it made."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="keeping_by_two_persons"
            ),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(is_confirmed__isnull=True), name="keeping_change_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

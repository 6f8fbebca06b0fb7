from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition


class IncomingKind(models.TextChoices):
    """What a paper that came is to its petition."""

    PETITION = "petition", _("Petition")
    SIGNATURE = "signature", _("Signed paper of a petition")
    ADDITION = "addition", _("Addition")
    CURE = "cure", _("Correction after a return")
    DEMAND = "demand", _("Demand for the Court's own decision")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    ANSWER = "answer", _("Answer of a body to which the petition was forwarded")


class IncomingPaper(models.Model):
    """One row of the register of incoming papers, with the days by which the paper may count. Never changed."""

    number = models.CharField(max_length=40, unique=True, db_collation="C", help_text="As printed; without a gap.")
    numbered_on = models.DateField(help_text="Legal day of the number: the day it was entered here.")
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="incoming")
    kind = models.CharField(max_length=10, choices=IncomingKind.choices)
    sent_on = models.DateField(null=True, help_text="Day of the postmark; empty: not known, or brought in person.")
    handed_on = models.DateField(
        null=True, help_text="Day somebody in custody handed it to the administration; empty: nobody in custody."
    )
    received_on = models.DateField(help_text="Legal day it reached the Court.")
    counts_on = models.DateField(help_text="The one of these days that counts.")
    counted_by = models.CharField(
        max_length=60, blank=True, help_text="Code of the rule by which it counts; blank: the day it reached the Court."
    )
    sealed_signer = models.BinaryField(null=True, help_text="Who signed it, sealed with the petition's key.")
    entered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["numbered_on", "id"], name="incoming_by_day")]

    def __str__(self) -> str:
        return self.number

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition


class DangerOutcome(models.TextChoices):
    """How an alarm ended; blank: it is open."""

    FORWARDED = "forwarded", _("Forwarded to the prosecutor")
    ENDED = "ended", _("Ended with a reason")


class DangerAlarm(models.Model):
    """Somebody of the Court saw danger to life or signs of torture in a petition. Of each petition one is open at most."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="dangers")
    raised_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=DangerOutcome.choices, blank=True, help_text="Blank: open.")
    settled_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    sealed_words = models.BinaryField(
        null=True, help_text="What was written to the prosecutor, or why it was ended; sealed with the petition's key."
    )
    body = models.CharField(max_length=300, blank=True, help_text="Name of the body it was forwarded to.")
    institution = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Whose officers read the petition here; empty: a letter went by post.",
    )
    letter = models.OneToOneField("petitions.Letter", on_delete=models.PROTECT, null=True, related_name="danger")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition"], condition=Q(outcome=""), name="danger_open_once")]

    def __str__(self) -> str:
        return f"danger alarm {self.pk}"

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase.law.models.acts import Outcome


class LaterDecision(models.Model):
    """A ruling by which a norm fell that a petition is about, though the ruling does not answer the petition. Once each."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="later_decisions", help_text="Who is told."
    )
    ruling_uuid = models.UUIDField(help_text="Uuid of the ruling's subject.")
    provision = models.ForeignKey(
        "law.Provision", on_delete=models.PROTECT, related_name="+", help_text="The norm that fell."
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, help_text="What was decided on it.")
    in_part = models.BooleanField(default=False, help_text="Whether it fell in a part only.")
    number_printed = models.CharField(max_length=40, help_text="The ruling's number in the language of the petition.")
    day = models.DateField(null=True, help_text="Legal day of the ruling; empty: not known.")
    public_path = models.CharField(max_length=200, help_text="Where everyone reads it, without language.")
    plain_words = models.JSONField(
        default=dict, help_text="What it says in plain sentences, by language; may be empty."
    )
    told_at = models.DateTimeField(help_text="When the petitioner began to be told.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "ruling_uuid"], name="later_decision_once")]

    def __str__(self) -> str:
        return f"{self.petition_id}: {self.number_printed}"

    @property
    def told(self) -> list[str]:
        """Return what the ruling says in plain sentences, in the active language; empty: not written there."""
        return list(self.plain_words.get(get_language() or "kk", []))


class ToldHow(models.TextChoices):
    """How whoever petitions said whether later letters are wished."""

    PETITION = "petition", _("In the petition itself")
    PAGE = "page", _("On the page of the petition")
    LETTER = "letter", _("By a letter to the Court")
    DESK = "desk", _("At the Court's desk, with an identity document")


class LaterNoticesConsent(models.Model):
    """The petitioner agreed to be written to when a norm of the petition falls later. Taken back, never deleted."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="later_notices_consents")
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=8, choices=ToldHow.choices)
    withdrawn_at = models.DateTimeField(null=True, help_text="Empty: it stands.")
    withdrawn_how = models.CharField(max_length=8, choices=ToldHow.choices, blank=True, help_text="Blank: it stands.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(withdrawn_at__isnull=True), name="later_notices_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

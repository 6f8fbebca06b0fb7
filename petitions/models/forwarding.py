from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition


class ForwardingAnswer(models.TextChoices):
    """What a body answered to a petition that was forwarded to it; blank: nothing yet."""

    TAKEN = "taken", _("Taken: we deal with it")
    NOT_OURS = "not_ours", _("Not ours: we cannot help with it")


class Forwarding(models.Model):
    """A petition sent on to a body that can help, at the Apparatus's instance. One that came back may be sent on again."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="forwardings")
    body = models.CharField(max_length=300, help_text="Name of the body, as a referral of courtcase.law gives it.")
    institution = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Whose people read it here once the petitioner agreed; empty: the body has no account.",
    )
    sealed_reason = models.BinaryField()
    forwarded_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    forwarded_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=ForwardingAnswer.choices, blank=True, help_text="Blank: none yet.")
    sealed_answer = models.BinaryField(null=True, help_text="The body's words, sealed with the petition's key.")
    answered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["institution", "-id"], condition=Q(institution__isnull=False), name="forwarding_inbox")
        ]
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=~Q(answer="not_ours"), name="forwarding_stands_once")
        ]

    def __str__(self) -> str:
        return self.body


class ForwardingConsent(models.Model):
    """The petitioner agreed that the petition may be opened to the body it is forwarded to. Withdrawn, never deleted."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="forwarding_consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, help_text="Empty: it stands.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(withdrawn_at__isnull=True), name="forwarding_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

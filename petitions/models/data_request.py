from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from petitions.models.petition import Petition


class RequestKind(models.TextChoices):
    """What the subject of personal data asks."""

    ACCESS = "access", _("To know what is held about me, and to have a copy")
    CORRECTION = "correction", _("To correct or complete what is wrong about me")
    BLOCKING = "blocking", _("To stop using what is disputed for a time (blocking)")
    ERASURE = "erasure", _("To destroy what need not be held about me")


class RequestRoad(models.TextChoices):
    """How a request came."""

    ACCOUNT = "account", _("From the account")
    CODE = "code", _("By the code of a petition")
    PAPER = "paper", _("On paper")


class RequestOutcome(models.TextChoices):
    """How a request was answered; blank: it waits."""

    GRANTED = "granted", pgettext_lazy("request on personal data", "Done as asked")
    PARTLY = "partly", pgettext_lazy("request on personal data", "Done in part")
    REFUSED = "refused", pgettext_lazy("request on personal data", "Refused")


class DataRequest(models.Model):
    """What a person asks about the personal data held of them, and the answer. A register of its own, with numbers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    subject = models.OneToOneField("register.Subject", on_delete=models.PROTECT, related_name="data_request")
    number = models.CharField(max_length=40, unique=True, help_text="As printed; without a gap.")
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    road = models.CharField(max_length=8, choices=RequestRoad.choices)
    account = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_requests",
        help_text="Who asked from an account; empty for the other roads.",
    )
    petition = models.ForeignKey(
        Petition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_requests",
        help_text="Of which petition, where it was asked by its code or names it.",
    )
    data_key = models.ForeignKey("keys.DataKey", on_delete=models.PROTECT, related_name="+", help_text="Seals it.")
    sealed = models.BinaryField(help_text="The words, and of a paper who asked and where the answer goes.")
    language = models.CharField(max_length=2, help_text="kk, ru or en: in which the answer is told.")
    received_on = models.DateField(help_text="Legal day from which the term runs.")
    asked_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Of a paper."
    )
    outcome = models.CharField(max_length=8, choices=RequestOutcome.choices, blank=True)
    answer = models.BinaryField(null=True, blank=True, help_text="The answer, sealed; empty: it waits.")
    answered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(outcome=""), name="data_request_waits"),
            models.Index(fields=["account", "-id"], condition=Q(account__isnull=False), name="data_request_by_account"),
            models.Index(
                fields=["petition", "-id"], condition=Q(petition__isnull=False), name="data_request_by_petition"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answer=None, answered_at=None, answered_by=None)
                | ~Q(outcome="") & Q(answer__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="data_request_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number

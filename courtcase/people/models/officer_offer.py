from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django_stubs_ext.db.models import TypedModelMeta

OFFER_STANDS = timedelta(days=30)


class OfferOutcome(models.TextChoices):
    """What became of an offer."""

    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("offer", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("offer", "Lapsed")


class OfficerOffer(models.Model):
    """An institution's offer to whoever owns an e-mail to act for it. It points at no account until it is accepted."""

    institution = models.ForeignKey("people.Institution", on_delete=models.PROTECT, related_name="offers")
    email = models.EmailField(help_text="As the head typed it, in lower case.")
    offered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Empty while the offer waits for an answer.")
    outcome = models.CharField(max_length=9, choices=OfferOutcome.choices, blank=True)
    grant = models.OneToOneField(
        "people.RoleGrant", on_delete=models.PROTECT, null=True, blank=True, related_name="offer"
    )

    class Meta(TypedModelMeta):
        indexes = [models.Index(fields=["email"], name="offer_by_email", condition=Q(closed_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"], name="offer_open_once", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="offer_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"

    def stands(self, at: datetime) -> bool:
        """Say whether the offer may be accepted at `at`."""
        return self.closed_at is None and at < self.offered_at + OFFER_STANDS

    @property
    def stands_until(self) -> datetime:
        """Return the instant from which it may not be accepted any more."""
        return timezone.localtime(self.offered_at + OFFER_STANDS)

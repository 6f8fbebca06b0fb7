from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """What a member of the Apparatus decided about two petitions that resemble each other."""

    LINKED = "linked", _("They belong together: each is shown beside the other")
    REPEAT = "repeat", _("The later one repeats the earlier one")


class PetitionLink(models.Model):
    """Two petitions that somebody linked, why, and until when; ended, never deleted."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="links_back", help_text="The later of the two."
    )
    earlier = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="links_on", help_text="The earlier of the two."
    )
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    sealed_reason = models.BinaryField(help_text="Why, sealed with the key of the later petition.")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sealed_end_reason = models.BinaryField(null=True, blank=True, help_text="Why it was undone, sealed likewise.")
    ended_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it stands.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "earlier"], condition=Q(ended_at__isnull=True), name="petition_link_once"
            ),
            models.CheckConstraint(condition=Q(petition__gt=F("earlier")), name="petition_link_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

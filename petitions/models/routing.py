from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LadderState(models.TextChoices):
    """Where a version of the routing rules stands."""

    DRAFT = "draft", pgettext_lazy("routing rules", "Draft")
    IN_USE = "in_use", _("In use")
    PAST = "past", _("Used before")
    DROPPED = "dropped", _("Dropped")


class Ladder(models.Model):
    """One version of all routing rules: a draft, the one in use, or one that was. Only a draft changes."""

    number = models.PositiveIntegerField(unique=True, help_text="Counts up; assignments name it.")
    state = models.CharField(max_length=8, choices=LadderState.choices, default=LadderState.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change; forms carry it.")
    rungs = models.JSONField(default=list, help_text="The rules as written, first rung first: petitions.intake.rungs.")
    begun_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who changed the draft last."
    )
    changed_at = models.DateTimeField(
        null=True, help_text="When the draft was changed last; empty: not since it began."
    )
    tried_version = models.PositiveIntegerField(
        null=True, help_text="Version of the draft that the last dry run saw; empty: none was made."
    )
    tried_against = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="The ladder then in use."
    )
    tried_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    tried_at = models.DateTimeField(null=True)
    tried_on = models.PositiveIntegerField(default=0, help_text="How many petitions the dry run went through.")
    moved = models.JSONField(default=list, help_text="[petition's public id, where it goes now, where it would go].")
    switched_on_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    switched_on_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When another took its place, or the draft was dropped.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["draft", "in_use"]), name="ladder_one_draft_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"ladder {self.number}"

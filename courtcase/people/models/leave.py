from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Leave(models.Model):
    """Days on which a member of the Court is away, and who stands in. Taken back, never deleted."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="leaves")
    first_day = models.DateField(help_text="First legal day away.")
    last_day = models.DateField(help_text="Last legal day away, inclusive.")
    deputy = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who gets what would have gone to the one away; empty: whoever of the team has the fewest.",
    )
    entered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True, help_text="From then on it counts for nothing.")

    class Meta:
        indexes = [models.Index(fields=["account", "last_day"], name="leave_by_account")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_days_in_order"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("account")), name="leave_deputy_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"leave {self.pk}"

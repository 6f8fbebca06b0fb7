from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayCertainty(models.TextChoices):
    """How sure it is that a day is or is not a working day."""

    CONFIRMED = "confirmed", _("Confirmed by the Court")
    KNOWN = "known", _("Known from the law and the library")
    ESTIMATED = "estimated", _("Estimated: moved days or the moon may change it")


class CalendarDay(models.Model):
    """One day of Kazakhstan's working calendar. Seeded once; afterwards changed by `change_calendar_day` alone."""

    day = models.DateField(unique=True, help_text="The legal day.")
    is_working = models.BooleanField(help_text="Whether it is a working day, moved days included.")
    certainty = models.CharField(max_length=10, choices=DayCertainty.choices, help_text="How sure it is.")
    name = models.CharField(
        max_length=200, blank=True, help_text="Holiday or reason of the move; blank: an ordinary day."
    )
    source = models.CharField(max_length=300, help_text="Library and its version, or the act that moved the day.")
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When an operation last changed it; empty: as seeded."
    )

    subject = models.ForeignKey(
        "register.Subject",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the record points at; empty until an operation first changes the day.",
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

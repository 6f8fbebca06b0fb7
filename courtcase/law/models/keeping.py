from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from courtcase.law.models.rules import RuleRow


class KeepingUnit(models.TextChoices):
    """What a term of keeping is counted in."""

    HOUR = "hour", pgettext_lazy("unit of keeping", "hours")
    DAY = "calendar_day", pgettext_lazy("unit of keeping", "days")
    YEAR = "year", pgettext_lazy("unit of keeping", "years")


class Disposal(models.TextChoices):
    """Who ends the keeping of a kind of personal data."""

    TASK = "task", pgettext_lazy("end of keeping", "The system, by itself")
    TWO = "two_persons", pgettext_lazy("end of keeping", "Two persons of the Court, with a record")
    WITH = "with", pgettext_lazy("end of keeping", "It goes with what it belongs to")
    OWNER = "owner", pgettext_lazy("end of keeping", "Whoever it belongs to")
    OUTSIDE = "outside", pgettext_lazy("end of keeping", "Whoever runs the machines")
    NEVER = "never", pgettext_lazy("end of keeping", "Nobody: it is part of the record")


class KeepingTerm(RuleRow):
    """A kind of personal data: what for, by which article, how long, who sees it, and what happens at the end.

    Without an amount it is kept for ever, or, where `for_ever` is not set, until the Court has set a period.
    """

    name_kk = models.CharField(max_length=200, help_text="What is kept, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="What is kept, in Russian.")
    name_en = models.CharField(max_length=200, help_text="What is kept, in English.")
    basis = models.CharField(
        max_length=120, blank=True, help_text="Article that asks for the data, as cited; blank: none was seen."
    )
    purpose = models.CharField(max_length=40, help_text="What for: a code of petitions.keeping.wording.")
    seen_by = models.CharField(max_length=40, help_text="Who sees it: a code of petitions.keeping.wording.")
    amount = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many units; empty: see `for_ever`.")
    unit = models.CharField(
        max_length=14, choices=KeepingUnit.choices, default=KeepingUnit.YEAR, help_text="What the period is counted in."
    )
    for_ever = models.BooleanField(
        default=False, help_text="Kept for ever; else, without an amount, nobody set a period."
    )
    counted_from = models.CharField(max_length=40, blank=True, help_text="Fact the period runs from: closed, saved…")
    disposal = models.CharField(max_length=12, choices=Disposal.choices, help_text="Who ends the keeping.")
    by_house = models.BooleanField(
        default=False,
        help_text="A period of this site's own working, such as of a code; it needs no lawyer to be obeyed.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in lists; lowest first.")

    class Meta(RuleRow.Meta):
        ordering = ["position", "code"]
        constraints = [
            *RuleRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0, for_ever=False),
                name="law_keeping_amount_or_for_ever",
            ),
            models.CheckConstraint(condition=Q(disposal__in=Disposal.values), name="law_keeping_disposal_known"),
        ]

    @property
    def is_obeyed(self) -> bool:
        """Say whether anything may be disposed of by this row: a period is set, and it is the house's own or confirmed."""
        return self.amount is not None and (self.by_house or self.confirmed_on is not None)

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from courtcase.law.models.rules import RuleRow


class Unit(models.TextChoices):
    """What a term is counted in."""

    CALENDAR_DAY = "calendar_day", pgettext_lazy("unit of a term", "calendar days")
    WORKING_DAY = "working_day", pgettext_lazy("unit of a term", "working days")
    MONTH = "month", pgettext_lazy("unit of a term", "months")
    YEAR = "year", pgettext_lazy("unit of a term", "years")


class Direction(models.TextChoices):
    """Which way a term is counted from its first day."""

    FORWARD = "forward", pgettext_lazy("direction of a term", "after")
    BACKWARD = "backward", pgettext_lazy("direction of a term", "before")


class Term(RuleRow):
    """A statutory or configured term. `amount` of `unit` counted from the day `starts_at` describes."""

    name_kk = models.CharField(max_length=200, help_text="Name of the term, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="Name of the term, in Russian.")
    name_en = models.CharField(max_length=200, help_text="Name of the term, in English.")
    amount = models.PositiveSmallIntegerField(help_text="How many units.")
    unit = models.CharField(max_length=14, choices=Unit.choices, help_text="What the term is counted in.")
    direction = models.CharField(
        max_length=8,
        choices=Direction.choices,
        default=Direction.FORWARD,
        help_text="After or before the starting day.",
    )
    starts_at_kk = models.CharField(max_length=200, help_text="The event it starts at, in Kazakh.")
    starts_at_ru = models.CharField(max_length=200, help_text="The event it starts at, in Russian.")
    starts_at_en = models.CharField(max_length=200, help_text="The event it starts at, in English.")
    extendable = models.BooleanField(default=False, help_text="Whether the law lets a ruling extend it.")
    configurable = models.BooleanField(
        default=False, help_text="Not in the law: the Court sets it; shown as the Court's own rule."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in lists; lowest first.")

    class Meta(RuleRow.Meta):
        ordering = ["position", "code"]
        constraints = [
            *RuleRow.Meta.constraints,
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="law_term_amount_positive"),
        ]

from __future__ import annotations

from django.db import models

from courtcase.law.models.rules import RuleRow
from courtcase.law.models.terms import Unit


class ReceiptRule(RuleRow):
    """When what was sent by one road counts as received: `amount` of `unit` after the day it left; 0: on that day."""

    name_kk = models.CharField(max_length=300, help_text="What the rule says, in Kazakh.")
    name_ru = models.CharField(max_length=300, help_text="What the rule says, in Russian.")
    name_en = models.CharField(max_length=300, help_text="What the rule says, in English.")
    amount = models.PositiveSmallIntegerField(default=0, help_text="How many units after it left; 0: on that day.")
    unit = models.CharField(
        max_length=14, choices=Unit.choices, default=Unit.CALENDAR_DAY, help_text="What is counted after it left."
    )

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from courtcase.law.models.rules import RuleRow


class Scope(models.TextChoices):
    """When a series begins again."""

    YEARLY = "yearly", pgettext_lazy("series of numbers", "begins again each year")
    RUNNING = "running", pgettext_lazy("series of numbers", "runs on across years")


class Series(RuleRow):
    """A series of gapless numbers and how each is printed. Several kinds of act may share one."""

    name_kk = models.CharField(max_length=200, help_text="Name of the series, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="Name of the series, in Russian.")
    name_en = models.CharField(max_length=200, help_text="Name of the series, in English.")
    scope = models.CharField(max_length=8, choices=Scope.choices, help_text="Yearly or running.")
    first_number = models.PositiveIntegerField(default=1, help_text="First number of the series, or of each year.")
    pad = models.PositiveSmallIntegerField(default=0, help_text="Least digits printed, filled with noughts; 0: none.")
    prints_year = models.BooleanField(
        default=False, help_text="Whether the year is printed before the number: 2026/000412."
    )
    prefix_kk = models.CharField(max_length=20, blank=True, help_text="Printed before the number, in Kazakh.")
    prefix_ru = models.CharField(max_length=20, blank=True, help_text="Printed before the number, in Russian.")
    prefix_en = models.CharField(max_length=20, blank=True, help_text="Printed before the number, in English.")
    suffix_kk = models.CharField(max_length=20, blank=True, help_text="Printed after the number, in Kazakh: -НҚ.")
    suffix_ru = models.CharField(max_length=20, blank=True, help_text="Printed after the number, in Russian: -НП.")
    suffix_en = models.CharField(max_length=20, blank=True, help_text="Printed after the number, in English: -NP.")
    suffix_from = models.PositiveIntegerField(
        default=1, help_text="First number printed with its suffix; № 1 to 9 of the resolutions have none."
    )
    act_kinds = models.JSONField(default=list, blank=True, help_text="Codes of the kinds of act that share the series.")

    class Meta(RuleRow.Meta):
        verbose_name_plural = "series"


class SeriesCounter(models.Model):
    """The last number given in a series (and year). Its row lock is what keeps numbers gapless."""

    series_code = models.CharField(
        max_length=60, help_text="Code of the Series; the counter outlives its superseded rows."
    )
    year = models.PositiveSmallIntegerField(default=0, help_text="Legal year of a yearly series; 0 for a running one.")
    last = models.PositiveIntegerField(default=0, help_text="Last number given; 0: none yet.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series_code", "year"], name="law_series_counter_once")]

    def __str__(self) -> str:
        return f"{self.series_code} {self.year}: {self.last}"

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class YearOrigin(models.TextChoices):
    """Where the counted figures of a year come from."""

    COUNTED = "counted", _("counted from this register")
    IMPORTED = "imported", _("brought over from an earlier register")


class CountedYear(models.Model):
    """A year whose figures are kept. Tables are counted when the year is over and stand; until then totals alone."""

    subject = models.OneToOneField(
        "register.Subject",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the record points at; empty: its tables were never kept.",
    )
    year = models.PositiveSmallIntegerField(unique=True, help_text="Calendar year at the Court.")
    origin = models.CharField(
        max_length=8, choices=YearOrigin.choices, default=YearOrigin.COUNTED, help_text="Counted here, or brought over."
    )
    is_over = models.BooleanField(help_text="Whether the year had ended and settled when it was counted.")
    counted_at = models.DateTimeField(help_text="When the figures were counted or brought over.")

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class FigureCell(models.Model):
    """One public figure, as page, file and API show it: suppressed and rounded when it is kept, never when it is shown.

    What is not shown is not here either: its count is empty.
    """

    year = models.ForeignKey(CountedYear, on_delete=models.CASCADE, related_name="cells", help_text="The year.")
    figure = models.CharField(max_length=40, help_text="Code of the definition: figure_definitions.csv.")
    part = models.CharField(max_length=60, blank=True, help_text="Code of the term a figure is about; blank: none.")
    dimension = models.CharField(max_length=20, blank=True, help_text="What it is told apart by; blank: the total.")
    value = models.CharField(
        max_length=60, blank=True, help_text="Code within the dimension; blank: unknown, or total."
    )
    position = models.PositiveSmallIntegerField(help_text="Order on the page.")
    label_kk = models.CharField(max_length=400, help_text="Words for the row, in Kazakh.")
    label_ru = models.CharField(max_length=400, help_text="Words for the row, in Russian.")
    label_en = models.CharField(max_length=400, help_text="Words for the row, in English.")
    count = models.PositiveIntegerField(null=True, blank=True, help_text="How many, or days; empty: not shown.")
    percent = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Share of the total in whole percent; empty: not shown, or a total."
    )
    source = models.CharField(max_length=300, blank=True, help_text="Where a figure brought over stood; blank: here.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["year", "figure", "part", "dimension", "value"], name="figure_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.dimension} {self.value}".strip()

    @property
    def label(self) -> str:
        """Return the words for the row in the active language."""
        return str(getattr(self, f"label_{get_language() or 'kk'}"))

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from courtcase.law.models.acts import Outcome


class RulingProvision(models.Model):
    """A provision a ruling examines, and the outcome for it: one ruling may hold several outcomes."""

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.CASCADE, related_name="provisions", help_text="The ruling."
    )
    provision = models.ForeignKey(
        "law.Provision", on_delete=models.PROTECT, related_name="ruling_provisions", help_text="What is examined."
    )
    position = models.PositiveSmallIntegerField(help_text="Order in the ruling.")
    outcome = models.CharField(
        max_length=20,
        choices=Outcome.choices,
        blank=True,
        help_text="Outcome for this provision; blank: not decided yet or, from a source, not seen.",
    )
    in_part = models.BooleanField(default=False, help_text="Whether the outcome is for a part of the provision only.")
    extent_kk = models.TextField(blank=True, help_text="To what extent, or in which interpretation, in Kazakh.")
    extent_ru = models.TextField(blank=True, help_text="To what extent, or in which interpretation, in Russian.")
    extent_en = models.TextField(blank=True, help_text="To what extent, or in which interpretation, in English.")
    effect_from = models.DateField(
        null=True,
        blank=True,
        help_text="Legal day from which it has effect; empty: the day of the decision, or not seen.",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "provision"], name="ruling_provision_once"),
            models.UniqueConstraint(
                fields=["ruling", "position"], name="ruling_provision_position", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ruling_id}: {self.provision_id}"

    @property
    def extent(self) -> str:
        """Return the extent in the active language; where it has none there, blank."""
        return str(getattr(self, f"extent_{get_language() or 'kk'}", ""))

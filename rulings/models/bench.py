from __future__ import annotations

from django.db import models

from rulings.models.kinds import SignedHow


class BenchMember(models.Model):
    """A judge who sat when a ruling was adopted, and the certified signature. Votes are never stored."""

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.CASCADE, related_name="bench", help_text="The ruling."
    )
    judge = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The judge's account; empty for rulings entered from sources.",
    )
    name_printed = models.CharField(max_length=200, help_text="The name as printed under the ruling.")
    position = models.PositiveSmallIntegerField(help_text="Order under the ruling; the presiding judge is first.")
    presides = models.BooleanField(default=False, help_text="Whether this judge presided.")
    rapporteur = models.BooleanField(default=False, help_text="Whether this judge reported the case.")
    signed_how = models.CharField(
        max_length=20, choices=SignedHow.choices, blank=True, help_text="By which road it was signed; blank: not yet."
    )
    certified_by = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who certified that the paper bears this signature; empty: not signed yet.",
    )
    signed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the signature was certified; empty: not yet."
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "judge"], name="ruling_bench_judge_once"),
            models.UniqueConstraint(
                fields=["ruling"], condition=models.Q(presides=True), name="ruling_bench_one_presides"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ruling_id}: {self.position}"

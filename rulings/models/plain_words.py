from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language


class PlainWords(models.Model):
    """What a ruling says in at most five plain sentences a language. No part of the ruling; shown once another person agreed."""

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.PROTECT, related_name="plain_words", help_text="The ruling."
    )
    version = models.PositiveIntegerField(help_text="From 1; of those agreed to, the highest is shown.")
    sentences = models.JSONField(help_text="Sentences by language: kk, ru, en, one to five of each.")
    written_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )
    written_at = models.DateTimeField(help_text="When they were last written.")
    approved_by = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who agreed, another person than the writer; empty: nobody yet.",
    )
    approved_at = models.DateTimeField(null=True, blank=True, help_text="When they agreed; empty: not yet, not shown.")

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "version"], name="ruling_plain_words_version_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | ~Q(approved_by=F("written_by")),
                name="ruling_plain_words_take_two",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_words_stay",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ruling_id} v{self.version}"

    @property
    def told(self) -> list[str]:
        """Return the sentences in the active language."""
        return list(self.sentences.get(get_language() or "kk", []))
